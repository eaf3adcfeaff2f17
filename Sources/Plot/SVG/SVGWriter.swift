import Conversion
import PlotGeometry
import Wording

/// Builds an SVG document as text.
struct SVGWriter {
  private(set) var text = ""

  mutating func raw(_ line: String) {
    text += line
    text += "\n"
  }

  /// A text of a figure as the document can hold it: on one line, and without the character that
  /// marks where the figure's own name goes.
  static func escaped(_ text: String) -> String {
    let scalars = text.unicodeScalars.lazy.filter { $0 != SVGRenderer.scope }
    let line = scalars.map { $0 == "\t" || $0 == "\n" || $0 == "\r" ? " " : $0 }
    return escapedForMarkup(String(String.UnicodeScalarView(line)))
  }

  enum Anchor: String { case start, middle, end }

  /// Writes a text. One that lies on lines or on colours has a halo, a text of its own below it:
  /// `paint-order` would have both in one, and converters that do not know it paint the halo over
  /// the letters.
  mutating func write(
    _ string: String, x: Double, y: Double, kind: String, anchor: Anchor = .start,
    rotated: Bool = false, halo: String? = nil
  ) {
    let turn = rotated ? " transform=\"rotate(-90 \(coordinateText(x)) \(coordinateText(y)))\"" : ""
    let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    let rest =
      " x=\"\(coordinateText(x))\" y=\"\(coordinateText(y))\"\(place)\(turn)>\(Self.escaped(string))</text>"
    if let halo { raw("<text class=\"\(kind) \(halo)\" aria-hidden=\"true\"\(rest)") }
    raw("<text class=\"\(kind)\"\(rest)")
  }

  mutating func line(
    _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, kind: String
  ) {
    raw(
      "<line class=\"\(kind)\" x1=\"\(coordinateText(x0))\" y1=\"\(coordinateText(y0))\" "
        + "x2=\"\(coordinateText(x1))\" y2=\"\(coordinateText(y1))\"/>")
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, kind: String,
    attributes: String = ""
  ) {
    raw(
      "<rect class=\"\(kind)\" x=\"\(coordinateText(x))\" y=\"\(coordinateText(y))\" width=\"\(coordinateText(width))\" "
        + "height=\"\(coordinateText(height))\"\(attributes)/>")
  }
}

/// The width of a text set in a plain sans-serif face, in the unit of `size`, a little on the safe
/// side: widths are Helvetica's, and faces that stand in for it are up to a tenth wider.
package func textWidth(_ text: String, size: Double) -> Double {
  let units = text.unicodeScalars.reduce(0) { sum, scalar in
    if scalar.value >= 32, scalar.value < 127 {
      return sum + helveticaWidths[Int(scalar.value) - 32]
    }
    switch displayWidth(of: Character(scalar)) {
    case 0: return sum
    case 2: return sum + 1000
    default: return sum + ("⁰¹²³⁴⁵⁶⁷⁸⁹⁻".unicodeScalars.contains(scalar) ? 360 : 620)
    }
  }
  return Double(units) / 1000 * size * 1.06
}

/// Adobe's widths of Helvetica's letters, from the blank on, in thousandths of the size.
package let helveticaWidths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
]

/// The text cut to a width, with an ellipsis where something is missing.
func fitted(_ text: String, to width: Double, size: Double) -> String {
  if textWidth(text, size: size) <= width { return text }
  var result = text
  while !result.isEmpty, textWidth(result + "…", size: size) > width { result.removeLast() }
  return result + "…"
}

/// Lines of at most a width, broken at spaces.
func folded(_ text: String, to width: Double, size: Double) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    let joined = line.isEmpty ? String(word) : line + " " + word
    if textWidth(joined, size: size) <= width {
      line = joined
    } else {
      if !line.isEmpty { lines.append(line) }
      line = fitted(String(word), to: width, size: size)
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}
