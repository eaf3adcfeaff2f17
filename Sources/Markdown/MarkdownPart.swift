import Ccmark

/// A top-level part of a document with the lines it takes.
public struct MarkdownPart: Sendable {
  public enum Content: Sendable {
    case prose(ProseBlock)
    /// A fenced code block: its info string; the text is read from the source, for its columns.
    case fence(info: String)
  }

  public var content: Content
  /// From 1, both ends included.
  public var lines: ClosedRange<Int>
  /// Fenced code blocks inside a list or a quotation.
  public var innerFences: [FencedBlock] = []
}
