/// One thing a student did that has to be done again to come back to where they were.
public struct LogEntry: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    /// Commands that succeeded. Lasting ones move the lesson's own state.
    case command(String, isLasting: Bool)
    case answer(String, isRight: Bool)
    case hint
    case skip
    case play
  }

  /// The stop's place in the lesson.
  public var stop: Int
  /// The id of the question or play block there.
  public var question: String?
  public var action: Action

  public init(stop: Int, question: String?, action: Action) {
    self.stop = stop
    self.question = question
    self.action = action
  }

  /// Whether it still counts when the lesson has gone on.
  var isLasting: Bool {
    switch action {
    case .command(_, let isLasting): isLasting
    case .answer, .hint, .skip: true
    case .play: false
    }
  }
}
