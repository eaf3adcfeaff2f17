import Console
import Dialogue

/// The thread that reads: it sorts the messages, and stops what is at work where one asks for that.
struct Listening: Sendable {
  let inbox: Inbox<Message>
  let wire: Wire

  /// Reads up to the end of the input, and then looks whether the other side is still there.
  func run(input: Int32) {
    var frames = FrameReader(input)
    while let frame = frames.next() {
      switch frame {
      case .damaged(let sentence): wire.refuse(0, "", sentence)
      case .message(let bytes):
        do throws(Message.Refusal) {
          guard let message = try Message(bytes) else { continue }
          take(message)
        } catch { wire.refuse(error.seq, error.command, error.message) }
      }
    }
    _ = inbox.add(.end)
    // The end of the input ends what is at work: no one can ask for it any more.
    inbox.interrupt()
  }

  private func take(_ message: Message) {
    guard inbox.add(message) else {
      wire.refuse(
        message.seq, message.command,
        "\(Inbox<Message>.fullness); send more when some are answered")
      return
    }
    if message.isStop { inbox.interrupt() }
  }
}
