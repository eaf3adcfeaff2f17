/// Numbers of a file's headers, least byte first.
extension ArraySlice<UInt8> {
  /// The number that begins so many bytes after the slice's start; nil where the slice ends before
  /// it does.
  func number<Word: FixedWidthInteger & UnsignedInteger>(
    at offset: Int, _: Word.Type = Word.self
  ) -> Word? {
    let size = Word.bitWidth / 8
    guard offset >= 0, count - offset >= size else { return nil }
    var word: Word = 0
    for k in (0..<size).reversed() { word = word << 8 | Word(self[startIndex + offset + k]) }
    return word
  }

  /// So many bytes from an offset on; nil where there are fewer.
  func part(from offset: Int, count wanted: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, wanted >= 0, count - offset >= wanted else { return nil }
    return self[(startIndex + offset)..<(startIndex + offset + wanted)]
  }
}

extension [UInt8] {
  mutating func append<Word: FixedWidthInteger>(number: Word) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
