import Console
import Disk
import Synchronization

/// Where events go: one line each, whole, from whichever thread has one.
final class Outbox: Sendable {
  private let descriptor: Int32
  /// Whether the other side still reads.
  private let isOpen = Mutex(true)

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Sends an event. It waits while the other side is slow; what no one reads is dropped.
  func send(_ event: JSON.Object) { send(line: JSON.object(event).text) }

  /// Sends an object that is text already.
  func send(line: String) {
    let bytes = Array((line + "\n").utf8)
    isOpen.withLock { isOpen in
      if isOpen { isOpen = Disk.write(bytes, to: descriptor) }
    }
  }

  /// The last event of a request.
  func done(_ id: JSON, _ status: String, _ parts: JSON.Object...) {
    var event: JSON.Object = ["id": id, "event": "done", "status": .string(status)]
    for part in parts { for member in part.members { event[member.name] = member.value } }
    send(event)
  }

  /// Whether the other side has closed its end, so that what is worked out will not be read.
  var isClosed: Bool { !isOpen.withLock { $0 } || Disk.isUnread(descriptor) }
}
