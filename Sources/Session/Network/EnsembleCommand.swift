import Console
import Engine
import Numerics
import Wording

/// The verb about several networks that answer together.
extension Verbs {
  fileprivate static let members = Argument<[String]>(
    "branch", .word, "the branches; all of them where left open",
    suggestions: { $0.branches.map(\.name) })
  fileprivate static let beside = Argument<String?>(
    "beside", .word, "a branch that is compared and takes no part",
    suggestions: { $0.branches.map(\.name) })

  package static let ensemble = Command(
    "ensemble", .inspect, "averages the answers of several branches' networks",
    discussion: """
      Each branch's network answers for itself, then the mean of their outputs: losses and R² or \
      accuracy, on the training set and the validation set. Without names all branches take part. \
      'beside' names a branch that is only compared, such as one trained with dropout, which is an \
      ensemble by itself. 'network 8-24:tanh-1 branch=b' begins a network of another structure as a \
      branch on the same data.
      """,
    parameters: [members, beside],
    examples: [
      "data moons split=0.7,0.3; network 2-6:relu-1:sigmoid; run 5 epochs",
      "network 2-8:tanh-1:sigmoid branch=b; run 5 epochs", "ensemble main b",
    ], effect: .looks
  ) { workspace, arguments throws(ShellError) in
    [try workspace.ensembleReport(arguments)]
  }
}

extension Workspace {
  fileprivate func ensembleReport(_ arguments: Arguments) throws(ShellError) -> Report {
    _ = try requireNetwork(for: "ensemble")
    let beside = try arguments[Verbs.beside].map { name throws(ShellError) in
      try branch(named: name, arguments, about: Verbs.beside)
    }
    var chosen: [Branch] = []
    for name in arguments[Verbs.members] {
      let branch = try branch(named: name, arguments, about: Verbs.members)
      guard !chosen.contains(where: { $0.name == branch.name }) else {
        throw arguments.error("'\(branch.name)' is named twice", about: Verbs.members)
      }
      chosen.append(branch)
    }
    if chosen.isEmpty { chosen = branches.filter { $0.name != beside?.name } }
    guard chosen.count > 1 else {
      throw ShellError(
        "an ensemble needs two branches at least; 'network LAYERS branch=NAME' begins one more")
    }
    let ensemble = try engineError {
      try NetworkEnsemble(try chosen.map { try member(of: $0) })
    }
    let compared = try beside.map { branch throws(ShellError) in
      (branch, try engineError { try NetworkEnsemble([member(of: branch)]) })
    }
    return report(on: ensemble, of: chosen, beside: compared)
  }

  private func member(of branch: Branch) throws -> NetworkEnsemble.Member {
    guard let network = branch.timeline.experiment.objective.network else {
      throw EngineError("branch \(branch.name) descends no network")
    }
    return NetworkEnsemble.Member(network, at: branch.timeline.state.theta)
  }

  private func report(
    on ensemble: NetworkEnsemble, of branches: [Branch], beside: (Branch, NetworkEnsemble)?
  ) -> Report {
    let network = ensemble.members[0].network
    let validation = network.validation
    let score = network.scoreName
    var table = Table([
      Table.Column("", .leading), Table.Column("network", .leading), Table.Column("loss"),
      Table.Column(StyledText(score)),
    ])
    if validation != nil {
      table.columns += [Table.Column("val_loss"), Table.Column(StyledText("val \(score)"))]
    }
    func row(
      _ name: StyledText, _ what: String, _ metrics: (NetworkMetrics, NetworkMetrics?)
    ) -> JSON {
      var cells = [
        name, StyledText(what, .faint), StyledText(number(metrics.0.loss)),
        StyledText(number(metrics.0.score)),
      ]
      var json: JSON.Object = [
        "name": .string(name.plain), "loss": .number(metrics.0.loss),
        "score": .number(metrics.0.score),
      ]
      if let second = metrics.1 {
        cells += [StyledText(number(second.loss)), StyledText(number(second.score))]
        json["val_loss"] = .number(second.loss)
        json["val_score"] = .number(second.score)
      }
      table.rows.append(cells)
      return .object(json)
    }
    func metrics(_ network: Network, _ theta: [Double]) -> (NetworkMetrics, NetworkMetrics?) {
      (
        network.metrics(at: theta, on: network.training),
        network.validation.map { network.metrics(at: theta, on: $0) }
      )
    }
    let members = zip(branches, ensemble.members).map { branch, member in
      row(
        StyledText(branch.name), "\(member.network.architecture)",
        metrics(member.network, member.theta))
    }
    let mean = row(
      StyledText("mean of \(branches.count)", .strong), "",
      (ensemble.metrics(on: network.training), validation.map { ensemble.metrics(on: $0) }))
    var report = Report(json: ["members": .array(members), "mean": mean])
    if let (branch, alone) = beside {
      let member = alone.members[0]
      let dropout = branch.timeline.experiment.setup.dropout == nil ? "" : ", dropout"
      report.json["beside"] = row(
        StyledText("beside: \(branch.name)"), "\(member.network.architecture)\(dropout)",
        metrics(member.network, member.theta))
    }
    report.table(table)
    return report
  }
}
