import Console
import Dialogue

extension Outbox {
  /// The last event of a request.
  func done(_ id: JSON, _ status: String, _ parts: JSON.Object...) {
    var event: JSON.Object = ["id": id, "event": "done", "status": .string(status)]
    for part in parts { for member in part.members { event[member.name] = member.value } }
    send(event)
  }
}
