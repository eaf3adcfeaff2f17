import Console
import Formula

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

  /// What a student's name may be, in words.
  package static let studentNamePhrase = PlainText.namePhrase

  /// Whose numbers lessons show, for this session alone.
  ///
  /// - Returns: false for a name that cannot be one.
  package func setStudent(_ name: String) -> Bool {
    guard let name = PlainText.name(name) else { return false }
    workspace.host.shelf.sessionStudent = name
    return true
  }

  /// Whether a lesson is open.
  package var isInLesson: Bool { guide != nil }
}
