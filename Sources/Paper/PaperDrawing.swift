import Plot

/// A figure as shapes and texts on a page, for formats of paper.
///
/// The places, colours and widths are the SVG renderer's: what it draws is read element by element, so
/// that a figure looks the same everywhere and is laid out once.
public struct PaperDrawing: Sendable {
  /// In the picture's unit, of which 96 are an inch.
  let width: Double
  let height: Double
  let title: String
  let description: String
  let marks: [Mark]

  /// A thing that is drawn, in the order of drawing.
  enum Mark: Sendable {
    case shape([Segment], Paint, isEvenOdd: Bool)
    case text(Words)
    /// From here on nothing is drawn outside this rectangle, up to the `unclip` that belongs to it.
    case clip(x: Double, y: Double, width: Double, height: Double)
    case unclip
  }

  enum Segment: Sendable {
    case move(Double, Double)
    case line(Double, Double)
    case curve(Double, Double, Double, Double, Double, Double)
    case close
  }

  struct Words: Sendable {
    enum Anchor: Sendable { case start, middle, end }
    /// Pieces one after the other; a raised one is smaller.
    var runs: [(text: String, size: Double, rise: Double)]
    var x: Double
    var y: Double
    var anchor: Anchor
    /// Reads upwards.
    var isRotated: Bool
    var isBold: Bool
    var paint: Paint
    /// The rim of a text that follows, so that lines below do not run into its letters.
    var isHalo: Bool
  }

  public init(of figure: Figure, isDark: Bool = false) {
    let text = SVGRenderer(theme: isDark ? .dark : .light, isFile: false).render(figure)
    var reader = DrawingReader(text)
    reader.read()
    width = reader.width
    height = reader.height
    title = figure.title
    description = describe(figure)
    marks = reader.marks
  }
}
