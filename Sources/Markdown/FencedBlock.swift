import Ccmark

/// A fenced code block of a Markdown file.
public struct FencedBlock: Equatable, Sendable {
  /// The words after the opening fence.
  public var info: [String]
  /// The line of the opening fence in the file, from 1.
  public var line: Int
  /// The lines between the fences, the first of them being the file's line `line + 1`.
  public var content: [String]

  public init(info: [String], line: Int, content: [String]) {
    self.info = info
    self.line = line
    self.content = content
  }

  /// - Returns: nil for a node that is no fenced block, or one without words after its fence.
  init?(_ node: OpaquePointer) {
    self.init(code: node)
    guard !info.isEmpty else { return nil }
  }

  /// Reads a fenced block with or without words after its fence.
  ///
  /// - Parameter lines: the file's lines: cmark does not tell a bare fence from indented code.
  /// - Returns: nil for a node that is no fenced block.
  init?(_ node: OpaquePointer, in lines: [Substring]) {
    self.init(code: node)
    guard info.isEmpty else { return }
    guard lines.indices.contains(line - 1) else { return nil }
    let column = max(0, Int(cmark_node_get_start_column(node)) - 1)
    let start = String(decoding: lines[line - 1].utf8.dropFirst(column), as: UTF8.self).trimmed
    guard start.hasPrefix("```") || start.hasPrefix("~~~") else { return nil }
  }

  private init?(code node: OpaquePointer) {
    guard cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK,
      let info = cmark_node_get_fence_info(node).map({ String(cString: $0) }),
      let literal = cmark_node_get_literal(node).map({ String(cString: $0) })
    else { return nil }
    var content = literal.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The literal ends in a newline, after which nothing stands.
    if content.last == "" { content.removeLast() }
    self.init(
      info: info.split { $0.isWhitespace }.map(String.init),
      line: Int(cmark_node_get_start_line(node)), content: content)
  }
}
