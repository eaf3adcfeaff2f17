import LineEditor
import Shell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The line of a terminal in which a long command shows how far it is.
///
/// Each text goes over the last: back to the line's first column, the text, and whatever is left of
/// the line erased. A text that filled the line would wrap, so texts are kept shorter than that.
final class TerminalStatusLine {
  private let descriptor: Int32
  /// Whether something stands there now.
  private(set) var isShown = false

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
    isShown = text != nil
    let bytes = "\r\(text ?? "")\u{1B}[K"
    if descriptor == STDOUT_FILENO {
      StandardStreams.write(bytes)
    } else {
      StandardStreams.writeError(bytes)
    }
  }
}
