import Console
import Engine
import Explanations
import Formula
import Wording

/// Entries of a layer's quantities in the last update, as a user names them.
extension Workspace {
  /// z, a and δ of one unit for one example of the last batch; a maxout unit has a z and a δ for each
  /// piece.
  ///
  /// - Throws: `ShellError` where there is no such unit or example, or no update yet.
  package func unitReport(
    layer number: Int, unit: Int, example: Int, _ arguments: Arguments
  ) throws(ShellError) -> Report {
    _ = try requireNetwork(for: "explain unit")
    let record = try requireRecord()
    try checkTrace(of: record.minibatch)
    guard let network = branch?.timeline.experimentOfLastUpdate.objective.network else {
      return Report()
    }
    let trace = network.trace(
      at: record.evaluationPoint ?? record.thetaBefore, batch: record.minibatch)
    guard let layer = trace.layers[safely: number - 1] else {
      throw arguments.error(
        "the network has the layers 1 to \(trace.layers.count)", about: Verbs.unitLayer)
    }
    guard unit < layer.units else {
      throw arguments.error(
        "layer \(number) has the units 0 to \(layer.units - 1)", about: Verbs.explainedUnit)
    }
    guard example < trace.exampleCount else {
      throw arguments.error(
        "the batch has the examples 0 to \(trace.exampleCount - 1)", about: Verbs.unitExample)
    }
    let pieces = layer.activation.pieces
    let rows = Array((unit * pieces)..<((unit + 1) * pieces))
    let places =
      rows.map { (LayerQuantity.preActivation, $0) } + [(.activation, unit)]
      + rows.map { (.delta, $0) }
    return report(
      on: places.compactMap { kind, row in
        LayerEntry(kind, layer: number, row: row, example: example, in: trace)?.explanation()
      })
  }

  /// The entry `z1[0,3]`, `a1[0,3]` or `d1[0,3]` (unit or row, example of the batch); nil where the
  /// text names no such entry.
  ///
  /// - Throws: `ShellError` where the entry lies outside the layer or the batch.
  package func layerEntry(_ text: String, column: Int?) throws(ShellError) -> LayerEntry? {
    let (name, indices): (String, [Expression])
    switch try? Parser.parse(text) {
    case .index(.variable(let matrix), let places): (name, indices) = (matrix, places)
    // A whole matrix is refused below, with how to write an entry.
    case .variable(let matrix): (name, indices) = (matrix, [])
    default: return nil
    }
    guard let kind = name.first.flatMap({ LayerQuantity(rawValue: String($0)) }),
      let number = Int(name.dropFirst()),
      let branch,
      let network = branch.timeline.experimentOfLastUpdate.objective.network,
      branch.timeline.record?.values(of: name) == nil
    else { return nil }
    guard let record = branch.timeline.record else {
      throw ShellError("no update has been made yet: 'step' makes one", column: column)
    }
    let trace = network.trace(
      at: record.evaluationPoint ?? record.thetaBefore, batch: record.minibatch)
    guard let layer = trace.layers[safely: number - 1] else {
      throw ShellError("the network has the layers 1 to \(trace.layers.count)", column: column)
    }
    var places: [Int] = []
    for index in indices {
      guard case .number(let value) = index, let i = Int(exactly: value) else { return nil }
      places.append(i)
    }
    guard places.count == 2,
      var entry = LayerEntry(
        kind, layer: number, row: places[0], example: places[1], in: trace)
    else {
      let rows = kind == .activation ? layer.units : layer.rows
      throw ShellError(
        "\(name) has \(counted(rows, "row")) (units) and "
          + "\(counted(trace.exampleCount, "column")) (examples of the batch), from 0: "
          + "\(name)[0,0]", column: column)
    }
    entry.thetaAfter = record.theta
    return entry
  }
}
