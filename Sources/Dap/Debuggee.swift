import Console
import Engine
import LongWork
import Session
import Timelines

/// The program at work: a session that is taken through the program's commands, forwards and back.
///
/// Going back is exact. Within a run the timeline goes back by itself; before it, the workspace as it
/// was before each command is kept.
final class Debuggee {
  /// How far one goes.
  enum Stride: Equatable {
    /// A pass forward, a pass backward, or the update.
    case phase
    case update
    /// All commands of a line.
    case line
    /// The rest of a run, or the command.
    case command
    /// Up to the next breakpoint.
    case far
  }

  let session: Session
  let program: Program
  let observer = RunObserver()
  /// Tells what a breakpoint says in place of stopping.
  var log: (String) -> Void = { _ in }
  /// Whether the client wants the program to stop where it is.
  var wantsPause: () -> Bool = { false }
  /// Which exceptions stop it.
  var exceptions = Set(Halt.Exception.allCases)
  var stoppers: [Stopper] = []

  var standing = Standing()
  /// What was done, oldest first.
  var past: [Past] = []
  /// How often each breakpoint was met.
  var hits: [Int: Int] = [:]
  /// Those that were met by the last command.
  var met: [(stopper: Stopper, sentence: String)] = []
  /// Where a command failed that was not repaired since.
  private var failedAt: Int?
  /// Whether something went wrong on the way.
  private var status = 0
  /// The error that the command at work has ended with.
  var failure: ShellError?

  init(_ session: Session, _ program: Program) {
    self.session = session
    self.program = program
    session.file = program.file
    session.workspace.host.observer = observer
    observer.decide = { [weak self] number, sentence, moment in
      self?.isStopped(by: number, sentence, at: moment) ?? false
    }
  }

  var step: Program.Step? {
    program.steps.indices.contains(standing.index) ? program.steps[standing.index] : nil
  }

  var timeline: Timeline? { session.workspace.branch?.timeline }

  /// What the verb at hand means; nil for none, and for the beginning of several.
  private var command: Verbs.Command? {
    guard let step else { return nil }
    return try? session.workspace.table.known(step.verb)
  }

  /// Whether the command at hand makes updates one by one.
  var makesUpdates: Bool {
    guard step != nil, !standing.isSpent, session.workspace.branch != nil else { return false }
    if standing.rest != nil { return true }
    guard session.workspace.definition == nil, let command else { return false }
    return Self.runs.contains(command.name)
  }

  private static let runs = Set(
    [Verbs.step, Verbs.run, Verbs.continueRun, Verbs.update].map(\.name))

  // MARK: Forward

  /// Goes on.
  func advance(_ stride: Stride) -> Halt {
    let line = step?.line
    var isFirst = true
    while true {
      if standing.isSpent { moveOn() }
      guard step != nil else { return end() }
      if !isFirst {
        if let halt = arrive() { return halt }
        switch stride {
        case .phase, .update, .command: return .step
        case .line where step?.line != line: return .step
        case .line, .far: break
        }
      }
      if stride == .phase, makesUpdates, standing.phase < 2 {
        showPhase()
        return .step
      }
      isFirst = false
      let isShort = makesUpdates && (stride == .phase || stride == .update)
      if let halt = perform(oneUpdate: isShort) {
        return halt == .step && step == nil ? end() : halt
      }
      if wantsPause() {
        if standing.isSpent { moveOn() }
        return .pause
      }
    }
  }

  /// The beginning: before the first command, or at its breakpoint.
  func begin(stopsOnEntry: Bool) -> Halt {
    if stopsOnEntry { return program.steps.isEmpty ? end() : .entry }
    if step != nil, let halt = arrive() { return halt }
    return advance(.far)
  }

  private func end() -> Halt {
    let outcome = session.finish()
    return .over(status: outcome == .failed || status != 0 ? 1 : 0)
  }

  private func moveOn() {
    standing = Standing(index: standing.index + 1)
    failedAt = nil
  }

  /// Carries the command at hand out, or one update of it.
  ///
  /// - Returns: what stops the program; nil where the next command is next.
  private func perform(oneUpdate: Bool) -> Halt? {
    guard let step else { return end() }
    let isFresh = standing.isFresh
    let before = session.workspace
    remember(isTyped: false, continues: !isFresh)
    standing.phase = 0
    for remark in isFresh ? step.remarks : [] { session.workspace.note(prose: remark) }
    session.workspace.sandbox = program.sandbox
    program.sandbox?.allowance.renew()
    session.workspace.host.isTimeUp = program.sandbox?.allowance.limit
    if let rest = standing.rest { session.workspace.unfinishedRun = rest }
    observer.take(stoppers, line: step.line)
    observer.pausesAfterUpdate = oneUpdate
    observer.begin()
    (failure, met) = (nil, [])
    let outcome: Session.Outcome
    if let sentence = step.failure {
      session.refuse(sentence)
      outcome = .failed
    } else {
      outcome = session.execute(
        isFresh ? step.text : Verbs.continueRun.name,
        at: SourceLocation(file: program.name, line: step.line))
    }
    observer.pausesAfterUpdate = false
    session.workspace.sandbox = nil
    session.workspace.host.isTimeUp = nil
    return settle(outcome, before: before, isFresh: isFresh)
  }

  private func settle(_ outcome: Session.Outcome, before: Workspace, isFresh: Bool) -> Halt? {
    switch outcome {
    case .quit: return .over(status: status)
    case .failed:
      if isFresh { past.removeLast() }
      if failure?.isInterruption ?? false {
        session.workspace = before
        return .pause
      }
      let sentence = failure?.message ?? "the command failed"
      status = 1
      guard exceptions.contains(.failure), failedAt != standing.index else {
        return .over(status: 1)
      }
      failedAt = standing.index
      return .exception(.failure, sentence)
    case .done: break
    }
    status = 0
    let run = observer.begun
    if let last = past.indices.last, past[last].run == nil { past[last].run = run }
    let cause = observer.ended
    // A command that was cut short, and has no rest, is done again as a whole.
    if run == nil, session.workspace.host.interrupt(), wantsPause(), isCut {
      session.workspace = before
      past.removeLast()
      return .pause
    }
    let updates = past.last.flatMap { $0.updates(upTo: session.workspace) } ?? 0
    let rest = session.workspace.unfinishedRun
    let isResumable =
      cause?.kind == StopCause.observed || cause?.kind == StopCause.interrupted
    if run != nil, let last = past.last {
      standing = last.standing(after: updates, isOver: !(isResumable && rest != nil))
      if isResumable { standing.rest = rest }
    } else {
      standing.isSpent = true
    }
    return halt(for: cause)
  }

  /// What a run's end means for the program.
  private func halt(for cause: StopCause?) -> Halt? {
    if let (stopper, sentence) = met.first {
      return .breakpoint(stopper.kind, numbers: met.map(\.stopper.number), sentence)
    }
    guard let cause else { return nil }
    switch cause.kind {
    case StopCause.observed:
      // After the last update of a run the next command is next.
      if standing.isSpent { moveOn() }
      return .step
    case StopCause.interrupted: return .pause
    case "nonfinite":
      return exceptions.contains(.nonFinite) ? .exception(.nonFinite, cause.sentence) : nil
    case "breakpoint", "watch": return .breakpoint(.function, numbers: [], cause.sentence)
    default: return nil
    }
  }

  /// Whether the command at hand may have been cut short.
  private var isCut: Bool {
    guard let command else { return false }
    return command.effect.trains || command.effect == .loads
  }

  /// Shows the next pass of the update at hand, and takes it as made.
  private func showPhase() {
    standing.phase += 1
    let isNetwork = timeline?.experiment.objective.network != nil
    look(
      standing.phase == 1
        ? isNetwork ? Verbs.forward.name : "print loss"
        : isNetwork ? Verbs.backward.name : "print grad")
  }

  /// Carries out a command that shows something, and changes nothing.
  func look(_ line: String) {
    let workspace = session.workspace
    session.execute(line)
    session.workspace = workspace
  }

  // MARK: Breakpoints

  /// What stops the program where a command is reached.
  func arrive() -> Halt? {
    guard let step, standing.isFresh else { return nil }
    let verb = command?.name
    let moment = timeline.map { Moment($0) }
    met = []
    for stopper in stoppers {
      let isHere =
        switch stopper.place {
        case .line(let line):
          line == step.line && step == program.steps.first { $0.line == line }
        case .verb(let name): name == verb
        case .condition, .turn: false
        }
      guard isHere, stopper.holds(at: moment) else { continue }
      _ = take(stopper, "line \(step.line): \(step.text)", at: moment)
    }
    guard let first = met.first else { return nil }
    return .breakpoint(first.stopper.kind, numbers: met.map(\.stopper.number), first.sentence)
  }

  private func isStopped(by number: Int, _ sentence: String, at moment: Moment) -> Bool {
    guard let stopper = stoppers.first(where: { $0.number == number }),
      stopper.holds(at: moment)
    else { return false }
    var sentence = sentence
    if case .line(let line) = stopper.place, stopper.condition == nil {
      sentence = "line \(line), met \(hits[number, default: 0] + 1) times"
    }
    return take(stopper, sentence, at: moment)
  }

  /// Counts a breakpoint that is met, and says whether it stops.
  private func take(_ stopper: Stopper, _ sentence: String, at moment: Moment?) -> Bool {
    hits[stopper.number, default: 0] += 1
    if let condition = stopper.hitCondition,
      !condition.holds(after: hits[stopper.number] ?? 0)
    {
      return false
    }
    if let message = stopper.logMessage {
      log(LogMessage.text(message, at: moment, in: session.workspace))
      return false
    }
    met.append((stopper, sentence))
    return true
  }

  // MARK: The past

  /// States that are kept at most.
  private static let mostKept = 5_000

  /// Keeps what was before a command.
  ///
  /// - Parameter continues: whether it belongs to the command that was kept last.
  func remember(isTyped: Bool, continues: Bool = false) {
    if continues, let last = past.last, !last.isTyped, last.standing.index == standing.index {
      return
    }
    let branch = session.workspace.branch
    past.append(
      Past(
        before: session.workspace, standing: standing, hits: hits, isTyped: isTyped,
        branch: branch?.name, t: branch?.timeline.state.t ?? 0, run: standing.rest))
    limitPast()
  }

  /// Of what would take too much memory the oldest is forgotten; the last two stay.
  private func limitPast() {
    let bound = MemoryBudget.current.allowed / 8
    var bytes = 0
    var kept = 0
    for entry in past.reversed() {
      bytes += entry.before.branch?.timeline.presentBytes ?? 0
      guard kept < 2 || (kept < Self.mostKept && bytes <= bound) else { break }
      kept += 1
    }
    past.removeFirst(past.count - kept)
  }
}
