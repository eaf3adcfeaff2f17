/// A protocol-buffers message being written, field by field.
///
///     var message = Message()
///     message.add(1, text: "loss")
///
/// Only what event files need. As proto3 does, a field that holds its default may be left out; these
/// write what they are told.
struct Message {
  private(set) var bytes: [UInt8] = []

  private enum Wire: UInt64 {
    case varint = 0
    case fixed64 = 1
    case delimited = 2
  }

  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(_ field: Int, _ wire: Wire) {
    append(varint: UInt64(field) << 3 | wire.rawValue)
  }

  private mutating func append(fixed bits: some FixedWidthInteger) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A whole number or an enumeration's case; below 0 in two's complement of 64 bits.
  mutating func add(_ field: Int, integer: Int) {
    append(field, .varint)
    append(varint: UInt64(bitPattern: Int64(integer)))
  }

  mutating func add(_ field: Int, number: Double) {
    append(field, .fixed64)
    append(fixed: number.bitPattern)
  }

  mutating func add(_ field: Int, bytes content: [UInt8]) {
    append(field, .delimited)
    append(varint: UInt64(content.count))
    bytes += content
  }

  mutating func add(_ field: Int, text: String) { add(field, bytes: Array(text.utf8)) }

  mutating func add(_ field: Int, _ message: Message) { add(field, bytes: message.bytes) }

  /// Repeated numbers, packed.
  mutating func add(_ field: Int, packed numbers: [Double]) {
    append(field, .delimited)
    append(varint: UInt64(8 * numbers.count))
    for number in numbers { append(fixed: number.bitPattern) }
  }

  /// Repeated numbers of single precision, packed.
  mutating func add(_ field: Int, packed numbers: [Float]) {
    append(field, .delimited)
    append(varint: UInt64(4 * numbers.count))
    for number in numbers { append(fixed: number.bitPattern) }
  }
}
