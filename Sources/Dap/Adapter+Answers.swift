import Console
import Dialogue
import Session
import Wording

/// Each request's answer.
extension Adapter {
  /// What is done with a request; its arguments are in `fields`.
  typealias Answer = @Sendable (Adapter, Message, Fields) throws(Fields.Failure) -> Void

  /// The one list of requests: name, whether the program must stand still, answer.
  private static let answers: [String: (needsHalt: Bool, answer: Answer)] = [
    "initialize": (false, { a, m, f throws(Fields.Failure) in try a.initialize(m, f) }),
    "launch": (false, { a, m, f throws(Fields.Failure) in try a.launch(m, f) }),
    "configurationDone": (false, { a, m, _ throws(Fields.Failure) in a.configurationDone(m) }),
    "setBreakpoints": (false, { a, m, f throws(Fields.Failure) in try a.setBreakpoints(m, f) }),
    "setFunctionBreakpoints": (
      false, { a, m, f throws(Fields.Failure) in try a.setFunctionBreakpoints(m, f) }
    ),
    "setDataBreakpoints": (
      false, { a, m, f throws(Fields.Failure) in try a.setDataBreakpoints(m, f) }
    ),
    "dataBreakpointInfo": (
      false, { a, m, f throws(Fields.Failure) in try a.dataBreakpointInfo(m, f) }
    ),
    "setExceptionBreakpoints": (
      false, { a, m, f throws(Fields.Failure) in try a.setExceptionBreakpoints(m, f) }
    ),
    "breakpointLocations": (
      false, { a, m, f throws(Fields.Failure) in try a.breakpointLocations(m, f) }
    ),
    "source": (false, { a, m, f throws(Fields.Failure) in try a.source(m, f) }),
    "loadedSources": (false, { a, m, _ throws(Fields.Failure) in a.loadedSources(m) }),
    "threads": (false, { a, m, _ throws(Fields.Failure) in a.threads(m) }),
    "pause": (false, { a, m, _ throws(Fields.Failure) in a.pause(m) }),
    "cancel": (false, { a, m, f throws(Fields.Failure) in try a.cancel(m, f) }),
    "restart": (false, { a, m, f throws(Fields.Failure) in try a.restart(m, f) }),
    "terminate": (false, { a, m, _ throws(Fields.Failure) in a.terminate(m) }),
    "disconnect": (false, { a, m, _ throws(Fields.Failure) in a.disconnect(m) }),
    "stackTrace": (true, { a, m, f throws(Fields.Failure) in try a.stackTrace(m, f) }),
    "scopes": (true, { a, m, f throws(Fields.Failure) in try a.scopes(m, f) }),
    "variables": (true, { a, m, f throws(Fields.Failure) in try a.variables(m, f) }),
    "setVariable": (true, { a, m, f throws(Fields.Failure) in try a.setVariable(m, f) }),
    "setExpression": (true, { a, m, f throws(Fields.Failure) in try a.setExpression(m, f) }),
    "evaluate": (true, { a, m, f throws(Fields.Failure) in try a.evaluate(m, f) }),
    "completions": (true, { a, m, f throws(Fields.Failure) in try a.completions(m, f) }),
    "exceptionInfo": (true, { a, m, f throws(Fields.Failure) in try a.exceptionInfo(m, f) }),
    "continue": (true, { a, m, f throws(Fields.Failure) in try a.move(m, f, .far) }),
    "next": (true, { a, m, f throws(Fields.Failure) in try a.move(m, f, .update) }),
    "stepIn": (true, { a, m, f throws(Fields.Failure) in try a.move(m, f, .update) }),
    "stepOut": (true, { a, m, f throws(Fields.Failure) in try a.move(m, f, .command) }),
    "stepBack": (true, { a, m, f throws(Fields.Failure) in try a.moveBack(m, f, .update) }),
    "reverseContinue": (true, { a, m, f throws(Fields.Failure) in try a.moveBack(m, f, .far) }),
  ]

  func answer(_ request: Message) {
    guard !request.isEnd else {
      ending = .disconnect
      stopWork()
      return
    }
    guard let known = Self.answers[request.command] else {
      wire.refuse(
        request.seq, request.command,
        "'\(shortened(request.command))' is no request that this adapter knows")
      return
    }
    if known.needsHalt, halt == nil || isRunning {
      let sentence =
        debuggee == nil ? "nothing is debugged: 'launch' comes first" : "the program runs"
      wire.refuse(
        request.seq, request.command, sentence, short: debuggee == nil ? nil : "notStopped")
      return
    }
    do throws(Fields.Failure) { try known.answer(self, request, Fields(request.arguments)) } catch {
      wire.refuse(request.seq, request.command, error.message)
    }
  }

  /// Ends what is to end, once nothing is at work.
  func conclude() {
    guard !isRunning, let ending else { return }
    switch ending {
    case .disconnect: return
    case .terminate:
      self.ending = nil
      finish(status: 0)
    case .restart:
      self.ending = nil
      start()
    }
  }

  /// The program is over.
  func finish(status: Int) {
    guard debuggee != nil else { return }
    halt = nil
    debuggee = nil
    wire.tell("exited", ["exitCode": .integer(status)])
    wire.tell("terminated")
  }
}
