/// What a block does in a lesson's course.
enum BlockRole: Sendable {
  /// Its commands run; `isShown` tells whether with their output.
  case runs(isShown: Bool)
  /// The lesson waits: for an answer, or until the student has played.
  case waits
  /// A lesson that has changed may be taken up again here.
  case resumes
  /// Holds what the block before it printed.
  case compares
  /// Says where numbers come from, for the checker alone.
  case claims
}
