import Formula
import Wording

/// How a line of text falls into statements and their tokens.
///
/// `verb argument... key=value...`; `;` separates statements, `#` at the start of a word begins a
/// comment, quotes (`"..."` and `'...'`, also the curly ones of slides) hold a formula or a path, and
/// blanks inside ( ) or [ ] do not separate. Columns count from 1 in characters, a combining mark belonging to its letter.
package enum LineSyntax {
  /// Longer lines are refused: nothing a person writes comes near.
  package static let longestLine = 65_536

  /// The statements of a line; empty ones are left out.
  ///
  /// - Throws: `ShellError` with the column of a quote that is never closed, or for a line longer
  ///   than `longest` bytes.
  package static func statements(
    of line: String, longest: Int = longestLine
  ) throws(ShellError) -> [Statement] {
    guard line.utf8.count <= longest else {
      throw ShellError("a line may hold \(longest) bytes; this one has \(line.utf8.count)")
    }
    var scanner = Scanner(line)
    let statements = scanner.scan()
    if let quote = scanner.openQuote {
      throw ShellError(
        "the quote that opens in column \(quote.column) is never closed; end it with \(quote.mark)",
        column: quote.column)
    }
    return statements
  }

  /// Whether a line ends within quotes.
  package static func endsInQuotes(_ line: String) -> Bool {
    guard line.utf8.count <= longestLine else { return false }
    var scanner = Scanner(line)
    _ = scanner.scan()
    return scanner.openQuote != nil
  }

  /// A text as one word of a line, in quotes where it would fall apart or mean something else.
  package static func word(for text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "_-./~:@%+,".unicodeScalars.contains(scalar)
    }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  /// A text as one word of a line, in quotes.
  package static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted += String(scalar)
    }
    return quoted + "\""
  }

  /// The statements of an unfinished line: an open quote reaches to its end. Completion uses it.
  package static func openStatements(of line: String) -> [Statement] {
    guard line.utf8.count <= longestLine else { return [] }
    var scanner = Scanner(line)
    return scanner.scan()
  }
}

/// One command as typed: its text and its tokens, the verb first.
package struct Statement: Equatable, Sendable {
  /// The statement as written, without the blanks around it and without a comment.
  package var text: String
  package var tokens: [Token]
  /// The column of the statement's first character.
  package var column: Int

  /// The statement's text from a token on, as written.
  package func text(from token: Token) -> String {
    String(text.unicodeScalars.dropFirst(token.offset))
  }

  /// The statement's text from one token up to another, as written.
  package func text(from token: Token, upTo end: Token) -> String {
    var text = text.unicodeScalars.dropFirst(token.offset).prefix(end.offset - token.offset)
    while let last = text.last, last.isBlank { text.removeLast() }
    return String(text)
  }
}

/// One word of a statement.
package struct Token: Equatable, Sendable {
  /// The word with its quotes taken off.
  package var text: String
  /// Where it begins in the line, from 1.
  package var column: Int
  /// Where it begins in its statement, in Unicode scalars.
  package var offset: Int
  /// Whether any part of it stood in quotes.
  package var isQuoted: Bool
  /// The part before a `=` that makes this word `key=value`: a name, outside quotes, not followed
  /// by a second `=`.
  package var key: String?
  /// The part after that `=`; the whole word where there is none.
  package var value: String
  package var valueColumn: Int

  /// The token as one would type it.
  package var written: String {
    let word = isQuoted ? LineSyntax.quoted(value) : value
    return key.map { $0 + "=" + word } ?? word
  }

  /// The value as a word of its own.
  package var valueAlone: Token {
    var token = self
    token.text = value
    token.offset += valueOffset
    token.column = valueColumn
    token.key = nil
    return token
  }

  /// Where the value begins in the word, in Unicode scalars.
  package var valueOffset: Int
}

extension Unicode.Scalar {
  /// Blanks separate words: white space, and what copying brings along unseen. The thin
  /// space does not, which is a product in a formula.
  package var isBlank: Bool {
    self == " " || (properties.isWhitespace && self != "\u{2009}") || Notation.isInvisible(self)
  }
}

/// The state of reading one line from left to right.
private struct Scanner {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var column = 1
  private(set) var openQuote: (mark: Unicode.Scalar, column: Int)?

  init(_ line: String) {
    scalars = Array(line.unicodeScalars)
  }

  private mutating func advance() {
    position += 1
    // A combining mark shares the column of the letter that it stands on.
    if position < scalars.count, displayWidth(of: scalars[position]) == 0 { return }
    column += 1
  }

  mutating func scan() -> [Statement] {
    var statements: [Statement] = []
    while position < scalars.count {
      if let statement = scanStatement() { statements.append(statement) }
    }
    return statements
  }

  /// Reads up to and over the next `;`.
  private mutating func scanStatement() -> Statement? {
    skipBlanks()
    let start = position
    let startColumn = column
    var end = position
    var tokens: [Token] = []
    while position < scalars.count, scalars[position] != ";" {
      if scalars[position] == "#" {
        while position < scalars.count { advance() }
        break
      }
      tokens.append(scanToken(statementStart: start))
      end = position
      skipBlanks()
    }
    if position < scalars.count { advance() }
    guard !tokens.isEmpty else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<end])
    return Statement(text: String(text), tokens: tokens, column: startColumn)
  }

  private mutating func skipBlanks() {
    while position < scalars.count, scalars[position].isBlank { advance() }
  }

  private mutating func scanToken(statementStart: Int) -> Token {
    let start = position
    let offset = position - statementStart
    let tokenColumn = column
    var text = String.UnicodeScalarView()
    var key: String?
    var valueStart = text.endIndex
    var valueColumn = column
    var valueOffset = 0
    var depth = 0
    var isQuoted = false
    while position < scalars.count {
      let scalar = scalars[position]
      if scalar == ";" || (scalar.isBlank && depth <= 0) { break }
      if Quotes.opens(scalar, after: position == start ? nil : scalars[position - 1]) {
        isQuoted = true
        scanQuoted(by: scalar, into: &text)
        continue
      }
      if scalar == "(" || scalar == "[" { depth += 1 }
      if scalar == ")" || scalar == "]" { depth -= 1 }
      if scalar == "=", key == nil, !isQuoted, isKey(text), next != "=" {
        key = String(text)
        text.append(scalar)
        valueStart = text.endIndex
        advance()
        valueColumn = column
        valueOffset = position - statementStart - offset
        continue
      }
      text.append(scalar)
      advance()
    }
    return Token(
      text: String(text), column: tokenColumn, offset: offset, isQuoted: isQuoted, key: key,
      value: key == nil ? String(text) : String(text[valueStart...]), valueColumn: valueColumn,
      valueOffset: valueOffset)
  }

  private var next: Unicode.Scalar? {
    position + 1 < scalars.count ? scalars[position + 1] : nil
  }

  /// Reads a quoted part; inside double quotes `\"` and `\\` stand for the character itself.
  private mutating func scanQuoted(
    by mark: Unicode.Scalar, into text: inout String.UnicodeScalarView
  ) {
    let opening = column
    advance()
    let closer = Quotes.closer(of: mark, in: scalars[position...])
    while position < scalars.count {
      let scalar = scalars[position]
      if closer(scalar) {
        advance()
        return
      }
      if mark == "\"", scalar == "\\", next == "\"" || next == "\\" { advance() }
      text.append(scalars[position])
      advance()
    }
    openQuote = (Quotes.isSingle(mark) ? "'" : "\"", opening)
  }

  /// Whether text may be the key of a `key=value`: a name, Greek letters and marks included.
  private func isKey(_ text: String.UnicodeScalarView) -> Bool {
    guard let first = text.first, first.properties.isAlphabetic || first == "∇" else {
      return false
    }
    return text.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
        || scalar == "-" || scalar == "∇" || displayWidth(of: scalar) == 0
    }
  }
}
