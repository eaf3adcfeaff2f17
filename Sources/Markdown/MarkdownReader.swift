import Ccmark

/// Reads a document by cmark, within bounds: what nests deeper than `maximumDepth` is left out.
public struct MarkdownReader {
  public static let maximumDepth = 40

  private let lines: [Substring]
  private var inner: [FencedBlock] = []

  /// The document's parts in order; `lines` is its text line by line.
  public static func parts(of text: String, lines: [Substring]) -> [MarkdownPart] {
    var reader = MarkdownReader(lines: lines)
    return withDocument(text) { reader.parts(of: $0) }
  }

  /// The document's blocks in order.
  public static func blocks(of text: String) -> [ProseBlock] {
    var reader = MarkdownReader(lines: [])
    return withDocument(text) { reader.blocks(in: $0, depth: 0) }
  }

  /// The inline elements of one line of text.
  public static func inlines(of text: String) -> [Inline] {
    let reader = MarkdownReader(lines: [])
    return withDocument(text) { document in
      guard let first = cmark_node_first_child(document),
        cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH
      else { return [.text(text)] }
      return reader.inlines(of: first, depth: 0)
    }
  }

  private init(lines: [Substring]) { self.lines = lines }

  static func withDocument<R>(_ text: String, _ body: (OpaquePointer) -> R) -> R {
    var text = text
    let document = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        cmark_parse_document(
          characters.baseAddress, characters.count, Int32(CMARK_OPT_VALIDATE_UTF8))
      }
    }
    guard let document else { preconditionFailure("cmark gives a document for any text") }
    defer { cmark_node_free(document) }
    return body(document)
  }

  private mutating func parts(of document: OpaquePointer) -> [MarkdownPart] {
    var parts: [MarkdownPart] = []
    for node in children(of: document) {
      let first = max(1, Int(cmark_node_get_start_line(node)))
      let range = first...max(first, Int(cmark_node_get_end_line(node)))
      if cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK,
        let info = cmark_node_get_fence_info(node).map({ String(cString: $0) }), !info.isEmpty
      {
        parts.append(MarkdownPart(content: .fence(info: info), lines: range))
      } else {
        inner = []
        guard let block = block(node, depth: 0) else { continue }
        parts.append(
          MarkdownPart(content: .prose(block), lines: range, innerFences: inner))
      }
    }
    return parts
  }

  private func children(of node: OpaquePointer) -> some Sequence<OpaquePointer> {
    sequence(
      state: cmark_node_first_child(node),
      next: { next in
        let node = next
        next = node.flatMap { cmark_node_next($0) }
        return node
      })
  }

  private func literal(of node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  private mutating func blocks(in node: OpaquePointer, depth: Int) -> [ProseBlock] {
    guard depth < Self.maximumDepth else { return [.paragraph([.text("...")])] }
    var blocks: [ProseBlock] = []
    for child in children(of: node) {
      if let block = block(child, depth: depth) { blocks.append(block) }
    }
    return blocks
  }

  private mutating func block(_ node: OpaquePointer, depth: Int) -> ProseBlock? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      return .heading(
        level: Int(cmark_node_get_heading_level(node)), inlines(of: node, depth: depth))
    case CMARK_NODE_PARAGRAPH:
      return (depth == 0 ? table(node) : nil) ?? .paragraph(inlines(of: node, depth: depth))
    case CMARK_NODE_BLOCK_QUOTE:
      return .quote(blocks(in: node, depth: depth + 1))
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      var items: [[ProseBlock]] = []
      for item in children(of: node) { items.append(blocks(in: item, depth: depth + 1)) }
      return .list(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
        isTight: cmark_node_get_list_tight(node) != 0, items: items)
    case CMARK_NODE_CODE_BLOCK:
      if let fence = FencedBlock(node, in: lines) { inner.append(fence) }
      return .code(literal(of: node))
    case CMARK_NODE_HTML_BLOCK:
      let text = literal(of: node)
      return text.hasPrefix("<!--") ? nil : .code(text)
    case CMARK_NODE_THEMATIC_BREAK:
      return .rule
    default:
      return nil
    }
  }

  private func inlines(of node: OpaquePointer, depth: Int) -> [Inline] {
    guard depth < Self.maximumDepth else { return [.text("...")] }
    var inlines: [Inline] = []
    for child in children(of: node) {
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT, CMARK_NODE_HTML_INLINE:
        let text = literal(of: child)
        if !text.hasPrefix("<!--") { inlines.append(.text(text)) }
      case CMARK_NODE_SOFTBREAK: inlines.append(.text(" "))
      case CMARK_NODE_LINEBREAK: inlines.append(.lineBreak)
      case CMARK_NODE_CODE: inlines.append(.code(literal(of: child)))
      case CMARK_NODE_EMPH: inlines.append(.emphasis(self.inlines(of: child, depth: depth + 1)))
      case CMARK_NODE_STRONG: inlines.append(.strong(self.inlines(of: child, depth: depth + 1)))
      case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
        let url = cmark_node_get_url(child).map { String(cString: $0) } ?? ""
        inlines.append(.link(self.inlines(of: child, depth: depth + 1), url: url))
      default: break
      }
    }
    return inlines
  }

  // MARK: Tables

  /// The paragraph as a pipe table, which CommonMark itself does not have: a header line, a line of
  /// dashes, rows.
  private func table(_ node: OpaquePointer) -> ProseBlock? {
    let first = Int(cmark_node_get_start_line(node))
    let last = Int(cmark_node_get_end_line(node))
    guard first >= 1, last > first, last <= lines.count, lines[first - 1].contains("|") else {
      return nil
    }
    let rule = Self.cells(of: lines[first])
    let isRule = rule.allSatisfy { cell in
      cell.contains("-") && cell.allSatisfy { $0 == "-" || $0 == ":" }
    }
    let header = Self.cells(of: lines[first - 1])
    guard isRule, rule.count == header.count else { return nil }
    let rows = lines[(first + 1)..<last].map { line in
      Self.cells(of: line).prefix(header.count).map { Self.inlines(of: $0) }
    }
    return .table(
      header: header.map { Self.inlines(of: $0) }, rows: rows,
      isTrailing: rule.map { $0.hasSuffix(":") && !$0.hasPrefix(":") })
  }

  private static func cells(of line: Substring) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line.trimmed {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if isEscaped, character != "|" { cells[cells.count - 1].append("\\") }
        if character != "\\" || isEscaped { cells[cells.count - 1].append(character) }
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if cells.count > 1, cells[0].allSatisfy(\.isWhitespace) { cells.removeFirst() }
    if cells.count > 1, cells[cells.count - 1].allSatisfy(\.isWhitespace) { cells.removeLast() }
    return cells.map { String($0.trimmed) }
  }
}
