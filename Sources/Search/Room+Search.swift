import Session

extension Room {
  /// Searches of settings.
  package static let search = Room([Verbs.search], pictures: [.search])
}
