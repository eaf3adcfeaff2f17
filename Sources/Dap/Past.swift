import Session

/// A command that was carried out, with all that was before it: what going back restores.
struct Past {
  let before: Workspace
  let standing: Standing
  let hits: [Int: Int]
  /// Whether it was typed in the console, and is none of the program.
  let isTyped: Bool
  /// The branch, and t before the command.
  let branch: String?
  let t: Int
  /// What its run was asked to do; nil for a command that makes no updates.
  var run: UnfinishedRun?

  /// Updates between the beginning and a state; nil where it cannot be gone through one by one.
  func updates(upTo workspace: Workspace) -> Int? {
    guard run != nil, !isTyped, let now = workspace.branch, now.name == branch else { return nil }
    return now.timeline.state.t - t
  }

  /// Where one stands after some of its updates.
  func standing(after updates: Int, isOver: Bool = false) -> Standing {
    var place = standing
    place.phase = 0
    place.updates += updates
    place.isSpent = isOver
    place.rest = run.flatMap { run in
      let left = run.updates - updates
      guard !isOver, updates > 0 || standing.rest != nil, left > 0 else { return nil }
      var rest = run
      rest.updates = left
      return rest
    }
    return place
  }
}
