import Conversion
import Plot

/// A figure as a `pgfpicture` of pgf's basic layer, which LaTeX reads by `\input`. Its texts are set in
/// the document's own sans-serif letters.
public struct PGFPicture: Sendable {
  public let text: String
  /// Letters that LaTeX's own commands do not make, each once.
  public let missing: [Character]

  private static let head = "% Figure of descent. In the preamble: \\usepackage{pgf}\n"

  public init(_ drawing: PaperDrawing) {
    var writer = PGFWriter(height: drawing.height)
    for mark in drawing.marks { writer.write(mark) }
    missing = writer.missing
    let (width, height) = (PGFWriter.length(drawing.width), PGFWriter.length(drawing.height))
    text =
      Self.head
        + """
        % Then: \\input{FILE}, or \\resizebox{\\linewidth}{!}{\\input{FILE}}
        \\begingroup
        \\begin{pgfpicture}
        \\pgfpathrectangle{\\pgfpointorigin}{\\pgfqpoint{\(width)}{\(height)}}
        \\pgfusepath{use as bounding box}

        """ + writer.text + """
        \\end{pgfpicture}
        \\endgroup

        """
  }

  /// Whether a file's bytes are a figure that this program wrote.
  public static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: head.utf8) }
}

/// Writes marks as pgf's commands, one a line.
private struct PGFWriter {
  /// Of the picture: TeX counts from below.
  let height: Double
  private(set) var text = ""
  private(set) var missing: [Character] = []

  init(height: Double) { self.height = height }

  /// A length in big points, of which 72 are an inch.
  static func length(_ value: Double) -> String { PDFContent.number(value * 0.75) + "bp" }

  private func point(_ x: Double, _ y: Double) -> String {
    "\\pgfqpoint{\(Self.length(x))}{\(Self.length(height - y))}"
  }

  mutating func write(_ mark: PaperDrawing.Mark) {
    switch mark {
    case .shape(let segments, let paint, let isEvenOdd):
      guard !segments.isEmpty, paint.fill != nil || paint.stroke != nil else { return }
      text += "\\begin{pgfscope}"
      set(paint)
      if isEvenOdd { text += "\\pgfseteorule" }
      text += "\n"
      write(segments)
      let uses = [paint.fill.map { _ in "fill" }, paint.stroke.map { _ in "stroke" }]
      text += "\\pgfusepath{\(uses.compactMap(\.self).joined(separator: ","))}\\end{pgfscope}\n"
    case .text(let words): write(words)
    case .clip(let x, let y, let width, let height):
      text += "\\begin{pgfscope}\\pgfpathrectangle{\(point(x, y + height))}"
      text += "{\\pgfqpoint{\(Self.length(width))}{\(Self.length(height))}}\\pgfusepath{clip}\n"
    case .unclip: text += "\\end{pgfscope}\n"
    }
  }

  private mutating func write(_ segments: [PaperDrawing.Segment]) {
    for segment in segments {
      switch segment {
      case .move(let x, let y): text += "\\pgfpathmoveto{\(point(x, y))}\n"
      case .line(let x, let y): text += "\\pgfpathlineto{\(point(x, y))}\n"
      case .curve(let a, let b, let c, let d, let x, let y):
        text += "\\pgfpathcurveto{\(point(a, b))}{\(point(c, d))}{\(point(x, y))}\n"
      case .close: text += "\\pgfpathclose\n"
      }
    }
  }

  private mutating func set(_ paint: Paint) {
    if let fill = paint.fill {
      text += color(fill) + "\\pgfsetfillcolor{descent}"
      if paint.fillOpacity < 1 {
        text += "\\pgfsetfillopacity{\(PDFContent.number(paint.fillOpacity))}"
      }
    }
    guard let stroke = paint.stroke else { return }
    text += color(stroke) + "\\pgfsetstrokecolor{descent}"
    if paint.strokeOpacity < 1 {
      text += "\\pgfsetstrokeopacity{\(PDFContent.number(paint.strokeOpacity))}"
    }
    text += "\\pgfsetlinewidth{\(Self.length(paint.width))}"
    if paint.hasRoundCaps { text += "\\pgfsetroundcap" }
    if paint.hasRoundJoins { text += "\\pgfsetroundjoin" }
    if !paint.dashes.isEmpty {
      text += "\\pgfsetdash{" + paint.dashes.map { "{\(Self.length($0))}" }.joined() + "}{0bp}"
    }
  }

  private func color(_ color: Paint.Color) -> String {
    "\\definecolor{descent}{RGB}{\(color.red),\(color.green),\(color.blue)}"
  }

  private mutating func write(_ words: PaperDrawing.Words) {
    if words.isHalo { return writeHalo(words) }
    var body = ""
    for run in words.runs {
      let set = TeXText(run.text)
      body += run.rise > 0 ? "\\textsuperscript{\(set.text)}" : set.text
      for letter in set.missing where !missing.contains(letter) { missing.append(letter) }
    }
    let size = words.paint.fontSize
    let place =
      switch words.anchor {
      case .start: "left,"
      case .middle: ""
      case .end: "right,"
      }
    text += "\\begin{pgfscope}" + color(words.paint.fill ?? .black)
    text += "\\pgftext[\(place)base,at={\(point(words.x, words.y))}"
    text += "\(words.isRotated ? ",rotate=90" : "")]{\\color{descent}\\sffamily"
    text += words.isBold ? "\\bfseries" : ""
    text += "\\fontsize{\(Self.length(size))}{\(Self.length(size * 1.2))}\\selectfont{}\(body)}"
    text += "\\end{pgfscope}\n"
  }

  /// A pale ground in the place of a rim: LaTeX does not draw the outlines of letters.
  private mutating func writeHalo(_ words: PaperDrawing.Words) {
    guard let ground = words.paint.stroke, !words.isRotated else { return }
    let wide = words.runs.reduce(0) { $0 + textWidth($1.text, size: $1.size) } / 1.06
    let left =
      switch words.anchor {
      case .start: words.x
      case .middle: words.x - wide / 2
      case .end: words.x - wide
      }
    let size = words.paint.fontSize
    var paint = Paint()
    paint.fill = ground
    paint.fillOpacity = min(words.paint.strokeOpacity, 0.75)
    let (top, bottom) = (words.y - 0.8 * size, words.y + 0.2 * size)
    write(
      .shape(
        [
          .move(left, top), .line(left + wide, top), .line(left + wide, bottom),
          .line(left, bottom), .close,
        ], paint, isEvenOdd: false))
  }
}
