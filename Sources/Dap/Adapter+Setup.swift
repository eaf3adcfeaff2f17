import Console
import Dialogue
import Session

/// From the first message to the first command.
extension Adapter {
  private static let capabilities: JSON.Object = [
    "supportsConfigurationDoneRequest": true,
    "supportsFunctionBreakpoints": true,
    "supportsConditionalBreakpoints": true,
    "supportsHitConditionalBreakpoints": true,
    "supportsLogPoints": true,
    "supportsDataBreakpoints": true,
    "supportsBreakpointLocationsRequest": true,
    "supportsEvaluateForHovers": true,
    "supportsClipboardContext": true,
    "supportsStepBack": true,
    "supportsSteppingGranularity": true,
    "supportsSetVariable": true,
    "supportsSetExpression": true,
    "supportsCompletionsRequest": true,
    "completionTriggerCharacters": .strings([" ", "="]),
    "supportsExceptionInfoRequest": true,
    "exceptionBreakpointFilters": .array(
      Halt.Exception.allCases.map {
        .object([
          "filter": .string($0.rawValue), "label": .string($0.label), "default": true,
        ])
      }),
    "supportsLoadedSourcesRequest": true,
    "supportsDelayedStackTraceLoading": true,
    "supportsRestartRequest": true,
    "supportsTerminateRequest": true,
    "supportTerminateDebuggee": true,
    "supportsCancelRequest": true,
  ]

  func initialize(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    client = try Client(fields)
    wire.respond(to: request, Self.capabilities)
    wire.tell("initialized")
  }

  func launch(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    guard debuggee == nil else {
      wire.refuse(
        request.seq, request.command, "a program is debugged already; 'restart' begins again")
      return
    }
    var wanted = try Launch(fields)
    wanted.program = client.path(wanted.program)
    wanted.isConfigured = launch.isConfigured
    do throws(ShellError) {
      let program = try load(wanted.program, wanted.student)
      launch = wanted
      debuggee = debuggee(of: program)
    } catch {
      wire.refuse(request.seq, request.command, error.message)
      return
    }
    wire.respond(to: request)
    place()
    if launch.isConfigured { begin() }
  }

  func configurationDone(_ request: Message) {
    launch.isConfigured = true
    wire.respond(to: request)
    if debuggee != nil, halt == nil, !isRunning { begin() }
  }

  func restart(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    guard !launch.program.isEmpty else {
      wire.refuse(request.seq, request.command, "nothing is debugged yet: 'launch' comes first")
      return
    }
    if let again = try fields.object("arguments") {
      var wanted = try Launch(again)
      wanted.program = client.path(wanted.program)
      wanted.isConfigured = true
      launch = wanted
    }
    wire.respond(to: request)
    ending = .restart
    stopWork()
  }

  /// Reads the program again, and begins.
  func start() {
    do throws(ShellError) {
      debuggee = debuggee(of: try load(launch.program, launch.student))
      place()
      begin()
    } catch {
      output(error.message + "\n", category: "stderr")
      finish(status: 1)
    }
  }

  private func debuggee(of program: Program) -> Debuggee {
    let debuggee = Debuggee(session(), program)
    debuggee.log = { [weak self] text in
      self?.flush()
      self?.output(text + "\n", category: "console")
    }
    debuggee.wantsPause = { [weak self] in self?.wantsPause ?? true }
    return debuggee
  }

  private func begin() {
    guard let debuggee else { return }
    wire.tell(
      "process",
      ["name": .string(debuggee.program.name), "isLocalProcess": true, "startMethod": "launch"])
    wire.tell("thread", ["reason": "started", "threadId": .integer(Self.thread)])
    let stops = launch.stopsOnEntry && !launch.hasNoDebug
    run { $0.begin(stopsOnEntry: stops) }
  }

  // MARK: The end

  func pause(_ request: Message) {
    wire.respond(to: request)
    if isRunning { stopWork() }
  }

  func terminate(_ request: Message) {
    wire.respond(to: request)
    ending = .terminate
    stopWork()
  }

  func disconnect(_ request: Message) {
    ending = .disconnect
    stopWork()
    wire.respond(to: request)
  }

  func cancel(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    if let number = try fields.integer("requestId", 0...Int.max) {
      if let waiting = inbox.remove(where: { $0.seq == number }) {
        wire.refuse(waiting.seq, waiting.command, "cancelled", short: "cancelled")
      } else if number == requestAtWork {
        stopWork()
      }
    }
    wire.respond(to: request)
  }

  // MARK: Sources

  func source(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let source = try fields.object("source")
    var reference = try fields.integer("sourceReference", 0...Int.max) ?? 0
    var (path, name): (String?, String?)
    if let source {
      reference = try source.integer("sourceReference", 0...Int.max) ?? reference
      path = try source.optionalText("path").map(client.path)
      name = try source.optionalText("name")
    }
    guard let program = debuggee?.program,
      program.isSame(path: path, reference: reference, name: name)
    else {
      wire.refuse(request.seq, request.command, "there is no such source here")
      return
    }
    wire.respond(
      to: request, ["content": .string(program.text), "mimeType": "text/markdown"])
  }

  func loadedSources(_ request: Message) {
    wire.respond(
      to: request, ["sources": .array(debuggee.map { [$0.program.source()] } ?? [])])
  }
}
