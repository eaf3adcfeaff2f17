import Console
import Engine
import Session

extension Verbs {
  private static let chosen = Argument<String?>(
    "step", as: .positional,
    .choice(["next", "all", "reset"] + RecipeStep.all.map { "\($0.number)" }), "which step")
  private static let epochs = Argument<Int?>(
    "epochs", 1...10_000, "how long each training of steps 4 to 6 is; 3, 10 and 50 unless given")

  static let recipe = Command(
    "recipe", .find, "goes through the lecture's seven steps of choosing hyperparameters",
    discussion: """
      'recipe' shows where you are, 'recipe next' takes the next step, 'recipe 3' a certain one, \
      'recipe all' goes on until a gate stays shut, 'recipe reset' begins again. Each step prints \
      what it found, whether that is enough, what to look at where it is not, and the commands that \
      do the same by hand. Every step works on copies, with the settings in force; step 5 alone \
      changes something: it sets the rate and the weight decay, and says so.
      """,
    parameters: [chosen, epochs],
    examples: [
      "data moons n=120 noise=0.1 split=0.7,0.3; network 2-16:relu-1:sigmoid",
      "optimizer adam lr=0.03",
      "recipe", "recipe next", "recipe 2", "recipe 3",
    ]
  ) { workspace, arguments throws(ShellError) in
    guard let what = arguments[chosen] else {
      return [try workspace.recipeOverview()]
    }
    let epochs = arguments[epochs]
    switch what {
    case "reset":
      _ = try workspace.requireNetwork(for: "recipe")
      workspace.recipe = nil
      return [try workspace.recipeOverview()]
    case "all":
      try workspace.takeAllSteps(epochs: epochs)
      return []
    default:
      _ = try workspace.requireNetwork(for: "recipe")
      guard let number = Int(what) ?? workspace.nextStep(in: workspace.recipeProgress) else {
        return [try workspace.recipeOverview()]
      }
      return [try workspace.takeStep(number, epochs: epochs)]
    }
  }
}

/// A step as it was taken.
struct StepOutcome {
  var isPassed: Bool
  /// What was found, in a sentence.
  var finding: String
  /// What to do about it, or what to know before going on.
  var remedy = ""
  /// Its numbers: text and members.
  var body = Report()
  /// The commands that do the same.
  var byHand: [String]
  var best: (lr: Double, l2: Double)?
}

extension Workspace {
  fileprivate mutating func takeAllSteps(epochs: Int?) throws(ShellError) {
    _ = try requireNetwork(for: "recipe")
    var isFirst = true
    var taken: [JournalStep] = []
    while let number = nextStep(in: recipeProgress) {
      do throws(ShellError) {
        var report = try takeStep(number, epochs: epochs)
        report.line("")
        emit(report, as: "recipe")
      } catch {
        // The steps before are taken, whatever became of this one.
        guard !isFirst, host.interrupt() else { throw error }
        emit(interruption(in: number), as: "recipe")
        fileSteps += taken
        return
      }
      isFirst = false
      taken.append(.line("recipe \(number)" + (epochs.map { " epochs=\($0)" } ?? "")))
      guard recipeProgress.results[number]?.isPassed ?? false else { break }
    }
    emit(try recipeOverview(), as: "recipe")
  }

  private func interruption(in number: Int) -> Report {
    var report = Report(json: ["stopped": .string(StopCause.interrupted), "step": .integer(number)])
    report.line(
      StyledText("interrupted in step \(number); the steps before are kept", .warning))
    return report
  }

  fileprivate mutating func takeStep(_ number: Int, epochs: Int?) throws(ShellError) -> Report {
    var progress = recipeProgress
    let setup = setup
    let outcome: StepOutcome
    switch number {
    case 1: outcome = try initialLossStep()
    case 2: outcome = try smallSampleStep()
    case 3: outcome = try rateStep()
    case 4: outcome = try coarseGridStep(progress, epochs: epochs ?? 3)
    case 5: outcome = try fineGridStep(progress, epochs: epochs ?? 10 * progress.round)
    case 6: outcome = try curvesStep(epochs: epochs ?? 50 * progress.round)
    default: outcome = backStep(progress)
    }
    if number == 7 {
      progress.round += 1
      progress.results[5] = nil
      progress.results[6] = nil
    } else {
      progress.results[number] = RecipeResult(
        isPassed: outcome.isPassed, finding: outcome.finding, setup: setup, best: outcome.best)
    }
    recipe = progress
    return report(of: outcome, step: number)
  }

  private func report(of outcome: StepOutcome, step number: Int) -> Report {
    let step = RecipeStep.all[number - 1]
    var report = Report(json: [
      "step": .integer(number), "title": .string(step.title), "passed": .boolean(outcome.isPassed),
      "because": .string(outcome.finding), "try": .string(outcome.remedy),
      "by_hand": .strings(outcome.byHand),
    ])
    for member in outcome.body.json.members { report.json[member.name] = member.value }
    report.paragraph(
      StyledText("step \(number) of 7   ", .faint) + StyledText(step.title, .strong), indent: 2)
    report.paragraph(StyledText(step.purpose, .faint), indent: 2)
    report.blocks += outcome.body.blocks
    let word =
      outcome.isPassed ? StyledText("passed   ", .good) : StyledText("not passed   ", .bad)
    report.paragraph((number == 7 ? StyledText() : word) + StyledText(outcome.finding), indent: 2)
    if !outcome.remedy.isEmpty { report.paragraph(StyledText(outcome.remedy)) }
    if !outcome.byHand.isEmpty {
      report.line(StyledText("by hand:", .faint))
      for command in outcome.byHand {
        report.paragraph(StyledText("  " + command, .command), indent: 4)
      }
    }
    let progress = recipeProgress
    report.json["next"] = nextStep(in: progress).map(JSON.integer) ?? .null
    if let next = nextStep(in: progress) {
      report.paragraph(
        StyledText(
          next == number
            ? "'recipe next' takes this step again"
            : "'recipe next': step \(next), \(RecipeStep.all[next - 1].title)", .faint))
    }
    return report
  }

  /// Where one is: every step with what it found.
  fileprivate func recipeOverview() throws(ShellError) -> Report {
    let (network, _) = try requireNetwork(for: "recipe")
    let progress = recipeProgress
    let next = nextStep(in: progress)
    var table = Table(
      [Table.Column(""), Table.Column("", .leading), Table.Column("", .leading)],
      wrapsLastColumn: true)
    var steps: [JSON] = []
    for step in RecipeStep.all {
      let result = progress.results[step.number]
      let isStale = result.map { !isCurrent($0, of: step.number, in: progress) } ?? false
      var text = StyledText(step.title, step.number == next ? .strong : .plain)
      if let result {
        text += StyledText(": " + result.finding, .faint)
        if isStale { text += StyledText(" The settings have changed since.", .warning) }
      }
      let mark: StyledText =
        switch result.map({ $0.isPassed && !isStale }) {
        case true?: StyledText("passed", .good)
        case false?: StyledText(isStale ? "again" : "not passed", isStale ? .warning : .bad)
        case nil: StyledText(step.number == next ? "next" : "", .strong)
        }
      table.rows.append([StyledText("\(step.number)"), mark, text])
      steps.append(
        .object([
          "step": .integer(step.number), "title": .string(step.title),
          "passed": result.map { .boolean($0.isPassed && !isStale) } ?? .null,
          "finding": result.map { .string($0.finding) } ?? .null,
        ]))
    }
    var report = Report(json: [
      "network": .string("\(network.architecture)"), "data": .string(network.training.name),
      "round": .integer(progress.round), "next": next.map(JSON.integer) ?? .null,
      "steps": .array(steps),
    ])
    report.paragraph(
      StyledText("the seven steps", .strong)
        + StyledText(
          "   \(network.architecture) on \(network.training.name)"
            + (progress.round > 1 ? ", round \(progress.round)" : ""), .faint), indent: 2)
    report.table(table)
    if let next {
      report.paragraph(
        StyledText("'recipe next' takes step \(next), \(RecipeStep.all[next - 1].title)", .faint))
    } else {
      report.paragraph(
        StyledText(
          (network.test == nil
            ? "All gates are open. "
            : "All gates are open; the test set, once: 'print test_\(network.scoreQuantity)'. ")
            + "'recipe 7' goes round again.", .faint))
    }
    return report
  }
}
