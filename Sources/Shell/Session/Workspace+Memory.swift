import Engine

/// How much of the past is kept ready.
///
/// A timeline bounds the states it keeps, but `undo` remembers up to 50 workspaces and a session may
/// have many branches. All that these keep beyond the present branch is held to the same bound; what
/// is given up costs time when it is wanted, by replay, and nothing else.
extension Workspace {
  mutating func limitMemory() {
    let bound = Timeline.memoryLimit
    let atMost = past.reduce(otherBranches.keptBytes) { $0 + ($1.workspace?.keptBytes ?? 0) }
    guard atMost > bound else { return }
    var seen: Set<Timeline.KeptState> = []
    _ = branch?.timeline.keptBytes(beyond: &seen)
    var bytes = 0
    func limit(_ timeline: inout Timeline) {
      bytes += timeline.keptBytes(beyond: &seen)
      if bytes > bound { timeline.keepFirstStatesAlone() }
    }
    for i in otherBranches.indices { limit(&otherBranches[i].timeline) }
    for i in past.indices.reversed() {
      past[i].change { workspace in
        if workspace.branch != nil { workspace.forEachTimeline(limit) }
      }
    }
  }

  fileprivate var keptBytes: Int { otherBranches.keptBytes + (branch?.timeline.keptBytes ?? 0) }

  private mutating func forEachTimeline(_ body: (inout Timeline) -> Void) {
    if var present = branch {
      // The workspace must not hold a second copy while it is changed.
      branch = nil
      body(&present.timeline)
      branch = present
    }
    for i in otherBranches.indices { body(&otherBranches[i].timeline) }
  }
}

extension [Branch] {
  fileprivate var keptBytes: Int { reduce(0) { $0 + $1.timeline.keptBytes } }
}
