import Wording

/// One HTML page: a file of its own that loads nothing, has no scripts, and reads on a screen, light or
/// dark, on a phone and on paper.
public struct Page: Sendable {
  public var title: String
  /// What comes between the page's `<main>` and its end.
  public var body: String
  /// Links before the page's contents: where else one can go.
  public var navigation: [(text: String, address: String)] = []
  /// A line at the page's end.
  public var footer = ""
  /// What a program knows the page by.
  public var generator = "descent"
  /// A rule of style that only this page needs.
  public var style = ""

  public init(title: String, body: String) {
    self.title = title
    self.body = body
  }

  /// Whether a file is a page of that kind.
  public static func isPage(_ bytes: [UInt8], by generator: String) -> Bool {
    String(decoding: bytes.prefix(400), as: UTF8.self).contains(mark(of: generator))
  }

  private static func mark(of generator: String) -> String {
    "<meta name=\"generator\" content=\"\(escapedForMarkup(generator))\">"
  }

  /// Nothing may be loaded and nothing run: the page is its own file.
  static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"

  public var text: String {
    let links = navigation.map { link in
      "<li><a href=\"\(escapedForMarkup(link.address))\">\(escapedForMarkup(link.text))</a></li>"
    }.joined(separator: "\n")
    let nav =
      links.isEmpty ? "" : "<nav aria-label=\"Pages\">\n<ul>\n\(links)\n</ul>\n</nav>\n"
    let foot = footer.isEmpty ? "" : "<footer>\n<p>\(escapedForMarkup(footer))</p>\n</footer>\n"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      \(Self.mark(of: generator))
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escapedForMarkup(title))</title>
      <style>
      \(PageStyle.text)\(style)
      </style>
      </head>
      <body>
      \(nav)<main>
      <h1>\(escapedForMarkup(title))</h1>
      \(body)</main>
      \(foot)</body>
      </html>

      """
  }
}
