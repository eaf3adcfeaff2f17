import Console
import Dialogue

/// What goes to the client: responses and events, numbered in the order in which they are written.
final class Wire: Sendable {
  private let outbox: Outbox

  init(_ descriptor: Int32) {
    outbox = Outbox(descriptor) { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }
  }

  var isClosed: Bool { outbox.isClosed }

  // Bodies that may be left out are sent empty: some clients read them all the same.
  func respond(to request: Message, _ body: JSON.Object = [:]) {
    send(
      [
        "type": "response", "request_seq": .integer(request.seq), "success": true,
        "command": .string(request.command),
      ], body)
  }

  /// - Parameter short: a word that clients know, as `cancelled` or `notStopped`.
  func refuse(_ seq: Int, _ command: String, _ message: String, short: String? = nil) {
    let body: JSON.Object = [
      "error": .object([
        "id": 1, "format": .string(message.replacing("{", with: "(").replacing("}", with: ")")),
        "showUser": .boolean(short == nil),
      ])
    ]
    send(
      [
        "type": "response", "request_seq": .integer(seq), "success": false,
        "command": .string(command), "message": .string(short ?? message),
      ], body)
  }

  func tell(_ event: String, _ body: JSON.Object = [:]) {
    send(["type": "event", "event": .string(event)], body)
  }

  private func send(_ head: JSON.Object, _ body: JSON.Object) {
    outbox.send { number in
      var message: JSON.Object = ["seq": .integer(number)]
      for member in head.members { message[member.name] = member.value }
      message["body"] = .object(body)
      return JSON.object(message).text
    }
  }
}
