import Console
import Engine
import LongWork
import Timelines
import Wording

/// How much of the past is kept ready.
///
/// A timeline bounds the states it keeps, but `undo` remembers up to 50 workspaces and a session may
/// have many branches. All that these keep beyond the present branch is held to the budget; what is
/// given up costs time when it is wanted, by replay, and nothing else. Of networks with millions of
/// parameters `undo` takes fewer commands back.
extension Workspace {
  package mutating func limitMemory() {
    limitPast()
    let bound = MemoryBudget.current.kept
    // What each has beyond the one after it is at least what all have together.
    let atMost = past.reduce(otherBranches.keptBytes) { $0.plus($1.ownBytes) }
    guard atMost > bound else { return }
    var seen = Timeline.KeptStates()
    _ = branch?.timeline.keptBytes(beyond: &seen)
    var bytes = 0
    func limit(_ timeline: inout Timeline) {
      bytes += timeline.keptBytes(beyond: &seen)
      if bytes > bound { timeline.keepFirstStatesAlone() }
    }
    for i in otherBranches.indices { limit(&otherBranches[i].timeline) }
    for i in past.indices.reversed() {
      let before = bytes
      past[i].change { workspace in
        if workspace.branch != nil { workspace.forEachTimeline(limit) }
      }
      past[i].ownBytes = bytes > bound ? 0 : bytes - before
    }
  }

  /// The bytes of the kept states that no timeline of another workspace has.
  func keptBytes(notIn other: Workspace) -> Int {
    let theirs = other.timelines
    return timelines.reduce(0) { sum, timeline in
      let least = theirs.map { timeline.keptBytes(notIn: $0) }.min()
      return sum.plus(least ?? timeline.keptBytes)
    }
  }

  private var timelines: [Timeline] {
    (branch.map { [$0.timeline] } ?? []) + otherBranches.map(\.timeline)
  }

  /// Holds the states that the workspaces of the past stand at to a part of what may be used.
  private mutating func limitPast() {
    // Two commands can be taken back whatever they hold.
    let fewest = 2
    let bound = MemoryBudget.current.allowed / 8
    let bytes = past.map { $0.workspace?.presentBytes ?? 0 }
    guard bytes.reduce(0, { $0.plus($1) }) > bound else { return }
    var sum = 0
    var kept = 0
    for (i, size) in bytes.enumerated().reversed() {
      // Without the update's quantities it is the present state alone.
      sum = sum.plus(size / 2)
      guard kept < fewest || sum <= bound else { break }
      past[i].change { workspace in
        if workspace.branch != nil { workspace.forEachTimeline { $0.forgetRecord() } }
      }
      kept += 1
    }
    past.removeFirst(past.count - kept)
  }

  private var presentBytes: Int {
    otherBranches.reduce(branch?.timeline.presentBytes ?? 0) {
      $0.plus($1.timeline.presentBytes)
    }
  }

  /// About how many bytes training on the present branch takes, beside the others.
  package var trainingBytes: Int {
    guard let branch else { return 0 }
    let timeline = branch.timeline
    let experiment = timeline.experiment
    let here = experiment.trainingBytes
      .plus(timeline.changeCount.times(experiment.stateBytes))
    let others = otherBranches.reduce(0) { sum, branch in
      sum.plus(branch.timeline.presentBytes)
        .plus(branch.timeline.changeCount.times(branch.timeline.state.footprint))
    }
    return here.plus(others)
  }

  /// Looks whether training fits into memory, after a command that may have changed what it takes.
  ///
  /// - Parameter before: `trainingBytes` before the command. What takes no more is not refused.
  /// - Throws: `ShellError`, with what would take less, where it does not.
  package func checkTraining(after before: Int) throws(ShellError) {
    let bytes = trainingBytes
    guard bytes > before, let timeline = branch?.timeline else { return }
    let experiment = timeline.experiment
    let count = experiment.objective.layout.count
    let branches = otherBranches.count + 1
    let name = experiment.optimizer.name
    try engineError {
      try MemoryBudget.current.check(
        bytes,
        for: "training \(counted(count, "parameter")) with \(name), "
          + "\(experiment.batchSize.map { "a batch of \($0)" } ?? "all examples in a batch")"
          + (branches > 1 ? " and \(branches) branches" : ""),
        less: branches > 1
          ? "take smaller layers, or begin again without the other branches"
          : timeline.changeCount > 4
            ? "'reset' forgets the changes of settings; smaller layers take less too"
            : "take smaller layers, a smaller batch, or gd, which keeps nothing besides θ")
    }
  }

  /// Looks whether all quantities of a minibatch's pass through the network fit into memory.
  ///
  /// - Throws: `ShellError` where they do not.
  package func checkTrace(of minibatch: Minibatch) throws(ShellError) {
    guard let network = presentNetwork else { return }
    try engineError { try network.checkTrace(of: minibatch.examples.count) }
  }

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
