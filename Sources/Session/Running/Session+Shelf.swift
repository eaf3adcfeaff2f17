import Console

/// What outlives the session.
extension Session {
  /// The folder for what outlives the session, `$XDG_STATE_HOME/descent`; nil keeps nothing.
  package var stateFolder: String? {
    get { workspace.host.shelf.stateFolder }
    set {
      workspace.host.shelf.stateFolder = newValue
      workspace.preferences.hasPager = workspace.host.shelf.hasPager
      workspace.traits = workspace.preferences.applied(to: terminal)
    }
  }

  /// Whose numbers lessons show, for this session alone.
  ///
  /// - Returns: false for a name that cannot be one.
  package func setStudent(_ name: String) -> Bool {
    guard Shelf.isName(name) else { return false }
    workspace.host.shelf.sessionStudent = name
    return true
  }

  /// Whether a lesson is open.
  package var isInLesson: Bool { guide != nil }
}
