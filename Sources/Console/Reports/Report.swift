import Wording

/// What a command found, as a value with two readings: text for people and one JSON object for
/// programs.
package struct Report: Equatable, Sendable {
  /// A part of the text reading.
  package enum Block: Equatable, Sendable {
    /// One line, as long as it is.
    case line(StyledText)
    /// Prose, broken to the window's width; lines after the first begin behind `indent` blanks.
    case paragraph(StyledText, indent: Int)
    case table(Table)
    /// Lines that other code drew for this window, escapes included; never changed.
    case drawing(String)
  }

  /// For whom a report is, where text and objects tell the same in different pieces.
  package enum Readers: Equatable, Sendable {
    case all
    /// Its text stands for what other reports tell programs.
    case people
    /// Its object stands for what another report tells people.
    case programs
  }

  package var blocks: [Block]
  /// The members after `"command"`.
  package var json: JSON.Object
  /// The verb, filled in by the session where a handler leaves it nil.
  package var command: String?
  package var readers = Readers.all

  package init(_ blocks: [Block] = [], json: JSON.Object = JSON.Object(), command: String? = nil) {
    self.blocks = blocks
    self.json = json
    self.command = command
  }

  package mutating func line(_ text: StyledText) {
    blocks.append(.line(text))
  }

  package mutating func paragraph(_ text: StyledText, indent: Int = 0) {
    blocks.append(.paragraph(text, indent: indent))
  }

  package mutating func table(_ table: Table) {
    blocks.append(.table(table))
  }

  /// The same report for some of its readers.
  package func only(for readers: Readers) -> Report {
    var report = self
    report.readers = readers
    return report
  }

  /// The JSON reading, one line without its line end.
  package func jsonLine(verb: String) -> String {
    var object = ["command": .string(command ?? verb)] as JSON.Object
    for member in json.members { object[member.name] = member.value }
    return JSON.object(object).text
  }
}

/// Brings reports into the form that one terminal, pipe or file can show.
package struct TextRenderer {
  private let traits: Traits

  package init(traits: Traits) { self.traits = traits }

  /// The text reading with a line end after every line.
  package func text(of report: Report) -> String {
    var text = ""
    guard report.readers != .programs else { return text }
    for block in report.blocks {
      switch block {
      case .line(let line): write(folded(line), to: &text)
      case .paragraph(let paragraph, let indent):
        for line in folded(paragraph).wrapped(to: traits.width, indent: indent) {
          write(line, to: &text)
        }
      case .table(let table):
        for line in folded(table).lines(width: traits.width) { write(line, to: &text) }
      case .drawing(let drawing):
        text += drawing
        if !drawing.isEmpty, !drawing.hasSuffix("\n") { text += "\n" }
      }
    }
    return text
  }

  package func text(of line: StyledText) -> String {
    var text = ""
    write(folded(line), to: &text)
    return text
  }

  private func folded(_ text: StyledText) -> StyledText {
    traits.unicode ? text : text.map(ASCIIFolding.fold)
  }

  /// Folding comes before measuring: `m_hat` is wider than m̂.
  private func folded(_ table: Table) -> Table {
    if traits.unicode { return table }
    var folded = table
    for i in folded.columns.indices {
      folded.columns[i].title = self.folded(folded.columns[i].title)
    }
    folded.rows = folded.rows.map { $0.map { self.folded($0) } }
    return folded
  }

  private func write(_ line: StyledText, to text: inout String) {
    for span in line.spans {
      let printable = Self.withoutControls(span.text)
      if let code = code(of: span.role) {
        text += "\u{1B}[\(code)m\(printable)\u{1B}[0m"
      } else {
        text += printable
      }
    }
    text += "\n"
  }

  /// A name or message may come from a file: its control characters must not steer the terminal, nor
  /// turn the direction in which it writes.
  package static func withoutControls(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { safe.append(isControl(scalar) ? "?" : scalar) }
    return String(safe)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: scalar.properties.generalCategory == .control
    }
  }

  private func code(of role: Role) -> String? {
    guard traits.color != .none else { return nil }
    switch role {
    case .plain: return nil
    case .strong: return "1"
    case .faint: return "2"
    case .quantity: return "36"
    case .command: return "34"
    case .good: return "32"
    case .bad: return "31"
    case .warning: return "33"
    }
  }
}
