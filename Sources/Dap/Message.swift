import Console
import Dialogue

/// A request of a client.
struct Message: Sendable {
  var seq: Int
  var command: String
  var arguments: JSON.Object
  /// Bytes.
  var size = 0
  /// Whether the input has ended; no client sends it.
  var isEnd = false

  static let end: Message = {
    var message = Message(seq: 0, command: "", arguments: JSON.Object())
    message.isEnd = true
    return message
  }()

  /// Why bytes are no request, with what is known of it.
  struct Refusal: Error {
    var seq = 0
    var command = ""
    var message: String
  }

  private init(seq: Int, command: String, arguments: JSON.Object) {
    (self.seq, self.command, self.arguments) = (seq, command, arguments)
  }

  /// - Returns: nil for what is no request and wants no answer: a response, an event.
  init?(_ bytes: [UInt8]) throws(Refusal) {
    let object: JSON.Object
    do throws(JSON.ReadingError) { object = try JSON.object(reading: bytes).object } catch {
      throw Refusal(message: "\(error.message) (character \(error.column))")
    }
    var refusal = Refusal(message: "")
    if case .integer(let seq)? = object["seq"] { refusal.seq = seq }
    if case .string(let command)? = object["command"], command.utf8.count <= 100 {
      refusal.command = command
    }
    switch object["type"] {
    case "request": break
    case "response", "event": return nil
    default:
      refusal.message = "\"type\" is \"request\" in what a client sends"
      throw refusal
    }
    guard case .integer(let seq)? = object["seq"] else {
      refusal.message = "\"seq\" is a whole number: the message's own"
      throw refusal
    }
    guard case .string(let command)? = object["command"] else {
      refusal.message = "\"command\" is a text: what is asked for"
      throw refusal
    }
    var arguments = JSON.Object()
    switch object["arguments"] {
    case nil, .null?: break
    case .object(let given)?: arguments = given
    default:
      refusal.message = "\"arguments\" is an object"
      throw refusal
    }
    self.init(seq: seq, command: command, arguments: arguments)
    size = bytes.count
  }
}

extension Message: Waiting {
  /// Each is answered at once, between two updates of a run: what has to wait is refused.
  var isHelp: Bool { true }
  var isLast: Bool { isEnd || command == "disconnect" || command == "terminate" }

  /// Whether it stops what is at work.
  var isStop: Bool { isLast || command == "pause" || command == "restart" }
}
