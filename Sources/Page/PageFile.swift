import CPage

/// A file of the live page.
package struct PageFile: Sendable {
  package let name: String
  /// Its media type.
  package let type: String
  package let bytes: [UInt8]

  /// All of them, the document first.
  package static let all: [PageFile] = (0..<cpage_count()).compactMap { index in
    guard let file = cpage_at(index) else { return nil }
    return PageFile(
      name: String(cString: file.pointee.name), type: String(cString: file.pointee.type),
      bytes: Array(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)))
  }

  package static func named(_ name: String) -> PageFile? { all.first { $0.name == name } }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
