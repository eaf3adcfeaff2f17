import Arrays
import Board
import Console
import Disk
import Engine
import Page
import Session
import TakeHome
import Wording

extension ExportFormat {
  static let html = ExportFormat(
    "html",
    """
    'export html FILE' writes the page that 'view' opens, with its data in it: it is stepped \
    through in a browser without any program. A course of more than 10,000 updates is thinned.
    """
  ) { workspace, path, arguments throws(ShellError) in
    let text = try FrozenPage.text(of: workspace)
    try workspace.write(text, to: arguments, as: .page)
    return workspace.exported(path, bytes: text.utf8.count, ": open it in a browser")
  }

  static let tensorboard = ExportFormat(
    "tensorboard", takes: [Verbs.exportedWords], words: ["search"],
    """
    'export tensorboard FOLDER' writes the course of every branch from its start, as 'log' does \
    while it goes on: a folder each, with the branch's name. This session's own are written again; \
    where another has such a folder, a number is added, as main-2, and force=yes replaces its \
    event files instead. With the word 'search' it writes the last search, a folder for each trial, \
    whose settings and values the HPARAMS tab shows.
    """
  ) { workspace, path, arguments throws(ShellError) in
    let words = try workspace.words(arguments)
    guard !words.isEmpty else { return [try workspace.exportBoard(to: path, arguments)] }
    guard words == ["search"] else {
      throw arguments.error(
        "'export tensorboard FOLDER' takes nothing else than 'search'", about: Verbs.exportedWords)
    }
    return [try workspace.exportSearchBoard(to: path, arguments)]
  }

  static let optuna = ExportFormat(
    "optuna",
    """
    'export optuna FILE' writes the last search as a study that \
    optuna.load_study(study_name="descent", storage=JournalStorage(JournalFileBackend(FILE))) loads.
    """
  ) { workspace, path, arguments throws(ShellError) in
    let search = try workspace.requireSearch()
    let text = OptunaJournal(search, time: FileStamp.now).text
    try workspace.write(text, to: arguments, as: .optuna)
    return workspace.exported(
      path, bytes: text.utf8.count, json: ["trials": .integer(search.study.trials.count)],
      ": \(counted(search.study.trials.count, "trial"))")
  }

  static let weights = ExportFormat(
    "weights", takes: [Verbs.weightNames],
    """
    'export weights FILE.npz' and 'export weights FILE.safetensors' write θ as arrays in float64: \
    W1, b1, ..., W as [out, in]; names=pytorch calls them 0.weight, 0.bias, 2.weight, ..., as \
    nn.Sequential does, and names=keras dense/kernel, which is [in, out], dense/bias, dense_1/kernel, \
    ... 'network ... weights=FILE' reads all of these.
    """
  ) { workspace, path, arguments throws(ShellError) in
    let branch = try workspace.requireBranch()
    let style = arguments[Verbs.weightNames]
    guard style == .own || branch.place.network != nil else {
      throw arguments.error("names= is for the layers of a network", about: Verbs.weightNames)
    }
    let (layout, theta) = (branch.timeline.experiment.objective.layout, branch.timeline.state.theta)
    let arrays = layout.entries.enumerated().map { k, entry in
      let (name, isTransposed) = style.name(of: entry, layer: k / 2 + 1)
      let array = NamedArray(name, shape: entry.shape, values: Array(copying: theta[entry.range]))
      return isTransposed ? array.transposed : array
    }
    return try arguments.locating(Workspace.file()) { () throws(ShellError) in
      let format = try ArrayFile.format(of: path)
      let bytes = try engineError { try format.bytes(of: arrays) }
      try workspace.write(bytes: bytes, to: arguments, as: .arrays(format))
      return workspace.exported(
        path, bytes: bytes.count,
        json: [
          "t": .integer(branch.timeline.state.t), "arrays": .strings(arrays.map(\.name)),
        ], ": " + listed(arrays.prefix(8).map(\.name)) + (arrays.count > 8 ? ", ..." : ""))
    }
  }

  static let scripts = Framework.allCases.map { framework in
    ExportFormat(
      framework.rawValue,
      framework == .numpy
        ? """
        'export numpy FILE.py', 'export pytorch FILE.py' and 'export keras FILE.py' write a script that \
        repeats the session in that library, in float64, from its start to now: data, batches, masks, \
        rule, schedule, penalty and early stopping. Run, it prints how far it agrees with this program. \
        A file that ends in .ipynb becomes a notebook. Where there are many numbers they lie in a \
        .npz of the same name beside it.
        """ : ""
    ) { workspace, path, arguments throws(ShellError) in
      try workspace.exportScript(for: framework, to: path, arguments)
    }
  }
}

extension Workspace {
  fileprivate func exportScript(
    for framework: Framework, to path: String, _ arguments: Arguments
  ) throws(ShellError) -> [Report] {
    let isNotebook = path.hasSuffix(".ipynb")
    guard isNotebook || path.hasSuffix(".py") else {
      throw arguments.error(
        "a script is a file .py, or .ipynb for a notebook", about: Workspace.file())
    }
    let branch = try requireBranch()
    let plan = try engineError {
      try SessionPlan(name: branch.place.name, branch.timeline, isInterrupted: host.interrupt)
    }
    if host.interrupt() { throw .interrupted("nothing was written") }
    // Many numbers lie beside the script, under its name.
    let beside = String(path.dropLast(isNotebook ? 6 : 3)) + ".npz"
    let script = Script(plan, for: framework, besides: Path.name(of: beside))
    let text = isNotebook ? script.notebook : script.python
    try check(arguments, as: .script)
    var files = [path]
    if let arrays = script.arrays {
      let bytes = try engineError { try ArrayFile.npz.bytes(of: arrays) }
      try arguments.locating(Workspace.file()) { () throws(ShellError) in
        try Files.write(
          bytes, to: beside, as: .arrays(.npz), isForced: arguments[Workspace.force])
      }
      files.append(beside)
    }
    try write(text, to: arguments, as: .script)
    var json: JSON.Object = ["t": .integer(branch.timeline.state.t)]
    if files.count > 1 { json["data_file"] = .string(beside) }
    return exported(
      path, bytes: text.utf8.count, json: json,
      (files.count > 1 ? " and \(beside)" : "")
        + ": \(counted(branch.timeline.state.t, "update")) in \(framework.rawValue)")
  }
}

extension Document {
  static let script = Document(
    name: "script of this program",
    isOwn: {
      String(decoding: $0, as: UTF8.self).contains("This repeats a session of descent")
    })
  static let page = Document(name: "page of this program", isOwn: FrozenPage.isOne)
  static let optuna = Document(name: "study of this program", isOwn: OptunaJournal.isOne)

  static func arrays(_ format: ArrayFile) -> Document {
    Document(name: "file of arrays of this program", isOwn: format.isOwn)
  }
}
