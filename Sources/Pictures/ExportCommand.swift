import Board
import Console
import Page
import Plot
import Session
import TakeHome
import Wording

extension Verbs {
  static let export = Command(
    "export", .keep, "writes a figure, the page, a TensorBoard log or a script",
    discussion: """
      'export svg FILE' writes the last figure drawn; with words behind it, the figure that 'plot' \
      draws of them: 'export svg loss.svg loss'. 'race' stands for the last race. The word \
      'animated' at the end lets paths and lines grow, without scripts. theme=auto follows the \
      reader's light or dark setting; light is for print. \(Document.rule)

      'export tensorboard FOLDER' writes the course of every branch from its start, as 'log' does \
      while it goes on: a folder each, with the branch's name. This session's own are written again; \
      where another has such a folder, a number is added, as main-2, and force=yes replaces its \
      event files instead.

      'export numpy FILE.py', 'export pytorch FILE.py' and 'export keras FILE.py' write a script that \
      repeats the session in that library, in float64, from its start to now: data, batches, masks, \
      rule, schedule, penalty and early stopping. Run, it prints how far it agrees with this program. \
      A file that ends in .ipynb becomes a notebook.

      'export html FILE' writes the page that 'view' opens, with its data in it: it is stepped \
      through in a browser without any program. A course of more than 10,000 updates is thinned.
      """,
    parameters: [
      Parameter(
        "format", .positional,
        .choice(["svg", "html", "tensorboard"] + Framework.allCases.map(\.rawValue)),
        required: true,
        "what to write"),
      Parameter(
        "file", .positional, .output, required: true, "where to write; for TensorBoard a folder"),
      Parameter(
        "what", .rest, .formula, "what 'plot' draws, 'race' or 'animated'",
        suggestions: { ["animated"] + $0.drawableNames }),
      Parameter(
        "theme", .option, .choice(["light", "dark", "auto"]), default: "auto", "the colours"),
      Document.force,
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; run 50; plot surface", "export svg path.svg",
      "export svg loss.svg loss theme=light", "race valley; export svg race.svg race animated",
      "export html run.html",
      "export tensorboard runs",
      "data moons n=40; network 2-4:tanh-1:sigmoid; batch 8; run 20", "export numpy moons.py",
    ]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments.text("file") ?? ""
    if arguments.text("format") == "tensorboard" {
      return [try workspace.exportBoard(to: path, arguments)]
    }
    if arguments.text("format") == "html" {
      return try workspace.exportPage(to: path, arguments)
    }
    if let framework = arguments.text("format").flatMap(Framework.init) {
      return try workspace.exportScript(for: framework, to: path, arguments)
    }
    var words = try workspace.words(arguments)
    let isAnimated = words.last?.lowercased() == "animated"
    if isAnimated { words.removeLast() }
    let figure = try workspace.figure(named: words, arguments)
    let theme: SVGRenderer.Theme =
      switch arguments.text("theme") {
      case "light": .light
      case "dark": .dark
      default: .automatic
      }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let text = SVGRenderer(theme: theme, isAnimated: isAnimated, label: name).render(figure)
    try workspace.write(text, to: arguments, as: .figure)
    var report = Report(json: [
      "file": .string(path), "bytes": .integer(text.utf8.count), "animated": .boolean(isAnimated),
    ])
    report.line("wrote \(path)\(figure.title.isEmpty ? "" : ": \(figure.title)")")
    return workspace.reports(report, ofWriting: path)
  }
}

extension Workspace {
  /// Writes the live page with its data.
  fileprivate func exportPage(
    to path: String, _ arguments: Arguments
  ) throws(ShellError) -> [Report] {
    for name in ["what", "theme"] where arguments.isGiven(name) {
      throw arguments.error("'export html FILE' takes nothing else", about: name)
    }
    let text = try FrozenPage.text(of: self)
    try write(text, to: arguments, as: .page)
    var report = Report(json: ["file": .string(path), "bytes": .integer(text.utf8.count)])
    report.line("wrote \(path): open it in a browser")
    return reports(report, ofWriting: path)
  }

  /// The words behind `export svg FILE` or `animate`.
  func words(_ arguments: Arguments) throws(ShellError) -> [String] {
    guard let text = arguments.text("what") else { return [] }
    return try LineSyntax.statements(of: text).first?.tokens.map {
      $0.isQuoted ? "\"\($0.text)\"" : $0.text
    } ?? []
  }

  /// The last figure where there are no words, the last race, or what `plot` makes of the words.
  mutating func figure(
    named words: [String], _ arguments: Arguments
  ) throws(ShellError) -> Figure {
    switch words {
    case []:
      guard let lastFigure else {
        throw ShellError("nothing has been drawn yet: 'plot surface' or 'race gd adam' draws")
      }
      return lastFigure
    case _ where words.count == 1 && words[0].lowercased() == "race":
      guard let lastRace else {
        throw arguments.error("there has been no race yet: 'race gd adam' runs one", about: "what")
      }
      return lastRace
    default:
      // What is written to a file is not shown.
      let drawn = host.drawn
      host.drawn = nil
      defer { host.drawn = drawn }
      for statement in try LineSyntax.statements(of: "plot " + words.joined(separator: " ")) {
        var quiet = self
        quiet.traits.json = true
        _ = try quiet.run(statement)
        lastFigure = quiet.lastFigure
      }
      guard let lastFigure else { throw ShellError("'plot' alone lists what can be drawn") }
      return lastFigure
    }
  }
}

extension Workspace {
  fileprivate func exportScript(
    for framework: Framework, to path: String, _ arguments: Arguments
  ) throws(ShellError) -> [Report] {
    for key in ["what", "theme"] where arguments.isGiven(key) {
      throw arguments.error("a script is of the session as a whole and takes no \(key)", about: key)
    }
    let isNotebook = path.hasSuffix(".ipynb")
    guard isNotebook || path.hasSuffix(".py") else {
      throw arguments.error("a script is a file .py, or .ipynb for a notebook", about: "file")
    }
    let branch = try requireBranch()
    let plan = try engineError {
      try SessionPlan(name: branch.place.name, branch.timeline, isInterrupted: host.interrupt)
    }
    if host.interrupt() { throw .interrupted("nothing was written") }
    let script = Script(plan, for: framework)
    let text = isNotebook ? script.notebook : script.python
    try write(text, to: arguments, as: .script)
    var report = Report(json: [
      "file": .string(path), "bytes": .integer(text.utf8.count),
      "t": .integer(branch.timeline.state.t),
    ])
    report.line(
      "wrote \(path): \(counted(branch.timeline.state.t, "update")) in \(framework.rawValue)")
    return reports(report, ofWriting: path)
  }
}

extension Document {
  static let script = Document(
    name: "script of this program",
    isOwn: {
      String(decoding: $0, as: UTF8.self).contains("This repeats a session of descent")
    })
  static let figure = Document(name: "figure of this program", isOwn: SVGRenderer.isFigure)
  static let page = Document(name: "page of this program", isOwn: FrozenPage.isOne)
}
