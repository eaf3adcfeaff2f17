import Arithmetic
import Console
import Digests
import Disk
import Engine
import Formula
import HyperparameterSearch
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A study with all that making its trials takes.
package struct Search {
  package var study: Study
  /// The file it is kept in; nil keeps it in memory alone.
  package var path: String?
  /// What its trials are trained on; nil where a formula is minimized.
  package var ground: Ground?
  /// The settings of its space, one for each dimension; none for a formula.
  package var settings: [TrialSetting] = []

  /// Where trials begin, and what a trial's settings are set on by `search use`.
  package struct Ground {
    package var base: Candidate
    package var place: Place
    package var data: DataSource?
    package var rules: [OwnRule]
  }

  package init(study: Study, path: String? = nil, ground: Ground? = nil) {
    self.study = study
    self.path = path
    self.ground = ground
  }

  package var definition: StudyDefinition { study.definition }
  package var names: [String] { definition.space.names }

  /// What is searched, in a few words.
  package var title: String {
    if case .formula(let formula) = definition.task { return ascii(formula) }
    return ground?.place.name ?? "?"
  }

  /// A trial's values by setting.
  package func values(of trial: Trial) -> [(name: String, value: SearchValue)] {
    zip(definition.space.dimensions, trial.point).map { ($0.name, $0.value(at: $1)) }
  }

  /// What a trial trains.
  ///
  /// - Throws: `ShellError` where its settings do not go together.
  package static func candidate(
    from base: Candidate, _ settings: [TrialSetting], _ values: [SearchValue]
  ) throws(ShellError) -> Candidate {
    var candidate = base
    try candidate.apply(Array(zip(settings, values)).map { ($0.0, $0.1) })
    return candidate
  }

  // MARK: A trial's work

  /// What each thread does for a trial.
  package func work() throws(ShellError) -> TrialRunner.Work {
    if case .formula(let formula) = definition.task { return try Self.work(formula, definition) }
    guard let base = ground?.base else { throw ShellError("there is nothing to train") }
    let (settings, definition) = (settings, definition)
    return { number, point, isStopped in
      do throws(ShellError) {
        let values = definition.space.values(at: point)
        let experiment = try Self.candidate(from: base, settings, values).experiment()
        return Self.train(experiment, number, point, definition, isStopped)
      } catch {
        return Trial(number: number, point: point, outcome: .refused(error.message))
      }
    }
  }

  private static func train(
    _ experiment: Experiment, _ number: Int, _ point: [Double], _ definition: StudyDefinition,
    _ isStopped: @escaping @Sendable () -> Bool
  ) -> Trial? {
    let (updates, stride) = length(of: experiment, definition.task)
    guard
      let course = Course(
        of: experiment, updates: updates, every: stride, watching: definition.monitor,
        isInterrupted: isStopped)
    else { return nil }
    var outcome = Trial.Outcome.value(course.finalLoss)
    if case .nonFinite = course.reason {
      outcome = .diverged(at: course.state.t)
    } else if let t = course.divergedAt {
      outcome = .diverged(at: t)
    } else if !course.finalLoss.isFinite {
      outcome = .diverged(at: course.state.t)
    }
    return Trial(
      number: number, point: point, outcome: outcome, times: course.times, curve: course.losses)
  }

  /// The updates of a trial, and how many lie between two looks at what is monitored.
  package static func length(
    of experiment: Experiment, _ task: StudyDefinition.Task
  ) -> (updates: Int, stride: Int) {
    switch task {
    case .formula: return (0, 1)
    case .steps(let steps):
      // A look at a network is a pass over a part of the data.
      return (steps, max(1, steps / (experiment.objective.exampleCount > 0 ? 20 : 100)))
    case .epochs(let epochs):
      let each = experiment.updatesPerEpoch
      let (updates, overflow) = each.multipliedReportingOverflow(by: epochs)
      return (overflow ? Int.max : updates, each * max(1, (epochs + 199) / 200))
    }
  }

  private static func work(
    _ formula: Expression, _ definition: StudyDefinition
  ) throws(ShellError) -> TrialRunner.Work {
    let space = definition.space
    let program = try engineError {
      try Arithmetic.Program(outputs: [formula], variables: space.names)
    }
    return { number, point, _ in
      let x = space.values(at: point).map { $0.number ?? .nan }
      let value = program.outputs(at: x)[0]
      return Trial(
        number: number, point: point, outcome: value.isFinite ? .value(value) : .diverged(at: 0))
    }
  }
}

extension Search: Equatable {
  /// Whether both have the same trials of the same study in the same file; all else follows.
  package static func == (a: Search, b: Search) -> Bool {
    func lines(_ search: Search) -> [String] { search.study.trials.map(\.line) }
    return a.path == b.path && a.definition == b.definition
      // A curve may hold NaN, which is not equal to itself.
      && (a.study.trials == b.study.trials
        || (a.study.trials.count == b.study.trials.count && lines(a) == lines(b)))
  }
}

extension Workspace {
  /// The processors that are there.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// What trials train at present.
  package func searchGround() throws(ShellError) -> Search.Ground {
    guard let branch, branch.place.surface != nil || branch.place.network != nil else {
      throw ShellError(
        "there is nothing to train yet: 'surface NAME', or 'data digits' and 'network ...'; a "
          + "formula needs nothing: search random \"(x-1)^2\" x=linear(-5,5)")
    }
    let objective = branch.timeline.experiment.objective
    return Search.Ground(
      base: Candidate(setup: setup, objective: objective),
      place: branch.place.replacing(objective: objective), data: data, rules: ownRules)
  }

  /// The commands that set up what is trained, with the files' whole paths: a study may be gone on
  /// with from another folder.
  package func searchSetUp() -> [String] {
    guard let branch else { return [] }
    return StateText(startOf: branch, ownRules).lines.map { line(with: Path.resolved, in: $0) }
  }

  /// The search that a study's definition describes.
  ///
  /// - Throws: `ShellError` where what it trains cannot be set up again, or is another thing now.
  package func search(
    for study: Study, at path: String?, knowing known: [String: DataSource] = [:]
  ) throws(ShellError) -> Search {
    let definition = study.definition
    var search = Search(study: study, path: path)
    if case .formula = definition.task { return search }
    let lines = path.map { path in definition.setUp.map { line($0, movedWith: path) } }
    let fresh = try StateReader.workspace(
      lines ?? definition.setUp, like: self, knowing: Rebuilding(data: known))
    let ground = try fresh.searchGround()
    guard ground.base.objective.fingerprint == definition.fingerprint else {
      throw ShellError("the data are not those that the study began with")
    }
    search.ground = ground
    search.settings = try fresh.settings(of: definition.space, definition.task, column: nil)
    return search
  }

  /// The settings that a space varies.
  ///
  /// - Throws: `ShellError` for one that there is not here.
  package func settings(
    of space: SearchSpace, _ task: StudyDefinition.Task, column: Int?
  ) throws(ShellError) -> [TrialSetting] {
    let rules = space.dimensions.first { $0.name == "optimizer" }.flatMap { dimension in
      if case .choice(let values) = dimension.scale { values.map(\.description) } else { nil }
    }
    let isPerEpoch =
      setup.schedule.unit == .epoch && branch?.place.network != nil
    let experiment = try requireBranch().timeline.experiment
    let horizon: Int
    switch task {
    case .epochs(let epochs): horizon = epochs
    case .steps(let steps):
      horizon = isPerEpoch ? max(1, steps / experiment.updatesPerEpoch) : steps
    case .formula: horizon = 1
    }
    let known = trialSettings(rules: rules, horizon: horizon)
    var found: [TrialSetting] = []
    for name in space.names {
      guard let setting = known.first(where: { $0.isNamed(name) }) else {
        throw ShellError("there is no setting '\(shortened(name))' to search here", column: column)
      }
      found.append(setting)
    }
    return found
  }
}

extension Workspace {
  /// Makes a search the last one.
  package mutating func take(_ search: Search) {
    if let last = self.search, last.definition.method != search.definition.method {
      previousSearch = last
    }
    self.search = search
  }

  /// Makes the search of a study's file the last one, with the trials that are there.
  package mutating func takeStudy(at path: String) throws(ShellError) {
    let study = try engineError { try StudyFile.read(path) }.study
    take(try search(for: study, at: path))
  }
}

extension Objective {
  /// Tells the data trained on from others: a digest of all targets and of the features, as far as
  /// two million numbers go.
  package var fingerprint: UInt64 {
    var digest = Digest()
    digest.add(UInt64(layout.count))
    guard let network else { return digest.value }
    for part in [network.training, network.validation].compactMap(\.self) {
      digest.add(UInt64(part.count))
      digest.add(part.targets)
      let count = min(part.count, 2_000_000 / max(part.featureCount, 1))
      digest.add(part.selecting(Array(0..<count)).featureValues)
    }
    return digest.value
  }
}
