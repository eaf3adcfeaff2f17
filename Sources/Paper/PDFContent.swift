import Conversion

/// The operators of a page's content.
struct PDFContent {
  private let drawing: PaperDrawing
  private(set) var text = ""
  private(set) var missing: [Character] = []
  /// Pairs of opacities in use.
  private(set) var states: [(fill: Double, stroke: Double)] = []

  init(_ drawing: PaperDrawing) { self.drawing = drawing }

  mutating func draw() {
    for mark in drawing.marks {
      switch mark {
      case .shape(let segments, let paint, let isEvenOdd): draw(segments, paint, isEvenOdd)
      case .text(let words): draw(words)
      case .clip(let x, let y, let width, let height):
        text += "q \(number(x)) \(number(y)) \(number(width)) \(number(height)) re W n\n"
      case .unclip: text += "Q\n"
      }
    }
  }

  /// A number with at most three decimals.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let thousandths = Int(clamping: (value * 1000).rounded())
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
    let sign = thousandths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    var digits = String(rest)
    digits = String(repeating: "0", count: 3 - digits.utf8.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(whole).\(digits)"
  }

  private func number(_ value: Double) -> String { Self.number(value) }

  // MARK: Shapes

  private mutating func draw(
    _ segments: [PaperDrawing.Segment], _ paint: Paint, _ isEvenOdd: Bool
  ) {
    guard !segments.isEmpty, paint.fill != nil || paint.stroke != nil else { return }
    setOpacity(paint)
    if let fill = paint.fill { text += color(fill, "rg") }
    if let stroke = paint.stroke {
      text += color(stroke, "RG") + "\(number(paint.width)) w "
      text += "\(paint.hasRoundCaps ? 1 : 0) J \(paint.hasRoundJoins ? 1 : 0) j "
      text += "[\(paint.dashes.map(number).joined(separator: " "))] 0 d\n"
    }
    for segment in segments {
      switch segment {
      case .move(let x, let y): text += "\(number(x)) \(number(y)) m\n"
      case .line(let x, let y): text += "\(number(x)) \(number(y)) l\n"
      case .curve(let a, let b, let c, let d, let x, let y):
        text += [a, b, c, d, x, y].map(number).joined(separator: " ") + " c\n"
      case .close: text += "h\n"
      }
    }
    let star = isEvenOdd ? "*" : ""
    switch (paint.fill, paint.stroke) {
    case (.some, .some): text += "B\(star)\n"
    case (.some, nil): text += "f\(star)\n"
    default: text += "S\n"
    }
  }

  private func color(_ color: Paint.Color, _ operator_: String) -> String {
    let parts = [color.red, color.green, color.blue].map { number(Double($0) / 255) }
    return parts.joined(separator: " ") + " \(operator_) "
  }

  private mutating func setOpacity(_ paint: Paint) {
    let place =
      states.firstIndex { $0.fill == paint.fillOpacity && $0.stroke == paint.strokeOpacity }
      ?? states.count
    if place == states.count { states.append((paint.fillOpacity, paint.strokeOpacity)) }
    text += "/G\(place) gs "
  }

  // MARK: Texts

  private mutating func draw(_ words: PaperDrawing.Words) {
    var pieces: [(letter: DrawnLetter, size: Double, rise: Double)] = []
    for run in words.runs {
      pieces += GlyphTable.letters(of: run.text, isBold: words.isBold).map {
        ($0, run.size, run.rise)
      }
    }
    if !words.isHalo {
      for letter in pieces.map(\.letter) where letter.isMissing {
        if let character = letter.text.first, !missing.contains(character) {
          missing.append(character)
        }
      }
    }
    let wide = pieces.reduce(0) { sum, piece in
      sum + piece.size * piece.letter.glyphs.reduce(0) { $0 + Self.advance($1) }
    }
    setOpacity(words.paint)
    if words.isHalo, let stroke = words.paint.stroke {
      text += color(stroke, "RG") + "\(number(words.paint.width)) w 1 J 1 j [] 0 d\n"
    } else if let fill = words.paint.fill {
      text += color(fill, "rg") + "\n"
    }
    // A rim is not read a second time.
    if words.isHalo { text += "/Span << /ActualText <FEFF> >> BDC\n" }
    text += "BT \(words.isHalo ? 1 : 0) Tr\n"
    var along =
      switch words.anchor {
      case .start: 0.0
      case .middle: -wide / 2
      case .end: -wide
      }
    var row: [(glyph: Glyph, along: Double, size: Double, rise: Double)] = []
    for (letter, size, rise) in pieces {
      let isMarked = letter.isComposed && !words.isHalo
      if isMarked {
        show(&row, words)
        text += "/Span << /ActualText \(PDFDocument.text(letter.text)) >> BDC\n"
      }
      for glyph in letter.glyphs {
        let place = along - glyph.back * size
        row.append((glyph, place, size * glyph.scale, rise + glyph.rise * size))
        if !glyph.isZeroWidth { along = place + glyph.width * glyph.scale * size }
      }
      if isMarked {
        show(&row, words)
        text += "EMC\n"
      }
    }
    show(&row, words)
    text += "ET\n"
    if words.isHalo { text += "EMC\n" }
  }

  private static func advance(_ glyph: Glyph) -> Double {
    glyph.isZeroWidth ? 0 : glyph.width * glyph.scale - glyph.back
  }

  /// Shows glyphs, those that follow one another in one font and size together.
  private mutating func show(
    _ row: inout [(glyph: Glyph, along: Double, size: Double, rise: Double)],
    _ words: PaperDrawing.Words
  ) {
    var start = 0
    while start < row.count {
      let first = row[start]
      var end = start + 1
      while end < row.count, row[end].glyph.font == first.glyph.font, row[end].size == first.size,
        row[end].rise == first.rise, row[end].glyph.back == 0, row[end - 1].glyph.back == 0
      {
        end += 1
      }
      // Right along the text, and up from it.
      let (x, y, matrix) =
        words.isRotated
        ? (words.x - first.rise, words.y - first.along, "0 -1 -1 0")
        : (words.x + first.along, words.y - first.rise, "1 0 0 -1")
      text += "/\(first.glyph.font.rawValue) \(number(first.size)) Tf "
      text += "\(matrix) \(number(x)) \(number(y)) Tm "
      text += "(" + row[start..<end].map { Self.escaped($0.glyph.code) }.joined() + ") Tj\n"
      start = end
    }
    row.removeAll()
  }

  /// A code of a text in parentheses.
  private static func escaped(_ code: UInt8) -> String {
    switch code {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
      return "\\" + String(Unicode.Scalar(code))
    case 0x20..<0x7F: return String(Unicode.Scalar(code))
    default:
      let digits = String(code, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }
  }
}
