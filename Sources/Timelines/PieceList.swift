/// A list in pieces of a few elements: a copy that is changed at one place shares all other pieces with
/// the original.
///
/// A course is copied at every command, for `undo`; as one array, its list of segments would be copied
/// whole with it.
struct PieceList<Element: Sendable>: Sendable {
  /// Each piece but the last has `width` elements. No piece is empty.
  private var pieces: [[Element]] = []
  private static var width: Int { 32 }

  init(_ first: Element) { pieces = [[first]] }

  mutating func append(_ element: Element) {
    if let last = pieces.indices.last, pieces[last].count < Self.width {
      pieces[last].append(element)
    } else {
      pieces.append([element])
    }
  }

  /// Drops all elements but the first `count`.
  mutating func keepFirst(_ count: Int) {
    let (whole, rest) = count.quotientAndRemainder(dividingBy: Self.width)
    if count >= self.count { return }
    pieces.removeSubrange((whole + (rest > 0 ? 1 : 0))...)
    if rest > 0 { pieces[whole].removeSubrange(rest...) }
  }

  /// The places at which `other` may have another element: those of pieces that are not the same in
  /// memory.
  func places(notSharedWith other: Self) -> some Sequence<Int> {
    pieces.indices.lazy.filter { k in
      !(k < other.pieces.count && Self.isSame(pieces[k], other.pieces[k]))
    }.flatMap { k in k * Self.width..<k * Self.width + pieces[k].count }
  }

  private static func isSame(_ a: [Element], _ b: [Element]) -> Bool {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { a.baseAddress == $0.baseAddress && a.count == $0.count }
    }
  }
}

extension PieceList: RandomAccessCollection, MutableCollection {
  var startIndex: Int { 0 }
  var endIndex: Int {
    guard let last = pieces.last else { return 0 }
    return (pieces.count - 1) * Self.width + last.count
  }

  subscript(place: Int) -> Element {
    _read { yield pieces[place / Self.width][place % Self.width] }
    _modify { yield &pieces[place / Self.width][place % Self.width] }
  }
}
