import Session
import Shell

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Standard output and standard error, written at once and never given up on silently.
enum StandardStreams {
  /// Where a session's text goes; what it writes takes the status line's place.
  static func sessionOutput(erasing line: TerminalStatusLine?) -> Session.Output {
    guard let line else { return .init(write: write, writeError: writeError) }
    return .init(
      write: { text in
        line.show(nil)
        write(text)
      },
      writeError: { text in
        line.show(nil)
        writeError(text)
      }, statusLine: line.line)
  }

  /// When standard output is full or gone the program ends with a sentence: numbers that no reader will
  /// see are not worth computing, and a script must not take them for written.
  static func write(_ text: String) {
    guard let failure = writeAll(text, to: STDOUT_FILENO) else { return }
    if failure != EPIPE {
      complain("standard output: \(String(cString: strerror(failure)))")
    }
    exit(EXIT_FAILURE)
  }

  static func writeError(_ text: String) {
    _ = writeAll(text, to: STDERR_FILENO)
  }

  /// One sentence about the program itself.
  static func complain(_ sentence: String) {
    writeError("descent: \(sentence)\n")
  }

  /// Writes all of a text; the error number where that failed.
  private static func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = systemWrite(descriptor, start, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}

/// The system's call, whose name the type's own method hides.
private func systemWrite(_ descriptor: Int32, _ from: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, from, count)
}
