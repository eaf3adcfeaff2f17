import CTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A program at a terminal of its own: what a user types goes in, what a user sees comes out.
///
/// Nothing sleeps for a guessed time: every step waits for a text to appear, patiently enough for a
/// busy machine, and a text that never comes throws with everything seen so far.
package final class PseudoTerminal {
  package enum Failure: Error, CustomStringConvertible {
    case system(String)
    case missing(String, seen: String)
    case stillRunning(seen: String)

    package var description: String {
      switch self {
      case .system(let call): "\(call): \(String(cString: strerror(errno)))"
      case .missing(let text, let seen): "waited for \(text.debugDescription); the screen: \(seen)"
      case .stillRunning(let seen): "the program does not end; the screen: \(seen)"
      }
    }
  }

  /// Seconds to wait for anything: only what never comes takes so long.
  package static let patience = 60.0

  /// Everything the program wrote, escapes included.
  package private(set) var transcript: [UInt8] = []
  /// The same without escape sequences, carriage returns and bells.
  package private(set) var screen: [UInt8] = []
  private var searched = 0
  private var stripper = EscapeStripper()
  private let primary: Int32
  package let process: pid_t
  private var status: Int32?

  /// Starts a program with exactly these environment variables.
  package init(
    _ path: String, arguments: [String] = [], environment: [String: String], folder: String,
    columns: Int = 80, rows: Int = 24
  ) throws {
    var name = [CChar](repeating: 0, count: 256)
    primary = ct_open_terminal(&name, name.count)
    guard primary >= 0 else { throw Failure.system("posix_openpt") }
    ct_resize(primary, Int32(columns), Int32(rows))
    let secondary = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do {
      process = try Launch(
        path: path, arguments: arguments, environment: environment, folder: folder
      ).start(input: secondary)
    } catch {
      close(primary)
      throw error
    }
  }

  deinit {
    if status == nil { Launch.end(process) }
    close(primary)
  }

  /// Changes the window as a user who drags its corner.
  package func resize(columns: Int, rows: Int) {
    ct_resize(primary, Int32(columns), Int32(rows))
  }

  /// How wide the window is.
  package var columns: Int { Int(ct_columns(primary)) }

  /// Types a text; `^C` is `"\u{3}"`, Return `"\r"`.
  package func type(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(primary, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes.removeFirst(count)
      } else if errno != EINTR {
        throw Failure.system("write")
      }
    }
  }

  /// Waits until a text appears after the last one waited for; returns what came before it.
  @discardableResult
  package func wait(for text: String, seconds: Double = patience) throws -> String {
    let wanted = Array(text.utf8)
    let deadline = now() + seconds
    while true {
      if let end = firstEnd(of: wanted) {
        let before = screen[searched..<(end - wanted.count)]
        searched = end
        return String(decoding: before, as: UTF8.self)
      }
      guard readMore(until: deadline) else {
        throw Failure.missing(text, seen: String(decoding: screen.suffix(2000), as: UTF8.self))
      }
    }
  }

  private func firstEnd(of wanted: [UInt8]) -> Int? {
    guard screen.count - searched >= wanted.count else { return nil }
    for start in searched...(screen.count - wanted.count)
    where screen[start..<(start + wanted.count)].elementsEqual(wanted) {
      return start + wanted.count
    }
    return nil
  }

  /// Waits for the program's end; its exit status, or minus the number of the signal that ended it.
  package func waitForExit() throws -> Int32 {
    let deadline = now() + Self.patience
    while true {
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        self.status = status
        while readMore(until: now()) {}
        return exitStatus(of: status)
      }
      if now() > deadline {
        throw Failure.stillRunning(seen: String(decoding: screen.suffix(2000), as: UTF8.self))
      }
      _ = readMore(until: now() + 0.01)
    }
  }

  /// Whether the terminal hands over whole lines and sends signals, as a shell expects it.
  package var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(primary, &modes) == 0 else { return false }
    let wanted = tcflag_t(ICANON) | tcflag_t(ISIG) | tcflag_t(ECHO)
    return modes.c_lflag & wanted == wanted
  }

  /// Takes what the program has written by then; false where nothing came.
  private func readMore(until deadline: Double) -> Bool {
    var descriptor = pollfd(fd: primary, events: Int16(POLLIN), revents: 0)
    let milliseconds = max(0, (deadline - now()) * 1000)
    guard poll(&descriptor, 1, Int32(milliseconds)) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(primary, &bytes, bytes.count)
    guard count > 0 else { return false }
    transcript += bytes[..<count]
    for byte in bytes[..<count] where stripper.shows(byte) { screen.append(byte) }
    return true
  }
}

/// Leaves out what a terminal does not show: control sequences and single control bytes.
private struct EscapeStripper {
  private enum State { case text, escape, sequence }
  private var state = State.text

  mutating func shows(_ byte: UInt8) -> Bool {
    switch state {
    case .text:
      if byte == 0x1B { state = .escape }
      return byte >= 0x20 || byte == 0x0A
    case .escape:
      state = byte == 0x5B ? .sequence : .text
      return false
    case .sequence:
      if (0x40...0x7E).contains(byte) { state = .text }
      return false
    }
  }
}

/// Seconds on a clock that only goes forward.
package func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// As a shell would report it, but a signal's number negative.
func exitStatus(of status: Int32) -> Int32 {
  let signal = status & 0x7F
  return signal == 0 ? (status >> 8) & 0xFF : -signal
}
