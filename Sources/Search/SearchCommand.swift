import Console
import Engine
import Formula
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
    parameters: [
      Parameter(
        "action", .positional, .choice(Workspace.searchActions),
        "grid, random or bayes; or resume, table, use, task, collect")
    ],
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
      guard arguments.text("action").map(keepsNone.contains) ?? true,
        !["study", "file", "export"].contains(where: arguments.isGiven)
      else {
        throw ShellError("a lesson's own search keeps no study in a file, and reads none")
      }
      try Sandbox.admit(trials: arguments.integer("trials") ?? 20)
    }
  ) { workspace, arguments throws(ShellError) in
    switch arguments.text("action") {
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
  static let searchActions = [
    "grid", "random", "bayes", "resume", "table", "use", "task", "collect",
  ]
  /// Options that are no settings.
  static let searchOptions: Set<String> = [
    "trials", "epochs", "steps", "monitor", "points", "parallel", "start", "study", "workers",
    "export", "tasks", "seed", "force",
  ]

  private static let trials = Parameter(
    "trials", .option, .integer(1...StudyDefinition.mostTrials), "how many trials; 20 if not given")
  private static let workers = Parameter(
    "workers", .option, .integer(1...256), "threads; one for each core if not given")

  /// What `search` takes besides, by the words typed so far.
  func searchParameters(_ words: [String]) -> [Parameter] {
    switch words.first {
    case "grid", "random", "bayes": return searchParameters(method: words[0], words)
    case "resume":
      return [
        Parameter(
          "file", .positional, .path, "a study; the last search if not given",
          suggestions: { $0.keptStudies.map(\.name) }),
        Self.trials, Self.workers,
      ]
    case "table":
      return [
        Parameter(
          "file", .positional, .path, "a study; the last search if not given",
          suggestions: { $0.keptStudies.map(\.name) }),
        Parameter(
          "sort", .option, .word,
          "the column to sort by, the value if not given; -lr the other way",
          names: .open { ["value", "trial"] + ($0.search?.names ?? []) }),
        Parameter("top", .option, .integer(1...1_000_000), "how many rows"),
        Parameter(
          "where", .option, .formula, "a condition in the columns, as \"lr < 0.1 and value < 1\""),
      ]
    case "use":
      return [
        Parameter("trial", .positional, .integer(0...1_000_000), "which; the best if not given")
      ]
    case "task", "collect":
      let folder = Parameter(
        "folder", .positional, .path, required: true, "the folder that export=slurm wrote")
      guard words[0] == "task" else { return [folder] }
      return [
        folder,
        Parameter(
          "index", .positional, .integer(0...999_999), required: true, "which task, from 0"),
        Parameter("of", .option, .integer(1...1_000_000), required: true, "how many tasks"),
        Self.workers,
      ]
    default: return []
    }
  }

  private func searchParameters(method: String, _ words: [String]) -> [Parameter] {
    var parameters = [
      Parameter(
        "formula", .positional, .formula,
        "a formula or a surface to minimize; without it settings are searched",
        names: .open { _ in CataloguedSurface.all.map(\.name) })
    ]
    let settings = trialSettings(rules: rules.map(\.name)).filter { $0.name != "seed" }
    parameters += settings.map { setting in
      let words = setting.words.map { [$0.joined(separator: ",")] } ?? Self.spaces
      return Parameter(
        setting.name, aliases: setting.aliases, .option, .formula, setting.meaning,
        suggestions: { _ in words })
    }
    let variables = words.count > 1 ? searchFormula(words[1])?.variables.sorted() ?? [] : []
    parameters += variables.filter { name in
      !Self.searchOptions.contains(name) && !settings.contains { $0.isNamed(name) }
    }.map { name in
      var parameter = Parameter(
        name, .option, .formula, "the space of \(name)", suggestions: { _ in Self.spaces })
      parameter.isOwn = true
      return parameter
    }
    parameters += [
      Parameter("folder", .positional, .output, "where export=slurm writes"),
      Parameter(
        "epochs", .option, .integer(1...1_000_000), "passes over the data for each trial; 5"),
      Parameter("steps", .option, .integer(1...1_000_000_000), "updates for each trial instead"),
      Parameter(
        "monitor", .option, .word, "what is to be small, or great: val_loss, val_accuracy, ...",
        names: .open { $0.monitors }),
      Parameter(
        "export", .option, .choice(["slurm"]), "writes a job array to the folder named last"),
      Parameter("tasks", .option, .integer(1...100_000), "how many tasks it has; 16"),
      Document.force.parameter,
    ]
    parameters += [
      Self.trials,
      Parameter(
        "seed", .option, .formula,
        "the seed of the search; a space, as seed=1,2,3, searches the seed of the training"),
      Parameter("study", .option, .output, "the file to keep it in"), Self.workers,
    ]
    if method == "grid" {
      parameters.append(
        Parameter(
          "points", .option, .numbers(count: 1...64),
          "values of each setting, or one number for all"
        ))
    }
    if method == "bayes" {
      parameters += [
        Parameter("parallel", .option, .integer(1...64), "trials under way at once; 1"),
        Parameter("start", .option, .integer(1...1_000), "trials drawn at random first; 5"),
      ]
    }
    return parameters
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
      return try exportSearch(search, to: folder, tasks: arguments.integer("tasks"), arguments)
    }
    let file = try openStudy(for: &search, arguments.text("study"), arguments)
    return try run(search, proposals, file, workers: arguments.integer("workers"))
  }

  fileprivate mutating func resumeSearch(_ arguments: Arguments) throws(ShellError) -> [Report] {
    var search: Search
    var file: StudyFile?
    var remarks: [String] = []
    if let path = arguments.text("file").map(studyPath) ?? self.search?.path {
      let (opened, contents) = try engineError { try StudyFile.open(at: path) }
      do throws(ShellError) {
        search = try self.search(for: contents.study, at: path)
      } catch { throw ShellError("'\(path)' cannot be gone on with: \(error.message)") }
      file = opened
      remarks = contents.remarks
    } else if let last = self.search {
      search = last
    } else {
      throw ShellError(
        "there is no search to go on with; 'search resume FILE' takes one from its file")
    }
    if let trials = arguments.integer("trials"), trials != search.definition.trials {
      guard trials > search.definition.trials else {
        throw arguments.error(
          "the study has \(search.definition.trials) trials already asked for; ask for more",
          about: "trials")
      }
      if case .grid = search.definition.method {
        throw arguments.error("a grid has as many trials as points", about: "trials")
      }
      search.study.definition.trials = trials
    }
    let found = search
    let proposals = try engineCall { () throws(EngineError) in try Proposals(found.definition) }
    if arguments.isGiven("trials") {
      try engineError { try file?.append(trialCount: found.definition.trials) }
    }
    return try run(
      search, proposals, file, workers: arguments.integer("workers"), remarks: remarks)
  }
}
