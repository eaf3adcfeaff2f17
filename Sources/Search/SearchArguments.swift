import Console
import Disk
import Engine
import Formula
import HyperparameterSearch
import Landscapes
import Numerics
import Session
import Wording

/// From the arguments of `search` to a study.
extension Workspace {
  func newSearch(_ arguments: Arguments) throws(ShellError) -> Search {
    let formula = try typedFormula(arguments).map { text throws(ShellError) in
      try self.formula(
        CataloguedSurface.named(text)?.formula ?? text,
        column: arguments.column(Key.formula), as: "minimized")
    }
    let ofTraining: Verbs.Declarations = [Key.epochs, Key.steps, Key.monitor]
    if let trained = ofTraining.first(where: { arguments.isGiven($0) }), formula != nil {
      throw arguments.error(
        "a formula is not trained; \(trained.name) has no place here", about: trained)
    }
    let space = try searchSpace(arguments, formula: formula)
    let task: StudyDefinition.Task
    if let formula {
      task = .formula(formula)
    } else if let steps = arguments[Key.steps] {
      guard !arguments.isGiven(Key.epochs) else {
        throw arguments.error("epochs and steps are the same budget; give either", about: Key.steps)
      }
      task = .steps(steps)
    } else if branch?.place.network != nil {
      task = .epochs(arguments[Key.epochs] ?? Key.usualEpochs)
    } else {
      guard !arguments.isGiven(Key.epochs) else {
        throw arguments.error("a surface has no epochs; give steps=", about: Key.epochs)
      }
      task = .steps(100)
    }
    let ground = formula == nil ? try searchGround() : nil
    let (monitor, isGain) = try searchMonitor(arguments, isFormula: formula != nil)
    let wanted = arguments[Key.trials]
    var trials = wanted ?? Key.usualTrials
    let method = try searchMethod(arguments, space, trials: trials)
    if case .grid(let counts) = method {
      let grid = try engineCall { () throws(EngineError) in try GridSearch(space, counts: counts) }
      trials = min(grid.count, wanted ?? grid.count)
    }
    let definition = StudyDefinition(
      setUp: ground == nil ? [] : searchSetUp(),
      fingerprint: ground?.base.objective.fingerprint ?? 0, space: space, method: method,
      task: task,
      seed: try searchSeed(arguments) ?? 0, monitor: monitor, isGain: isGain, trials: trials)
    var search = Search(study: Study(definition), path: nil, ground: ground)
    if formula == nil {
      search.settings = try settings(of: space, task, column: nil)
      try check(search, arguments)
    }
    return search
  }

  /// The formula to minimize; with export= the last word is the folder.
  private func typedFormula(_ arguments: Arguments) -> String? {
    let isFolder = arguments.isGiven(Key.export) && !arguments.isGiven(Key.target)
    return isFolder ? nil : arguments[Key.formula]
  }

  /// The folder that export= writes to; nil without it.
  func exportFolder(_ arguments: Arguments) throws(ShellError) -> String? {
    guard arguments.isGiven(Key.export) else {
      let ofExport: Verbs.Declarations = [Key.target, Key.tasks, Workspace.force]
      for given in ofExport where arguments.isGiven(given) {
        let what = given.parameter.form == .option ? "\(given.name)=" : "a folder"
        throw arguments.error("\(what) goes with export=slurm", about: given)
      }
      return nil
    }
    // A folder that is the only word is read as the formula.
    let word = try arguments[Key.formula].map { text throws(ShellError) in
      try fromDisk { () throws(DiskError) in try Path.expandingHome(text) }
    }
    guard let folder = arguments[Key.target] ?? word else {
      throw arguments.error("export=slurm needs a folder: export=slurm DIR", about: Key.export)
    }
    if arguments.isGiven(Key.study) {
      throw arguments.error("export= keeps the study in its folder", about: Key.study)
    }
    return folder
  }

  private func formula(
    _ text: String, column: Int?, as what: String
  ) throws(ShellError) -> Expression {
    do { return try Parser.parse(text) } catch {
      throw ShellError(
        "'\(shortened(text))' cannot be \(what): \(error.message) (character \(error.column))",
        column: column)
    }
  }

  private func searchSeed(_ arguments: Arguments) throws(ShellError) -> UInt32? {
    guard let text = arguments[Key.seed], !Self.isSpace(text) else { return nil }
    let number = try number(text, column: arguments.column(Key.seed))
    guard let seed = UInt32(exactly: number) else {
      throw arguments.refusal("a seed is a whole number from 0 to \(UInt32.max)", about: Key.seed)
    }
    return seed
  }

  private static func isSpace(_ text: String) -> Bool {
    listParts(of: text).count > 1 || text.contains("(")
  }

  private func searchSpace(
    _ arguments: Arguments, formula: Expression?
  ) throws(ShellError) -> SearchSpace {
    let known = trialSettings(rules: rules.map(\.name))
    let variables = formula?.variables.sorted() ?? []
    var dimensions: [SearchDimension] = []
    for name in arguments.givenNames {
      let text = arguments.values[name]?.first?.text ?? ""
      let isSetting =
        formula == nil ? known.contains { $0.name == name } : variables.contains(name)
      guard isSetting, name != Key.seed.name || Self.isSpace(text) else { continue }
      let words = formula == nil ? known.first { $0.name == name }?.words : nil
      var dimension = try engineCall { () throws(EngineError) in
        try SearchDimension(name, parsing: text) { part in
          words != nil ? nil : try? self.number(part, column: nil)
        }
      }
      if let words { dimension = try spelled(dimension, words) }
      dimensions.append(dimension)
    }
    if let formula {
      try addCataloguedRanges(to: &dimensions, variables, arguments)
      if let open = variables.first(where: { name in !dimensions.contains { $0.name == name } }) {
        throw arguments.error(
          "\(open) has no space; give \(open)=linear(LOW,HIGH)", about: Key.formula)
      }
      guard !formula.variables.isEmpty else {
        let trials = arguments[Key.formula].flatMap { Int($0) }
        throw arguments.error(
          "a formula without variables is the same everywhere"
            + suggestion(trials.map { ["trials=\($0)"] } ?? []), about: Key.formula)
      }
      for dimension in dimensions where dimension.value(at: 0).number == nil {
        throw ShellError(
          "a formula's variable takes numbers", column: arguments.column(ofSpace: dimension))
      }
    }
    guard !dimensions.isEmpty else {
      throw ShellError(
        "a search needs settings with their spaces, as lr=log(1e-4,1e-1); 'search' lists them")
    }
    let found = dimensions
    return try engineCall { () throws(EngineError) in try SearchSpace(found) }
  }

  /// The words of a choice in their declared spelling, so that Adam and adam are one rule.
  private func spelled(
    _ dimension: SearchDimension, _ words: [String]
  ) throws(ShellError) -> SearchDimension {
    guard case .choice(let values) = dimension.scale else { return dimension }
    let spelled = values.map { value in
      guard case .word(let word) = value, let name = Spelling.match(word, in: words) else {
        return value
      }
      return SearchValue.word(name)
    }
    return try engineCall { () throws(EngineError) in
      try SearchDimension(dimension.name, .choice(spelled))
    }
  }

  /// x and y of a catalogue's surface range over its window where nothing else is said.
  private func addCataloguedRanges(
    to dimensions: inout [SearchDimension], _ variables: [String], _ arguments: Arguments
  ) throws(ShellError) {
    guard let surface = typedFormula(arguments).flatMap(CataloguedSurface.named) else { return }
    for (name, range) in [("x", surface.xRange), ("y", surface.yRange)]
    where variables.contains(name) && !dimensions.contains(where: { $0.name == name }) {
      dimensions.append(
        try engineCall { () throws(EngineError) in
          try SearchDimension(name, .linear(range.lowerBound, range.upperBound))
        })
    }
    dimensions.sort { $0.name < $1.name }
  }

  private func searchMonitor(
    _ arguments: Arguments, isFormula: Bool
  ) throws(ShellError) -> (String, isGain: Bool) {
    guard !isFormula else { return ("value", false) }
    let known = monitors
    let monitor =
      arguments[Key.monitor] ?? EarlyStopping.usualMonitor(among: known)
    guard known.contains(monitor) else {
      let near = Spelling.candidates(for: monitor, in: known)
      let hint =
        monitor.hasPrefix("val_") && !known.contains("val_loss")
        ? "; the data have no validation part: data ... split=0.8,0.2" : ""
      throw arguments.error(
        "'\(shortened(monitor))' cannot be monitored"
          + (!hint.isEmpty
            ? hint : near.isEmpty ? "; what can is \(listed(known))" : suggestion(near)),
        about: Key.monitor)
    }
    return (monitor, EarlyStopping(monitor: monitor).isGain)
  }

  private func searchMethod(
    _ arguments: Arguments, _ space: SearchSpace, trials: Int
  ) throws(ShellError) -> StudyDefinition.Method {
    switch arguments[Key.action] {
    case "random": return .random
    case "bayes":
      return .bayes(
        parallel: arguments[Key.parallel] ?? Key.usualParallel,
        start: arguments[Key.start] ?? Key.usualStart)
    default: break
    }
    guard let points = arguments[Key.points] else {
      return .grid(GridSearch.counts(for: space, trials: trials))
    }
    let whole = points.compactMap(Int.init(exactly:)).filter { (1...1_000_000).contains($0) }
    guard whole.count == points.count, [1, space.dimensions.count].contains(whole.count) else {
      throw arguments.refusal(
        "points are whole numbers above 0: one for all settings, or one for each of the "
          + "\(space.dimensions.count)", about: Key.points)
    }
    return .grid(
      whole.count == 1
        ? space.dimensions.map { _ in whole[0] } : whole)
  }

  /// Tries both ends of each setting's space, so that a mistake shows before anything is trained.
  private func check(_ search: Search, _ arguments: Arguments) throws(ShellError) {
    guard let base = search.ground?.base else { return }
    let pairs = Array(zip(search.settings, search.definition.space.dimensions))
    // A rule's own settings are tried with each rule that is searched.
    let rule = pairs.first { $0.0.name == "optimizer" }
    let rules = rule.map { pair in pair.1.ends.map { [(pair.0, $0)] } } ?? [[]]
    for (setting, dimension) in pairs {
      for value in dimension.ends {
        for chosen in setting.name == "optimizer" ? [[]] : rules {
          do throws(ShellError) {
            var candidate = base
            try candidate.apply(chosen + [(setting, value)])
            _ = try candidate.experiment()
          } catch { throw error.at(column: arguments.column(ofSpace: dimension)) }
        }
      }
    }
  }
}

extension Arguments {
  /// The column of a setting's space; its name is not known before.
  fileprivate func column(ofSpace dimension: SearchDimension) -> Int? {
    values[dimension.name]?.first?.column
  }
}
