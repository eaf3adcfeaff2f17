import Console

/// A workspace as it was before a command.
package struct PastWorkspace {
  /// The command, as typed.
  package var statement: String
  /// The bytes of the kept states that the workspace after it does not have.
  var ownBytes = 0
  /// Boxed: a value cannot contain itself.
  private var box: [Workspace]

  package var workspace: Workspace? { box.first }

  package mutating func change(_ body: (inout Workspace) -> Void) {
    for i in box.indices { body(&box[i]) }
  }

  package init(_ workspace: Workspace, before statement: String) {
    self.statement = statement
    var inner = workspace
    inner.past = []
    // A rule's lines are taken back with its first.
    inner.definition = nil
    box = [inner]
  }
}

extension Workspace {
  /// Keeps the workspace as it was before a command that changed something, for `undo`.
  package mutating func remember(_ before: Workspace, before statement: String, effect: Effect) {
    guard effect != .takesBack, definition == nil, contents != before.contents else { return }
    var here = PastWorkspace(before, before: statement)
    here.ownBytes = before.keptBytes(notIn: self)
    past.append(here)
    if past.count > 50 { past.removeFirst() }
    limitMemory()
  }
}
