/// The columns that a character takes on a terminal: 0 for combining marks (the hat of m̂) and
/// invisible characters, 2 for East Asian wide characters and emoji, else 1.
///
/// The ranges are those of Unicode's East Asian Width W and F, and the emoji that terminals draw
/// wide.
public func displayWidth(of scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 {
    return scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0xAD
      ? 0 : 1
  }
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF,
    0x1F300...0x1FAFF, 0x20000...0x3FFFD:
    return 2
  case 0x1160...0x11FF, 0x2028, 0x2029:
    return 0
  default:
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return 1
    }
  }
}

/// The columns that one character takes: its widest scalar's, two with the sign that asks for an
/// emoji.
public func displayWidth(of character: Character) -> Int {
  if let ascii = character.asciiValue { return ascii >= 0x20 && ascii != 0x7F ? 1 : 0 }
  var width = 0
  for scalar in character.unicodeScalars {
    if scalar.value == 0xFE0F { return 2 }
    width = max(width, displayWidth(of: scalar))
  }
  return width
}

/// The columns that a text without escape sequences takes on a terminal.
public func displayWidth(of text: some StringProtocol) -> Int {
  var width = 0
  for character in text { width += displayWidth(of: character) }
  return width
}

/// Blanks to fill `count` columns; none where `count` is negative.
public func blanks(_ count: Int) -> String {
  String(repeating: " ", count: max(0, count))
}

/// The text on one line, without characters that would move the cursor or take no room.
public func cleaned(_ text: String) -> String {
  guard text.contains(where: { displayWidth(of: $0) == 0 || $0.isNewline }) else { return text }
  return String(
    text.compactMap { $0.isNewline || $0 == "\t" ? " " : displayWidth(of: $0) == 0 ? nil : $0 })
}

/// At most `width` columns of a text; what is cut shows as an ellipsis.
public func truncated(_ text: String, to width: Int, ellipsis: Character = "…") -> String {
  if displayWidth(of: text) <= width { return text }
  guard width > 0 else { return "" }
  var result = ""
  var used = 0
  for character in text {
    let next = displayWidth(of: character)
    if used + next > width - 1 { break }
    result.append(character)
    used += next
  }
  return result + String(ellipsis)
}

/// Lines of at most `width` columns, broken at spaces where there are any; a word that is longer
/// is cut.
public func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    let joined = line.isEmpty ? String(word) : line + " " + word
    if displayWidth(of: joined) <= width {
      line = joined
    } else {
      if !line.isEmpty { lines.append(line) }
      line = truncated(String(word), to: width)
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// The text without terminal escape sequences (CSI ... letter).
public func strippingEscapes(_ text: some StringProtocol) -> String {
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
