import Markdown
import Wording

/// Lays prose out for a terminal: wrapped to the width, lists behind their marks, tables aligned.
public struct ProseLayout: Sendable {
  public var width: Int
  /// What every text passes through before it is measured: ASCII for a terminal without symbols.
  public var fold: @Sendable (String) -> String
  public var unicode: Bool
  /// Whether code in a line is put in quotes, for a terminal that cannot colour it.
  public var quotesCode = false

  /// - Parameter width: columns; a line of prose is never longer than `widestText`, which reads
  ///   better than the full width of a large window.
  public init(
    width: Int, unicode: Bool = true, fold: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.width = max(20, min(width, Self.widestText))
    self.unicode = unicode
    self.fold = fold
  }

  public static let widestText = 92

  /// The parts with an empty line between each two.
  public func lines(of blocks: [ProseBlock]) -> [StyledLine] {
    var lines: [StyledLine] = []
    for block in blocks {
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines += self.lines(of: block, width: width)
    }
    return lines
  }

  /// One line of inline Markdown, wrapped; lines after the first begin with `indent` blanks.
  public func lines(
    ofInline text: String, prefix: StyledLine = StyledLine(), style: TextStyle = .plain
  ) -> [StyledLine] {
    lines(of: MarkdownReader.inlines(of: text), prefix: prefix, style: style)
  }

  func lines(
    of inlines: [Inline], prefix: StyledLine = StyledLine(), style: TextStyle = .plain
  ) -> [StyledLine] {
    var spans: [StyledLine.Span] = []
    append(inlines, style, to: &spans)
    return wrap(spans, width: width, prefix: prefix)
  }

  /// A sentence of the program's own, wrapped. It may quote what was typed, in which `2*3*4` is a
  /// product and no Markdown.
  func lines(ofPlain text: String, style: TextStyle = .plain) -> [StyledLine] {
    lines(of: [.text(text)], style: style)
  }

  private func lines(of block: ProseBlock, width: Int) -> [StyledLine] {
    switch block {
    case .heading(let level, let inlines):
      var lines = wrap(spans(inlines, .heading), width: width)
      if level == 1 {
        let length = lines.map(\.width).max() ?? 0
        lines.append(StyledLine(String(repeating: unicode ? "═" : "=", count: length), .faint))
      }
      return lines
    case .paragraph(let inlines):
      return wrap(spans(inlines, .plain), width: width)
    case .list(let start, let isTight, let items):
      return list(start, isTight, items, width: width)
    case .quote(let blocks):
      let bar = StyledLine(unicode ? "│ " : "| ", .faint)
      return stacked(blocks, width: width - 2).map { bar + $0 }
    case .code(let text):
      return code(text)
    case .table(let header, let rows, let isTrailing):
      return table(header, rows, isTrailing, width: width)
    case .rule:
      return [StyledLine(String(repeating: unicode ? "─" : "-", count: min(width, 24)), .faint)]
    }
  }

  private func stacked(_ blocks: [ProseBlock], width: Int, isTight: Bool = false) -> [StyledLine] {
    var lines: [StyledLine] = []
    for block in blocks {
      if !lines.isEmpty, !isTight { lines.append(StyledLine()) }
      lines += self.lines(of: block, width: max(12, width))
    }
    return lines
  }

  private func code(_ text: String) -> [StyledLine] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { StyledLine("    ") + StyledLine(fold(String($0)), .code) }
  }

  private func list(
    _ start: Int?, _ isTight: Bool, _ items: [[ProseBlock]], width: Int
  ) -> [StyledLine] {
    var lines: [StyledLine] = []
    for (i, item) in items.enumerated() {
      let mark = start.map { "\($0 &+ i). " } ?? (unicode ? "• " : "- ")
      let indent = blanks(displayWidth(of: mark))
      if !lines.isEmpty, !isTight { lines.append(StyledLine()) }
      let inner = stacked(item, width: width - indent.count - 2, isTight: isTight)
      for (j, line) in inner.enumerated() {
        var whole = StyledLine("  " + (j == 0 ? mark : indent)) + line
        whole.joint = line.joint
        lines.append(whole)
      }
      if inner.isEmpty { lines.append(StyledLine("  " + mark)) }
    }
    return lines
  }

  private func table(
    _ header: [[Inline]], _ rows: [[[Inline]]], _ isTrailing: [Bool], width: Int
  ) -> [StyledLine] {
    let cells = [header] + rows
    let lines = cells.enumerated().map { i, row in
      row.map { wrap(spans($0, i == 0 ? .strong : .plain), width: .max).first ?? StyledLine() }
    }
    var widths = header.indices.map { column in
      lines.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    // Too wide: the widest column gives way until the table fits.
    let gaps = 2 * (widths.count - 1)
    while widths.reduce(gaps, +) > width, let widest = widths.max(), widest > 8 {
      guard let column = widths.firstIndex(of: widest) else { break }
      widths[column] -= 1
    }
    var result: [StyledLine] = []
    for (i, row) in cells.enumerated() {
      let wrapped = header.indices.map { column in
        column < row.count
          ? wrap(spans(row[column], i == 0 ? .strong : .plain), width: widths[column])
          : [StyledLine()]
      }
      for k in 0..<(wrapped.map(\.count).max() ?? 0) {
        var line = StyledLine()
        for column in header.indices {
          let cell = k < wrapped[column].count ? wrapped[column][k] : StyledLine()
          let padding = String(repeating: " ", count: max(0, widths[column] - cell.width))
          let isLast = column == header.count - 1
          if column > 0 { line.append("  ", .plain) }
          if isTrailing[column] { line.append(padding, .plain) }
          line = line + cell
          if !isTrailing[column], !isLast { line.append(padding, .plain) }
        }
        result.append(line)
      }
      if i == 0 {
        let rule = widths.reduce(gaps, +)
        result.append(StyledLine(String(repeating: unicode ? "─" : "-", count: rule), .faint))
      }
    }
    return result
  }

  // MARK: Inline text

  private func spans(_ inlines: [Inline], _ style: TextStyle) -> [StyledLine.Span] {
    var spans: [StyledLine.Span] = []
    append(inlines, style, to: &spans)
    return spans
  }

  private func append(
    _ inlines: [Inline], _ style: TextStyle, to spans: inout [StyledLine.Span]
  ) {
    for inline in inlines {
      switch inline {
      case .text(let text): spans.append(.init(fold(text), style))
      case .code(let text):
        let mark = quotesCode && style != .heading ? "'" : ""
        spans.append(.init(mark + fold(text) + mark, style == .heading ? style : .code))
      case .emphasis(let inner): append(inner, style == .plain ? .emphasis : style, to: &spans)
      case .strong(let inner): append(inner, style == .heading ? style : .strong, to: &spans)
      case .link(let inner, let url):
        append(inner, style, to: &spans)
        if !url.isEmpty { spans.append(.init(" (\(fold(url)))", .faint)) }
      case .lineBreak: spans.append(.init("\n", style))
      }
    }
  }

  /// Breaks at blanks; a word wider than the line is cut.
  func wrap(
    _ spans: [StyledLine.Span], width: Int, prefix: StyledLine = StyledLine()
  ) -> [StyledLine] {
    let indent = StyledLine(String(repeating: " ", count: prefix.width))
    var lines: [StyledLine] = []
    var line = prefix
    var used = prefix.width
    var isEmpty = true
    var owesBlank: TextStyle?
    func newLine(joint: String? = nil) {
      lines.append(line)
      line = indent
      line.joint = joint
      used = indent.width
      isEmpty = true
      owesBlank = nil
    }
    for word in Self.words(of: spans, within: width) {
      if word.isBreak {
        newLine()
        continue
      }
      if word.isBlank {
        if !isEmpty { owesBlank = word.pieces[0].style }
        continue
      }
      let blank = owesBlank == nil ? 0 : 1
      if !isEmpty, used + blank + word.width > width { newLine(joint: " ") }
      if let style = owesBlank {
        line.append(" ", style)
        used += 1
        owesBlank = nil
      }
      for piece in word.pieces {
        for character in piece.text {
          let columns = displayWidth(of: character)
          if used + columns > width, !isEmpty, word.width > width - indent.width {
            newLine(joint: "")
          }
          line.append(String(character), piece.style)
          used += columns
          isEmpty = false
        }
      }
    }
    if !isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// The longest formula, in characters, that is kept on one line.
  private static let longestFormula = 36

  private struct Word {
    var pieces: [StyledLine.Span] = []
    var isBlank = false
    var isBreak = false
    var width = 0
  }

  /// Words and the blanks between them; a word may have several styles. What stands in short
  /// parentheses with an operator, as `(1 − ηλ)`, keeps together, and so do short commands and
  /// formulas.
  private static func words(of spans: [StyledLine.Span], within width: Int) -> [Word] {
    let characters = spans.flatMap { span in span.text.map { (character: $0, style: span.style) } }
    let bound = boundBlanks(
      in: characters.map { ($0.character, $0.style == .code) },
      longest: min(longestFormula, width / 2))
    var words: [Word] = []
    var isOpen = false
    for (i, (character, style)) in characters.enumerated() {
      let piece = StyledLine.Span(String(character), style)
      if character.isWhitespace, !bound.contains(i) {
        words.append(Word(pieces: [piece], isBlank: true, isBreak: character == "\n"))
        isOpen = false
        continue
      }
      if !isOpen { words.append(Word()) }
      isOpen = true
      let last = words.count - 1
      words[last].width += displayWidth(of: character)
      if let end = words[last].pieces.indices.last, words[last].pieces[end].style == style {
        words[last].pieces[end].text += piece.text
      } else {
        words[last].pieces.append(piece)
      }
    }
    return words
  }
}
