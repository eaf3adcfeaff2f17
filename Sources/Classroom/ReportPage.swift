import Lessons
import Markdown
import Pages
import Wording

/// A document with prose and blocks of commands as a page, with what the commands printed and drew.
public struct ReportPage: Sendable {
  private let document: Lesson
  private let title: String
  private let outputs: [String: [LessonTour.Output]]

  /// - Parameters:
  ///   - name: the file's name, for a document without a title.
  ///   - outputs: what each block's commands did, by the block's id; nothing for a block that runs
  ///     silently.
  public init(_ document: Lesson, name: String, outputs: [String: [LessonTour.Output]]) {
    self.document = document
    self.outputs = outputs
    title = document.title.isEmpty ? Self.firstHeading(of: document) ?? name : document.title
  }

  static let generator = "descent report"

  /// Whether a file is such a page.
  public static func isOwn(_ bytes: [UInt8]) -> Bool {
    Page.isPage(bytes, by: generator)
  }

  public var html: String {
    var prose = ProsePage()
    var body = ""
    var isFirst = true
    for part in document.parts {
      switch part {
      case .prose(.heading(1, let inlines), _) where isFirst && Self.plain(inlines) == title: break
      case .prose(let block, _): body += prose.html(of: block)
      case .block(let block): body += LessonPage.html(of: outputs[block.id] ?? [])
      }
      isFirst = false
    }
    var page = Page(title: title, body: body)
    page.generator = Self.generator
    return page.text
  }

  private static func firstHeading(of document: Lesson) -> String? {
    guard case .prose(.heading(1, let inlines), _)? = document.parts.first else { return nil }
    return plain(inlines)
  }

  static func plain(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let inner), .strong(let inner), .link(let inner, _): plain(inner)
      case .lineBreak: " "
      }
    }.joined()
  }
}
