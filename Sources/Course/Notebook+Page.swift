import Lessons
import Markdown
import Pages
import Session

extension Notebook {
  /// The notebook as a page.
  package var html: String {
    var prose = ProsePage()
    var body = ""
    for entry in entries {
      if !entry.prose.isEmpty { body += prose.html(of: MarkdownReader.blocks(of: entry.prose)) }
      guard !entry.commands.isEmpty else { continue }
      body += Element.exchange(
        entry.commands.joined(separator: "\n"), printed: entry.output, figures: entry.figures)
    }
    var page = Page(title: title, body: body)
    page.generator = Self.generator
    return page.text
  }

  private static let generator = "descent notebook"

  /// Whether a file is a notebook, in any form.
  static func isNotebook(_ bytes: [UInt8]) -> Bool {
    isMarkdown(bytes) || Page.isPage(bytes, by: generator) || JupyterNotebook.isOwn(bytes)
  }
}
