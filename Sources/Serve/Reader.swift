import Console
import Dialogue
import Disk

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The thread that reads: it sorts the requests, and passes interrupts on.
struct Reader: Sendable {
  /// Bytes in a line: room for a long cell. Data come in files.
  static let longest = 16 << 20

  let inbox: Inbox<Request>
  let outbox: Outbox

  /// Reads up to the end of the input, and then looks whether the other side is still there.
  func run(input: Int32) {
    var lines = LineReader(input, longest: Self.longest)
    while let line = lines.next() {
      switch line {
      case .tooLong:
        refuse(
          .init(
            id: .null, message: "a line is longer than \(Self.longest >> 20) MB; data go in files",
            column: Self.longest))
      case .bytes(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        do throws(Request.Refusal) { try take(Request(bytes)) } catch { refuse(error) }
      }
    }
    // What waits is carried out: a file may be a conversation too. But not where the other side has
    // gone altogether.
    _ = inbox.add(Request(id: .null, action: .end))
    while true {
      if outbox.isClosed { inbox.interrupt() }
      usleep(20_000)
    }
  }

  private func take(_ request: Request) throws(Request.Refusal) {
    guard request.action != .interrupt else {
      inbox.interrupt()
      return
    }
    guard inbox.add(request) else {
      throw .init(
        id: request.id,
        message:
          "\(Inbox<Request>.fullness); send more when some are done", column: 1)
    }
  }

  private func refuse(_ refusal: Request.Refusal) {
    outbox.send([
      "id": refusal.id, "event": "error", "message": .string(refusal.message),
      "column": .integer(refusal.column),
    ])
    if refusal.id != .null { outbox.done(refusal.id, "error") }
  }
}
