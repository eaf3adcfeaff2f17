/// What a timeline keeps, for those who keep many timelines.
extension Timeline {
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

  /// Keeps no states but those that segments begin with; all others are reached by replay.
  public mutating func keepFirstStatesAlone() {
    for k in segments.indices { segments[k].keepFirstAlone() }
  }
}
