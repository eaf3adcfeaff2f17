/// What a piece of shown text is; the shell gives each its colour.
public enum TextStyle: Hashable, Sendable {
  case plain, strong, emphasis, heading, code, faint, good, bad, warning, command
}

/// One line of shown text, at most as wide as the window.
public struct StyledLine: Hashable, Sendable {
  public struct Span: Hashable, Sendable {
    public var text: String
    public var style: TextStyle

    public init(_ text: String, _ style: TextStyle) {
      self.text = text
      self.style = style
    }
  }

  public var spans: [Span]

  public init(_ spans: [Span] = []) { self.spans = spans }

  public init(_ text: String, _ style: TextStyle = .plain) {
    spans = text.isEmpty ? [] : [Span(text, style)]
  }

  public var plain: String { spans.reduce(into: "") { $0 += $1.text } }

  public var width: Int { spans.reduce(0) { $0 + terminalColumns(of: $1.text) } }

  mutating func append(_ text: some StringProtocol, _ style: TextStyle) {
    if let last = spans.indices.last, spans[last].style == style {
      spans[last].text += text
    } else if !text.isEmpty {
      spans.append(Span(String(text), style))
    }
  }

  static func + (a: StyledLine, b: StyledLine) -> StyledLine { StyledLine(a.spans + b.spans) }
}

/// The columns that text takes on a terminal: none for combining marks, two for East Asian wide
/// characters and emoji.
func terminalColumns(of text: String) -> Int {
  text.unicodeScalars.reduce(0) { width, scalar in
    if scalar.value < 0x300 { return width + (scalar.value < 0x20 ? 0 : 1) }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return width
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return width + 2
    default:
      return width + 1
    }
  }
}
