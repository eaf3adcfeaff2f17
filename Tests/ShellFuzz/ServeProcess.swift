import CTestSupport
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// `descent serve` with two pipes, driven without waiting longer than it takes.
final class ServeProcess {
  enum Answer {
    case line([UInt8])
    /// It has ended: its exit status, or minus the number of the signal.
    case ended(Int32)
    /// Nothing came within the time.
    case busy
  }

  private let input: Int32
  private let output: Int32
  private let process: pid_t
  private var pending: [UInt8] = []
  /// Where the next line begins in them.
  private var first = 0
  private var status: Int32?

  /// The pipes are files with names, which a program can be started with.
  init(_ path: String, _ surroundings: Surroundings, _ folder: TrialFolder) throws {
    let (requests, events) = (folder.path + "/requests", folder.path + "/events")
    var descriptors: [Int32] = []
    for pipe in [requests, events] {
      unlink(pipe)
      // Opened from both sides first, so that the program does not wait for this one.
      guard mkfifo(pipe, 0o600) == 0, case let end = open(pipe, O_RDWR | O_NONBLOCK), end >= 0
      else {
        throw ShellProcess.CannotStart()
      }
      descriptors.append(end)
    }
    (input, output) = (descriptors[0], descriptors[1])
    process = try Launch(
      path: path, arguments: ["serve"], environment: surroundings.variables, folder: folder.work
    ).start(input: requests, output: events, errors: folder.errors)
    ct_limit_memory(process, 8 << 30)
  }

  deinit {
    if status == nil { Launch.end(process) }
    close(input)
    close(output)
  }

  func interrupt() { kill(process, SIGINT) }

  /// Sends bytes, and reads meanwhile what comes, so that neither waits for the other.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    var patience = 4_000
    while !rest.isEmpty, patience > 0 {
      let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      if count > 0 {
        rest.removeFirst(count)
      } else if !take(milliseconds: 5) {
        // What answers is not slow to read: only silence costs patience.
        patience -= 1
      }
    }
  }

  /// The next line that it writes.
  func next(seconds: Double) -> Answer {
    let deadline = now() + seconds
    while true {
      if let end = pending[first...].firstIndex(of: 0x0A) {
        let line = Array(pending[first..<end])
        first = end + 1
        // Not at each line: megabytes of answers would be moved for each of them.
        if first > pending.count / 2 {
          pending.removeFirst(first)
          first = 0
        }
        return .line(line)
      }
      if !take(milliseconds: 20) {
        if let status = ended() { return .ended(status) }
        if now() > deadline { return .busy }
      }
    }
  }

  /// Takes what has been written; false where nothing has.
  private func take(milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(output, &bytes, bytes.count)
    guard count > 0 else { return false }
    pending += bytes[..<count]
    return true
  }

  private func ended() -> Int32? {
    if let status { return status }
    var code: Int32 = 0
    guard waitpid(process, &code, WNOHANG) == process else { return nil }
    status = Launch.status(of: code)
    return status
  }
}
