import Console
import Dialogue
import Session

/// Steps, forwards and back.
extension Adapter {
  /// The one thread that a client sees.
  static let thread = 1

  func move(_ request: Message, _ fields: Fields, _ usual: Debuggee.Stride) throws(Fields.Failure) {
    let stride = try stride(fields, usual)
    wire.respond(
      to: request, request.command == "continue" ? ["allThreadsContinued": true] : [:])
    if halt == .end {
      finish(status: 0)
      return
    }
    run { $0.advance(stride) }
  }

  func moveBack(
    _ request: Message, _ fields: Fields, _ usual: Debuggee.Stride
  ) throws(Fields.Failure) {
    let stride = try stride(fields, usual)
    // The answer first: what stops afterwards is an event.
    wire.respond(to: request)
    run { stride == .far ? $0.reverse() : $0.goBack(stride) }
  }

  private func stride(
    _ fields: Fields, _ usual: Debuggee.Stride
  ) throws(Fields.Failure) -> Debuggee.Stride {
    guard usual == .update else { return usual }
    switch try fields.text(
      "granularity", of: ["statement", "line", "instruction"], default: "statement")
    {
    case "line": return .line
    case "instruction": return .phase
    default: return .update
    }
  }

  /// Lets the program run, and tells the client where it stops.
  func run(_ body: (Debuggee) -> Halt) {
    guard let debuggee else { return }
    handles.forget()
    halt = nil
    // Expressions that name what the program has made by now are read now.
    apply()
    let halt = work(for: .running) { body(debuggee) }
    flush()
    guard ending == nil else { return }
    // Which of them holds may have come into being on the way.
    apply()
    if case .over(let status) = halt {
      guard launch.stopsAtEnd, !launch.hasNoDebug, status == 0 else {
        finish(status: status)
        return
      }
      stop(.end)
      return
    }
    stop(halt)
  }

  private func stop(_ halt: Halt) {
    self.halt = halt
    var body: JSON.Object = ["threadId": .integer(Self.thread), "allThreadsStopped": true]
    let (reason, description): (String, String) =
      switch halt {
      case .entry: ("entry", "at the first command")
      case .start: ("entry", "this is the start: there is nothing earlier")
      case .step: ("step", "after a step")
      case .pause: ("pause", "paused")
      case .breakpoint(let kind, _, let sentence): (kind.rawValue, sentence)
      case .exception(_, let sentence): ("exception", sentence)
      case .end, .over: ("pause", "the last command is done")
      }
    body["reason"] = .string(reason)
    body["description"] = .string(description)
    switch halt {
    case .breakpoint(_, let numbers, _) where !numbers.isEmpty:
      body["hitBreakpointIds"] = .array(numbers.map(JSON.integer))
    case .exception(let exception, let sentence):
      body["description"] = .string(exception.label)
      body["text"] = .string(sentence)
    default: break
    }
    wire.tell("stopped", body)
  }
}

extension Message {
  /// A run, which no request waits for.
  static let running = Message.end
}
