import Engine

extension Timeline {
  /// What the states of a course follow from: courses with the same outline have the same states.
  public struct Outline: Sendable, Equatable {
    private struct Piece: Sendable, Equatable {
      var token: SegmentToken
      var start: Int
      var end: Int

      static func == (a: Piece, b: Piece) -> Bool {
        a.token === b.token && a.start == b.start && a.end == b.end
      }
    }

    private var pieces: [Piece]

    fileprivate init(of timeline: Timeline) {
      pieces = timeline.segments.map { Piece(token: $0.token, start: $0.start, end: $0.end) }
      if let last = pieces.indices.last { pieces[last].end = timeline.extent.upperBound }
    }

    /// The last update of the course.
    public var end: Int { pieces.last?.end ?? 0 }

    /// Whether `other` is this course, trained further.
    public func isBeginning(of other: Outline) -> Bool {
      guard let last = pieces.last, other.pieces.count >= pieces.count,
        Array(other.pieces.prefix(pieces.count - 1)) == Array(pieces.dropLast())
      else { return false }
      let same = other.pieces[pieces.count - 1]
      return same.token === last.token && same.start == last.start && same.end >= last.end
    }
  }

  /// What its states follow from, beyond the present too.
  public var outline: Outline { Outline(of: self) }
}
