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

  /// Names a kept state: copies of a timeline share theirs.
  public struct KeptState: Hashable {
    private let segment: ObjectIdentifier
    private let t: Int

    init(_ segment: Segment, _ state: TrainingState) {
      self.segment = ObjectIdentifier(segment.token)
      t = state.t
    }
  }

  /// The bytes of all kept states, shared ones included.
  public var keptBytes: Int {
    segments.reduce(0) { $0 + $1.checkpoints.count } * state.footprint
  }

  /// The bytes of the kept states that are not among `seen`; they are added to it.
  public func keptBytes(beyond seen: inout Set<KeptState>) -> Int {
    var bytes = 0
    for segment in segments {
      for state in segment.checkpoints where seen.insert(KeptState(segment, state)).inserted {
        bytes += state.footprint
      }
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
