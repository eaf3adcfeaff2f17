import Console
import Engine
import Plot

extension Workspace {
  /// Each dropout layer's mask for one example of a batch.
  package func masks(
    _ network: Network, _ batch: Minibatch, example: Int
  ) -> [(layer: DropoutLayer, mask: [UInt8])] {
    let n = batch.examples.count
    return zip(network.dropoutLayers, batch.masks).map { layer, mask in
      (layer, layer.entries(of: mask, example: example, count: n))
    }
  }

  /// The network's units layer by layer, the masked ones crossed out.
  package func diagram(
    of network: Network, masks: [(layer: DropoutLayer, mask: [UInt8])]
  ) -> NetworkDiagram {
    let sizes = [network.architecture.inputs] + network.architecture.layers.map(\.units)
    return NetworkDiagram(
      layers: sizes.enumerated().map { index, units in
        let name = index == 0 ? "x" : symbol(of: "a\(index)")
        guard let mask = masks.first(where: { $0.layer.name == "mask\(index)" })?.mask else {
          return .init(name, units: units)
        }
        return .init(name, mask: mask.map(Double.init))
      })
  }

  /// How the first output is distributed over all subnetworks, with their mean and the
  /// weight-scaled network's output; nil where all give the same.
  package func subnetworksFigure(
    _ subnetworks: Subnetworks, _ ensemble: SubnetworkEnsemble, input: [Double]
  ) throws(ShellError) -> PlotKind.Drawn? {
    let (least, largest) = (ensemble.least[0], ensemble.largest[0])
    guard least < largest, least.isFinite, largest.isFinite else { return nil }
    let interrupt = host.interrupt
    let meter = meter("histogram", of: subnetworks.count, "subnetworks")
    let counted = try engineError {
      try subnetworks.histogram(of: input, range: least...largest, bins: 24) { share in
        meter.update(share * subnetworks.count)
        return !interrupt()
      }
    }
    guard let histogram = counted else { throw .interrupted("nothing was drawn") }
    let width = (largest - least) / Double(histogram.probabilities.count)
    let edges = (0...histogram.probabilities.count).map { least + Double($0) * width }
    let figure = Figure(
      title: "outputs of the subnetworks, by probability",
      panels: [
        Panel(
          x: Axis("output"), y: Axis("probability"),
          layers: [
            .bars(edges: edges, heights: histogram.probabilities),
            .vertical(ensemble.ensemble[0], name: "mean of all"),
            .vertical(ensemble.weightScaled[0], name: "weight-scaled"),
          ])
      ])
    return (
      figure,
      [
        "what": "subnets", "units": .integer(subnetworks.units), "edges": .numbers(edges),
        "probabilities": .numbers(histogram.probabilities),
        "counts": .array(histogram.counts.map(JSON.integer)),
        "ensemble": .number(ensemble.ensemble[0]),
        "weight_scaled": .number(ensemble.weightScaled[0]),
      ]
    )
  }
}
