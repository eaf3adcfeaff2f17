import Console
import Disk
import Formula

/// What a journal's file holds.
package struct JournalContents: Equatable {
  package var entries: [JournalEntry] = []
  /// The command that had begun and was not over.
  package var underWay: String?
  /// The line that opened the lesson that was being taken.
  package var lesson: String?
  /// What had to be left out, in sentences.
  package var remarks: [String] = []

  package static let head = "# descent journal 1"

  /// The lines that were typed, each with its commands.
  package var lines: [String] { Self.lines(of: entries) }

  package static func lines(of entries: [JournalEntry]) -> [String] {
    var lines: [String] = []
    for entry in entries where entry.kind != .dropped {
      if entry.continuesLine, !lines.isEmpty {
        lines[lines.count - 1] += "; " + entry.statement
      } else {
        lines.append(entry.statement)
      }
    }
    return lines
  }

  /// Whether there is anything to go through again.
  package var isEmpty: Bool { lesson == nil && !entries.contains { $0.kind == .done } }

  package init() {}

  /// - Throws: `ShellError` for what is no journal of this version. What is damaged ends it: the
  ///   lines from there on are left out, and a remark says so.
  package init(_ bytes: [UInt8], name: String) throws(ShellError) {
    guard bytes.starts(with: "# descent journal ".utf8) else {
      throw ShellError("\(Path.quoted(name)) is no journal")
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.removeFirst().elementsEqual(Self.head.utf8) else {
      throw ShellError("\(Path.quoted(name)) was written by a later version of this program")
    }
    // Behind the last line end there is nothing, or what is torn.
    if !lines.isEmpty { lines.removeLast() }
    var reader = Reader()
    for (i, line) in lines.enumerated() {
      guard let record = SealedLine.content(of: line).flatMap(JournalRecord.init(text:)) else {
        reader.contents.remarks.append(
          "line \(i + 2) of the journal is damaged; what was typed from there on is left out")
        break
      }
      reader.take(record)
    }
    self = reader.contents
    underWay = reader.open?.statement
  }

  private struct Reader {
    var contents = JournalContents()
    var folder = "."
    var open: JournalEntry?

    mutating func take(_ record: JournalRecord) {
      switch record {
      case .folder(let path): folder = path
      case .begin(let statement, let continuesLine):
        open = JournalEntry(statement: statement, continuesLine: continuesLine, folder: folder)
      case .step(let step): open?.steps.append(step)
      case .end(let kind, let mark):
        guard var entry = open else { return }
        (entry.kind, entry.mark) = (kind, mark)
        contents.entries.append(entry)
        open = nil
      case .failed: open = nil
      case .lesson(let line): contents.lesson = line
      case .left: contents.lesson = nil
      case .restart:
        contents = JournalContents()
        open = nil
      case .full:
        contents.remarks.append(
          "the journal had reached its greatest size; what was typed after that is not in it")
      }
    }
  }
}
