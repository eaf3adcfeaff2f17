import Session

extension Room {
  /// The live page.
  package static let page = Room([Verbs.view])
}
