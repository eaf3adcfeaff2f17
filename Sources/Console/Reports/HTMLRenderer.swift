import Wording

/// A report as a piece of an HTML page, for notebooks: no scripts, no style sheet.
package struct HTMLRenderer {
  package init() {}

  /// The text reading as HTML.
  package func text(of report: Report) -> String {
    report.blocks.map(html(of:)).joined(separator: "\n")
  }

  private func html(of block: Report.Block) -> String {
    switch block {
    case .line(let text): "<div>\(html(of: text))</div>"
    case .paragraph(let text, _): "<p>\(html(of: text))</p>"
    case .table(let table): html(of: table)
    case .drawing(let drawing): "<pre>\(escapedForMarkup(strippingEscapes(drawing)))</pre>"
    }
  }

  private func html(of table: Table) -> String {
    var text = "<table>"
    if table.columns.contains(where: { !$0.title.spans.isEmpty }) {
      text += "<tr>" + cells(table.columns.map(\.title), of: table, "th") + "</tr>"
    }
    for row in table.rows { text += "<tr>" + cells(row, of: table, "td") + "</tr>" }
    return text + "</table>"
  }

  private func cells(_ row: [StyledText], of table: Table, _ name: String) -> String {
    zip(row, table.columns).map { cell, column in
      let side = column.alignment == .leading ? "left" : "right"
      return "<\(name) style=\"text-align:\(side)\">\(html(of: cell))</\(name)>"
    }.joined()
  }

  private func html(of text: StyledText) -> String {
    text.spans.map { span in
      let words = escapedForMarkup(span.text)
      return switch span.role {
      case .plain: words
      case .strong, .good, .bad, .warning: "<b>\(words)</b>"
      case .faint: "<small>\(words)</small>"
      case .quantity: "<i>\(words)</i>"
      case .command: "<code>\(words)</code>"
      }
    }.joined()
  }
}
