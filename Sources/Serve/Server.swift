import Console
import Dialogue
import Disk
import LongWork
import Session

/// `descent serve`: one session, spoken to in JSON objects, a line each.
///
/// Two threads share the work. This one has the session: it carries out what waits, one request after
/// the other, and answers an editor's questions between two updates of a run. The other one reads. Every
/// event is written as one whole line.
///
/// ```
/// <- {"event":"ready","version":"0.2.0","protocol":1,"prompt":"descent> "}
/// -> {"id":1,"do":"execute","code":"surface bowl; step"}
/// <- {"id":1,"event":"report","report":{"command":"surface",...}}
/// <- {"id":1,"event":"text","text":"..."}
/// <- {"id":1,"event":"done","status":"ok","prompt":"bowl · gd · t=1 > "}
/// ```
package final class Server {
  /// Changes only when a key does.
  package static let protocolVersion = 1

  /// How the conversation came to its end.
  package enum End: Equatable, Sendable {
    /// By `shutdown`, or the end of the input.
    case orderly
    /// The other side has gone; the session's journal is kept.
    case abandoned
  }

  let outbox: Outbox
  let inbox: Inbox<Request>
  private let interrupts: Interrupts
  private let version: String
  private let makeSession: (Session.Output, @escaping () -> Bool) -> Session
  lazy var session = makeSession(output) { [weak self] in self?.isInterrupted() ?? false }
  /// What takes the events of the `execute` at work.
  private var stage: Stage?
  private let numbers = FigureNumbers()
  /// What is said before the first request: that a session was left.
  private var notice = ""
  private let helpDesk: HelpDesk<Request>

  /// - Parameter makeSession: a session that writes there, and asks there whether it is interrupted.
  /// - Returns: nil where the system has no more pipes.
  package init?(
    output: Int32, version: String, interrupts: Interrupts,
    makeSession: @escaping (Session.Output, @escaping () -> Bool) -> Session
  ) {
    guard let inbox = Inbox<Request>(interrupts) else { return nil }
    self.inbox = inbox
    self.version = version
    self.interrupts = interrupts
    helpDesk = HelpDesk(inbox, interrupts)
    self.makeSession = makeSession
    outbox = Outbox(output)
  }

  // MARK: The session's surroundings

  private var output: Session.Output {
    Session.Output(
      write: { [weak self] in self?.write($0) }, writeError: { [weak self] in self?.write($0) },
      statusLine: StatusLine(
        show: { _ in }, columns: { 80 },
        progress: { [weak self] in self?.stage?.tell(done: $0, of: $1, $2) }))
  }

  private func write(_ text: String) {
    if let stage { stage.write(text) } else { notice += text }
  }

  private func listen() {
    let host = session.workspace.host
    host.drawn = { [weak self] in self?.stage?.take($0, drawing: $1) }
    host.listener = Listener(
      report: { [weak self] in self?.stage?.take($0, verb: $1) },
      failure: { [weak self] error, _ in
        guard let stage = self?.stage else {
          self?.notice += error.message + "\n"
          return
        }
        stage.fail(error)
      },
      statementEnd: { [weak self] in self?.stage?.endStatement() },
      movie: { [weak self] in self?.stage?.play($0, speed: $1) })
  }

  /// The height gives figures the size that they have in a script.
  private static func traits(_ look: Request.Look) -> Traits {
    var traits = Traits(
      width: look.width, height: 26, color: look.hasColor ? .palette256 : .none,
      unicode: look.unicode,
      isInteractive: true)
    traits.hasListener = true
    return traits
  }

  /// Asked between the updates of a run: the time to answer an editor.
  private func isInterrupted() -> Bool {
    helpDesk.isInterrupted { answer($0) }
  }

  // MARK: The conversation

  /// Serves until `shutdown` or the end of the input.
  package func run(input: Int32) -> End {
    LargeMemory.returnFreedBlocks()
    session.traits = Self.traits(Request.Look())
    listen()
    session.keepJournal(offers: true)
    var ready: JSON.Object = [
      "event": "ready", "version": .string(version), "protocol": .integer(Self.protocolVersion),
      "prompt": .string(session.plainPrompt),
    ]
    if !notice.isEmpty { ready["notice"] = .string(notice) }
    outbox.send(ready)
    let reader = Reader(inbox: inbox, outbox: outbox)
    startReading { reader.run(input: input) }
    while true {
      let request = inbox.next()
      switch request.action {
      case .execute(let code, let look): execute(code, look, id: request.id)
      case .get(let expressions, let file): get(expressions, file: file, id: request.id)
      case .complete, .inspect, .isComplete: answer(request)
      case .interrupt: break
      case .shutdown:
        session.closeJournal()
        outbox.done(request.id, "ok")
        return .orderly
      case .end:
        guard !outbox.isClosed else { return .abandoned }
        session.closeJournal()
        return .orderly
      }
      if outbox.isClosed { return .abandoned }
    }
  }

  private func execute(_ code: String, _ look: Request.Look, id: JSON) {
    session.traits = Self.traits(look)
    var file: GrowingFile?
    if let path = look.file {
      do throws(DiskError) { file = try GrowingFile(creating: path) } catch {
        refuse(error.message, id)
        return
      }
    }
    let stage = Stage(
      outbox: outbox, id: id, file: file, numbers: numbers,
      isInterrupted: { [weak self] in self?.isInterrupted() ?? true })
    self.stage = stage
    carryOut(code, on: stage)
    self.stage = nil
    done(id, hasFailed: stage.hasFailed, wasInterrupted: stage.wasInterrupted)
  }

  private func carryOut(_ code: String, on stage: Stage) {
    for line in CellLine.lines(of: code, joins: !session.isInLesson)
    where !line.text.unicodeScalars.allSatisfy(\.isBlank) {
      stage.line = line
      let outcome = session.execute(line.text, at: .init(file: "cell", line: line.number))
      if outcome == .quit {
        session.workspace.isLeaving = false
        stage.write("'quit' leaves the shell; closing the notebook, or 'shutdown', ends this\n")
      }
      stage.endStatement()
      if outcome != .done || isInterrupted() { break }
    }
    if session.isHalfTyped {
      session.noteCancel()
      if stage.hasFailed || isInterrupted() { session.cancel() } else { _ = session.finish() }
    }
    stage.endStatement()
  }

  private func get(_ expressions: [String], file: String?, id: JSON) {
    var numbers: [[Double]] = []
    var values: [JSON] = []
    do throws(ShellError) {
      for expression in expressions {
        let value = try session.value(of: expression)
        var object: JSON.Object = ["shape": .array(value.shape.map(JSON.integer))]
        if file != nil, value.count > Self.mostNumbers {
          object["offset"] = .integer(numbers.reduce(0) { $0 + $1.count } * 8)
          numbers.append(Array(value.elements))
        } else {
          object["value"] = session.json(of: value)
        }
        values.append(.object(object))
      }
      if let file, !numbers.isEmpty {
        do throws(DiskError) { try Disk.write(numbers: numbers, to: file) } catch {
          throw ShellError(error.message)
        }
      }
    } catch {
      if error.isInterruption {
        done(id, hasFailed: false, wasInterrupted: true)
      } else {
        refuse(error.message, id, column: error.column)
      }
      return
    }
    done(id, hasFailed: false, ["values": .array(values)])
  }

  /// Numbers of a value that are told as JSON though there is a file.
  private static let mostNumbers = 1_000

  private func refuse(_ message: String, _ id: JSON, column: Int? = nil) {
    outbox.send([
      "id": id, "event": "error", "message": .string(message), "line": 1,
      "column": .integer(column ?? 1),
    ])
    done(id, hasFailed: true)
  }

  private func done(
    _ id: JSON, hasFailed: Bool, wasInterrupted: Bool = false,
    _ more: JSON.Object = JSON.Object()
  ) {
    let isCut = inbox.finish() || wasInterrupted
    let status = isCut ? "interrupted" : hasFailed ? "error" : "ok"
    outbox.done(id, status, ["prompt": .string(session.plainPrompt)], more)
  }
}
