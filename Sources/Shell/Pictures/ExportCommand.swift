import Plot

extension Command {
  static let export = Command(
    "export", .keep, "writes a figure to a file, as SVG",
    discussion: """
      'export svg FILE' writes the last figure drawn; with words behind it, the figure that 'plot' \
      draws of them: 'export svg loss.svg loss'. 'race' stands for the last race. The word \
      'animated' at the end lets paths and lines grow, without scripts. theme=auto follows the \
      reader's light or dark setting; light is for print.
      """,
    parameters: [
      Parameter("format", .positional, .choice(["svg"]), required: true, "the word 'svg'"),
      Parameter("file", .positional, .path, required: true, "where to write"),
      Parameter(
        "what", .rest, .formula, "what 'plot' draws, 'race' or 'animated'",
        suggestions: { ["animated", "race", "surface"] + $0.liveQuantityNames }),
      Parameter(
        "theme", .option, .choice(["light", "dark", "auto"]), default: "auto", "the colours"),
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; run 50; plot surface", "export svg path.svg",
      "export svg loss.svg loss theme=light", "race valley; export svg race.svg race animated",
    ]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments.text("file") ?? ""
    var words = try workspace.words(arguments)
    let isAnimated = words.last == "animated"
    if isAnimated { words.removeLast() }
    let figure = try workspace.figure(named: words, arguments)
    let theme: SVGRenderer.Theme =
      switch arguments.text("theme") {
      case "light": .light
      case "dark": .dark
      default: .automatic
      }
    let text = SVGRenderer(theme: theme, isAnimated: isAnimated).render(figure)
    try Files.write(Array(text.utf8), to: path)
    var report = Report(json: [
      "file": .string(path), "bytes": .integer(text.utf8.count), "animated": .boolean(isAnimated),
    ])
    report.line("wrote \(path)\(figure.title.isEmpty ? "" : ": \(figure.title)")")
    return [report]
  }

  static let animate = Command(
    "animate", .see, "plays a race, the path on the surface, or any plot, in place",
    discussion: """
      'animate' plays the last figure drawn, 'animate race' the last race, 'animate surface' the \
      path up to now; anything else is what 'plot' draws. speed=2 plays twice as fast. ^C ends it \
      with the whole picture. Where no terminal is, the whole picture is printed.
      """,
    parameters: [
      Parameter(
        "what", .rest, .formula, "race, surface, or what 'plot' draws",
        suggestions: { ["race", "surface"] + $0.liveQuantityNames }),
      Parameter(
        "speed", .option, .number(NumberRange(from: 0.01, to: 100)), default: "1",
        "how many times as fast"),
    ],
    examples: [
      "surface ravine; optimizer momentum lr=0.05; run 60; animate surface",
      "race valley; animate race speed=2",
    ]
  ) { workspace, arguments throws(ShellError) in
    let figure = try workspace.figure(named: try workspace.words(arguments), arguments)
    var report = Report(json: ["figure": .string(figure.title)])
    guard workspace.traits.isInteractive, !workspace.traits.json else {
      report.blocks = [.drawing(workspace.drawing(of: figure))]
      return [report]
    }
    workspace.play(figure, seconds: 6 / (arguments.number("speed") ?? 1))
    return []
  }
}

extension Workspace {
  /// The words behind `export svg FILE` or `animate`.
  fileprivate func words(_ arguments: Arguments) throws(ShellError) -> [String] {
    guard let text = arguments.text("what") else { return [] }
    return try LineSyntax.statements(of: text).first?.tokens.map {
      $0.isQuoted ? "\"\($0.text)\"" : $0.text
    } ?? []
  }

  /// The last figure where there are no words, the last race, or what `plot` makes of the words.
  fileprivate mutating func figure(
    named words: [String], _ arguments: Arguments
  ) throws(ShellError) -> Figure {
    switch words {
    case []:
      guard let lastFigure else {
        throw ShellError("nothing has been drawn yet: 'plot surface' or 'race gd adam' draws")
      }
      return lastFigure
    case ["race"]:
      guard let lastRace else {
        throw arguments.error("there has been no race yet: 'race gd adam' runs one", about: "what")
      }
      return lastRace
    default:
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

  /// Draws the figure's frames over one another, the whole figure last.
  fileprivate func play(_ figure: Figure, seconds: Double) {
    let rate = 15.0
    let frames = figure.frames(count: max(2, Int(min(seconds * rate, 2_000))))
    let clock = ContinuousClock()
    let start = clock.now
    var texts = TerminalFrames(frames, renderer: terminalRenderer(rows: max(10, traits.height - 2)))
    var shown = 0
    while let text = texts.next() {
      shown += 1
      emit(Report([.drawing(text)]), as: "animate")
      guard !host.interrupt() else { break }
      let due = start + .seconds(Double(shown) / rate)
      while clock.now < due, !host.interrupt() { pause(milliseconds: 10) }
    }
    guard shown < frames.count, let last = frames.last else { return }
    var rest = TerminalFrames(
      [frames[shown - 1], last],
      renderer: terminalRenderer(
        rows: max(10, traits.height - 2)))
    _ = rest.next()
    if let text = rest.next() { emit(Report([.drawing(text)]), as: "animate") }
  }
}
