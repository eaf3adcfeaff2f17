import Console
import Dialogue

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The thread that reads: it sorts the messages, and stops what is at work where one asks for that.
struct Listening: Sendable {
  let inbox: Inbox<Message>
  let wire: Wire

  /// Reads up to the end of the input, and then looks whether the other side is still there.
  func run(input: Int32) {
    // Signals end the worker's wait, and not this thread's.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
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
        "\(Inbox<Message>.most) requests, or \(Inbox<Message>.mostBytes >> 20) MB of them, wait "
          + "already; send more when some are answered")
      return
    }
    if message.isStop { inbox.interrupt() }
  }
}
