import ArrayElements
import LongWork

/// One array as `numpy.save` writes it: a magic word, a version, a header that is a Python dictionary,
/// the numbers. Versions 1.0, 2.0 and 3.0 differ in the header's length and letters.
///
/// Source: NEP 1 and `numpy.lib.format`.
package enum NumPyArray {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The longest header read; NumPy itself reads 10,000 bytes.
  private static let longestHeader = 65_536
  /// As many dimensions as NumPy's arrays have.
  private static let mostDimensions = 64

  // MARK: Reading

  /// - Throws: `ArrayError` for what is no such array, a pickle, numbers of another kind, or bytes
  ///   that the shape does not account for.
  static func array(_ name: String, in bytes: ArraySlice<UInt8>) throws(ArrayError) -> NamedArray {
    guard bytes.starts(with: magic), let major = bytes.number(at: 6, UInt8.self),
      let minor = bytes.number(at: 7, UInt8.self)
    else { throw ArrayError("'\(name)' is no NumPy array: it does not begin with \\x93NUMPY") }
    guard (1...3).contains(major), minor == 0 else {
      throw ArrayError("'\(name)' has the format \(major).\(minor); 1.0, 2.0 and 3.0 are read")
    }
    let start = major == 1 ? 10 : 12
    let length =
      major == 1
      ? bytes.number(at: 8, UInt16.self).map { Int($0) }
      : bytes.number(at: 8, UInt32.self).map { Int($0) }
    guard let length, length <= longestHeader, let text = bytes.part(from: start, count: length)
    else { throw ArrayError("'\(name)' ends within its header, or its header is too long") }
    // Before version 3 the header is Latin-1, and what is read of it is ASCII.
    guard major == 3 || text.allSatisfy({ $0 < 0x80 }),
      let header = String(validating: text, as: UTF8.self)
    else { throw ArrayError("'\(name)' has a header that is no text") }
    let fields = try NumPyHeader(header, of: name)
    let (type, isBigEndian) = try elementType(fields.type, of: name)
    guard fields.shape.count <= mostDimensions,
      let count = NamedArray.count(of: fields.shape)
    else {
      throw ArrayError(
        "'\(name)' announces the shape \(NamedArray.text(of: fields.shape)), which no memory holds")
    }
    let data = bytes[(bytes.startIndex + start + length)...]
    let (size, overflow) = count.multipliedReportingOverflow(by: type.size)
    guard !overflow, size == data.count else {
      throw ArrayError(
        "'\(name)' announces the shape \(NamedArray.text(of: fields.shape)), and has "
          + "\(data.count) bytes of numbers")
    }
    let values = try type.numbers(in: data, isBigEndian: isBigEndian, of: name)
    return NamedArray(
      name, shape: fields.shape,
      values: fields.isFortranOrder ? rowMajor(values, of: fields.shape) : values, type: type)
  }

  private static func elementType(
    _ text: String, of name: String
  ) throws(ArrayError) -> (ElementType, isBigEndian: Bool) {
    let order = text.first ?? " "
    if text.dropFirst().first == "O" || order == "O" {
      throw ArrayError(
        "'\(name)' holds Python objects, which only running a pickle could read; save arrays of "
          + "numbers, as numpy.savez(FILE, W1=W1)")
    }
    guard let type = ElementType.numpy(text.dropFirst()),
      order == "<" || order == ">" || (order == "|" && type.size == 1)
    else {
      throw ArrayError(
        "'\(name)' has numbers of the type \(shown(text)); floats, whole numbers and truth values "
          + "are read, and astype(float) makes one of them")
    }
    return (type, order == ">")
  }

  /// A text of the file in quotes, cut short.
  static func shown(_ text: String) -> String {
    "'" + text.prefix(24).filter { !$0.isNewline } + "'"
  }

  // MARK: Writing

  /// The array in the format 1.0, float64, row-major.
  package static func bytes(of array: NamedArray) -> [UInt8] {
    let sizes = array.shape.map(String.init)
    let shape = sizes.count == 1 ? "(\(sizes[0]),)" : "(" + sizes.joined(separator: ", ") + ")"
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }"
    // The numbers begin at a multiple of 64.
    let rest = (magic.count + 4 + header.utf8.count + 1) % 64
    header += String(repeating: " ", count: (64 - rest) % 64) + "\n"
    var bytes = magic + [1, 0]
    bytes.append(number: UInt16(clamping: header.utf8.count))
    bytes += Array(header.utf8)
    bytes.append(inParts: ElementType.bytes(of: array.values)[...])
    return bytes
  }
}
