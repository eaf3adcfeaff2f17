import Console

/// What a session's lines go to in its place: a lesson.
package protocol Guide {
  /// What comes before the place where you type.
  func prompt(in session: Session) -> String
  /// A line was typed.
  func respond(
    to line: String, in session: Session, at location: SourceLocation?
  ) -> Session.Outcome
  /// ^C at the prompt.
  mutating func cancel()

  /// Whether a line asks for what comes next, and is no answer.
  func goesOn(_ line: String) -> Bool
  /// Whether a line would be taken as the answer to the question at hand.
  func answersQuestion(_ line: String) -> Bool
  /// The page at hand with its question, for a page in the browser.
  var page: JSON.Object { get }

  /// Puts the question at hand again.
  func showQuestion(in session: Session, at location: SourceLocation?)
}
