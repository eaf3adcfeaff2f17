/// What waits in an inbox.
package protocol Waiting: Sendable {
  /// Bytes that it takes.
  var size: Int { get }
  /// Whether it is answered while another request is at work.
  var isHelp: Bool { get }
  /// Whether it ends the conversation, and is taken however many wait.
  var isLast: Bool { get }
}
