import PlotGeometry

/// Draws a figure as one self-contained SVG 1.1 document: no scripts, nothing loaded from elsewhere,
/// its text as text, and the figure in words as its description.
///
/// ```swift
/// let document = SVGRenderer(theme: .light).render(figure)
/// let moving = SVGRenderer(isAnimated: true).render(race)
/// ```
public struct SVGRenderer: Sendable {
  public enum Theme: Sendable, Equatable {
    /// Light, or dark where the reader's screen is (`prefers-color-scheme`).
    case automatic
    case light
    case dark
  }

  public var theme: Theme
  /// Lines and paths grow step by step, over and over, by CSS alone. Where motion is unwanted
  /// (`prefers-reduced-motion`, print, a viewer without animation) the whole figure shows.
  public var isAnimated: Bool
  /// Seconds from the first step to the last, followed by a rest of a sixth of it.
  public var duration: Double

  /// Tells apart two documents of one figure that stand in one page, as the name of a file would.
  public var label: String
  /// Whether it begins as a file does; a part of a page has no XML declaration.
  public var isFile: Bool

  public init(
    theme: Theme = .automatic, isAnimated: Bool = false, duration: Double = 8, label: String = "",
    isFile: Bool = true
  ) {
    self.theme = theme
    self.isAnimated = isAnimated
    self.label = label
    self.isFile = isFile
    self.duration = duration.isFinite ? min(max(duration, 0.5), 600) : 8
  }

  /// The document, from its XML declaration to its last newline.
  public func render(_ figure: Figure) -> String {
    let scene = Scene(figure)
    let scope = SVGMarkers.placeholder
    let layout = SVGLayout(scene, wanted: figure.panelColumns)
    let (width, height) = (layout.width, layout.height)
    var body = SVGWriter()
    var motion = isAnimated ? SVGMotion(scene, scope: scope, duration: duration) : nil
    body.rectangle(0, 0, width, height, kind: "ground")
    for (i, line) in layout.title.enumerated() {
      body.write(
        line, x: width / 2, y: 30 + 25 * Double(i), kind: "title", anchor: .middle)
    }
    for (number, panel) in scene.panels.enumerated() {
      var painter = SVGPanel(
        scene: panel, marksLines: layout.legend.marksLines, id: "\(scope)p\(number)",
        frame: layout.frames[number])
      painter.draw(on: &body, motion: &motion)
    }
    layout.legend.draw(on: &body, y: layout.legendTop)
    for (i, note) in layout.notes.enumerated() {
      body.write(note, x: 20, y: layout.notesTop + 20 * Double(i), kind: "tick quiet")
    }

    var document = SVGWriter()
    if isFile { document.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") }
    document.raw(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        + "version=\"1.1\" class=\"\(scope)\" width=\"\(coordinateText(width))\" "
        + "height=\"\(coordinateText(height))\" viewBox=\"0 0 \(coordinateText(width)) \(coordinateText(height))\" "
        + "role=\"img\" aria-labelledby=\"\(scope)t \(scope)d\">")
    let title = figure.title.isEmpty ? "Figure" : figure.title
    document.raw("<title id=\"\(scope)t\">\(SVGWriter.escaped(title))</title>")
    document.raw("<desc id=\"\(scope)d\">\(SVGWriter.escaped(describe(figure)))</desc>")
    document.raw("<style type=\"text/css\">")
    document.raw(styleSheet(scope: scope))
    if let motion { document.raw(motion.styleSheet) }
    document.raw("</style>")
    document.raw("<defs>\n\(SVGMarkers.definitions(scope: scope))</defs>")
    let text = document.text + body.text + "</svg>\n"
    return text.replacing(scope, with: "d" + Self.fingerprint(text + label))
  }

  /// The figure's name in its ids and classes until the document is written, and its name is known.
  static let scope: Unicode.Scalar = "\u{E000}"

  /// Whether a file's bytes are a figure that this renderer drew.
  public static func isFigure(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(600), as: UTF8.self)
    return head.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg ")
      && head.contains("role=\"img\" aria-labelledby=\"") && head.contains("<desc id=\"")
  }

  /// A short name that differs between documents, so that several can stand in one page: whatever
  /// differs in figure, theme or motion differs in it (FNV-1a).
  private static func fingerprint(_ text: String) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 36)
  }
}
