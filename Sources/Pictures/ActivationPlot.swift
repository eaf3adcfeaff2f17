import Console
import Engine
import Plot
import Session

extension PlotKind {
  static let activation = PlotKind(
    "activation", "[NAME...]",
    "activation functions with their derivatives: the network's, or those named",
    options: [Verbs.xWindow]
  ) { workspace, names, arguments throws(ShellError) in
    try workspace.activationFigure(names, arguments)
  }
}

extension Workspace {
  fileprivate func activationFigure(
    _ names: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    var activations: [Activation] = []
    for name in names.isEmpty ? ownActivations : names {
      let activation: Activation
      do { activation = try Activation(parsing: name) } catch {
        throw arguments.error("\(error)", about: Verbs.pictured)
      }
      guard activation.curve(over: []) != nil else {
        throw arguments.error(
          "\(activation) is no function of one z"
            + (activation.pieces > 1 ? "; 'plot maxout' draws a unit's pieces" : ""),
          about: Verbs.pictured)
      }
      if !activations.contains(activation) { activations.append(activation) }
    }
    guard activations.count <= 12 else {
      throw arguments.error("at most 12 activations are drawn at a time", about: Verbs.pictured)
    }
    let x = try arguments.ends(Verbs.xWindow) ?? (-4, 4)
    let z = (0...240).map { x.low + (x.high - x.low) * Double($0) / 240 }
    var panels: [Panel] = []
    var json: [JSON] = []
    for activation in activations {
      guard let curve = activation.curve(over: z) else { continue }
      panels.append(
        Panel(
          title: "\(activation)", x: Axis("z"), y: Axis(activations.count == 1 ? "a" : ""),
          layers: [
            .horizontal(0), .vertical(0), .line(x: z, y: curve.values, name: "a = f(z)"),
            .line(x: z, y: curve.slopes, name: traits.unicode ? "slope f′(z)" : "slope f'(z)"),
          ]))
      json.append(
        .object([
          "name": .string("\(activation)"), "a": .numbers(curve.values),
          "slope": .numbers(curve.slopes),
        ]))
    }
    let title =
      activations.count == 1
      ? "\(activations[0]) and its derivative" : "activations and their derivatives"
    if activations.count == 1 { panels[0].title = "" }
    return (
      Figure(title: title, panels: panels),
      ["what": "activation", "z": .numbers(z), "activations": .array(json)]
    )
  }

  /// The activations of the present network that have a curve, else all that bend.
  private var ownActivations: [String] {
    let own = (presentNetwork?.architecture.layers ?? []).map(\.activation)
      .filter { $0.curve(over: []) != nil }.map { "\($0)" }
    return own.isEmpty ? Activation.curves : own
  }
}
