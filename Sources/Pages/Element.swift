import Wording

/// Pieces of a page.
public enum Element {
  public static func paragraph(_ text: String, kind: String = "") -> String {
    "<p\(kindAttribute(kind))>\(escapedForMarkup(text))</p>\n"
  }

  static func kindAttribute(_ kind: String) -> String { kind.isEmpty ? "" : " class=\"\(kind)\"" }

  /// An SVG document as a part of the page: without its XML declaration.
  public static func figure(_ svg: String, caption: String = "") -> String {
    var inner = svg
    if svg.hasPrefix("<?xml"), let end = svg.firstRange(of: "?>") {
      inner = String(svg[end.upperBound...].drop(while: \.isNewline))
    }
    let caption = caption.isEmpty ? "" : "<figcaption>\(escapedForMarkup(caption))</figcaption>\n"
    return "<figure>\n\(inner)\(caption)</figure>\n"
  }

  /// Commands as they were typed.
  static func typed(_ commands: String) -> String {
    "<pre class=\"typed\"><code>\(escapedForMarkup(commands))</code></pre>\n"
  }

  /// What was printed; it can be scrolled by keys where it is wide.
  static func printed(_ output: String) -> String {
    "<pre class=\"printed\" tabindex=\"0\"><samp>\(escapedForMarkup(output))</samp></pre>\n"
  }

  /// Commands with what they printed; pictures stand for their drawings in characters.
  public static func exchange(_ commands: String, printed: String, figures: [String]) -> String {
    var text = typed(commands)
    if !figures.isEmpty {
      text += figures.map { figure($0) }.joined()
    } else {
      var output = strippingEscapes(printed)[...]
      while output.last?.isWhitespace == true { output.removeLast() }
      if !output.isEmpty { text += Self.printed(String(output)) }
    }
    return text
  }

  /// A table with a caption; cells are markup. The first cell of a row names it.
  ///
  /// - Parameter numbers: the columns that hold numbers.
  public static func table(
    caption: String, header: [String], rows: [[String]], numbers: Set<Int> = []
  ) -> String {
    guard !rows.isEmpty else { return "" }
    func kind(_ column: Int) -> String { numbers.contains(column) ? " class=\"number\"" : "" }
    let head = header.enumerated().map { column, text in
      "<th scope=\"col\"\(kind(column))>\(escapedForMarkup(text))</th>"
    }.joined()
    let lines = rows.map { row in
      "<tr>"
        + row.enumerated().map { column, cell in
          column == 0
            ? "<th scope=\"row\"\(kind(column))>\(cell)</th>" : "<td\(kind(column))>\(cell)</td>"
        }.joined() + "</tr>"
    }
    return
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(escapedForMarkup(caption))\">\n"
      + "<table\(header.count > Self.mostNarrow ? " class=\"wide\"" : "")>\n<caption>\(escapedForMarkup(caption))</caption>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n"
      + lines.joined(separator: "\n") + "\n</tbody>\n</table>\n</div>\n"
  }

  /// A table with more columns has their names upright, so that it fits on a page.
  private static let mostNarrow = 9

  /// What is shown on request; on paper it is open.
  public static func details(_ summary: String, _ inner: String) -> String {
    "<details>\n<summary>\(escapedForMarkup(summary))</summary>\n\(inner)</details>\n"
  }

  /// A part of a page with its heading.
  public static func section(_ level: Int, _ title: String, id: String = "", _ inner: String)
    -> String
  {
    let id = id.isEmpty ? "" : " id=\"\(escapedForMarkup(id))\""
    return "<section\(id)>\n<h\(level)>\(escapedForMarkup(title))</h\(level)>\n\(inner)</section>\n"
  }
}
