import Arithmetic
import Console
import Engine
import Formula
import LongWork
import Timelines
import Wording

/// `back`: a number of updates, or to the latest earlier moment at which something held or turned.
extension Verbs {
  private static let steps = Argument<Int>(
    "n", as: .positional, 1...Parameter.mostUpdates, default: 1, "how many updates")
  private static let until = Argument<String?>(
    "until", as: .clause, .formula, "to where a condition last held, as 'loss > 10'")
  fileprivate static let change = Argument<String?>(
    "to change", as: .clause, .quantity, "to where a quantity last turned, as 'watch' sees it")
  private static let toBreak = Argument<Bool>(
    "to break", as: .clause, default: false,
    "to where a breakpoint or watch would have stopped a run")

  fileprivate static let turn = Argument<Watch.Event?>("for", "which turn; without it as 'watch'")

  package static let back = Command(
    "back", shortcut: "b", .time, "goes n updates back, or to where something held",
    discussion: """
      What was done stays known: 'step', 'run' and 'goto' repeat it exactly. 'back until EXPR' goes \
      to the latest earlier moment at which the condition holds, 'back to change QUANTITY' to the \
      latest earlier update at which the quantity turned: for=sign, for=rise or for=fall, as \
      'watch' has them. 'back to break' goes to the latest earlier update after which any breakpoint \
      or watch would have stopped a run. Where there is no such moment, nothing moves. n is then how \
      far back to look.
      """,
    parameters: [steps, until, change, toBreak, turn],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 5", "back", "back 2",
      "run 60; back until loss > 3", "goto 60; back to change g[0]", "back to change loss for=rise",
      "break when loss > 3; goto 60; back to break",
    ],
    isRepeatable: true
  ) { workspace, arguments throws(ShellError) in
    let ways = ([until, change, toBreak] as Declarations).filter { arguments.isGiven($0) }
    if ways.count > 1 {
      throw arguments.error(
        "'\(ways[0].name)' and '\(ways[1].name)' do not go together", about: ways[1])
    }
    if let text = arguments[change] {
      return try workspace.backToChange(of: text, arguments, far: distance(arguments))
    }
    guard !arguments.isGiven(turn) else {
      throw arguments.error("for= says which turn 'to change QUANTITY' looks for", about: turn)
    }
    if arguments[toBreak] { return try workspace.backToBreak(far: distance(arguments)) }
    if let text = arguments[until] {
      let condition = try workspace.condition(text, column: arguments.column(until))
      return try workspace.back(until: condition, far: distance(arguments))
    }
    let timeline = try workspace.requireBranch().timeline
    let n = arguments[steps]
    let possible = timeline.state.t - timeline.extent.lowerBound
    guard n <= possible else {
      throw arguments.error(
        possible == 0
          ? "this is the start; there is nothing to go back to"
          : "only \(counted(possible, "update")) can be gone back; 'back \(possible)' or 'goto "
            + "\(timeline.extent.lowerBound)' leads to the start", about: steps)
    }
    return try workspace.go(to: timeline.state.t - n)
  }

  /// How many updates back are looked at.
  private static func distance(_ arguments: Arguments) -> Int {
    arguments.isGiven(steps) ? arguments[steps] : .max
  }
}

extension Workspace {
  fileprivate mutating func back(
    until condition: TypedFormula, far: Int
  ) throws(ShellError) -> [Report] {
    let (text, workspace) = (condition.text, self)
    return try goBack(far: far, none: "\(text) holds at no earlier moment") { moment, _ in
      try workspace.value(of: condition, at: moment)?.condition() ?? false ? "\(text) holds" : nil
    }
  }

  fileprivate mutating func backToChange(
    of text: String, _ arguments: Arguments, far: Int
  ) throws(ShellError) -> [Report] {
    let quantity = try expression(text, column: arguments.column(Verbs.change))
    try tryOut(quantity, to: "looked for", column: arguments.column(Verbs.change))
    let event = arguments[Verbs.turn] ?? .usual(for: quantity)
    let none = "\(quantity.text) \(event.phrase) at no earlier update"
    let workspace = self
    var last: Value?
    return try goBack(far: far, none: none) { moment, isFirst in
      let now = try workspace.value(of: quantity, at: moment)
      defer { last = now }
      guard !isFirst, let last, let now, let turn = event.turn(from: last, to: now) else {
        return nil
      }
      return event.sentence(quantity.text, turn) { workspace.number($0) }
    }
  }

  fileprivate mutating func backToBreak(far: Int) throws(ShellError) -> [Report] {
    guard !breakpoints.isEmpty || !watches.isEmpty else {
      throw ShellError(
        "there is no breakpoint and no watch; 'break when EXPR' or 'watch QUANTITY' sets one")
    }
    let workspace = self
    var stops = StopConditions(
      breakpoints: breakpoints, watches: watches, format: { workspace.number($0) })
    return try goBack(far: far, none: "no breakpoint or watch would have stopped a run earlier") {
      moment, isFirst in
      // A run asks after its updates, and never where it begins.
      guard !isFirst else {
        stops.begin(at: moment)
        return nil
      }
      guard let hit = try stops.hits(at: moment, isLenient: true).first else { return nil }
      return "\(hit.isWatch ? "watch" : "break") \(hit.number): \(hit.sentence)"
    }
  }

  /// A formula's value at a moment; nil where a quantity in it does not exist there.
  private func value(of formula: TypedFormula, at moment: Moment) throws -> Value? {
    do { return try formula.value(at: moment) } catch EvaluationError.unknownName { return nil }
  }

  /// Goes to the latest earlier moment of which `remark` says something.
  ///
  /// - Parameters:
  ///   - far: how many updates back are looked at.
  ///   - none: says that there is no such moment.
  private mutating func goBack(
    far: Int, none: String, _ remark: (_ moment: Moment, _ isFirst: Bool) throws -> String?
  ) throws(ShellError) -> [Report] {
    let timeline = try requireBranch().timeline
    let now = timeline.state.t
    let first = max(timeline.extent.lowerBound, far < now ? now - far : 0)
    let meter = meter("back", of: Double(max(now - first, 1)), "moments")
    var remarks: (t: Int, text: String)?
    let finding: Timeline.Finding
    do {
      finding = try timeline.latestMoment(
        from: first, isInterrupted: host.interrupt, progress: { meter.update(Double($0)) }
      ) { moment, isFirst in
        guard let text = try remark(moment, isFirst) else { return false }
        remarks = (moment.timeline.state.t, text)
        return true
      }
    } catch {
      if Interruption.hasGivenUp { throw .interrupted("nothing has moved") }
      throw error as? ShellError ?? ShellError("the expression has no value: \(error)")
    }
    switch finding {
    case .interrupted: throw .interrupted("nothing has moved")
    case .nowhere:
      var report = traits.json ? momentReport() : Report()
      report.json["found"] = .boolean(false)
      let span = first < now ? ", t \(first) to \(now - 1)" : ""
      report.paragraph(StyledText("\(none)\(span); nothing has moved", .warning))
      return [report]
    case .found(let t):
      var reports = try go(to: t)
      guard branch?.timeline.state.t == t, !reports.isEmpty else { return reports }
      reports[0].json["found"] = .boolean(true)
      let sentence = "\(remarks?.text ?? ""), \(counted(now - t, "update")) back"
      reports[0].json["because"] = .string(sentence)
      reports[0].paragraph(StyledText(sentence, .good))
      return reports
    }
  }
}
