import Session

extension Room {
  /// The lecture's recipe, and what goes wrong in training.
  package static let recipe = Room([Verbs.diagnose, Verbs.recipe])
}
