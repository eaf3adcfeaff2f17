import Console
import Engine
import Plot
import Session
import Wording

/// The network as a diagram with its dropped units, and the outputs of its 2^M subnetworks.
extension PlotKind {
  static let network = PlotKind(
    "network", "[EXAMPLE]",
    "the network as units and connections, those that the last update dropped crossed out",
    obstacle: { $0.networkObstacle }
  ) { workspace, words, arguments throws(ShellError) in
    let (present, timeline) = try workspace.requireNetwork(drawing: "network")
    // The masks of the last update are of the dropout that it had.
    let network = timeline.experimentOfLastUpdate.objective.network ?? present
    guard words.count <= 1 else {
      throw arguments.error("one example's network is drawn at a time", about: Verbs.pictured)
    }
    let batch = timeline.record?.minibatch
    let last = max((batch?.examples.count ?? 1) - 1, 0)
    let example =
      try workspace.index(words.first, from: 0, to: last, "the batch's examples", arguments) ?? 0
    let masks = batch.map { workspace.masks(network, $0, example: example) } ?? []
    let t = timeline.state.t
    var notes: [String] = []
    if !network.dropoutLayers.isEmpty {
      notes.append(
        masks.isEmpty
          ? "no mask has been drawn yet: 'step' draws one"
          : "the masks of example \(example) of the batch")
    }
    let figure = Figure(
      title: "\(network.architecture), t = \(t)",
      panels: [Panel(network: workspace.diagram(of: network, masks: masks))], notes: notes)
    return (
      figure,
      [
        "what": "network", "network": .string("\(network.architecture)"), "t": .integer(t),
        "example": .integer(example),
        "masks": .array(
          masks.map { layer, mask in
            .object([
              "name": .string(layer.name), "mask": .array(mask.map { .integer(Int($0)) }),
            ])
          }),
      ]
    )
  }

  static let subnets = PlotKind(
    "subnets", "", "a histogram of the outputs of the 2^M subnetworks for one input",
    options: [Verbs.fixedInput],
    obstacle: { workspace in
      guard let network = workspace.presentNetwork else { return workspace.networkObstacle }
      return network.dropoutLayers.isEmpty ? "needs dropout: 'dropout drop=0.5'" : nil
    }
  ) { workspace, _, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(drawing: "subnets")
    let theta = timeline.state.theta
    let input: [Double]
    if let at = arguments[Verbs.fixedInput] {
      guard at.count == network.architecture.inputs else {
        throw arguments.error(
          "at= takes the network's \(counted(network.architecture.inputs, "input")), not "
            + "\(at.count)", about: Verbs.fixedInput)
      }
      input = workspace.scaling(of: network)?.apply(to: at) ?? at
    } else {
      input = network.training.features(of: 0)
    }
    let subnetworks = try engineError { try Subnetworks(of: network, theta: theta) }
    guard subnetworks.units <= 22 else {
      throw ShellError(
        "2^\(subnetworks.units) subnetworks are too many to count one by one; up to 2^22 are drawn")
    }
    let interrupt = workspace.host.interrupt
    let meter = workspace.meter("subnets", of: subnetworks.count, "subnetworks")
    let ensemble = try engineError {
      try subnetworks.ensemble(of: input) { share in
        meter.update(share * subnetworks.count)
        return !interrupt()
      }
    }
    guard let ensemble else { throw .interrupted("nothing was drawn") }
    guard
      let drawn = try workspace.subnetworksFigure(subnetworks, ensemble, input: input)
    else {
      throw ShellError(
        "every subnetwork gives the same output, \(workspace.number(ensemble.least[0])): there is "
          + "nothing to count")
    }
    return drawn
  }
}
