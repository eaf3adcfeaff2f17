import Console

/// What a command asks the session for, which is done when the command is over.
package protocol SessionRequest: WorkspaceRequest {
  func carryOut(in session: Session, at location: SourceLocation?) -> Session.Outcome
}
