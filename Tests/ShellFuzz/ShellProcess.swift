import CTestSupport
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What the program is told by its surroundings.
struct Surroundings: Equatable {
  var arguments: [String] = []
  var variables: [String: String] = [:]
  var columns = 80
  var rows = 24
  /// Standard error goes to a file, where errors can be told from other text.
  var keepsErrorsApart = true
  /// Where the terminal is told to edit as vi does.
  var editsAsVi = false

  func merging(_ others: [String: String]) -> Surroundings {
    var all = self
    all.variables.merge(others) { own, _ in own }
    return all
  }
}

/// The program at a pseudo-terminal, driven without waiting longer than it takes.
///
/// It is at its prompt when the terminal hands over single keys and no signals, as libedit wants it,
/// and what it showed last is the `>` of a prompt on a line below the one that was typed.
final class ShellProcess {
  enum State: Equatable {
    case prompt
    /// It has ended: its exit status, or minus the number of the signal.
    case ended(Int32)
    /// Nothing came within the time.
    case busy
  }

  struct CannotStart: Error {}

  /// What became visible since the last text was sent, without control sequences.
  private(set) var shown: [UInt8] = []
  private var hasEndedLine = true
  private var escape = Escape.none
  private let terminal: Int32
  private let process: pid_t
  private var status: Int32?
  /// The window's size, where it has told one.
  private var window: (columns: Int, rows: Int)
  /// When something was shown last.
  private var shownLast = 0.0

  private enum Escape { case none, begun, sequence, command }

  init(_ path: String, _ surroundings: Surroundings, folder: String, errors: String) throws {
    var name = [CChar](repeating: 0, count: 256)
    terminal = ct_open_terminal(&name, name.count)
    guard terminal >= 0 else { throw CannotStart() }
    ct_resize(terminal, Int32(surroundings.columns), Int32(surroundings.rows))
    let other = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do {
      process = try Launch(
        path: path, arguments: surroundings.arguments, environment: surroundings.variables,
        folder: folder
      ).start(input: other, errors: surroundings.keepsErrorsApart ? errors : nil)
    } catch {
      close(terminal)
      throw error
    }
    window = (surroundings.columns, surroundings.rows)
    _ = fcntl(terminal, F_SETFL, fcntl(terminal, F_GETFL) | O_NONBLOCK)
    // A line that wants all memory should fail by itself, not bring down the machine.
    ct_limit_memory(process, 8 << 30)
  }

  deinit {
    if status == nil { Launch.end(process) }
    close(terminal)
  }

  func resize(columns: Int, rows: Int) {
    ct_resize(terminal, Int32(columns), Int32(rows))
    // libedit keeps the size that it knows where a window tells none.
    window = (columns > 0 ? columns : window.columns, rows > 0 ? rows : window.rows)
  }

  /// Whether the window has no room for the prompt, so that its `>` may never be shown.
  private var isNarrow: Bool {
    (1...40).contains(window.columns) || (1...4).contains(window.rows)
  }

  /// Sends keys, and reads meanwhile what the program shows, so that neither waits for the other.
  func send(_ text: String) {
    shown = []
    hasEndedLine = false
    var bytes = Self.bytes(of: text)[...]
    var patience = 2_000
    while !bytes.isEmpty, patience > 0 {
      let count = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes.removeFirst(count)
      } else {
        patience -= 1
        guard errno == EAGAIN || errno == EINTR, take(milliseconds: 5) else { return }
      }
    }
  }

  /// What a text stands for: U+F780 to U+F7FF are bytes, so that a text may hold broken UTF-8.
  private static func bytes(of text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar -> [UInt8] in
      (0xF780...0xF7FF).contains(scalar.value)
        ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }

  /// Waits until the program asks for a line.
  func wait(seconds: Double) -> State {
    let deadline = now() + seconds
    while true {
      if isAtPrompt { return .prompt }
      guard take(milliseconds: 2) else { return .ended(end()) }
      if now() > deadline { return isAtPrompt ? .prompt : .busy }
    }
  }

  /// Waits until nothing has come for a while: ^C may have met one prompt and brought another. What
  /// plays and looks like a prompt never calms down.
  func calmDown() {
    var count = -1
    let deadline = now() + 3
    while shown.count != count, now() < deadline {
      count = shown.count
      guard take(milliseconds: 30) else { return }
    }
  }

  /// The text that was shown below the line typed.
  var answer: [UInt8] {
    guard let end = shown.firstIndex(of: 0x0A) else { return shown }
    return Array(shown[end...])
  }

  /// The words before the prompt's `>`.
  var prompt: String {
    let line = shown.split(separator: 0x0A).last ?? []
    return String(decoding: line, as: UTF8.self)
  }

  private var isAtPrompt: Bool {
    guard hasEndedLine else { return false }
    let endsInPrompt = shown.last { $0 > 0x20 && $0 != 0x7F } == UInt8(ascii: ">")
    guard endsInPrompt || (isNarrow && now() > shownLast + 0.1) else { return false }
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else { return false }
    return modes.c_lflag & (tcflag_t(ICANON) | tcflag_t(ISIG)) == 0
  }

  /// Takes what has been written; false where the program has ended.
  private func take(milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, milliseconds) > 0 else { return true }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(terminal, &bytes, bytes.count)
    guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
    shownLast = now()
    for byte in bytes[..<count] { show(byte) }
    if shown.count > 4_000_000 { shown.removeFirst(2_000_000) }
    return true
  }

  private func show(_ byte: UInt8) {
    switch escape {
    case .none:
      if byte == 0x1B {
        escape = .begun
      } else if byte >= 0x20 || byte == 0x0A {
        shown.append(byte)
        if byte == 0x0A { hasEndedLine = true }
      }
    case .begun:
      escape = byte == UInt8(ascii: "[") ? .sequence : byte == UInt8(ascii: "]") ? .command : .none
    case .sequence:
      if (0x40...0x7E).contains(byte) { escape = .none }
    case .command:
      if byte == 0x07 || byte == 0x1B { escape = .none }
    }
  }

  /// How it ended; one that has left its terminal and does not end is ended here.
  private func end() -> Int32 {
    if let status { return status }
    var code: Int32 = 0
    let deadline = now() + 60
    while case let ended = waitpid(process, &code, WNOHANG), ended != process {
      if ended < 0, errno != EINTR { break }
      if now() > deadline { kill(process, SIGKILL) }
      usleep(1_000)
    }
    let ended = Launch.status(of: code)
    status = ended
    return ended
  }
}
