import Ccmark

extension FencedBlock {
  /// The fenced blocks of a text in their order, wherever CommonMark finds them: in lists and
  /// quotations too, and never inside a longer fence or a comment.
  public static func all(in markdown: String) -> [FencedBlock] {
    MarkdownReader.withDocument(markdown) { blocks(under: $0) }
  }

  private static func blocks(under document: OpaquePointer) -> [FencedBlock] {
    guard let iterator = cmark_iter_new(document) else { return [] }
    defer { cmark_iter_free(iterator) }
    var blocks: [FencedBlock] = []
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return blocks }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator),
        let block = FencedBlock(node)
      {
        blocks.append(block)
      }
    }
  }
}
