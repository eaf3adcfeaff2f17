/// Bytes as text of 64 letters (RFC 4648), four for every three bytes.
public func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let part = bytes[start..<min(start + 3, bytes.count)]
    var bits = 0
    for byte in part { bits = bits << 8 | Int(byte) }
    bits <<= 8 * (3 - part.count)
    for place in 0..<4 {
      let isPadding = place > part.count
      text.append(isPadding ? 0x3D : letters[bits >> (18 - 6 * place) & 63])
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// Numbers as the base64 of their bytes, the lowest byte of each first.
public func base64(packing numbers: [Double]) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(numbers.count * 8)
  for number in numbers {
    let bits = number.bitPattern
    for place in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * UInt64(clamping: place))))
    }
  }
  return base64(bytes)
}

/// The same with numbers of four bytes each, which are enough for a picture.
public func base64(packingForPictures numbers: [Double]) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(numbers.count * 4)
  for number in numbers {
    let bits = Float(number).bitPattern
    for place in 0..<4 {
      bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * UInt32(clamping: place))))
    }
  }
  return base64(bytes)
}

/// Numbers for a picture as the base64 of two bytes each, the lower first: 0 stands for `low`, 65534 for
/// `high`, and 65535 for what is not a number.
public func base64(packing numbers: ArraySlice<Double>, from low: Double, to high: Double) -> String
{
  var bytes: [UInt8] = []
  bytes.reserveCapacity(numbers.count * 2)
  let scale = high > low ? 65_534 / (high - low) : 0
  for number in numbers {
    let place = UInt16(exactly: ((number - low) * scale).rounded()) ?? 65_535
    bytes.append(UInt8(truncatingIfNeeded: place))
    bytes.append(UInt8(truncatingIfNeeded: place >> 8))
  }
  return base64(bytes)
}
