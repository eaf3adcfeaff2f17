import ArrayElements
import LongWork

extension ZipArchive {
  /// An archive of members, stored, in their order; always of the same bytes for the same members.
  ///
  /// - Throws: `ArrayError` for what only zip64 could hold.
  package static func bytes(
    of members: [(name: String, contents: [UInt8])]
  ) throws(ArrayError) -> [UInt8] {
    let size = members.reduce(0) { $0 + $1.contents.count + 2 * $1.name.utf8.count + 80 } + 22
    guard size < 0xFFFF_FFFF, members.count < 0xFFFF else {
      throw ArrayError("the arrays take \(size) bytes, and an archive holds up to 4 GB")
    }
    var (bytes, directory) = ([UInt8](), [UInt8]())
    bytes.reserveCapacity(size)
    for (name, contents) in members {
      var common: [UInt8] = []
      // Version 2.0, names in UTF-8, stored, 1 January 1980.
      for word: UInt16 in [20, 0x0800, 0, 0, 0x0021] { common.append(number: word) }
      common.append(number: Deflate.checksum(contents[...]))
      common.append(number: UInt32(clamping: contents.count))
      common.append(number: UInt32(clamping: contents.count))
      common.append(number: UInt16(clamping: name.utf8.count))
      common += [0, 0]
      directory.append(number: 0x0201_4B50 as UInt32)
      directory.append(number: 20 as UInt16)
      directory += common
      // No comment, the first disk, no attributes.
      directory += [UInt8](repeating: 0, count: 10)
      directory.append(number: UInt32(clamping: bytes.count))
      directory += Array(name.utf8)
      bytes.append(number: 0x0403_4B50 as UInt32)
      bytes += common
      bytes += Array(name.utf8)
      bytes.append(inParts: contents[...])
    }
    let start = bytes.count
    bytes += directory
    bytes.append(number: 0x0605_4B50 as UInt32)
    bytes += [0, 0, 0, 0]
    for _ in 0..<2 { bytes.append(number: UInt16(clamping: members.count)) }
    bytes.append(number: UInt32(clamping: directory.count))
    bytes.append(number: UInt32(clamping: start))
    return bytes + [0, 0]
  }
}
