import Console
import Engine

/// Where one is in the seven steps, for one network on its data.
package struct RecipeProgress: Equatable {
  /// What the steps were taken on, by its key; with other data or another network the steps start over.
  package var place: String
  /// How often step 5 has been gone back to, from 1.
  package var round = 1
  package var results: [Int: RecipeResult] = [:]

  package init(place: String) {
    self.place = place
  }
}

/// What a step found.
package struct RecipeResult: Equatable {
  package var isPassed: Bool
  /// In one sentence.
  package var finding: String
  /// The settings it was found with.
  package var setup: Setup
  /// The best rate and weight decay of a grid.
  package var best: (lr: Double, l2: Double)?

  package init(
    isPassed: Bool, finding: String, setup: Setup, best: (lr: Double, l2: Double)? = nil
  ) {
    self.isPassed = isPassed
    self.finding = finding
    self.setup = setup
    self.best = best
  }

  package static func == (a: RecipeResult, b: RecipeResult) -> Bool {
    a.isPassed == b.isPassed && a.finding == b.finding && a.setup == b.setup
      && a.best?.lr == b.best?.lr && a.best?.l2 == b.best?.l2
  }
}

/// A step as the lecture has it.
package struct RecipeStep {
  package var number: Int
  package var title: String
  /// What it is for.
  package var purpose: String

  package static let all = [
    RecipeStep(
      number: 1, title: "the loss before any update",
      purpose: "about log C for C classes, the targets' variance for numbers; a penalty adds to it"),
    RecipeStep(
      number: 2, title: "overfit a small sample",
      purpose: "20 examples to 100 %, a regression to a loss near 0, without any regularization"),
    RecipeStep(
      number: 3, title: "a rate that makes the loss fall",
      purpose: "all examples, the network of step 2, 100 updates"),
    RecipeStep(
      number: 4, title: "a coarse grid",
      purpose: "rates and weight decays around step 3's rate, 1 to 5 epochs each"),
    RecipeStep(
      number: 5, title: "a finer grid, longer",
      purpose: "around the best of the grid before; sets the rate and the decay"),
    RecipeStep(
      number: 6, title: "the learning curves",
      purpose: "one long run, judged as 'diagnose' does"),
    RecipeStep(
      number: 7, title: "back to step 5",
      purpose: "mend what the curves show, and go round again"),
  ]
}

extension Workspace {
  /// The progress on the present network; a new one where it was made on another.
  package var recipeProgress: RecipeProgress {
    let place = branch?.place.key ?? ""
    guard let recipe, recipe.place == place else { return RecipeProgress(place: place) }
    return recipe
  }

  /// Whether a result still says something about the settings in force.
  ///
  /// The rate and the weight decay are what the recipe is there to change; only step 3 is about the
  /// rate in force.
  package func isCurrent(_ result: RecipeResult, of step: Int, in progress: RecipeProgress) -> Bool
  {
    var (then, now) = (result.setup, setup)
    if step != 3 || progress.results[4] != nil {
      then.penalty.l2 = now.penalty.l2
      if let same = try? then.optimizer.replacing(lr: now.optimizer.settings.lr) {
        then.optimizer = same
      }
    }
    // What is watched while training is no part of any step.
    then.stopping = nil
    now.stopping = nil
    return then == now
  }

  /// The step that comes next; nil when all is done.
  package func nextStep(in progress: RecipeProgress) -> Int? {
    for number in 1...5 {
      guard let result = progress.results[number], result.isPassed,
        isCurrent(result, of: number, in: progress)
      else { return number }
    }
    guard let last = progress.results[6], isCurrent(last, of: 6, in: progress) else { return 6 }
    return last.isPassed ? nil : 7
  }
}
