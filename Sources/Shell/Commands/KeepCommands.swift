import Engine
import Formula

/// The verbs that keep a session in a file: `save`, `load`.
extension Command {
  static let save = Command(
    "save", .keep, "writes the session to a file",
    discussion: """
      The file holds the commands that lead here, with every digit; 'load' goes through them again \
      and ends in the same state, bit for bit. A file that is no saved session is overwritten only \
      with force=yes.
      """,
    parameters: [
      Parameter("file", .positional, .path, required: true, "where to write"),
      Parameter("force", .option, .truth, default: "no", "whether to overwrite any file"),
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 3", "save session.descent",
      "load session.descent",
    ]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments.text("file") ?? ""
    let branch = try workspace.requireBranch()
    guard workspace.branches.allSatisfy({ $0.place.surface != nil || $0.place.network != nil })
    else {
      throw ShellError(
        "'\(branch.place.name)' is a plane through a network and cannot be saved; save the network")
    }
    let isForced = arguments.truth("force") ?? false
    if !isForced, Files.exists(path) {
      let old = try Files.bytes(of: path)
      guard old.starts(with: SavedSession.head.utf8) else {
        throw arguments.error(
          "'\(path)' exists and is no saved session; force=yes overwrites it", about: "file")
      }
    }
    let text = SavedSession.text(of: workspace)
    try Files.write(Array(text.utf8), to: path)
    var report = Report(json: ["file": .string(path), "bytes": .integer(text.utf8.count)])
    report.line("saved to \(path)")
    return [report]
  }

  static let load = Command(
    "load", .keep, "restores a session from a file",
    discussion: "It takes the place of the present one; 'undo' brings that back.",
    parameters: [Parameter("file", .positional, .path, required: true, "a file that 'save' wrote")],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 3; save session.descent; reset",
      "load session.descent",
    ]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments.text("file") ?? ""
    let lines = try SavedSession.lines(of: path)
    try workspace.restore(lines, from: path)
    return [workspace.statusReport]
  }
}

/// The text form of a session: a first line that names it, commands, a line for each branch's θ, and
/// a last line with a checksum of all before.
enum SavedSession {
  static let head = "# descent session 1\n"
  private static let end = "# end "

  /// What may stand in a saved session.
  static let verbs: Set<String> = [
    "surface", "data", "network", "dropout", "batch", "optimizer", "convention", "schedule",
    "penalty", "seed", "stop", "define", "goto",
    "reset", "fork", "switch", "break", "watch", "display",
  ]

  static func text(of workspace: Workspace) -> String {
    var lines = definitions(of: workspace)
    // The first branch has no `fork` of its own, so it comes first.
    let branches = workspace.branches.sorted { a, _ in a.name == Branch.firstName }
    for (i, branch) in branches.enumerated() {
      if i == 0 {
        lines.append(branch.place.command)
      } else {
        lines += ["fork \(branch.name)", "reset"]
        if let data = branch.place.data, data.command != branches[i - 1].place.data?.command {
          lines.append(data.command)
        }
      }
      var before: Experiment?
      for (start, experiment) in branch.timeline.course {
        if let before, before.optimizer.name == experiment.optimizer.name || start > 0 {
          lines.append("goto \(start)")
        }
        lines += commands(for: experiment, after: before)
        before = experiment
      }
      lines.append("goto \(branch.timeline.extent.upperBound)")
      lines.append("goto \(branch.timeline.state.t)")
      lines.append("# theta " + branch.timeline.state.theta.map(exact).joined(separator: " "))
    }
    if let name = workspace.branch?.name { lines.append("switch \(name)") }
    lines += workspace.breakpoints.map { "break when \($0.condition.text)" }
    lines += workspace.watches.map { "watch \"\($0.quantity.text)\" for=\($0.event.rawValue)" }
    lines += workspace.displays.map { "display \"\($0.expression.text)\"" }
    let body = head + lines.joined(separator: "\n") + "\n"
    return body + end + checksum(of: body) + "\n"
  }

  /// The commands that set up what is trained now, with the present settings, from its start.
  static func setUp(of workspace: Workspace) -> [String] {
    guard let branch = workspace.branch else { return [] }
    return definitions(of: workspace) + [branch.place.command]
      + commands(for: branch.timeline.experiment, after: nil)
  }

  private static func definitions(of workspace: Workspace) -> [String] {
    workspace.ownRules.flatMap { rule in
      ["define rule \(rule.declaration.name)"] + rule.lines + ["end"]
    }
  }

  /// The settings as commands, those alone that differ from what held before.
  private static func commands(for experiment: Experiment, after before: Experiment?) -> [String] {
    let new = Setup(experiment)
    let old = before.map { Setup($0) }
    var lines: [String] = []
    if new.optimizer.convention != old?.optimizer.convention {
      lines.append("convention \(new.optimizer.convention.rawValue)")
    }
    var withOldOptimizer = new
    if let old { withOldOptimizer.optimizer = old.optimizer }
    if old == nil || withOldOptimizer != new {
      let settings = new.optimizer.declaration.hyperparameters.map {
        " \($0.name)=\(exact(new.optimizer.settings[$0.name] ?? 0))"
      }
      lines.append("optimizer \(new.optimizer.name)" + settings.joined())
    }
    if old == nil || new.schedule != old?.schedule {
      let isConstant = new.schedule.shape == .constant
      lines.append(
        "schedule \(new.scheduleText)" + (isConstant ? "" : " per=\(new.schedule.unit.rawValue)"))
    }
    if old == nil || new.penalty != old?.penalty { lines.append("penalty \(new.penaltyText)") }
    if old == nil || new.seed != old?.seed { lines.append("seed \(new.seed)") }
    if experiment.objective.exampleCount > 0 {
      if new.batchSize != old?.batchSize {
        lines.append("batch \(new.batchSize.map(String.init) ?? "all")")
      }
      if old == nil || new.dropout != old?.dropout { lines.append(new.dropoutCommand) }
    }
    if old == nil || new.stopping != old?.stopping { lines.append("stop \(new.stoppingText)") }
    return lines
  }

  /// The lines of a saved session between the first and the last.
  ///
  /// - Throws: `ShellError` for a file that is no saved session, or a damaged one.
  static func lines(of path: String) throws(ShellError) -> [String] {
    let bytes = try Files.bytes(of: path)
    guard bytes.starts(with: "# descent session ".utf8) else {
      throw ShellError(
        "'\(path)' is no saved session; 'source' runs a file of commands, 'save' writes a session")
    }
    guard bytes.starts(with: head.utf8) else {
      throw ShellError("'\(path)' was saved by a later version of this program")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ShellError("'\(path)' is damaged: it is not UTF-8 text")
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard let last = lines.popLast(), last.hasPrefix(end) else {
      throw ShellError("'\(path)' is damaged: its end is missing")
    }
    let body = lines.joined(separator: "\n") + "\n"
    guard last.dropFirst(end.count) == checksum(of: body) else {
      throw ShellError(
        "'\(path)' is damaged or was changed by hand; 'source' runs it as a file of commands")
    }
    return Array(lines.dropFirst())
  }

  private static func checksum(of text: String) -> String {
    var digest = Digest()
    for byte in text.utf8 { digest.add(byte) }
    return String(digest.value, radix: 16)
  }
}

extension Setup {
  /// The dropout as one would type it.
  fileprivate var dropoutCommand: String {
    guard let dropout else { return "dropout none" }
    var text = "dropout \(dropout.style.rawValue) keep=\(exact(dropout.keep))"
    text += " input=\(exact(dropout.inputDrop))"
    text += " per=\(dropout.isPerBatch ? "batch" : "example")"
    if let layers = dropout.layers {
      text += " layers=" + layers.sorted().map(String.init).joined(separator: ",")
    }
    return text
  }

  /// The schedule as one would type it.
  var scheduleText: String {
    switch schedule.shape {
    case .constant, .inverseSquareRoot: schedule.name
    case .step(let factor, let milestones):
      "step factor=\(exact(factor)) milestones="
        + milestones.map(String.init).joined(separator: ",")
    case .cosine(let period), .linear(let period): "\(schedule.name) T=\(period)"
    case .formula(let expression): "\"\(ascii(expression))\""
    }
  }

  /// The penalty as one would type it.
  var penaltyText: String {
    guard !penalty.isNone else { return "none" }
    var parts: [String] = []
    if penalty.l1 != 0 { parts.append("l1=\(exact(penalty.l1))") }
    if penalty.l2 != 0 { parts.append("l2=\(exact(penalty.l2))") }
    if penalty.includesBiases { parts.append("biases=yes") }
    return parts.joined(separator: " ")
  }

  /// Early stopping as one would type it.
  var stoppingText: String {
    guard let stopping else { return "none" }
    return "monitor=\(stopping.monitor) patience=\(stopping.patience) "
      + "min_delta=\(exact(stopping.minDelta)) restore=\(stopping.restoresBest ? "yes" : "no")"
  }
}

extension Workspace {
  /// Goes through a saved session's commands again in place of the present session.
  fileprivate mutating func restore(_ lines: [String], from path: String) throws(ShellError) {
    var fresh = Workspace(traits: traits, host: host)
    fresh.preferences = preferences
    fresh.past = past
    fresh.sourcing = sourcing
    for (i, line) in lines.enumerated() {
      func failure(_ message: String) -> ShellError {
        ShellError("'\(path)' cannot be restored: line \(i + 2): \(message)")
      }
      if line.hasPrefix("# theta ") {
        let theta = fresh.branch?.timeline.state.theta ?? []
        guard line == "# theta " + theta.map(exact).joined(separator: " ") else {
          throw failure("the numbers worked out now are not those that were saved")
        }
        continue
      }
      do throws(ShellError) {
        for statement in try LineSyntax.statements(of: line) {
          try fresh.replay(statement)
        }
      } catch {
        throw failure(error.message)
      }
      if host.interrupt() { throw ShellError("loading was interrupted; nothing has changed") }
    }
    try fresh.requireClosedDefinition(in: path)
    self = fresh
  }

  /// - Throws: `ShellError` at the end of a file in which a rule is left open.
  func requireClosedDefinition(in path: String) throws(ShellError) {
    guard let definition else { return }
    throw ShellError("'\(path)': 'define rule \(definition.name)' is not closed by 'end'")
  }

  /// Goes through one command of a file; only those that set up and move are let through.
  mutating func replay(_ statement: Statement) throws(ShellError) {
    let verb = statement.tokens.first?.text ?? ""
    if definition == nil, !SavedSession.verbs.contains(verb) {
      throw ShellError("'\(shortened(verb))' has no place in such a file")
    }
    guard verb == "goto", definition == nil, let t = statement.tokens.last.flatMap({ Int($0.text) })
    else {
      _ = try run(statement)
      return
    }
    // Where something stopped the run at the time, it was gone on with; so it is here.
    var timeline = try requireBranch().timeline
    while timeline.state.t != t {
      let before = timeline.state.t
      let reason = timeline.go(to: t, isInterrupted: host.interrupt)
      if reason == .interrupted || timeline.state.t == before { break }
    }
    guard timeline.state.t == t else { throw ShellError("t \(t) is not reached") }
    branch?.timeline = timeline
  }
}
