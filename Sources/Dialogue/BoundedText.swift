import Console
import Disk
import Wording

/// A text within bounds: what is longer is counted, and goes whole to a file where
/// that was asked for.
package struct BoundedText {
  /// Lines and characters of a text event.
  static let mostLines = 5_000
  static let mostCharacters = 500_000

  package private(set) var text = ""
  private var lines = 0
  private var characters = 0
  /// Line ends that are not shown.
  private var lostLines = 0
  private var lostCharacters = 0
  /// Takes everything; nil where no file was asked for.
  package let file: GrowingFile?

  package init(file: GrowingFile? = nil) { self.file = file }

  /// - Throws: `DiskError` where the file cannot be written.
  package mutating func append(_ more: String) throws(DiskError) {
    if let file { try file.append(Array(more.utf8)) }
    for line in more.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let part = (line.offset > 0 ? "\n" : "") + line.element
      let count = part.unicodeScalars.count
      guard lostCharacters == 0, lines < Self.mostLines,
        characters + count <= Self.mostCharacters
      else {
        lostCharacters += count
        if line.offset > 0 { lostLines += 1 }
        continue
      }
      text += part
      characters += count
      if line.offset > 0 { lines += 1 }
    }
  }

  package var isEmpty: Bool { text.isEmpty && lostCharacters == 0 }

  /// The text, and below it how much is missing.
  package var shown: String {
    guard lostCharacters > 0 else { return text }
    // The end of the last line that is shown is the first that was lost.
    let count = max(1, lostLines - (text.hasSuffix("\n") ? 0 : 1))
    let rest = "\(counted(count, "more line")), \(counted(lostCharacters, "character")), "
    let way = file.map { "are in \(Path.quoted($0.path))" } ?? "are not shown"
    return text + (text.hasSuffix("\n") ? "" : "\n") + "... \(rest)\(way)\n"
  }
}
