import Wording

/// What a piece of text is, from which a terminal's colours follow.
package enum Role: Hashable, Sendable {
  case plain
  /// A title or the word that a line is about.
  case strong
  /// What may be passed over: units, asides.
  case faint
  /// The name of a quantity.
  case quantity
  /// Something a user can type.
  case command
  case good
  case bad
  case warning
}

/// Text with roles, not yet bound to any terminal.
package struct StyledText: Equatable, Sendable, ExpressibleByStringInterpolation {
  package struct Span: Equatable, Sendable {
    package var text: String
    package var role: Role
  }

  package private(set) var spans: [Span]

  package init(_ text: String = "", _ role: Role = .plain) {
    spans = text.isEmpty ? [] : [Span(text: text, role: role)]
  }

  package init(stringLiteral value: String) {
    self.init(value)
  }

  /// The text without its roles.
  package var plain: String {
    spans.reduce(into: "") { $0 += $1.text }
  }

  /// The columns it takes on a terminal.
  package var width: Int {
    spans.reduce(0) { $0 + displayWidth(of: $1.text) }
  }

  package static func + (a: StyledText, b: StyledText) -> StyledText {
    var sum = a
    sum += b
    return sum
  }

  package static func += (a: inout StyledText, b: StyledText) {
    for span in b.spans { a.append(span) }
  }

  package mutating func append(_ span: Span) {
    if let last = spans.indices.last, spans[last].role == span.role {
      spans[last].text += span.text
    } else {
      spans.append(span)
    }
  }

  package func map(_ transform: (String) -> String) -> StyledText {
    var mapped = StyledText()
    for span in spans { mapped.append(Span(text: transform(span.text), role: span.role)) }
    return mapped
  }

  /// The text broken at blanks into lines of at most `width` columns, all but the first behind
  /// `indent` blanks. A word longer than a line stands alone and is not cut; a short command that can be
  /// typed stays in one piece, so that it can be read and copied.
  package func wrapped(to width: Int, indent: Int = 0) -> [StyledText] {
    var lines: [StyledText] = []
    var line = StyledText()
    var used = 0
    var pendingBlanks = 0
    for word in words {
      let isBlank = word.plain.allSatisfy { $0 == " " }
      if isBlank {
        pendingBlanks += word.width
        continue
      }
      let start = lines.isEmpty ? 0 : indent
      if used > start, used + pendingBlanks + word.width > width {
        lines.append(line)
        line = StyledText(blanks(indent))
        used = indent
      } else {
        line += StyledText(blanks(pendingBlanks))
        used += pendingBlanks
      }
      pendingBlanks = 0
      line += word
      used += word.width
    }
    lines.append(line)
    return lines
  }

  /// A command of more columns may be broken.
  private static let longestPiece = 30

  /// Runs of blanks and runs of other characters, a word keeping its several roles.
  private var words: [StyledText] {
    var words: [StyledText] = []
    var lastIsBlank: Bool?
    for span in spans {
      let isPiece = span.role == .command && displayWidth(of: span.text) <= Self.longestPiece
      for character in span.text {
        let isBlank = character == " " && !isPiece
        if lastIsBlank != isBlank { words.append(StyledText()) }
        words[words.count - 1].append(Span(text: String(character), role: span.role))
        lastIsBlank = isBlank
      }
    }
    return words
  }
}
