import Console
import Datasets
import Engine
import LongWork
import Plot
import Wording

/// The verb that runs any input through the network: `predict`.
extension Verbs {
  package static let predict = Command(
    "predict", .inspect, "runs an input through the network, unit by unit",
    discussion: """
      The forward pass at any x, as testing makes it: each unit's z, a = f(z) and slope f'(z), layer \
      by layer, then the output, and for classes the class with its share. x= has a number for each \
      feature, in the units in which the network sees them ('print x' has the training set so); \
      without it the first example is taken.
      """,
    parameters: [input],
    examples: [
      "data moons; network 2-6:relu-1:sigmoid; optimizer adam lr=0.05; run 100", "predict",
      "predict x=0.5,0.25",
    ]
  ) { workspace, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "predict")
    let x = try workspace.input(of: network, arguments)
    let trace = try engineError { try network.trace(at: timeline.state.theta, inputs: x) }
    return [workspace.predictionReport(trace, x: x, t: timeline.state.t)]
  }
}

extension Workspace {
  /// Units of a layer up to which each has a row.
  private static let mostUnits = 12

  fileprivate func predictionReport(_ trace: ForwardTrace, x: [Double], t: Int) -> Report {
    let network = trace.network
    var report = Report(json: ["t": .integer(t), "x": .numbers(x)])
    report.line(StyledText("x ", .quantity) + StyledText(summary(of: x)))
    var layers: [JSON] = []
    var table = Table([
      Table.Column("unit", .leading), Table.Column("activation", .leading), Table.Column("z"),
      Table.Column("a"), Table.Column("slope"),
    ])
    for layer in trace.layers {
      let pieces = layer.activation.pieces
      var object: JSON.Object = [
        "layer": .integer(layer.number), "activation": .string("\(layer.activation)"),
        "z": .numbers(layer.z), "a": .numbers(layer.a),
      ]
      let slopes: [Double]? =
        layer.activation == .softmax || pieces > 1
        ? nil : zip(layer.z, layer.a).map { layer.activation.slope(at: $0, value: $1) }
      if let slopes { object["slope"] = .numbers(slopes) }
      if let winners = layer.winners { object["winners"] = .array(winners.map(JSON.integer)) }
      if layer.output != layer.a { object["output"] = .numbers(layer.output) }
      layers.append(.object(object))
      for unit in 0..<min(layer.units, Self.mostUnits) {
        let z = layer.z[(unit * pieces)..<((unit + 1) * pieces)]
        table.rows.append([
          StyledText("\(symbol(of: "a\(layer.number)"))[\(unit)]", .quantity),
          StyledText("\(layer.activation)", .faint),
          StyledText(z.prefix(4).map { number($0) }.joined(separator: " ")),
          StyledText(number(layer.a[unit]), .strong),
          StyledText(slopes.map { number($0[unit]) } ?? "–", .faint),
        ])
      }
      if layer.units > Self.mostUnits {
        table.rows.append([
          StyledText("\(layer.units - Self.mostUnits) more", .faint), StyledText(""),
          StyledText(""), StyledText(""), StyledText(""),
        ])
      }
    }
    report.json["layers"] = .array(layers)
    report.json["output"] =
      trace.outputs.count == 1 ? .number(trace.outputs[0]) : .numbers(trace.outputs)
    report.table(table)
    if let (name, share) = predictedClass(trace.outputs, of: network.training.task) {
      report.json["class"] = .string(name)
      report.json["confidence"] = .number(share)
      report.paragraph(
        "class " + StyledText(name, .strong) + "   share " + StyledText(number(share), .strong),
        indent: 2)
    }
    return report
  }

  /// The class with the largest share; nil for a regression.
  private func predictedClass(_ outputs: [Double], of task: Dataset.Task) -> (String, Double)? {
    switch task {
    case .regression: return nil
    case .binary(let names):
      guard let p = outputs.first, names.count == 2 else { return nil }
      return p >= 0.5 ? (names[1], p) : (names[0], 1 - p)
    case .classes(let names):
      guard let best = outputs.indices.max(by: { outputs[$0] < outputs[$1] }),
        names.indices.contains(best)
      else { return nil }
      return (names[best], outputs[best])
    }
  }
}
