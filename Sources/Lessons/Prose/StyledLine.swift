import Wording

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
  /// What stood between this line and the one before it, a blank or nothing, where only the width parted
  /// them; nil where a line begins by itself.
  public internal(set) var joint: String?

  public init(_ spans: [Span] = []) { self.spans = spans }

  public init(_ text: String, _ style: TextStyle = .plain) {
    spans = text.isEmpty ? [] : [Span(text, style)]
  }

  public var plain: String { spans.reduce(into: "") { $0 += $1.text } }

  public var width: Int { spans.reduce(0) { $0 + displayWidth(of: $1.text) } }

  mutating func append(_ text: some StringProtocol, _ style: TextStyle) {
    if let last = spans.indices.last, spans[last].style == style {
      spans[last].text += text
    } else if !text.isEmpty {
      spans.append(Span(String(text), style))
    }
  }

  static func + (a: StyledLine, b: StyledLine) -> StyledLine { StyledLine(a.spans + b.spans) }
}
