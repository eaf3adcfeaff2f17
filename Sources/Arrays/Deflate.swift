import Czlib
import LongWork

/// zlib's part, in pieces between which ^C is heard. zlib is linked already, for gzip'd IDX files, and
/// the wheel carries it.
enum Deflate {
  /// What deflate makes of a byte at most; a header that announces more lies.
  private static let mostFromOne = 1_032
  /// Bytes that are summed or inflated at a time: some milliseconds.
  private static let piece = 1 << 20

  /// Raw deflated bytes, inflated; nil where they are damaged or give another number of bytes.
  static func inflated(_ bytes: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
    let (most, overflow) = bytes.count.multipliedReportingOverflow(by: mostFromOne)
    guard overflow || size <= most, size < Int(UInt32.max), bytes.count < Int(UInt32.max) else {
      return nil
    }
    var stream = z_stream()
    // Without zlib's own header and trailer.
    guard
      inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(clamping: MemoryLayout<z_stream>.size))
        == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    var input = Array(copying: bytes)
    // One byte more than wanted: an output that is full too early is told from one that ends there.
    var output = [UInt8](unfilled: size + 1)
    let isWhole = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(clamping: source.count)
        stream.next_out = target.baseAddress
        var state = Z_OK
        var left = target.count
        while state == Z_OK, left > 0, !Interruption.givesUp() {
          let room = min(left, piece)
          stream.avail_out = UInt32(clamping: room)
          state = inflate(&stream, Z_NO_FLUSH)
          left -= room - Int(stream.avail_out)
          // Input that is used up and leaves room will give no more.
          if state == Z_OK, stream.avail_out > 0 { break }
        }
        return state == Z_STREAM_END && stream.avail_in == 0 && left == 1
      }
    }
    guard isWhole else { return nil }
    output.removeLast()
    return output
  }

  /// CRC-32, as zip archives have it.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = crc32(0, nil, 0)
    bytes.withUnsafeBufferPointer { buffer in
      var place = 0
      while place < buffer.count {
        if place > 0, Interruption.givesUp() { return }
        let part = min(buffer.count - place, piece)
        sum = crc32(sum, buffer.baseAddress.map { $0 + place }, UInt32(clamping: part))
        place += part
      }
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}
