import Arithmetic
import Console
import Engine
import Formula
import Timelines
import Wording

/// The verbs about several courses of training from one start: `fork`, `branches`, `switch`, `diff`.
extension Verbs {
  private static let forkName = Argument<String>(required: "name", .word, "what to call it")

  package static let fork = Command(
    "fork", .time, "begins a second course of training from here and goes to it",
    discussion: """
      The fork has the past of the branch it leaves; from here on both go their own ways. 'switch \
      NAME' goes from one to the other, 'diff A B' compares them.
      """,
    parameters: [forkName],
    examples: [
      "surface ravine; optimizer gd lr=0.4; step 5; fork trial",
      "optimizer momentum lr=0.05; step 5",
      "diff main trial",
    ], effect: .sets
  ) { workspace, arguments throws(ShellError) in
    try workspace.addBranch(named: arguments[forkName], arguments, about: forkName)
    return [workspace.branchList]
  }

  package static let branches = Command(
    "branches", .time, "lists the branches and where each stands",
    examples: ["surface ravine; fork trial", "branches"], effect: .looks
  ) { workspace, _ throws(ShellError) in
    _ = try workspace.requireBranch()
    return [workspace.branchList]
  }

  private static let wanted = Argument<String>(
    required: "name", .word, "the branch", suggestions: { $0.otherBranches.map(\.name) })

  package static let switchTo = Command(
    "switch", .time, "goes to another branch",
    parameters: [wanted],
    examples: ["surface ravine; fork trial; step 3", "switch main"], effect: .sets
  ) { workspace, arguments throws(ShellError) in
    let name = arguments[wanted]
    let branch = try workspace.requireBranch()
    if name != branch.name {
      _ = try workspace.branch(named: name, arguments, about: wanted)
      if let i = workspace.otherBranches.firstIndex(where: { $0.name == name }) {
        workspace.branch = workspace.otherBranches[i]
        workspace.otherBranches[i] = branch
        // A network set up next belongs to the data of the branch one is on.
        workspace.data = workspace.branch?.place.data ?? workspace.data
        workspace.unfinishedRun = nil
      }
    }
    return [workspace.momentReport()]
  }

  private static let first = Argument<String>(
    required: "a", .word, "a branch", suggestions: { $0.branches.map(\.name) })
  private static let second = Argument<String?>(
    "b", as: .positional, .word, "another; without it, the present one",
    suggestions: { $0.branches.map(\.name) })

  package static let diff = Command(
    "diff", .time, "compares two branches: settings, loss and parameters",
    parameters: [first, second],
    examples: [
      "surface ravine; optimizer gd lr=0.4; step 5; fork trial",
      "optimizer momentum lr=0.05; step 5",
      "diff main trial",
    ], effect: .looks
  ) { workspace, arguments throws(ShellError) in
    let present = try workspace.requireBranch()
    let a = try workspace.branch(named: arguments[first], arguments, about: first)
    let b =
      try arguments[second].map { name throws(ShellError) in
        try workspace.branch(named: name, arguments, about: second)
      } ?? present
    guard a.name != b.name else {
      throw arguments.error("'\(a.name)' is the same branch twice; name two", about: first)
    }
    return [workspace.difference(of: a, and: b)]
  }
}

extension Workspace {
  /// Puts a copy of the present branch beside the others and goes to it.
  ///
  /// - Parameter parameter: the argument that names it.
  mutating func addBranch(
    named name: String, _ arguments: Arguments, about parameter: some ParameterDeclaration
  ) throws(ShellError) {
    let branch = try requireBranch()
    guard isPlainName(name) else {
      throw arguments.error(
        "'\(shortened(name))' cannot name a branch; use letters, digits, _ and -", about: parameter)
    }
    guard !branches.contains(where: { $0.name == name }) else {
      throw arguments.error("there is a branch '\(name)' already", about: parameter)
    }
    guard branches.count < 100 else {
      throw ShellError("there are 100 branches, which is as many as are kept")
    }
    otherBranches.append(branch)
    self.branch?.name = name
  }

  /// All branches, the present one last.
  package var branches: [Branch] { contents.branches }

  func branch(
    named name: String, _ arguments: Arguments, about parameter: some ParameterDeclaration
  ) throws(ShellError) -> Branch {
    if let branch = branches.first(where: { $0.name == name }) { return branch }
    let names = branches.map(\.name)
    let near = Spelling.candidates(for: name, in: names)
    throw arguments.error(
      "there is no branch '\(shortened(name))'"
        + (near.isEmpty ? "; there is \(listed(names))" : suggestion(near)), about: parameter)
  }

  package var branchList: Report {
    guard rebuilding == nil else { return Report() }
    let sorted = branches.sorted { $0.name < $1.name }
    var report = Report(json: [
      "branches": .array(
        sorted.map { branch in
          .object([
            "name": .string(branch.name), "current": .boolean(branch.name == self.branch?.name),
            "t": .integer(branch.timeline.state.t),
            "loss": .number(Moment(branch.timeline).loss),
            "optimizer": .string(branch.timeline.experiment.optimizer.name),
          ])
        })
    ])
    var table = Table([
      Table.Column("", .leading), Table.Column(StyledText("branch", .faint), .leading),
      Table.Column(StyledText("t", .quantity)),
      Table.Column(StyledText(symbol(of: "loss"), .quantity)),
      Table.Column(StyledText("rule", .faint), .leading),
    ])
    for branch in sorted {
      let isCurrent = branch.name == self.branch?.name
      table.rows.append([
        StyledText(isCurrent ? "*" : " "),
        StyledText(branch.name, isCurrent ? .strong : .plain),
        StyledText("\(branch.timeline.state.t)"),
        StyledText(number(Moment(branch.timeline).loss)),
        StyledText(settingsText(of: branch.timeline.experiment)),
      ])
    }
    report.table(table)
    return report
  }

  /// `adam lr=0.1 beta1=0.9 ...`.
  package func settingsText(of experiment: Experiment) -> String {
    let optimizer = experiment.optimizer
    let settings = optimizer.declaration.hyperparameters.map {
      "\($0.name)=\(number(optimizer.settings[$0.name] ?? .nan))"
    }
    return ([optimizer.name] + settings).joined(separator: " ")
  }

  fileprivate func difference(of a: Branch, and b: Branch) -> Report {
    let (ma, mb) = (Moment(a.timeline), Moment(b.timeline))
    let distance = Elementary.distance(ma.theta, mb.theta)
    let isSame = a.timeline.state == b.timeline.state
    var json: JSON.Object = ["a": .string(a.name), "b": .string(b.name)]
    json["t"] = [.integer(a.timeline.state.t), .integer(b.timeline.state.t)]
    json["loss"] = .numbers([ma.loss, mb.loss])
    json["theta"] = [.numbers(ma.theta.prefix(256)), .numbers(mb.theta.prefix(256))]
    json["distance"] = .number(distance)
    json["same"] = .boolean(isSame)
    var table = Table([
      Table.Column("", .leading), Table.Column(StyledText(a.name, .strong)),
      Table.Column(StyledText(b.name, .strong)), Table.Column(StyledText("difference", .faint)),
    ])
    func row(_ name: String, _ x: String, _ y: String, _ difference: String = "") {
      table.rows.append([
        StyledText(name, .quantity), StyledText(x), StyledText(y), StyledText(difference),
      ])
    }
    row(
      "t", "\(a.timeline.state.t)", "\(b.timeline.state.t)",
      "\(b.timeline.state.t - a.timeline.state.t)")
    for (name, x, y) in settingsThatDiffer(a.timeline.experiment, b.timeline.experiment) {
      row(name, x, y)
    }
    row(symbol(of: "loss"), number(ma.loss), number(mb.loss), signed(mb.loss - ma.loss))
    let layout = a.timeline.experiment.objective.layout
    for i in 0..<min(ma.theta.count, mb.theta.count, 8) {
      row(
        layout.label(of: i), number(ma.theta[i]), number(mb.theta[i]),
        signed(mb.theta[i] - ma.theta[i]))
    }
    row("distance", "", "", number(distance))
    var report = Report(json: json)
    report.table(table)
    if isSame {
      report.line(StyledText("both stand in the same state, bit for bit", .faint))
    }
    return report
  }

  private func settingsThatDiffer(
    _ a: Experiment, _ b: Experiment
  ) -> [(String, String, String)] {
    var rows: [(String, String, String)] = []
    func compare(_ name: String, _ x: String, _ y: String) {
      if x != y { rows.append((name, x, y)) }
    }
    compare("optimizer", a.optimizer.name, b.optimizer.name)
    compare(
      "convention", a.optimizer.convention.rawValue, b.optimizer.convention.rawValue)
    var names = a.optimizer.declaration.hyperparameters.map(\.name)
    for name in b.optimizer.declaration.hyperparameters.map(\.name) where !names.contains(name) {
      names.append(name)
    }
    func setting(_ name: String, _ experiment: Experiment) -> String {
      let optimizer = experiment.optimizer
      guard optimizer.declaration.hyperparameters.contains(where: { $0.name == name }) else {
        return ""
      }
      return optimizer.settings[name].map { number($0) } ?? ""
    }
    for name in names { compare(symbol(of: name), setting(name, a), setting(name, b)) }
    compare("schedule", a.schedule.name, b.schedule.name)
    compare("l1", number(a.penalty.l1), number(b.penalty.l1))
    compare("l2", number(a.penalty.l2), number(b.penalty.l2))
    compare("seed", "\(a.seed)", "\(b.seed)")
    return rows
  }
}
