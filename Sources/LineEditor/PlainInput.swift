#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Reads the lines of what is no terminal: a pipe or a file.
///
/// A line may end in `\n` or `\r\n`, the last one in neither. A byte-order mark at the start is
/// dropped.
public final class PlainInput {
  /// Why a line could not be had; `description` is one sentence.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    case lineTooLong
    case notUTF8
    /// ^C while waiting.
    case interrupted
    case unreadable(String)

    public var description: String {
      switch self {
      case .lineTooLong: "a line longer than \(PlainInput.maximumLineLength) bytes"
      case .notUTF8: "this line is not UTF-8 text"
      case .interrupted: "interrupted"
      case .unreadable(let reason): reason
      }
    }
  }

  /// Bytes in a line; no command is that long, and memory stays bounded.
  public static let maximumLineLength = 1 << 20

  /// The number of the line read last, from 1.
  public private(set) var lineNumber = 0

  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private var buffer: [UInt8] = []
  private var position = 0
  private var reachedEnd = false

  /// Reads from a descriptor that stays the caller's.
  public init(descriptor: Int32 = STDIN_FILENO) {
    self.descriptor = descriptor
    ownsDescriptor = false
  }

  /// Opens a file.
  public init(path: String) throws(Failure) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(reasonOfLastFailure()) }
    ownsDescriptor = true
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  /// The next line, or nil after the last.
  public func next() throws(Failure) -> String? {
    var scanned = position
    while true {
      if let newline = buffer[scanned...].firstIndex(of: 0x0A) {
        lineNumber += 1
        return try takeLine(upTo: newline, resumingAt: newline + 1)
      }
      scanned = buffer.count
      if scanned - position > Self.maximumLineLength {
        lineNumber += 1
        throw .lineTooLong
      }
      if reachedEnd {
        guard position < buffer.count else { return nil }
        lineNumber += 1
        return try takeLine(upTo: buffer.count, resumingAt: buffer.count)
      }
      if position > 0 {
        buffer.removeFirst(position)
        scanned -= position
        position = 0
      }
      try fill()
    }
  }

  private func takeLine(upTo end: Int, resumingAt next: Int) throws(Failure) -> String {
    defer { position = next }
    var bytes = buffer[position..<end]
    if bytes.count > Self.maximumLineLength { throw .lineTooLong }
    if bytes.last == 0x0D { bytes.removeLast() }
    if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let line = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    return line
  }

  private func fill() throws(Failure) {
    let chunk = 65_536
    while true {
      var failure: Int32 = 0
      let start = buffer.count
      // An array: byte by byte this would take as long as the rest of the start.
      buffer += [UInt8](repeating: 0, count: chunk)
      let count = buffer.withUnsafeMutableBytes { bytes in
        let count = read(descriptor, bytes.baseAddress.map { $0 + start }, chunk)
        failure = errno
        return count
      }
      buffer.removeLast(chunk - max(0, count))
      if count > 0 { return }
      if count == 0 {
        reachedEnd = true
        return
      }
      if failure != EINTR { throw .unreadable(String(cString: strerror(failure))) }
      if Interrupt.pending { throw .interrupted }
    }
  }
}

/// What the system says about the call that just failed.
func reasonOfLastFailure() -> String { String(cString: strerror(errno)) }
