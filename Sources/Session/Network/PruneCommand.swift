import Console
import Datasets
import Engine
import Wording

/// The verb that removes weights.
extension Verbs {
  private static let below = Argument<Double>(
    required: "below", as: .option, NumberRange(from: 0, false, to: .infinity),
    "weights smaller than this become 0")

  package static let prune = Command(
    "prune", .setUp, "sets a network's small weights to 0",
    discussion: """
      Weights of a size below the bound become 0, as a brain drops links that it does not use; biases \
      stay. The network begins again at t = 0 from the weights that are left, and 'undo' brings the \
      others back. An update moves pruned weights too: prune at the end.
      """,
    parameters: [below],
    examples: [
      "data moons; network 2-8:relu-1:sigmoid; penalty l1=0.01; run 20 epochs", "prune below=0.05",
    ], effect: .begins
  ) { workspace, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "prune")
    guard let source = workspace.branch?.place.data else {
      throw ShellError("'prune' is for networks with data of their own")
    }
    let bound = arguments[below]
    let before = timeline.state.theta
    guard before.count <= 100_000 else {
      throw ShellError("'prune' is for networks of at most 100000 weights and biases")
    }
    var theta = before
    var weights = 0
    for entry in network.layout.entries where !entry.isBias {
      weights += entry.range.count
      for i in entry.range where theta[i].magnitude < bound { theta[i] = 0 }
    }
    let zeros = network.layout.entries.filter { !$0.isBias }
      .reduce(0) { $0 + theta[$1.range].count { $0 == 0 } }
    let pruned = try engineError {
      try Network(
        network.architecture, data: source.split, initializer: nil, start: theta,
        dropout: workspace.setup.dropout)
    }
    _ = workspace.restart(at: Place(pruned, on: source))
    func metrics(_ theta: [Double], _ set: Dataset?) -> NetworkMetrics? {
      set.map { network.metrics(at: theta, on: $0) }
    }
    let old = (metrics(before, network.training), metrics(before, network.validation))
    let new = (metrics(theta, network.training), metrics(theta, network.validation))
    var report = Report(json: [
      "weights": .integer(weights), "zero": .integer(zeros), "below": .number(bound),
      "loss_before": .number(old.0?.loss ?? .nan), "loss": .number(new.0?.loss ?? .nan),
    ])
    report.line(
      StyledText(
        "\(zeros) of \(counted(weights, "weight")) \(zeros == 1 || weights == 1 ? "is" : "are") 0",
        .strong)
        + StyledText(
          zeros == weights
            ? "" : "; each of the others has a size of \(workspace.number(bound)) or more"))
    let score = network.scoreName
    func line(_ name: String, _ old: NetworkMetrics?, _ new: NetworkMetrics?) {
      guard let old, let new else { return }
      report.line(
        StyledText(
          "\(name): loss \(workspace.number(old.loss)) → \(workspace.number(new.loss)), "
            + "\(score) \(workspace.number(old.score)) → \(workspace.number(new.score))"))
    }
    line("training", old.0, new.0)
    line("validation", old.1, new.1)
    if let old = old.1, let new = new.1 {
      report.json["val_loss_before"] = .number(old.loss)
      report.json["val_loss"] = .number(new.loss)
    }
    return [report]
  }
}
