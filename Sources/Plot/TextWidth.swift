/// Columns that a text takes in a terminal: two for wide East Asian characters and emoji, none for
/// combining marks. Escape sequences are not expected here (see ``strippingEscapes(_:)``).
package func displayWidth(_ text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + displayWidth($1) }
}

/// Columns that one character takes.
func displayWidth(_ character: Character) -> Int {
  if let ascii = character.asciiValue { return ascii >= 32 && ascii != 127 ? 1 : 0 }
  var width = 0
  for scalar in character.unicodeScalars {
    if scalar.value == 0xFE0F { return 2 }
    width = max(width, displayWidth(scalar))
  }
  return width
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2064, 0xFEFF: 0
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF,
    0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    2
  default:
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: 0
    default: 1
    }
  }
}

/// The text without terminal escape sequences (CSI ... letter).
package func strippingEscapes(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var isInside = false
  for scalar in text.unicodeScalars {
    if isInside {
      if (0x40...0x7E).contains(scalar.value), scalar != "[" { isInside = false }
    } else if scalar == "\u{1B}" {
      isInside = true
    } else {
      result.append(scalar)
    }
  }
  return String(result)
}

/// The text on one line, without characters that would move the cursor or take no room.
func cleaned(_ text: String) -> String {
  guard text.contains(where: { displayWidth($0) == 0 || $0.isNewline }) else { return text }
  return String(
    text.compactMap { $0.isNewline || $0 == "\t" ? " " : displayWidth($0) == 0 ? nil : $0 })
}

/// At most `width` columns of a text; what is cut shows as an ellipsis.
func truncated(_ text: String, to width: Int, ellipsis: Character = "…") -> String {
  if displayWidth(text) <= width { return text }
  guard width > 0 else { return "" }
  var result = ""
  var used = 0
  for character in text {
    let next = displayWidth(character)
    if used + next > width - 1 { break }
    result.append(character)
    used += next
  }
  return result + String(ellipsis)
}

/// Lines of at most `width` columns, broken at spaces where there are any.
func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    let joined = line.isEmpty ? String(word) : line + " " + word
    if displayWidth(joined) <= width {
      line = joined
    } else {
      if !line.isEmpty { lines.append(line) }
      line = truncated(String(word), to: width)
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// The text in ASCII: Greek letters and signs by name, powers with ^, anything else as `?`.
package func asciiText(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 128 }) { return text }
  var result = ""
  var isRaised = false
  for scalar in text.decomposed {
    if let digit = superscripts[scalar] {
      if !isRaised { result += "^" }
      isRaised = true
      result.append(digit)
      continue
    }
    isRaised = false
    if scalar.isASCII {
      result.unicodeScalars.append(scalar)
    } else if let name = asciiNames[scalar] {
      result += name
    } else if displayWidth(scalar) > 0 {
      result += "?"
    }
  }
  return result
}

extension String {
  /// Scalars with the letters that carry a hat or a bar taken apart.
  fileprivate var decomposed: [Unicode.Scalar] {
    unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
      switch scalar {
      case "ŷ": ["y", "\u{302}"]
      case "é", "è": ["e"]
      case "ö": ["o"]
      case "ü": ["u"]
      case "ä": ["a"]
      default: [scalar]
      }
    }
  }
}

private let superscripts: [Unicode.Scalar: Character] = [
  "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
  "⁹": "9", "⁻": "-", "⁽": "(", "⁾": ")",
]

private let asciiNames: [Unicode.Scalar: String] = [
  "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "η": "eta", "θ": "theta",
  "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi",
  "ω": "omega", "Δ": "delta ", "Σ": "sum ", "Φ": "Phi", "Ω": "Omega", "∇": "grad ", "∂": "d",
  "−": "-", "–": "-", "—": "-", "×": "x", "·": "*", "÷": "/", "±": "+-", "≤": "<=", "≥": ">=",
  "≠": "!=", "≈": "~", "→": "->", "←": "<-", "∞": "inf", "√": "sqrt", "…": "...", "’": "'",
  "‘": "'", "“": "\"", "”": "\"", "‖": "||", "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4",
  "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9", "\u{302}": "_hat", "\u{304}": "_mean",
  "°": "deg", "½": "1/2",
]
