import Digests
import Disk
import Formula

/// Damages files as transport, editors, disks and people do, and as no person would.
struct Damage {
  var chance: Chance
  let seeds: FileSeeds
  private let kinds = FileKind.allCases.flatMap { Array(repeating: $0, count: $0.weight) }

  init(chance: Chance, seeds: FileSeeds) {
    self.chance = chance
    self.seeds = seeds
  }

  /// A file of some kind, damaged in one place or several.
  mutating func file() -> (kind: FileKind, bytes: [UInt8]) {
    let kind = chance.one(of: kinds, else: .table)
    let whole = chance.one(of: seeds.all[kind] ?? [], else: [])
    switch kind {
    case .study where chance.happens(0.8), .journal where chance.happens(0.8):
      return (kind, sealedDamage(whole))
    case .saved where chance.happens(0.8): return (kind, endedDamage(whole))
    default: return (kind, damage(whole))
    }
  }

  private mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<chance.whole(1...4) { bytes = once(bytes) }
    return Array(bytes.prefix(Self.largest))
  }

  /// Damages what the lines say and gives each the checksum that it should have then.
  private mutating func sealedDamage(_ bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let bare = lines.map { line in
      SealedLine.content(of: line).map { Array($0.utf8) } ?? Array(line)
    }
    let damaged = damage(Array(bare.joined(separator: [0x0A])))
    var sealed: [[UInt8]] = []
    for (i, line) in damaged.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let isBare = i == 0 || line.isEmpty
      sealed.append(
        isBare ? Array(line) : Array(SealedLine.text(String(decoding: line, as: UTF8.self)).utf8))
    }
    return Array(sealed.joined(separator: [0x0A]))
  }

  /// Damages a saved session and gives it the last line that it should have then.
  private mutating func endedDamage(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array("# end ".utf8)
    let lines = bytes.split(separator: 0x0A).filter { !$0.starts(with: mark) }
    var damaged = damage(Array(lines.joined(separator: [0x0A]))) + [0x0A]
    var digest = Digest()
    for byte in damaged { digest.add(byte) }
    damaged += mark + Array(String(digest.value, radix: 16).utf8) + [0x0A]
    return damaged
  }

  private static let largest = 200_000

  /// The same with one thing changed.
  mutating func once(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [0x0A] }
    var bytes = bytes
    let place = chance.whole(0...(bytes.count - 1))
    let end = min(bytes.count, place + chance.whole(1...chance.one(of: [2, 8, 40, 400], else: 8)))
    switch chance.whole(0...15) {
    case 0: bytes[place] ^= 1 << UInt8(chance.whole(0...7))
    case 1: bytes[place] = UInt8(chance.whole(0...255))
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.removeSubrange(place..<end)
    case 4: bytes += bytes
    case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 6: bytes = exchangingLines(of: bytes)
    case 7, 8: bytes = exchangingNumber(of: bytes, near: place)
    case 9: bytes.insert(0, at: place)
    case 10: bytes = encodedAnew(bytes)
    case 11:
      let times = chance.one(of: [10, 200, 3_000, 30_000], else: 10)
      let piece = Array(chance.word(of: Self.nests).utf8)
      let most = max(1, Self.largest / piece.count)
      bytes.insert(
        contentsOf: Array(repeating: piece, count: min(times, most)).joined(), at: place)
    case 12:
      let times = min(chance.one(of: [3, 50, 1_000], else: 3), Self.largest / (end - place) + 1)
      bytes.insert(
        contentsOf: Array(repeating: Array(bytes[place..<end]), count: times).joined(), at: place)
    case 13:
      let word = chance.word(of: Words.names + Words.numbers + Words.operators + Words.paths)
      bytes.insert(contentsOf: word.utf8, at: place)
    case 14:
      let others = seeds.all.values.joined().map(\.self)
      let other = chance.one(of: others, else: [])
      bytes = Array(bytes[..<place]) + other.suffix(chance.whole(0...other.count))
    default:
      bytes.insert(contentsOf: (0..<4).map { _ in UInt8(chance.whole(0...255)) }, at: place)
    }
    return bytes
  }

  /// What nests where it is repeated: formulas, Markdown, quotes.
  private static let nests = [
    "(", "[", "-", "> ", "- ", "  ", "*", "_", "**a ", "`", "```\n", "![", "[a](", "<b>", "\"", "'",
    "sqrt(", "x^", "not ", "if(1,", "\n\n", "\r", ",", ";", "\t", "e\u{301}", "\u{301}", "# ",
    "1. ", "define rule a\n", "lesson 1\n", "source self.descent\n", "fork a\n", "9", "0.", "\\",
  ]

  private mutating func exchangingLines(of bytes: [UInt8]) -> [UInt8] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let (a, b) = (chance.whole(0...(lines.count - 1)), chance.whole(0...(lines.count - 1)))
    switch chance.whole(0...2) {
    case 0: lines.swapAt(a, b)
    case 1: lines.insert(lines[a], at: b)
    default: lines.remove(at: a)
    }
    return Array(lines.joined(separator: [0x0A]))
  }

  /// Puts another number in the place of the first one from a place on.
  private mutating func exchangingNumber(of bytes: [UInt8], near place: Int) -> [UInt8] {
    let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return bytes }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    let number = chance.word(of: Words.numbers)
    return Array(bytes[..<start]) + Array(number.utf8) + Array(bytes[end...])
  }

  private mutating func encodedAnew(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    switch chance.whole(0...5) {
    case 0: return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 1: return [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case 2: return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    case 3: return [0xEF, 0xBB, 0xBF] + bytes
    case 4: return bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    default: return bytes.map { $0 == 0x0A ? 0x0D : $0 }
    }
  }
}
