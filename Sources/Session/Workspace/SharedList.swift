/// A list whose versions share what they have in common.
///
/// The workspace before each command is kept for `undo`, so an array of thousands would be copied by
/// every command that adds one. Here it lies in pieces, each at least as long as all that follow it
/// together, so there are few; adding an element makes new ones at the end and leaves the others to
/// both versions. Adding n elements takes time n log n, comparing a version with its successor log n.
package struct SharedList<Element> {
  private final class Piece {
    let elements: [Element]
    /// The place of the first one in the list.
    let start: Int

    package init(_ elements: [Element], at start: Int) {
      (self.elements, self.start) = (elements, start)
    }
  }

  private var pieces: [Piece] = []

  package init() {}

  package mutating func append(_ element: Element) {
    var last = [element]
    while let piece = pieces.last, piece.elements.count <= last.count {
      last = piece.elements + last
      pieces.removeLast()
    }
    pieces.append(Piece(last, at: count))
  }
}

extension SharedList: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { pieces.last.map { $0.start + $0.elements.count } ?? 0 }

  package subscript(position: Int) -> Element {
    // There are as many pieces as the count has binary digits.
    guard let piece = pieces.last(where: { $0.start <= position }) else {
      preconditionFailure("a place in the list")
    }
    return piece.elements[position - piece.start]
  }
}

extension SharedList: RangeReplaceableCollection {
  package init(_ elements: some Sequence<Element>) {
    let all = Array(elements)
    if !all.isEmpty { pieces = [Piece(all, at: 0)] }
  }

  package mutating func replaceSubrange(
    _ range: Range<Int>, with elements: some Collection<Element>
  ) {
    var all = Array(self)
    all.replaceSubrange(range, with: elements)
    self = SharedList(all)
  }
}

extension SharedList: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension SharedList: Equatable where Element: Equatable {
  package static func == (a: SharedList, b: SharedList) -> Bool {
    guard a.count == b.count else { return false }
    let isCutAlike = a.pieces.elementsEqual(b.pieces) { $0.start == $1.start }
    return isCutAlike
      ? a.pieces.elementsEqual(b.pieces) { $0 === $1 || $0.elements == $1.elements }
      : a.elementsEqual(b)
  }
}
