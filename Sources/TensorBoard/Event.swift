/// One entry of an event file: what was measured after one update.
///
/// The fields' numbers are those of TensorFlow's `event.proto`, `summary.proto` and `tensor.proto`, and
/// of TensorBoard's plugins. Scalars are written in single precision, for TensorBoard's server shows no
/// other; all else is as it was measured.
public struct Event: Sendable {
  /// Seconds since 1970.
  public var wallTime: Double
  public var step: Int
  private var content: Content

  private enum Content: Sendable {
    /// The first event of a file.
    case version
    case summary([Summary])
  }

  /// The first event of every file.
  public static func version(wallTime: Double) -> Event {
    Event(wallTime: wallTime, step: 0, content: .version)
  }

  public static func summary(wallTime: Double, step: Int, _ values: [Summary]) -> Event {
    Event(wallTime: wallTime, step: step, content: .summary(values))
  }

  var message: Message {
    var message = Message()
    message.add(1, number: wallTime)
    if step != 0 { message.add(2, integer: step) }
    switch content {
    case .version: message.add(3, text: "brain.Event:2")
    case .summary(let values):
      var summary = Message()
      for value in values { summary.add(1, value.message) }
      message.add(5, summary)
    }
    return message
  }
}
