extension Event {
  /// The event as a record of an event file (TFRecord): its length, the length's masked checksum, the
  /// event, its masked checksum; numbers little-endian.
  public var record: [UInt8] {
    let content = message.bytes
    let length = Self.littleEndian(UInt64(content.count))
    return length + Self.littleEndian(CRC32C.masked(length)) + content
      + Self.littleEndian(CRC32C.masked(content))
  }

  private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
