import Console
import LineEditor
import Session
import Shell
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The line of a terminal, or the few, in which a long command shows how far it is.
///
/// Each text goes over the last: back to its first line and column, the text, and whatever is left of
/// each line and below erased. A text that filled a line would wrap, so texts are kept shorter than
/// that; where the window has become narrower since, the terminal has broken them.
final class TerminalStatusLine {
  private let descriptor: Int32
  /// The columns that each line takes which stands there now.
  private var shownWidths: [Int] = []
  /// Whether something stands there now.
  var isShown: Bool { !shownWidths.isEmpty }

  /// Nil for what is no terminal, or one that cannot erase.
  init?(on descriptor: Int32) {
    guard Terminal.isTerminal(descriptor), let term = Environment["TERM"], term != "dumb" else {
      return nil
    }
    self.descriptor = descriptor
  }

  /// What the session is given of it.
  var line: StatusLine {
    StatusLine(
      show: { [self] in show($0) },
      columns: { [self] in Terminal.columns(of: descriptor) ?? 80 })
  }

  /// Shows a text in the place of the last; nil erases it.
  func show(_ text: String?) {
    guard text != nil || isShown else { return }
    let lines = text.map { $0.split(separator: "\n", omittingEmptySubsequences: false) } ?? [""]
    var bytes = "\r"
    if rowsAbove > 0 { bytes += "\u{1B}[\(rowsAbove)A" }
    bytes += lines.map { "\($0)\u{1B}[K" }.joined(separator: "\n\r")
    if shownWidths.count > lines.count || rowsAbove >= lines.count { bytes += "\u{1B}[J" }
    shownWidths = text == nil ? [] : lines.map { displayWidth(of: String($0)) }
    if descriptor == STDOUT_FILENO {
      StandardStreams.write(bytes)
    } else {
      StandardStreams.writeError(bytes)
    }
  }

  /// How far the cursor is below the first line shown.
  private var rowsAbove: Int {
    guard !shownWidths.isEmpty else { return 0 }
    let columns = max(Terminal.columns(of: descriptor) ?? 80, 1)
    let rows = shownWidths.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    return rows - 1
  }
}
