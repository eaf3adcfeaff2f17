/// Which glyphs draw which letter.
enum GlyphTable {
  /// The letters of a text, each with its glyphs.
  static func letters(of text: String, isBold: Bool) -> [DrawnLetter] {
    var letters: [DrawnLetter] = []
    for scalar in text.unicodeScalars {
      if let accent = accents[scalar], let last = letters.indices.last {
        let wide = letters[last].glyphs.reduce(0) { $0 + $1.width * $1.scale }
        let own = 0.333
        // Taller letters have it higher.
        let base = letters[last].text.unicodeScalars.first ?? "x"
        let isTall = base.properties.isUppercase || "bdfhkltβδζθλξφψ".unicodeScalars.contains(base)
        letters[last].glyphs.append(
          Glyph(
            font: isBold ? .bold : .regular, code: accent, width: own, rise: isTall ? 0.18 : 0,
            back: (wide + own) / 2, isZeroWidth: true))
        letters[last].text.unicodeScalars.append(scalar)
        letters[last].isComposed = true
      } else if let (base, accent) = accented[scalar] {
        letters += self.letters(of: String(base) + String(accent), isBold: isBold)
        if let last = letters.indices.last { letters[last].text = String(scalar) }
      } else {
        letters.append(letter(scalar, isBold: isBold))
      }
    }
    return letters
  }

  private static func letter(_ scalar: Unicode.Scalar, isBold: Bool) -> DrawnLetter {
    let text = String(scalar)
    if let glyph = glyph(scalar, isBold: isBold) { return DrawnLetter(text: text, glyphs: [glyph]) }
    if let base = raised[scalar], var glyph = glyph(base, isBold: isBold) {
      (glyph.scale, glyph.rise) = (0.66, 0.36)
      return DrawnLetter(text: text, glyphs: [glyph], isComposed: true)
    }
    if let base = lowered[scalar], var glyph = glyph(base, isBold: isBold) {
      (glyph.scale, glyph.rise) = (0.66, -0.14)
      return DrawnLetter(text: text, glyphs: [glyph], isComposed: true)
    }
    if let parts = composed(scalar, isBold: isBold) {
      return DrawnLetter(text: text, glyphs: parts, isComposed: true)
    }
    let mark = glyph("?", isBold: isBold)
    return DrawnLetter(
      text: text, glyphs: mark.map { [$0] } ?? [], isComposed: true, isMissing: true)
  }

  private static func glyph(_ scalar: Unicode.Scalar, isBold: Bool) -> Glyph? {
    let font = isBold ? Glyph.Font.bold : .regular
    if (0x20..<0x7F).contains(scalar.value) {
      let widths = isBold ? FontWidths.bold : FontWidths.regular
      return Glyph(
        font: font, code: UInt8(clamping: scalar.value),
        width: Double(widths[Int(scalar.value) - 0x20]) / 1000)
    }
    if let (code, width) = symbols[scalar] {
      return Glyph(font: .symbol, code: code, width: Double(width) / 1000)
    }
    if let code = windows[scalar] {
      return Glyph(font: font, code: code, width: FontWidths.latin(scalar))
    }
    return nil
  }

  /// Signs that are drawn from others: ‖ from two bars, ⋮ from three dots.
  private static func composed(_ scalar: Unicode.Scalar, isBold: Bool) -> [Glyph]? {
    func glyph(_ base: Unicode.Scalar) -> Glyph? { Self.glyph(base, isBold: isBold) }
    switch scalar {
    case "‖", "∥":
      return glyph("|").map { [$0, $0] }
    case "⋮":
      return glyph(".").map { dot in
        [0.0, 0.25, 0.5].enumerated().map { k, rise in
          var dot = dot
          dot.rise = rise
          if k > 0 { dot.back = dot.width }
          return dot
        }
      }
    case "⊙":
      guard let ring = glyph("o"), var dot = glyph("·") else { return nil }
      (dot.back, dot.isZeroWidth) = ((ring.width + dot.width) / 2, true)
      return [ring, dot]
    default: return nil
    }
  }

  private static let accents: [Unicode.Scalar: UInt8] = [
    "\u{302}": 0x88, "\u{303}": 0x98, "\u{304}": 0xAF, "\u{305}": 0xAF, "\u{308}": 0xA8,
  ]

  private static let accented: [Unicode.Scalar: (Unicode.Scalar, Unicode.Scalar)] = [
    "ŷ": ("y", "\u{302}"), "ŵ": ("w", "\u{302}"), "ĝ": ("g", "\u{302}"), "ĥ": ("h", "\u{302}"),
    "ĵ": ("j", "\u{302}"), "ŝ": ("s", "\u{302}"), "ĉ": ("c", "\u{302}"), "ẑ": ("z", "\u{302}"),
    "Ŷ": ("Y", "\u{302}"), "Ŵ": ("W", "\u{302}"),
  ]

  private static func pairs(_ marks: String, _ bases: String) -> [Unicode.Scalar: Unicode.Scalar] {
    Dictionary(zip(marks.unicodeScalars, bases.unicodeScalars)) { first, _ in first }
  }

  static let raised = pairs("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵗˡᵏᵀ", "0123456789+−()nitlkT")
  static let lowered = pairs("₀₁₂₃₄₅₆₇₈₉₊₋ₜₖₙᵢⱼₘₐₓₗ", "0123456789+−tknijmaxl")

  /// Symbol's own codes, with widths from its metrics.
  static let symbols: [Unicode.Scalar: (code: UInt8, width: Int)] = {
    var table: [Unicode.Scalar: (UInt8, Int)] = [:]
    let small = "αβχδεφγηικλμνοπθρστυωξψζς"
    let smallCodes = "abcdefghiklmnopqrstuwxyzV".utf8
    let smallWidths = [
      631, 549, 549, 494, 439, 521, 411, 603, 329, 549, 549, 576, 521, 549, 549, 521, 549, 603,
      439, 576, 686, 493, 686, 494, 439,
    ]
    let large = "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ"
    let largeCodes = "ABCDEFGHIKLMNOPQRSTUWXYZ".utf8
    let largeWidths = [
      722, 667, 722, 612, 611, 763, 603, 722, 333, 722, 686, 889, 722, 722, 768, 741, 556, 592,
      611, 690, 768, 645, 795, 611,
    ]
    for (letters, codes, widths) in [
      (small, smallCodes, smallWidths), (large, largeCodes, largeWidths),
    ] {
      for ((letter, code), width) in zip(zip(letters.unicodeScalars, codes), widths) {
        table[letter] = (code, width)
      }
    }
    let signs: [(Unicode.Scalar, UInt8, Int)] = [
      ("−", 0x2D, 549), ("∇", 0xD1, 713), ("∂", 0xB6, 494), ("∞", 0xA5, 713), ("∑", 0xE5, 713),
      ("∏", 0xD5, 823), ("√", 0xD6, 549), ("≤", 0xA3, 549), ("≥", 0xB3, 549), ("≈", 0xBB, 549),
      ("≠", 0xB9, 549), ("≡", 0xBA, 549), ("∝", 0xB5, 713), ("→", 0xAE, 987), ("←", 0xAC, 987),
      ("↑", 0xAD, 603), ("↓", 0xAF, 603), ("↔", 0xAB, 1042), ("′", 0xA2, 247), ("″", 0xB2, 411),
      ("∈", 0xCE, 713), ("∉", 0xCF, 713), ("⊗", 0xC4, 768), ("⊕", 0xC5, 768), ("∅", 0xC6, 823),
      ("∩", 0xC7, 768), ("∪", 0xC8, 768), ("∧", 0xD9, 603), ("∨", 0xDA, 603), ("⋅", 0xD7, 250),
      ("∫", 0xF2, 274), ("ϕ", 0x6A, 603), ("ϑ", 0x4A, 631), ("ϵ", 0x65, 439), ("∗", 0x2A, 500),
      ("∼", 0x7E, 549), ("⊂", 0xCC, 713), ("⊃", 0xC9, 713),
    ]
    for (sign, code, width) in signs { table[sign] = (code, width) }
    return table
  }()

  /// WinAnsi's codes above ASCII; from U+00A0 to U+00FF they are Unicode's.
  private static let windows: [Unicode.Scalar: UInt8] = {
    var table: [Unicode.Scalar: UInt8] = [:]
    for value in (0xA1 as UInt8)...0xFF { table[Unicode.Scalar(value)] = value }
    // Superscripts are made of digits, as their neighbours are.
    for scalar in "¹²³".unicodeScalars { table[scalar] = nil }
    let others: [(Unicode.Scalar, UInt8)] = [
      ("\u{A0}", 0x20), ("€", 0x80), ("‚", 0x82), ("ƒ", 0x83), ("„", 0x84), ("…", 0x85),
      ("†", 0x86), ("‡", 0x87), ("‰", 0x89), ("Š", 0x8A), ("‹", 0x8B), ("Œ", 0x8C), ("Ž", 0x8E),
      ("‘", 0x91), ("’", 0x92), ("“", 0x93), ("”", 0x94), ("•", 0x95), ("–", 0x96), ("—", 0x97),
      ("™", 0x99), ("š", 0x9A), ("›", 0x9B), ("œ", 0x9C), ("ž", 0x9E), ("Ÿ", 0x9F),
    ]
    for (scalar, code) in others { table[scalar] = code }
    return table
  }()
}
