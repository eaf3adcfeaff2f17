import Arithmetic
import Console
import Engine
import Formula
import LongWork
import Timelines
import Wording

/// The verbs that move through time.
extension Verbs {
  private static let every = Argument<Int?>(
    "every", 1...Parameter.mostUpdates, "show every so many updates, besides the last")
  private static let steps = Argument<Int>(
    "n", as: .positional, 1...1_000_000, default: 1, "how many updates")
  private static let moment = Argument<Int>(
    required: "t", 0...1_000_000_000, "which moment")
  private static let length = Argument<Int?>(
    "n", as: .positional, 1...Parameter.mostUpdates, "how many updates, or epochs")
  private static let unit = Argument<String?>(
    "unit", as: .positional, .choice(["updates", "epochs", "epoch", "steps"]),
    "what n counts; a condition is then asked at the end of each epoch")
  private static let until = Argument<String?>(
    "until", as: .clause, .formula, "a condition to stop at, as 'loss < 1e-3'")
  private static let atMost = Argument<Int?>(
    "n", as: .positional, 1...Parameter.mostUpdates, "at most so many updates")

  package static let step = Command(
    "step", shortcut: "s", .time, "makes n updates and shows each",
    discussion: """
      Each update is shown with the gradient, what the rule works out and where it leads, a column \
      for each quantity. After 'back', 'step' repeats what was done, bit for bit. Breakpoints, \
      watches and early stopping end it before its time.
      """,
    parameters: [steps],
    examples: ["surface rosenbrock; optimizer adam lr=0.1", "step", "step 3"], isRepeatable: true
  ) { workspace, arguments throws(ShellError) in
    try workspace.run(updates: arguments[steps], shows: .each, verb: arguments.verb)
  }

  package static let goTo = Command(
    "goto", .time, "goes to the moment after update t",
    discussion: """
      Backwards and forwards alike, exactly; beyond what has been done it makes the updates that \
      are missing.
      """,
    parameters: [moment],
    examples: ["surface rosenbrock; optimizer adam lr=0.1; run 50", "goto 10", "goto 50", "goto 0"]
  ) { workspace, arguments throws(ShellError) in
    let timeline = try workspace.requireBranch().timeline
    let t = arguments[moment]
    guard t >= timeline.extent.lowerBound else {
      throw arguments.error(
        "this run begins at t \(timeline.extent.lowerBound)", about: moment)
    }
    return try workspace.go(to: t)
  }

  package static let run = Command(
    "run", .time, "makes many updates and shows where they lead",
    discussion: """
      Without 'until' it makes n updates (100 unless told otherwise); with it, it stops after the \
      first update for which the condition holds, n being the limit (100000). Breakpoints, watches, \
      early stopping and ^C stop it too, and so does a quantity that is not finite; it says which \
      and where. On a surface it shows the last update, on a network a line for each epoch (every \
      N-th of many): the mean of its batches' losses, the loss and the accuracy (R² of a \
      regression) of the validation set, and η. Those of the training set are worked out after the \
      last epoch, and after others as far as that takes under a tenth of the time.
      """,
    parameters: [length, unit, until, every],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1", "run 500 until norm(grad) < 1e-3",
      "run 100 every=20",
    ]
  ) { workspace, arguments throws(ShellError) in
    var condition: TypedFormula?
    if let text = arguments[until] {
      condition = try workspace.condition(text, column: arguments.column(until))
    }
    let updates = arguments[length] ?? (condition == nil ? 100 : 100_000)
    let every = arguments[Self.every]
    let isInEpochs = arguments[unit]?.hasPrefix("epoch") ?? false
    let stride = isInEpochs ? nil : every
    return try workspace.run(
      updates: isInEpochs
        ? try workspace.updates(inEpochs: arguments[length] ?? (condition == nil ? 1 : 1_000))
        : updates,
      until: condition, asking: isInEpochs ? .afterEpochs : .afterUpdates,
      shows: stride.map { .every($0) } ?? .last, everyEpoch: isInEpochs ? every : nil,
      verb: arguments.verb)
  }

  package static let continueRun = Command(
    "continue", shortcut: "c", .time, "goes on with a run that was stopped",
    discussion: """
      The run's remaining updates, with its condition; where no run was stopped, up to n updates \
      (1000) until a breakpoint, a watch, early stopping or ^C.
      """,
    parameters: [atMost, every],
    examples: [
      "surface ravine; optimizer gd lr=0.4; break when loss < 1; run 100", "continue",
    ], isRepeatable: true
  ) { workspace, arguments throws(ShellError) in
    let rest = workspace.unfinishedRun
    let updates = arguments[atMost] ?? rest?.updates ?? 1000
    let every = arguments[Self.every]
    return try workspace.run(
      updates: updates, until: rest?.condition, asking: rest?.asking ?? .afterUpdates,
      shows: every.map { .every($0) } ?? .last,
      verb: arguments.verb)
  }

  package static let reset = Command(
    "reset", .time, "begins again at t 0 with the present settings",
    discussion: "The updates made fall away; 'undo' brings them back.",
    examples: ["surface rosenbrock; optimizer adam lr=0.1; run 50", "reset"], effect: .begins
  ) { workspace, _ throws(ShellError) in
    let branch = try workspace.requireBranch()
    workspace.branch?.timeline = Timeline(branch.timeline.experiment)
    workspace.unfinishedRun = nil
    return [workspace.momentReport()]
  }

  package static let undo = Command(
    "undo", shortcut: "u", .time, "takes the last command back that changed something",
    discussion: """
      Settings, surfaces, branches and movements through time alike; up to 50 commands. What was \
      only shown or written to a file is not concerned.
      """,
    examples: ["surface rosenbrock; optimizer adam lr=0.1", "step 3; undo"],
    effect: .takesBack
  ) { workspace, _ throws(ShellError) in
    guard let last = workspace.past.last, let before = last.workspace else {
      throw ShellError("there is nothing to undo")
    }
    var restored = before
    restored.past = workspace.past.dropLast()
    restored.preferences = workspace.preferences
    restored.traits = workspace.traits
    restored.files = workspace.files
    restored.fileSteps = []
    workspace = restored
    var report = Report(json: [
      "undone": .string(last.statement), "t": .integer(restored.branch?.timeline.state.t ?? 0),
    ])
    report.line("undone: \(last.statement)")
    return [report]
  }
}

extension Workspace {
  /// When a run's condition is asked.
  package enum Asking {
    case afterUpdates
    case afterEpochs
  }

  /// The updates that end `epochs` epochs from here, the one under way being the first.
  package func updates(inEpochs epochs: Int) throws(ShellError) -> Int {
    try requireNetwork(for: "run N epochs").1.updates(inEpochs: epochs)
  }

  /// Which updates of a run are shown.
  package enum Shows: Equatable {
    case each
    case last
    case every(Int)

    package func include(_ t: Int) -> Bool {
      switch self {
      case .each: true
      case .last: false
      case .every(let stride): t % stride == 0
      }
    }
  }

  /// A condition over the quantities, tried out so that a mistake shows before anything runs.
  package func condition(_ text: String, column: Int?) throws(ShellError) -> TypedFormula {
    let formula = try expression(text, column: column)
    guard formula.expression.isCondition else {
      throw ShellError(
        "'\(shortened(text))' is no condition; compare it with something, as in 'loss < 1'",
        column: column)
    }
    do { _ = try tryOut(formula)?.condition() } catch {
      throw ShellError("'\(shortened(text))' is no condition: \(error)", column: column)
    }
    return formula
  }

  /// Works a formula out, so that a mistake in it shows before anything runs.
  ///
  /// Before the first update what the rule works out has no value, which is no mistake: θ, whose
  /// shape it has, stands in its place.
  ///
  /// - Returns: nil where it cannot be tried, or a quantity is still missing.
  func tryOut(_ formula: TypedFormula) throws -> Value? {
    guard let branch, rebuilding == nil else { return nil }
    let moment = Moment(branch.timeline)
    let rule = branch.timeline.experiment.optimizer.declaration
    do {
      return try formula.expression.evaluate { name in
        if let value = try moment.value(of: name) { return value }
        let declared = rule.declaration(of: name) ?? QuantityDeclaration.named(name)
        return declared?.shape == .parameters ? Value(vector: moment.theta) : nil
      }
    } catch EvaluationError.unknownName { return nil }
  }

  /// Makes updates and shows them as they come.
  ///
  /// - Parameter everyEpoch: which epochs get a line; nil leaves that to their number.
  /// - Returns: what the end shows.
  package mutating func run(
    updates: Int, until condition: TypedFormula? = nil, asking: Asking = .afterUpdates,
    shows: Shows, everyEpoch: Int? = nil, verb: String
  ) throws(ShellError) -> [Report] {
    var timeline = try requireBranch().timeline
    let stops = Stops(of: self, until: condition, asking: asking, on: timeline)
    host.observer?.note(
      begun: UnfinishedRun(updates: updates, condition: condition, asking: asking))
    if try stops.holdsAlready(at: timeline) {
      let text = condition?.text ?? ""
      let stop = StopCause("until", "\(text) holds already")
      return [runReport(from: timeline.state.t, stop: stop)]
    }
    var reports: [Report] = []
    let (sum, overflow) = timeline.state.t.addingReportingOverflow(updates)
    let end = overflow ? Int.max : sum
    let network = timeline.experiment.objective.network
    // What a program keeps is the same each time: it gets no seconds.
    let isTimed = isWatched && host.listener == nil
    let watch = network.flatMap { isTimed ? EpochWatch(of: $0, in: self) : nil }
    var shower = StepShower(
      verb: verb, showsBlocks: updates <= 3, begin: timeline.state.t, watch: watch,
      isRun: shows != .each)
    var reason = StopReason.completed
    let interrupt = host.interrupt
    let begin = timeline.state.t
    let firstEpoch = timeline.state.epoch + (timeline.isAtEpochEnd || begin == 0 ? 1 : 0)
    let hasLongPasses = timeline.experiment.objective.hasLongPasses
    let mayEndSooner = !stops.isEmpty || timeline.experiment.stopping != nil
    let meter = meter(verb, of: Double(updates), "updates", isLimit: mayEndSooner)
    if let watch, shows != .each {
      let rows = max(traits.height - 4, 1)
      meter.above = { watch.lines(columns: $0, rows: rows) }
    }
    let epochEnd: Timeline.EpochEnd? = network == nil ? nil : { watch?.take($0) }
    let progress = { [self] (state: TrainingState, loss: Double) in
      meter.update(Double(state.t - begin), progressDetail(state, loss))
    }
    repeat {
      let left = end - timeline.state.t
      var chunk =
        switch shows {
        case .each: 1
        case .last: left
        case .every(let stride): min(stride - timeline.state.t % stride, left)
        }
      let asksAfterEpochs =
        asking == .afterEpochs && condition != nil && stops.hasOnlyCondition
      if asksAfterEpochs { chunk = min(chunk, timeline.updatesToEpochEnd) }
      if let log = logInForce {
        chunk = min(chunk, log.updatesToNext(timeline))
      }
      reason =
        stops.isEmpty || asksAfterEpochs
        ? timeline.advance(
          by: chunk, isInterrupted: interrupt, progress: progress, epochEnd: epochEnd)
        : timeline.advance(
          by: chunk, isInterrupted: interrupt, until: { stops.shouldStop(after: $0) },
          progress: progress, epochEnd: epochEnd)
      if asksAfterEpochs, reason == .completed, timeline.isAtEpochEnd,
        stops.shouldStop(after: timeline)
      {
        reason = .condition
      }
      if let error = stops.error { throw error }
      if reason == .completed, timeline.state.t < end, interrupt() { reason = .interrupted }
      // The update that was given up has been taken back, and a condition that was is not met.
      Interruption.current?.settle()
      let isEnd = reason != .completed || timeline.state.t >= end
      // A person who presses ^C does not wait for a long pass.
      if isEnd, shows != .each, reason != .interrupted || !hasLongPasses {
        timeline.look()
        Interruption.current?.settle()
      }
      branch?.timeline = timeline
      followLog()
      let cause = isEnd ? stopCause(reason, stops) : nil
      if isEnd { host.observer?.note(ended: cause) }
      // The program that stopped it says so itself.
      let stop = cause?.kind == StopCause.observed ? nil : cause
      if case .last = shows {
        if isEnd {
          reports.append(
            lastReport(stop: stop) {
              runReport(from: shower.begin, everyEpoch: everyEpoch, watch: watch, stop: $0)
            })
        }
      } else if isEnd || shows.include(timeline.state.t) {
        reports += shower.show(self, isEnd: isEnd, stop: stop)
      }
    } while reason == .completed && timeline.state.t < end
    if let condition, reason == .completed, !traits.json {
      var report = Report().only(for: .people)
      let length =
        asking == .afterEpochs
        ? counted(timeline.state.epoch - firstEpoch + 1, "epoch") : counted(updates, "update")
      report.line(
        StyledText(
          "\(condition.text) did not come true within \(length)", .warning))
      reports.append(report)
    }
    let left = end - timeline.state.t
    let isOver = reason == .completed || left == 0 || stops.hit == .until
    unfinishedRun =
      isOver ? nil : UnfinishedRun(updates: left, condition: condition, asking: asking)
    return reports
  }

  /// What a run's meter says of training: `epoch 3 of 20  batch loss 0.2134`.
  private func progressDetail(_ state: TrainingState, _ loss: Double) -> String {
    guard let experiment = branch?.timeline.experiment, experiment.objective.exampleCount > 0 else {
      return "\(symbol(of: "loss")) \(number(loss))"
    }
    var text = "epoch \(state.epoch)  batch loss \(number(loss))"
    if let stopping = experiment.stopping, let best = state.stopping.best {
      text += "  best \(stopping.monitor) \(number(best))"
    }
    return text
  }

  /// Goes to a moment and shows it.
  package mutating func go(to t: Int) throws(ShellError) -> [Report] {
    var timeline = try requireBranch().timeline
    // Backwards it is trained again from the last state kept before.
    var begin: Int?
    let now = timeline.state.t
    let meter = meter("goto \(t)", of: nil, "updates")
    let reason = timeline.go(
      to: t, isInterrupted: host.interrupt,
      progress: { state, loss in
        let first = begin ?? (t > now ? now : state.t)
        begin = first
        meter.update(Double(state.t - first), "t \(state.t)")
      }, epochEnd: { _ in })
    branch?.timeline = timeline
    unfinishedRun = nil
    Interruption.current?.settle()
    return [lastReport(stop: stopCause(reason, nil)) { momentReport(stop: $0) }]
  }

  package func emit(_ report: Report, as verb: String) {
    host.emit(report, verb, preferences.applied(to: traits))
  }
}
