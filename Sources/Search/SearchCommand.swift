import Console
import Engine
import Formula
import HyperparameterSearch
import Landscapes
import Numerics
import Session

extension Verbs {
  static let search = Command(
    "search", .find, "looks for good settings by grid, at random or by Bayesian optimization",
    discussion: """
      'search random lr=log(1e-4,1e-1) l2=log(1e-5,1e-2) trials=60 epochs=5' trains once for each \
      trial, on all cores, from the start of the present network or surface, and keeps what \
      'monitor' is at the end. A setting's space is log(a,b), linear(a,b), int(a,b), logint(a,b), \
      choice(a,b,c) or a list a,b,c; 'search' alone lists the settings. Random points are those of \
      RandomState(seed).random_sample((trials, settings)). Results do not depend on the number of \
      workers. A trial that diverges is a result.

      'search bayes "(x-1)^2 + sin(5*x)" x=linear(-3,3)' minimizes a formula instead; a surface of \
      the catalogue goes by its name.

      Each trial is kept in a study file when it comes back: ^C, a crash or a full disk loses none. \
      'search resume FILE' goes on, 'search table' shows the trials (sort=lr, top=5, \
      where="lr > 0.01"), 'search use 7' sets up the network of trial 7 with its settings, \
      and 'plot search' draws the trials. 'search random ... export=slurm DIR' writes a job array \
      for a cluster instead, and 'search collect DIR' merges what its tasks found. In DIR files that \
      an export wrote are overwritten, others only with force=yes, and a study never.
      """,
    parameters: [Key.action],
    dependentParameters: { workspace, words in workspace.searchParameters(words) },
    examples: [
      "data moons split=0.7,0.3; network 2-8:relu-1:sigmoid; search",
      "search random lr=log(1e-3,1) l2=log(1e-5,1e-1) trials=8 epochs=2",
      "search grid lr=log(1e-2,1) batch=16,32 points=3 epochs=2 monitor=val_accuracy",
      "search table top=3 where=\"lr < 0.5\"", "search use",
      "search random \"(x-1)^2 + y^2\" x=linear(-5,10) y=linear(0,15) trials=10",
    ],
    limits: { arguments throws(ShellError) in
      // It keeps no files, and is no longer than a lesson can wait for.
      let keepsNone = ["grid", "random", "bayes", "table", "use"]
      guard arguments[Key.action].map(keepsNone.contains) ?? true,
        ![Key.study, Key.kept, Key.export].contains(where: {
          arguments.isGiven($0)
        })
      else {
        throw ShellError("a lesson's own search keeps no study in a file, and reads none")
      }
      try Sandbox.admit(trials: arguments[Key.trials] ?? Key.usualTrials)
    }
  ) { workspace, arguments throws(ShellError) in
    switch arguments[Key.action] {
    case nil: return [workspace.searchList]
    case "resume": return try workspace.resumeSearch(arguments)
    case "table": return try workspace.searchTable(arguments)
    case "use": return try workspace.useTrial(arguments)
    case "task": return try workspace.runTask(arguments)
    case "collect": return try workspace.collectSearch(arguments)
    default: return try workspace.beginSearch(arguments)
    }
  }
}

extension Workspace {
  /// What `search` takes besides, by the words typed so far.
  func searchParameters(_ words: [String]) -> Verbs.Declarations {
    switch words.first {
    case "grid", "random", "bayes": return searchParameters(method: words[0], words)
    case "resume": return [Key.kept, Key.trials, Key.workers]
    case "table": return [Key.kept, Key.sort, Key.top, Key.condition]
    case "use": return [Key.trial]
    case "task": return [Key.folder, Key.index, Key.taskCount, Key.workers]
    case "collect": return [Key.folder]
    default: return []
    }
  }

  private func searchParameters(method: String, _ words: [String]) -> Verbs.Declarations {
    var parameters: Verbs.Declarations = [Key.formula]
    let settings = trialSettings(rules: rules.map(\.name))
      .filter { $0.name != Key.seed.name }
    parameters += settings.map { (setting) -> any ParameterDeclaration<Workspace> in
      let words = setting.words.map { [$0.joined(separator: ",")] } ?? Self.spaces
      return Parameter(
        setting.name, aliases: setting.aliases, .option, .formula, setting.meaning,
        suggestions: { _ in words })
    }
    let variables = words.count > 1 ? searchFormula(words[1])?.variables.sorted() ?? [] : []
    parameters += variables.filter { name in
      !Key.options.contains(name) && !settings.contains { $0.isNamed(name) }
    }.map { (name) -> any ParameterDeclaration<Workspace> in
      var parameter = Parameter(
        name, .option, .formula, "the space of \(name)", suggestions: { _ in Self.spaces })
      parameter.isOwn = true
      return parameter
    }
    parameters += [
      Key.target, Key.epochs, Key.steps, Key.monitor, Key.export, Key.tasks, Workspace.force,
      Key.trials, Key.seed, Key.study, Key.workers,
    ]
    switch method {
    case "grid": return parameters + [Key.points]
    case "bayes":
      return parameters + [Key.parallel, Key.start]
    default: return parameters
    }
  }

  private static let spaces = ["log(", "linear(", "int(", "logint(", "choice("]

  /// The formula that `search` minimizes: typed, or that of a surface of the catalogue.
  func searchFormula(_ text: String) -> Expression? {
    try? Parser.parse(CataloguedSurface.named(text)?.formula ?? text)
  }

  // MARK: The verbs

  fileprivate mutating func beginSearch(_ arguments: Arguments) throws(ShellError) -> [Report] {
    var search = try newSearch(arguments)
    let proposals = try engineCall { () throws(EngineError) in try Proposals(search.definition) }
    if let folder = try exportFolder(arguments) {
      return try exportSearch(search, to: folder, tasks: arguments[Key.tasks], arguments)
    }
    let workers = try workerCount(
      for: search, asked: arguments[Key.workers], missing: proposals.count)
    let file = try openStudy(for: &search, arguments[Key.study], arguments)
    return try run(search, proposals, file, workers: workers)
  }

  fileprivate mutating func resumeSearch(_ arguments: Arguments) throws(ShellError) -> [Report] {
    var search: Search
    var file: StudyFile?
    var remarks: [String] = []
    if let path = arguments[Key.kept].map(studyPath) ?? self.search?.path {
      let (opened, contents) = try engineError { try StudyFile.open(at: path) }
      do throws(ShellError) {
        search = try self.search(for: contents.study, at: path)
      } catch { throw error.retold { "'\(path)' cannot be gone on with: \($0)" } }
      file = opened
      remarks = contents.remarks
    } else if let last = self.search {
      search = last
    } else {
      throw ShellError(
        "there is no search to go on with; 'search resume FILE' takes one from its file")
    }
    if let trials = arguments[Key.trials], trials != search.definition.trials {
      guard trials > search.definition.trials else {
        throw arguments.error(
          "the study has \(search.definition.trials) trials already asked for; ask for more",
          about: Key.trials)
      }
      if case .grid = search.definition.method {
        throw arguments.error("a grid has as many trials as points", about: Key.trials)
      }
      search.study.definition.trials = trials
    }
    let found = search
    let proposals = try engineCall { () throws(EngineError) in try Proposals(found.definition) }
    let workers = try workerCount(
      for: found, asked: arguments[Key.workers],
      missing: proposals.count - found.study.trials.count)
    if arguments.isGiven(Key.trials) {
      try engineError { try file?.append(trialCount: found.definition.trials) }
    }
    return try run(search, proposals, file, workers: workers, remarks: remarks)
  }
}
