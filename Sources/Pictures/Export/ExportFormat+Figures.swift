import Console
import Paper
import Plot
import Session

extension ExportFormat {
  /// A figure's colours; auto follows the reader's setting.
  enum Theme: String, CaseIterable {
    case light, dark, auto
  }

  static let svg = ExportFormat(
    "svg", takes: [Verbs.exportedWords, Verbs.theme], words: ["animated"],
    """
    'export svg FILE' writes the last figure drawn; with words after it, the figure that 'plot' \
    draws of them: 'export svg loss.svg loss'. 'race' stands for the last race. The word \
    'animated' at the end lets paths and lines grow, without scripts. theme=auto follows the \
    reader's light or dark setting; light is for print.
    """
  ) { workspace, path, arguments throws(ShellError) in
    var words = try workspace.words(arguments)
    let isAnimated = words.last?.lowercased() == "animated"
    if isAnimated { words.removeLast() }
    let figure = try workspace.figure(named: words, arguments)
    let theme: SVGRenderer.Theme =
      switch arguments[Verbs.theme] {
      case .light: .light
      case .dark: .dark
      case .auto: .automatic
      }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let text = SVGRenderer(theme: theme, isAnimated: isAnimated, label: name).render(figure)
    try workspace.write(text, to: arguments, as: .figure)
    return workspace.exported(
      path, bytes: text.utf8.count, json: ["animated": .boolean(isAnimated)], titled(figure))
  }

  private static func titled(_ figure: Figure) -> String {
    figure.title.isEmpty ? "" : ": \(figure.title)"
  }

  static let pdf = ExportFormat(
    "pdf", takes: [Verbs.exportedWords, Verbs.theme],
    """
    'export pdf FILE' and 'export pgf FILE' write the same figure for papers: PDF with its text as \
    text, and PGF, which LaTeX reads by \\input{FILE} with \\usepackage{pgf} and sets in the \
    document's own letters. 'export vega FILE' writes it with its numbers as Vega-Lite, for web \
    pages and notebooks.
    """
  ) { workspace, path, arguments throws(ShellError) in
    let figure = try workspace.figure(named: try workspace.words(arguments), arguments)
    let drawing = PaperDrawing(of: figure, isDark: arguments[Verbs.theme] == .dark)
    let document = PDFDocument(drawing)
    try workspace.write(bytes: document.bytes, to: arguments, as: .pdf)
    return workspace.exported(
      path, bytes: document.bytes.count, json: missing(document.missing),
      titled(figure) + remark(document.missing))
  }

  static let pgf = ExportFormat("pgf", takes: [Verbs.exportedWords, Verbs.theme], "") {
    workspace, path, arguments throws(ShellError) in
    let figure = try workspace.figure(named: try workspace.words(arguments), arguments)
    let drawing = PaperDrawing(of: figure, isDark: arguments[Verbs.theme] == .dark)
    let picture = PGFPicture(drawing)
    try workspace.write(picture.text, to: arguments, as: .pgf)
    return workspace.exported(
      path, bytes: picture.text.utf8.count, json: missing(picture.missing),
      titled(figure) + remark(picture.missing))
  }

  static let vega = ExportFormat("vega", takes: [Verbs.exportedWords], "") {
    workspace, path, arguments throws(ShellError) in
    let figure = try workspace.figure(named: try workspace.words(arguments), arguments)
    let text = VegaLite(figure).json.text + "\n"
    try workspace.write(text, to: arguments, as: .vega)
    return workspace.exported(path, bytes: text.utf8.count, titled(figure))
  }

  /// Letters that a format's fonts do not have.
  private static func missing(_ letters: [Character]) -> JSON.Object {
    letters.isEmpty ? [:] : ["missing_letters": .strings(letters.map { String($0) })]
  }

  private static func remark(_ letters: [Character]) -> String {
    guard !letters.isEmpty else { return "" }
    let shown = letters.prefix(8).map { String($0) }.joined(separator: " ")
    return " (its fonts have no \(shown); each stands as '?')"
  }
}

extension Workspace {
  /// The words after `export svg FILE` or `animate`.
  func words(_ arguments: Arguments) throws(ShellError) -> [String] {
    guard let text = arguments[Verbs.exportedWords] else { return [] }
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
        throw arguments.error(
          "there has been no race yet: 'race gd adam' runs one", about: Verbs.exportedWords)
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

extension Document {
  static let figure = Document(name: "figure of this program", isOwn: SVGRenderer.isFigure)
  static let pdf = Document(name: "figure of this program", isOwn: PDFDocument.isOne)
  static let pgf = Document(name: "figure of this program", isOwn: PGFPicture.isOne)
  static let vega = Document(name: "figure of this program", isOwn: VegaLite.isOne)
}
