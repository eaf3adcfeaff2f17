import Engine
import LongWork

/// What a timeline keeps, for those who keep many timelines.
extension Timeline {
  /// How many states of `footprint` bytes are kept to go back by: as many as the budget has room
  /// for. Of very large ones a few may take an eighth of what a command may use, for without them
  /// going back would train everything again.
  static func mostKept(of footprint: Int) -> Int {
    let budget = MemoryBudget.current
    let few = min(8.times(footprint), budget.allowed / 8)
    return min(4_096, max(2, max(budget.kept, few) / max(footprint, 1)))
  }

  /// Kept states that have been counted: copies of a timeline share theirs.
  public struct KeptStates {
    private struct Name: Hashable {
      let segment: ObjectIdentifier
      let t: Int
    }
    private var names: Set<Name> = []
    /// Where the states of the last timeline's segments lie, and how many: mostly the next one's lie
    /// there too, and need not be looked up one by one.
    private var places: [UnsafeBufferPointer<TrainingState>] = []

    public init() {}

    /// Counts the states of a timeline, and gives the bytes of those that are new.
    fileprivate mutating func add(_ timeline: Timeline) -> Int {
      let segments = timeline.segments
      var bytes = 0
      for k in segments.indices {
        let place = segments[k].checkpoints.withUnsafeBufferPointer { $0 }
        let isKnown =
          k < places.count && places[k].baseAddress == place.baseAddress
          && places[k].count == place.count
        if isKnown { continue }
        if k < places.count { places[k] = place } else { places.append(place) }
        let segment = ObjectIdentifier(segments[k].token)
        for state in segments[k].checkpoints
        where names.insert(Name(segment: segment, t: state.t)).inserted {
          bytes += state.footprint
        }
      }
      return bytes
    }
  }

  /// The bytes of all kept states, shared ones included.
  public var keptBytes: Int { keptCount.times(state.footprint) }

  /// The bytes of the kept states that are not among `seen`; they are added to it.
  public func keptBytes(beyond seen: inout KeptStates) -> Int { seen.add(self) }

  /// The bytes of the kept states that another course does not have, which is mostly this one a little
  /// later.
  public func keptBytes(notIn other: Timeline) -> Int {
    // By the places, for a copy of each segment would cost more than looking.
    let (mine, theirs) = (segments, other.segments)
    var bytes = 0
    for k in mine.places(notSharedWith: theirs) {
      if k < theirs.count, mine[k].token === theirs[k].token {
        bytes += Self.bytes(of: mine[k].checkpoints, notIn: theirs[k].checkpoints)
      } else {
        bytes += mine[k].checkpoints.reduce(0) { $0 + $1.footprint }
      }
    }
    return bytes
  }

  /// The same of one segment; both are in the order of t.
  private static func bytes(of mine: [TrainingState], notIn theirs: [TrainingState]) -> Int {
    let isShared = mine.withUnsafeBufferPointer { mine in
      theirs.withUnsafeBufferPointer {
        $0.baseAddress == mine.baseAddress && $0.count >= mine.count
      }
    }
    if isShared { return 0 }
    var bytes = 0
    var next = 0
    for state in mine {
      while next < theirs.count, theirs[next].t < state.t { next += 1 }
      if next == theirs.count || theirs[next].t != state.t { bytes += state.footprint }
    }
    return bytes
  }

  /// The bytes of what is there besides the kept states: the present state, the one before the last
  /// update, and that update's gradient.
  public var presentBytes: Int { 2.times(state.footprint).plus(8.times(state.theta.count)) }

  /// Forgets the last update's quantities; they are made again when they are wanted.
  public mutating func forgetRecord() {
    guard state.t > segments[0].start else { return }
    record = nil
    previous = nil
  }

  /// Keeps no states but those that segments begin with; all others are reached by replay.
  public mutating func keepFirstStatesAlone() {
    for k in segments.indices { segments[k].keepFirstAlone() }
  }
}
