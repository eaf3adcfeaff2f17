import Console
import Engine
import LongWork

/// An update of a large network, each layer in a line.
extension Workspace {
  /// More parameters than this are shown by layers: a row for each would fill the window.
  package static let mostParametersShown = 20

  /// What an update did to one layer.
  private struct LayerStep {
    let number: Int
    let weights: ParameterLayout.Entry
    let weightNorm: Double
    let gradientNorm: Double
    let deltaNorm: Double
    /// The component of θ in this layer that moved most.
    let largest: Int
    /// How far it moved.
    let largestDelta: Double
  }

  private func layerSteps(_ record: StepRecord, _ network: Network) -> [LayerStep] {
    // Worked out each time it is asked for.
    let delta = record.delta
    return network.architecture.layers.indices.compactMap { index in
      guard let weights = network.layout.entry(named: "W\(index + 1)"),
        let biases = network.layout.entry(named: "b\(index + 1)")
      else { return nil }
      let all = weights.range.lowerBound..<biases.range.upperBound
      let largest =
        all.inParts().max { abs(delta[$0]) < abs(delta[$1]) } ?? all.lowerBound
      return LayerStep(
        number: index + 1, weights: weights,
        weightNorm: norm(record.theta[weights.range]), gradientNorm: norm(record.g[weights.range]),
        deltaNorm: norm(delta[weights.range]), largest: largest, largestDelta: delta[largest])
    }
  }

  /// ‖v‖.
  private func norm(_ values: ArraySlice<Double>) -> Double {
    values.inParts().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The table, and how single weights are seen.
  package func appendLayers(_ record: StepRecord, _ network: Network, to report: inout Report) {
    let steps = layerSteps(record, network)
    func title(_ name: String) -> Table.Column {
      Table.Column(StyledText("‖" + symbol(of: name) + "‖", .quantity))
    }
    var table = Table([
      Table.Column("layer", .leading), Table.Column("W", .leading, rank: 1),
      Table.Column(StyledText("‖W‖", .quantity)), title("g"), title("delta"),
      Table.Column(StyledText("moved most", .faint), .leading),
      Table.Column(StyledText(symbol(of: "delta"), .quantity)),
    ])
    for step in steps {
      table.rows.append([
        StyledText("\(step.number)"),
        StyledText(step.weights.shape.map(String.init).joined(separator: " × "), .faint),
        StyledText(number(step.weightNorm), .strong), StyledText(number(step.gradientNorm)),
        StyledText(number(step.deltaNorm)),
        StyledText(network.layout.label(of: step.largest), .quantity),
        StyledText(signed(step.largestDelta)),
      ])
    }
    report.table(table)
    guard let most = steps.max(by: { abs($0.largestDelta) < abs($1.largestDelta) }) else { return }
    let label = network.layout.label(of: most.largest)
    report.paragraph(
      StyledText("norms of W, its g and its Δθ; single weights: ", .faint)
        + StyledText("'explain \(label)'", .command) + StyledText(", ", .faint)
        + StyledText("'print \(most.weights.name)'", .command), indent: 2)
  }

  /// The same for programs.
  package func layersObject(_ record: StepRecord, _ network: Network) -> JSON {
    .array(
      layerSteps(record, network).map { step in
        .object([
          "layer": .integer(step.number), "W_norm": .number(step.weightNorm),
          "g_norm": .number(step.gradientNorm), "delta_norm": .number(step.deltaNorm),
          "largest": .string(network.layout.label(of: step.largest)),
          "largest_delta": .number(step.largestDelta),
        ])
      })
  }
}
