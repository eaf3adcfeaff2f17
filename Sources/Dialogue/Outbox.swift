import Console
import Disk
import Synchronization

/// Where messages go: each whole, from whichever thread has one.
package final class Outbox: Sendable {
  private struct State {
    /// Whether the other side still reads.
    var isOpen = true
    /// The number of the last message.
    var number = 0
  }

  private let descriptor: Int32
  private let framed: @Sendable (String) -> String
  private let state = Mutex(State())

  /// - Parameter framed: a message with what comes before and after it on the way; a line by default.
  package init(_ descriptor: Int32, framed: @escaping @Sendable (String) -> String = { $0 + "\n" })
  {
    self.descriptor = descriptor
    self.framed = framed
  }

  /// Sends a message. It waits while the other side is slow; what no one reads is dropped.
  package func send(_ message: JSON.Object) { send(text: JSON.object(message).text) }

  /// Sends an object that is text already.
  package func send(text: String) { send(numbered: { _ in text }) }

  /// Sends a message that is told its number, from 1.
  package func send(numbered message: (Int) -> String) {
    state.withLock { state in
      guard state.isOpen else { return }
      state.number += 1
      state.isOpen = Disk.write(Array(framed(message(state.number)).utf8), to: descriptor)
    }
  }

  /// Whether the other side has closed its end, so that what is worked out will not be read.
  package var isClosed: Bool { !state.withLock(\.isOpen) || Disk.isUnread(descriptor) }
}
