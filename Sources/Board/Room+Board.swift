import Session

extension Room {
  /// Logs for TensorBoard.
  package static let board = Room([Verbs.log])
}
