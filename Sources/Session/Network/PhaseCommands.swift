import Console
import Engine
import Wording

/// The phases of one step on a network: `forward`, `backward`, `update`.
extension Verbs {
  package static let forward = Command(
    "forward", .time, "shows the forward pass of the next update, layer by layer",
    discussion: """
      The next minibatch goes through the network with the masks that the next update will use: z \
      (pre-activations), a (activations) and the mask of each layer, a row for each unit and a \
      column for each example; 'passed on' is a times the mask, which the next layer sees. Nothing \
      changes; 'update' then makes this very step.
      """,
    examples: [
      "data moons n=40; network 2-3:relu-1:sigmoid; batch 4; dropout drop=0.5", "forward",
    ], effect: .looks
  ) { workspace, _ throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "forward")
    let draw = timeline.nextDraw()
    try workspace.checkTrace(of: draw.minibatch)
    return [workspace.forwardReport(network.trace(at: draw.point, batch: draw.minibatch))]
  }

  package static let backward = Command(
    "backward", .time, "shows the backward pass of the next update: δ and ∂L/∂W, layer by layer",
    discussion: """
      From the output back: δ = ∂L/∂z of each layer (the mean over the batch is in it), and the \
      gradients of its weights and biases, without the penalty's share.
      """,
    examples: ["data moons n=40; network 2-3:relu-1:sigmoid; batch 4", "forward", "backward"],
    effect: .looks
  ) { workspace, _ throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "backward")
    let draw = timeline.nextDraw()
    try workspace.checkTrace(of: draw.minibatch)
    let trace = network.trace(at: draw.point, batch: draw.minibatch)
    return [workspace.backwardReport(trace, trace.backward())]
  }

  package static let update = Command(
    "update", .time, "makes the update whose passes 'forward' and 'backward' show",
    examples: ["data moons n=40; network 2-3:relu-1:sigmoid; batch 4", "forward; backward; update"]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireNetwork(for: "update")
    return try workspace.run(updates: 1, shows: .each, verb: arguments.verb)
  }
}

extension Workspace {
  fileprivate func forwardReport(_ trace: ForwardTrace) -> Report {
    let n = trace.exampleCount
    var report = Report(json: [
      "batch": .array(trace.batch.examples.prefix(4_096).map(JSON.integer)),
      "batch_loss": .number(trace.loss),
    ])
    report.paragraph(
      StyledText("the next update's batch: ", .faint)
        + StyledText("\(counted(n, "example")), ") + StyledText(places(trace.batch.examples)),
      indent: 2)
    var layers: [JSON] = []
    for layer in trace.layers {
      report.line("")
      report.line(
        StyledText("layer \(layer.number)", .strong) + "   \(layer.activation)   "
          + StyledText("\(counted(layer.units, "unit")) × \(counted(n, "example"))", .faint))
      append(symbol(of: "z\(layer.number)"), layer.z, rows: layer.rows, columns: n, to: &report)
      append(symbol(of: "a\(layer.number)"), layer.a, rows: layer.units, columns: n, to: &report)
      var object: JSON.Object = [
        "layer": .integer(layer.number), "z": matrix(layer.z, columns: n),
        "a": matrix(layer.a, columns: n),
      ]
      if let mask = layer.mask, let dropout = trace.network.dropoutLayers[layer: layer.number] {
        let columns = dropout.columns(of: n)
        let numbers = mask.map(Double.init)
        append(
          symbol(of: "mask\(layer.number)"), numbers, rows: layer.units, columns: columns,
          to: &report)
        append(
          "passed on", layer.output, rows: layer.units, columns: n, to: &report)
        object["mask"] = matrix(numbers, columns: columns)
      }
      if let winners = layer.winners {
        object["winners"] = matrix(winners.map(Double.init), columns: n)
      }
      layers.append(.object(object))
    }
    report.json["layers"] = .array(layers)
    report.line("")
    report.line(StyledText("batch loss ", .quantity) + StyledText(number(trace.loss), .strong))
    return report
  }

  fileprivate func backwardReport(_ trace: ForwardTrace, _ backward: BackwardTrace) -> Report {
    let n = trace.exampleCount
    var report = Report(json: ["batch_loss": .number(trace.loss)])
    var layers: [JSON] = []
    for layer in backward.layers.reversed() {
      let rows = layer.biases.count
      let fanIn = rows == 0 ? 0 : layer.weights.count / rows
      report.line(
        StyledText("layer \(layer.number)", .strong)
          + StyledText("   δ = ∂L/∂z, \(rows) × \(counted(n, "example"))", .faint))
      append(symbol(of: "d\(layer.number)"), layer.delta, rows: rows, columns: n, to: &report)
      append(
        "∂L/∂" + symbol(of: "W\(layer.number)"), layer.weights, rows: rows, columns: fanIn,
        to: &report)
      append(
        "∂L/∂" + symbol(of: "b\(layer.number)"), layer.biases, rows: 1, columns: rows, to: &report)
      report.line("")
      layers.append(
        .object([
          "layer": .integer(layer.number), "d": matrix(layer.delta, columns: n),
          "dW": matrix(layer.weights, columns: fanIn), "db": .numbers(layer.biases),
        ]))
    }
    report.json["layers"] = .array(layers)
    report.line(StyledText("'update' moves θ by it", .faint))
    return report
  }

  /// A matrix row-major as nested arrays.
  package func matrix(_ values: [Double], columns: Int) -> JSON {
    guard columns > 0 else { return .array([]) }
    return .array(
      stride(from: 0, to: values.count, by: columns).map {
        .numbers(values[$0..<min($0 + columns, values.count)])
      })
  }

  /// A matrix with its name: as much of it as can be read, and how much there is.
  package func append(
    _ name: String, _ values: [Double], rows: Int, columns: Int, to report: inout Report
  ) {
    guard rows > 0, columns > 0, values.count == rows * columns else { return }
    let shownRows = min(rows, 8)
    let shownColumns = min(columns, 6)
    var table = Table([Table.Column("", .leading)])
    for _ in 0..<shownColumns { table.columns.append(Table.Column("")) }
    for row in 0..<shownRows {
      table.rows.append(
        [StyledText(row == 0 ? name : "", .quantity)]
          + (0..<shownColumns).map { StyledText(number(values[row * columns + $0])) })
    }
    report.table(table)
    if shownRows < rows || shownColumns < columns {
      report.line(
        StyledText("  \(shownRows) × \(shownColumns) of \(rows) × \(columns) shown", .faint))
    }
  }

  /// A few indices and how many more there are.
  private func places(_ indices: [Int]) -> String {
    let shown = indices.prefix(12).map(String.init).joined(separator: " ")
    return indices.count > 12 ? shown + " …" : shown
  }
}
