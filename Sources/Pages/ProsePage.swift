import Markdown
import Wording

/// Prose as HTML. Headings go down by one level at most, as a page's outline wants it.
public struct ProsePage: Sendable {
  /// The level of the last heading; the page's title is 1.
  private var level = 1

  public init() {}

  /// The level that a heading may have here.
  public mutating func level(for wanted: Int) -> Int {
    level = min(max(wanted, 2), level + 1, 6)
    return level
  }

  public mutating func html(of blocks: [ProseBlock]) -> String {
    blocks.map { html(of: $0) }.joined()
  }

  public mutating func html(of block: ProseBlock) -> String {
    switch block {
    case .heading(let wanted, let inlines):
      let level = level(for: wanted)
      return "<h\(level)>\(Self.html(of: inlines))</h\(level)>\n"
    case .paragraph(let inlines): return "<p>\(Self.html(of: inlines))</p>\n"
    case .list(let start, let isTight, let items):
      let (tag, first) = start.map { ("ol", $0 == 1 ? "" : " start=\"\($0)\"") } ?? ("ul", "")
      var text = "<\(tag)\(first)>\n"
      for item in items {
        var inner = ""
        for block in item {
          if isTight, case .paragraph(let inlines) = block {
            inner += Self.html(of: inlines)
          } else {
            inner += html(of: block)
          }
        }
        text += "<li>\(inner)</li>\n"
      }
      return text + "</\(tag)>\n"
    case .quote(let blocks): return "<blockquote>\n\(html(of: blocks))</blockquote>\n"
    case .code(let code):
      var code = code[...]
      while code.last?.isNewline == true { code.removeLast() }
      return
        "<pre class=\"printed\" tabindex=\"0\"><code>\(escapedForMarkup(String(code)))</code></pre>\n"
    case .table(let header, let rows, let isTrailing):
      return Self.table(header, rows, isTrailing)
    case .rule: return "<hr>\n"
    }
  }

  private static func table(
    _ header: [[Inline]], _ rows: [[[Inline]]], _ isTrailing: [Bool]
  ) -> String {
    func kind(_ column: Int) -> String {
      isTrailing.indices.contains(column) && isTrailing[column] ? " class=\"number\"" : ""
    }
    let head = header.enumerated().map { column, cell in
      // A corner that names nothing is no header.
      cell.isEmpty
        ? "<td></td>" : "<th scope=\"col\"\(kind(column))>\(html(of: cell))</th>"
    }.joined()
    let lines = rows.map { row in
      "<tr>"
        + row.enumerated().map { column, cell in "<td\(kind(column))>\(html(of: cell))</td>" }
        .joined() + "</tr>"
    }
    return
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">\n<table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n"
      + lines.joined(separator: "\n") + "\n</tbody>\n</table>\n</div>\n"
  }

  public static func html(of inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): escapedForMarkup(text)
      case .code(let text): "<code>\(escapedForMarkup(text))</code>"
      case .emphasis(let inner): "<em>\(html(of: inner))</em>"
      case .strong(let inner): "<strong>\(html(of: inner))</strong>"
      case .link(let inner, let url): link(inner, to: url)
      case .lineBreak: "<br>\n"
      }
    }.joined()
  }

  /// Prose in one line of Markdown.
  public static func html(ofLine text: String) -> String {
    html(of: MarkdownReader.inlines(of: text))
  }

  /// A link where its address is one for a page; else its text alone.
  private static func link(_ inner: [Inline], to url: String) -> String {
    let scheme = url.prefix { $0 != ":" && $0 != "/" && $0 != "#" }
    let isRelative = scheme.endIndex == url.endIndex || url[scheme.endIndex] != ":"
    guard !url.isEmpty, isRelative || ["http", "https", "mailto"].contains(scheme.lowercased())
    else { return html(of: inner) }
    return "<a href=\"\(escapedForMarkup(url))\">\(html(of: inner))</a>"
  }
}
