import ArrayElements

/// A zip archive's members, stored or deflated, with zip64's sizes.
///
/// Everything must be accounted for: no two members of one name, no byte that belongs to two members
/// or to none, and each member has the checksum that the archive says. Source: PKWARE's APPNOTE 6.3.
package struct ZipArchive {
  struct Member {
    let name: String
    let checksum: UInt32
    let isDeflated: Bool
    /// Bytes in the archive, and as they are inflated.
    let packed: Int
    let size: Int
    fileprivate let start: Int
    fileprivate let mayHaveDescriptor: Bool
  }

  private let bytes: ArraySlice<UInt8>
  private(set) var members: [Member] = []

  static let mostMembers = 10_000

  /// - Throws: `ArrayError` for what is no such archive.
  init(_ bytes: [UInt8]) throws(ArrayError) {
    self.bytes = bytes[...]
    let end = try directoryEnd()
    var at = end.start
    for _ in 0..<end.count {
      let (member, length) = try member(at: at)
      members.append(member)
      at += length
    }
    guard at == end.start + end.size else {
      throw ArrayError("the archive's directory is damaged: its length is not what it says")
    }
    var names: Set<String> = []
    for member in members where !names.insert(member.name).inserted {
      throw ArrayError("the archive holds '\(Self.shown(member.name))' twice")
    }
    try checkPlaces(upTo: end.start)
  }

  // MARK: The directory

  private func damaged(_ what: String) -> ArrayError {
    ArrayError("the archive is damaged: \(what)")
  }

  private func number<Word: FixedWidthInteger & UnsignedInteger>(
    _: Word.Type, at offset: Int
  ) throws(ArrayError) -> Int {
    guard let word = bytes.number(at: offset, Word.self), let number = Int(exactly: word) else {
      throw damaged("it ends before its parts do")
    }
    return number
  }

  /// Where the directory lies: found from the record at the archive's end.
  private func directoryEnd() throws(ArrayError) -> (start: Int, size: Int, count: Int) {
    let least = max(0, bytes.count - 22 - 0xFFFF)
    var found: Int?
    for place in stride(from: bytes.count - 22, through: least, by: -1)
    where bytes.number(at: place, UInt32.self) == 0x0605_4B50 {
      if try number(UInt16.self, at: place + 20) == bytes.count - place - 22 {
        found = place
        break
      }
    }
    guard let place = found else {
      throw ArrayError("it is no zip archive, or its end is missing")
    }
    var disks = [
      try number(UInt16.self, at: place + 4), try number(UInt16.self, at: place + 6),
    ]
    var counts = [
      try number(UInt16.self, at: place + 8), try number(UInt16.self, at: place + 10),
    ]
    var (size, start) = (
      try number(UInt32.self, at: place + 12), try number(UInt32.self, at: place + 16)
    )
    var after = place
    if counts.contains(0xFFFF) || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      let locator = place - 20
      guard bytes.number(at: locator, UInt32.self) == 0x0706_4B50 else {
        throw damaged("its zip64 record is missing")
      }
      let record = try number(UInt64.self, at: locator + 8)
      guard record <= locator - 56, bytes.number(at: record, UInt32.self) == 0x0606_4B50 else {
        throw damaged("its zip64 record is missing")
      }
      let length = try number(UInt64.self, at: record + 4)
      guard length >= 44, length == locator - record - 12 else {
        throw damaged("its zip64 record has another length than it says")
      }
      disks = [try number(UInt32.self, at: record + 16), try number(UInt32.self, at: record + 20)]
      counts = [try number(UInt64.self, at: record + 24), try number(UInt64.self, at: record + 32)]
      (size, start) = (
        try number(UInt64.self, at: record + 40), try number(UInt64.self, at: record + 48)
      )
      after = record
    }
    guard disks == [0, 0] else {
      throw ArrayError("the archive is one of several; join them first")
    }
    guard counts[0] == counts[1], counts[0] <= Self.mostMembers else {
      throw ArrayError(
        "the archive announces \(counts[1]) members; up to \(Self.mostMembers) are read")
    }
    guard size <= bytes.count, start <= bytes.count, start + size == after else {
      throw damaged("its directory is not where it says")
    }
    return (start, size, counts[0])
  }

  /// A member by its entry in the directory, and the entry's length.
  private func member(at place: Int) throws(ArrayError) -> (Member, length: Int) {
    guard bytes.number(at: place, UInt32.self) == 0x0201_4B50 else {
      throw damaged("an entry of its directory is missing")
    }
    let flags = try number(UInt16.self, at: place + 8)
    let method = try number(UInt16.self, at: place + 10)
    guard let checksum = bytes.number(at: place + 16, UInt32.self) else {
      throw damaged("it ends before its parts do")
    }
    var sizes = [
      try number(UInt32.self, at: place + 24), try number(UInt32.self, at: place + 20),
      try number(UInt32.self, at: place + 42),
    ]
    let nameLength = try number(UInt16.self, at: place + 28)
    let extraLength = try number(UInt16.self, at: place + 30)
    let length = 46 + nameLength + extraLength + (try number(UInt16.self, at: place + 32))
    guard let nameBytes = bytes.part(from: place + 46, count: nameLength),
      let extra = bytes.part(from: place + 46 + nameLength, count: extraLength)
    else { throw damaged("it ends before its parts do") }
    guard let name = String(validating: nameBytes, as: UTF8.self), !name.utf8.contains(0) else {
      throw ArrayError("the archive has a member whose name is no UTF-8 text")
    }
    if sizes.contains(0xFFFF_FFFF) { try widen(&sizes, by: extra) }
    guard flags & 0x2041 == 0 else {
      throw ArrayError("'\(Self.shown(name))' is encrypted; save it without a password")
    }
    guard method == 0 || method == 8 else {
      throw ArrayError(
        "'\(Self.shown(name))' is compressed by method \(method); stored and deflated members are "
          + "read, as numpy.savez and numpy.savez_compressed write them")
    }
    guard sizes.allSatisfy({ $0 <= Int.max / 4 }), method == 8 || sizes[0] == sizes[1] else {
      throw damaged("'\(Self.shown(name))' has two different sizes")
    }
    let header = sizes[2]
    let start = try dataStart(of: name, nameBytes, method: method, at: header)
    return (
      Member(
        name: name, checksum: checksum, isDeflated: method == 8, packed: sizes[1], size: sizes[0],
        start: start, mayHaveDescriptor: flags & 8 != 0), length
    )
  }

  /// Sizes of zip64, which stand in an extra field in the order of those that are all ones.
  private func widen(
    _ sizes: inout [Int], by extra: ArraySlice<UInt8>
  ) throws(ArrayError) {
    var at = 0
    while let kind = extra.number(at: at, UInt16.self),
      let length = extra.number(at: at + 2, UInt16.self)
    {
      if kind == 1, let field = extra.part(from: at + 4, count: Int(length)) {
        var place = 0
        for i in sizes.indices where sizes[i] == 0xFFFF_FFFF {
          guard let word = field.number(at: place, UInt64.self), let size = Int(exactly: word)
          else { throw damaged("a zip64 size is missing") }
          sizes[i] = size
          place += 8
        }
        return
      }
      at += 4 + Int(length)
    }
    throw damaged("a zip64 size is missing")
  }

  /// Where a member's bytes begin, after its own header.
  private func dataStart(
    of name: String, _ nameBytes: ArraySlice<UInt8>, method: Int, at place: Int
  ) throws(ArrayError) -> Int {
    guard bytes.number(at: place, UInt32.self) == 0x0403_4B50 else {
      throw damaged("the header of '\(Self.shown(name))' is missing")
    }
    let nameLength = try number(UInt16.self, at: place + 26)
    let extraLength = try number(UInt16.self, at: place + 28)
    guard try number(UInt16.self, at: place + 8) == method,
      bytes.part(from: place + 30, count: nameLength) == nameBytes
    else {
      throw damaged("the header of '\(Self.shown(name))' is not that of its directory")
    }
    return place + 30 + nameLength + extraLength
  }

  static func shown(_ name: String) -> String {
    let isControl = { (letter: Character) in
      letter.isNewline || letter.asciiValue.map { $0 < 32 } ?? false
    }
    return String(name.prefix(60).map { isControl($0) ? "?" : $0 })
  }

  // MARK: Places

  /// Members follow one another without a hole up to the directory.
  private func checkPlaces(upTo directory: Int) throws(ArrayError) {
    var end = 0
    for member in members.sorted(by: { $0.start < $1.start }) {
      var header = end
      // A descriptor may stand after the member before it.
      if header != 0, bytes.number(at: header, UInt32.self) != 0x0403_4B50 {
        guard let after = descriptorEnd(at: header) else {
          throw damaged("bytes before '\(Self.shown(member.name))' belong to no member")
        }
        header = after
      }
      guard bytes.number(at: header, UInt32.self) == 0x0403_4B50,
        try header + 30 + number(UInt16.self, at: header + 26)
          + number(UInt16.self, at: header + 28) == member.start
      else { throw damaged("'\(Self.shown(member.name))' overlaps another member") }
      end = member.start + member.packed
      guard end <= directory else {
        throw damaged("'\(Self.shown(member.name))' reaches into the directory")
      }
    }
    guard end == directory || descriptorEnd(at: end) == directory else {
      throw damaged("bytes before its directory belong to no member")
    }
  }

  /// The end of the descriptor that stands at a place, after a member that may have one; nil where
  /// none does.
  private func descriptorEnd(at place: Int) -> Int? {
    guard
      let member = members.first(where: {
        $0.mayHaveDescriptor && $0.start + $0.packed == place
      })
    else { return nil }
    for (signature, wide) in [(true, false), (true, true), (false, false), (false, true)] {
      let first = place + (signature ? 4 : 0)
      if signature, bytes.number(at: place, UInt32.self) != 0x0807_4B50 { continue }
      guard bytes.number(at: first, UInt32.self) == member.checksum else { continue }
      let sizes =
        wide
        ? [4, 12].map { bytes.number(at: first + $0, UInt64.self).flatMap { Int(exactly: $0) } }
        : [4, 8].map { bytes.number(at: first + $0, UInt32.self).map { Int($0) } }
      if sizes == [member.packed, member.size] {
        return first + (wide ? 20 : 12)
      }
    }
    return nil
  }

  // MARK: Contents

  /// A member's bytes.
  ///
  /// - Throws: `ArrayError` where they cannot be inflated to the size announced, or their checksum is
  ///   another one.
  func contents(of member: Member) throws(ArrayError) -> ArraySlice<UInt8> {
    guard let packed = bytes.part(from: member.start, count: member.packed) else {
      throw damaged("it ends before its parts do")
    }
    let name = Self.shown(member.name)
    let contents: ArraySlice<UInt8>
    if member.isDeflated {
      guard let inflated = Deflate.inflated(packed, size: member.size) else {
        throw ArrayError(
          "'\(name)' is damaged: its \(member.packed) bytes do not inflate to \(member.size)")
      }
      contents = inflated[...]
    } else {
      contents = packed
    }
    guard Deflate.checksum(contents) == member.checksum else {
      throw ArrayError("'\(name)' is damaged: its checksum is not the one that the archive says")
    }
    return contents
  }
}
