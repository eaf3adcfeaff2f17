import Console
import Dialogue
import Disk
import Session

/// `descent dap`: the Debug Adapter Protocol on standard input and output.
///
/// Two threads share the work, as in `serve`. This one has the session; the other one reads. Every request
/// is answered at once: while the program runs, between two of its updates.
package final class Adapter {
  package typealias MakeSession = (Session.Output, @escaping () -> Bool) -> Session
  /// Reads what `launch` names: a file or a lesson, for a student.
  package typealias Load = (_ program: String, _ student: String?) throws(ShellError) -> Program

  let wire: Wire
  let inbox: Inbox<Message>
  let makeSession: MakeSession
  let load: Load
  private let interrupts: Interrupts
  private let helpDesk: HelpDesk<Message>

  /// What the client is like.
  var client = Client()
  /// The program; nil before `launch`.
  var debuggee: Debuggee?
  var launch = Launch()
  /// What the client has set, in the order of its requests.
  var breakpoints = Breakpoints()
  var exceptions = Set(Halt.Exception.allCases)
  /// What the numbers of variables stand for, while the program stands still.
  var handles = Handles()
  /// Why the program stands still; nil while it runs, before it begins and after its end.
  var halt: Halt?
  /// The request that is at work.
  private var current: Message?
  /// Whether the program is to stop where it is.
  var wantsPause = false
  /// How the program is to end; nil while it is not to.
  var ending: Ending?
  /// What the command at work has written.
  private var text = BoundedText()
  /// Whether what is written is collected for an answer, and is no output.
  private var isCollecting = false
  private var collectedError: ShellError?

  enum Ending { case terminate, restart, disconnect }

  /// - Returns: nil where the system has no more pipes.
  package init?(
    output: Int32, interrupts: Interrupts, makeSession: @escaping MakeSession, load: @escaping Load
  ) {
    guard let inbox = Inbox<Message>(interrupts) else { return nil }
    self.inbox = inbox
    self.interrupts = interrupts
    helpDesk = HelpDesk(inbox, interrupts)
    self.makeSession = makeSession
    self.load = load
    wire = Wire(output)
  }

  /// Serves until `disconnect` or the end of the input.
  package func run(input: Int32) {
    let listening = Listening(inbox: inbox, wire: wire)
    startReading { listening.run(input: input) }
    while ending != .disconnect, !wire.isClosed {
      answer(inbox.next())
      // What was asked for while nothing ran.
      conclude()
    }
  }

  // MARK: The session's surroundings

  /// A session whose text becomes output events.
  func session() -> Session {
    let session = makeSession(
      Session.Output(
        write: { [weak self] in self?.write($0) }, writeError: { [weak self] in self?.write($0) })
    ) { [weak self] in self?.isInterrupted() ?? false }
    var traits = Traits(width: 80, height: 26, unicode: true)
    traits.hasListener = false
    session.traits = traits
    session.workspace.host.listener = Listener(
      report: { _, _ in },
      failure: { [weak self] error, location in self?.fail(error, at: location) },
      statementEnd: { [weak self] in self?.flush() }, movie: { _, _ in })
    return session
  }

  /// Asked between the updates of a run: the time to answer the client.
  private func isInterrupted() -> Bool {
    helpDesk.isInterrupted { answer($0) }
  }

  /// Stops what is at work after its current update.
  func stopWork() {
    wantsPause = true
    interrupts.request()
  }

  /// Whether something is at work.
  var isRunning: Bool { current != nil }

  /// The request that is at work, for `cancel`.
  var requestAtWork: Int? { current?.seq }

  /// Does what a request asks for, which may take long.
  func work<T>(for request: Message, _ body: () -> T) -> T {
    inbox.begin()
    wantsPause = false
    current = request
    defer {
      current = nil
      inbox.finish()
    }
    return body()
  }

  // MARK: Output

  private func write(_ more: String) {
    try? text.append(more)
    if !isCollecting, text.text.utf8.count > 8_192 { flush() }
  }

  private func fail(_ error: ShellError, at location: SourceLocation?) {
    debuggee?.failure = error
    guard !isCollecting else {
      collectedError = error
      return
    }
    flush()
    guard !error.isInterruption else { return }
    let place = location.map { "\($0.file):\($0.line): " } ?? ""
    output(place + error.message + "\n", category: "stderr")
  }

  /// Sends what was written so far.
  func flush() {
    guard !isCollecting, !text.isEmpty else { return }
    output(text.shown, category: "stdout")
    text = BoundedText()
  }

  func output(_ text: String, category: String) {
    var body: JSON.Object = ["category": .string(category), "output": .string(text)]
    if let debuggee, let step = debuggee.step {
      body["source"] = debuggee.program.source()
      body["line"] = .integer(client.line(step.line))
    }
    wire.tell("output", body)
  }

  /// What a piece of work writes, and the error that it ends with.
  func collecting(_ body: () -> Void) -> (text: String, error: ShellError?) {
    flush()
    let wasCollecting = isCollecting
    let kept = text
    (isCollecting, collectedError, text) = (true, nil, BoundedText())
    body()
    let result = (text.shown, collectedError)
    (isCollecting, collectedError, text) = (wasCollecting, nil, kept)
    return result
  }
}
