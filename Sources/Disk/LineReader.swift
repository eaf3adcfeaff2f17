/// Lines of bytes from a pipe or a file, none longer than a bound.
public struct LineReader {
  public enum Line: Equatable, Sendable {
    case bytes([UInt8])
    /// A longer one, passed over up to its end.
    case tooLong
  }

  private let descriptor: Int32
  private let longest: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// - Parameter longest: bytes in a line.
  public init(_ descriptor: Int32, longest: Int) {
    self.descriptor = descriptor
    self.longest = longest
  }

  /// The next line without its end; nil after the last, which may have no line end.
  public mutating func next() -> Line? {
    var scanned = start
    var isTooLong = false
    while true {
      if let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return isTooLong || end - start > longest ? .tooLong : .bytes(Array(buffer[start..<end]))
      }
      if isAtEnd {
        guard start < buffer.count || isTooLong else { return nil }
        defer { start = buffer.count }
        return isTooLong ? .tooLong : .bytes(Array(buffer[start...]))
      }
      if buffer.count - start > longest {
        isTooLong = true
        start = buffer.count
      }
      buffer.removeFirst(start)
      start = 0
      scanned = buffer.count
      fill()
    }
  }

  /// Waits for more bytes.
  private mutating func fill() {
    let piece = nextPiece(of: descriptor)
    isAtEnd = piece.isEmpty
    buffer += piece
  }
}
