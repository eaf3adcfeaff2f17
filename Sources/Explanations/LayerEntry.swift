import Engine
import Formula

/// One entry of z, a or δ of a layer in an update: how it was worked out, with its numbers.
///
/// Every name in its formulas is a quantity that `print` knows, as the last update had it; x and y
/// are the training set's, by the example's number there.
public struct LayerEntry {
  /// What it is an entry of.
  public let kind: LayerQuantity
  /// From 0.
  let layer: Int
  /// The unit; of z and δ the row, of which a maxout unit has several.
  public let row: Int
  /// The example's place in the batch.
  public let example: Int
  let trace: ForwardTrace
  /// θ after the update, which may be taken for that before it; nil where there is none.
  public var thetaAfter: [Double]?
  /// Whether of many terms of a sum the largest are written out, rather than the first.
  private let showsLargest: Bool

  var network: Network { trace.network }
  var number: Int { layer + 1 }
  /// From 1.
  public var layerNumber: Int { number }
  var traced: ForwardTrace.Layer { trace.layers[layer] }
  var n: Int { trace.exampleCount }
  var pieces: Int { traced.activation.pieces }
  var unit: Int { kind == .activation ? row : row / pieces }
  var isOutput: Bool { layer + 1 == trace.layers.count }

  /// The quantity's name: `z1[0,3]`.
  public var name: String { "\(kind.rawValue)\(number)[\(row),\(example)]" }

  /// - Returns: nil where the layer or the batch has no such entry.
  public init?(
    _ kind: LayerQuantity, layer number: Int, row: Int, example: Int, in trace: ForwardTrace,
    showingLargest showsLargest: Bool = false
  ) {
    guard let layer = trace.layers[safely: number - 1],
      (0..<trace.exampleCount).contains(example), row >= 0,
      row < (kind == .activation ? layer.units : layer.rows)
    else { return nil }
    (self.kind, self.layer, self.row, self.example) = (kind, number - 1, row, example)
    self.trace = trace
    self.showsLargest = showsLargest
  }

  /// The places of a sum's terms, in the order in which they are written out.
  private func ordered(_ places: [Int], by term: (Int) -> Double) -> [Int] {
    guard showsLargest, places.count > Self.mostTerms else { return places }
    let sizes = places.map { (place: $0, size: term($0).magnitude) }
    // What is no number comes first.
    return sizes.sorted { !($0.size <= $1.size) && !$1.size.isNaN }.map(\.place)
  }

  public func explanation() -> Explanation {
    switch kind {
    case .preActivation: preActivation
    case .activation: activation
    case .delta: delta(trace.backward())
    }
  }

  /// At most so many terms of a sum are written out; the rest are gathered in one number.
  static let mostTerms = 6

  // MARK: z

  /// The inputs of the layer that its masks let through.
  private var keptInputs: [Int] {
    (0..<fanIn).filter { trace.isKept($0, ofLayer: layer, example: example) }
  }

  var fanIn: Int { network.layout.entries[safely: 2 * layer]?.shape.last ?? 0 }

  private var preActivation: Explanation {
    var names = NamedNumbers()
    let kept = keptInputs
    func product(_ column: Int) -> Double {
      trace.weight(number, row, column) * trace.passedOn(column, byLayer: layer, example: example)
    }
    let products = names.sum(
      over: ordered(kept, by: product), most: Self.mostTerms, value: product
    ) { column, names in
      let weight = names.name(trace.weight(number, row, column), "W\(number)[\(row),\(column)]")
      let input = trace.input(column, ofLayer: number, example: example, &names)
      return trace.scaled(weight * input, byMaskOf: layer, &names)
    }
    let bias = names.name(trace.bias(number, row), "b\(number)[\(row)]")
    var notes = ["W and b as before the update"]
    if layer == 0 { notes.append("x[i,k] is feature k of example i") }
    if names.values[NamedNumbers.rest] != nil { notes.append(Self.restNote(kept.count)) }
    if kept.count < fanIn {
      notes.append("\(fanIn - kept.count) of the \(fanIn) inputs are dropped and add nothing")
    }
    let sum = kept.isEmpty ? bias : products + bias
    return names.explanation(
      of: name, sum, result: traced.z[row * n + example],
      note: notes.joined(separator: "; "))
  }

  static func restNote(_ count: Int) -> String {
    "rest: the \(count - mostTerms) terms not written out"
  }

  // MARK: a

  func z(_ row: Int) -> Double { traced.z[row * n + example] }
  func a(_ unit: Int) -> Double { traced.a[unit * n + example] }

  private func namedZ(_ row: Int, _ names: inout NamedNumbers) -> Worked {
    names.name(z(row), "z\(number)[\(row),\(example)]")
  }

  private func namedA(_ unit: Int, _ names: inout NamedNumbers) -> Worked {
    names.name(a(unit), "a\(number)[\(unit),\(example)]")
  }

  private var activation: Explanation {
    var names = NamedNumbers()
    let worked: Worked
    var note: String?
    if traced.activation == .softmax {
      worked = softmax(&names)
      if names.values[NamedNumbers.rest] != nil { note = Self.restNote(traced.units) }
    } else if pieces > 1 {
      let rows = (0..<pieces).map { namedZ(unit * pieces + $0, &names).expression }
      worked = Worked(a(unit), .call(.max, rows))
    } else {
      let z = namedZ(row, &names)
      worked = traced.activation.value(at: z, &names) ?? z
      note = traced.activation.note
    }
    return names.explanation(of: name, worked, result: a(unit), note: note)
  }

  /// e^z over the sum of all of them; all divided by the largest one where they would overflow.
  private func softmax(_ names: inout NamedNumbers) -> Worked {
    let rows = Array(0..<traced.units)
    let largest = rows.max { z($0) < z($1) } ?? 0
    let isShifted = rows.contains { z($0).magnitude > 500 }
    func power(_ row: Int, _ names: inout NamedNumbers) -> Worked {
      let own = namedZ(row, &names)
      return (isShifted ? own - namedZ(largest, &names) : own).exponential()
    }
    let above = power(row, &names)
    let sum = names.sum(over: rows, most: Self.mostTerms) {
      (isShifted ? z($0) - z(largest) : z($0)).exponential()
    } term: {
      power($0, &$1)
    }
    return above / sum
  }

  // MARK: δ

  private func delta(_ backward: BackwardTrace) -> Explanation {
    var names = NamedNumbers()
    let result = backward.layers[layer].delta[row * n + example]
    guard isOutput else { return hiddenDelta(backward, result, &names) }
    let (worked, note) = outputDelta(&names)
    return names.explanation(of: name, worked, result: result, note: note)
  }

  /// ∂L/∂z of the output layer, L being the batch's mean.
  private func outputDelta(_ names: inout NamedNumbers) -> (Worked, String?) {
    let outputs = network.architecture.outputs
    let count = names.give(Double(n), "n")
    let loss = network.architecture.loss
    let divisor =
      loss == .crossEntropy || outputs == 1
      ? count : count * names.give(Double(outputs), "outputs")
    let error = namedA(unit, &names) - trace.target(unit, example: example, &names)
    // A loss with its own activation: the slope cancels.
    guard loss == .mse else { return (error / divisor, "n is the batch's size") }
    guard traced.activation == .softmax else {
      let slope = slope(&names)
      let mean = 2 * error / divisor
      return (slope.map { mean * $0.factor } ?? mean, slope?.note)
    }
    // ∂a_i/∂z_k = a_i (1[i = k] − a_k)
    let others = names.sum(over: Array(0..<outputs), most: Self.mostTerms) {
      a($0) * (a($0) - trace.target($0, example: example))
    } term: { k, names in
      namedA(k, &names) * (namedA(k, &names) - trace.target(k, example: example, &names))
    }
    return (
      2 * namedA(unit, &names) * (error - others) / divisor,
      "each output's z moves all of them, so the mean of their errors comes off"
    )
  }

  /// What comes back through the weights above, times the slope, as far as the mask lets it.
  private func hiddenDelta(
    _ backward: BackwardTrace, _ result: Double, _ names: inout NamedNumbers
  ) -> Explanation {
    let above = backward.layers[layer + 1].delta
    let rows = Array(0..<trace.layers[layer + 1].rows)
    func product(_ k: Int) -> Double {
      trace.weight(number + 1, k, unit) * above[k * n + example]
    }
    let back = names.sum(
      over: ordered(rows, by: product), most: Self.mostTerms, value: product
    ) { k, names in
      names.name(trace.weight(number + 1, k, unit), "W\(number + 1)[\(k),\(unit)]")
        * names.name(above[k * n + example], "d\(number + 1)[\(k),\(example)]")
    }
    var notes = ["the sum brings δ back from layer \(number + 1), W as before the update"]
    let slope = slope(&names)
    if let note = slope?.note { notes.insert(note, at: 0) }
    if names.values[NamedNumbers.rest] != nil { notes.append(Self.restNote(rows.count)) }
    var worked = slope.map { $0.factor * back } ?? back
    if let mask = trace.mask(unit, ofLayer: number, example: example) {
      worked = names.name(mask.value, mask.name) * worked
      worked = trace.scaled(worked, byMaskOf: number, &names)
    }
    return names.explanation(
      of: name, worked, result: result, note: notes.joined(separator: "; "))
  }

  /// f'(z) with a remark on it; nil where it is 1 throughout.
  private func slope(_ names: inout NamedNumbers) -> (factor: Worked, note: String?)? {
    guard traced.activation != .linear else { return nil }
    if pieces > 1 {
      let wins = traced.winners?[unit * n + example] == row % pieces
      return (
        names.name(wins ? 1 : 0, "slope"), "slope is 1 for the piece that wins, 0 for the others"
      )
    }
    let (z, a) = (namedZ(row, &names), namedA(unit, &names))
    guard let worked = traced.activation.slope(at: z, value: a, &names) else { return nil }
    let note = traced.activation.slopeNote
    guard case .number(let constant) = worked.expression else { return (worked, note) }
    return (names.name(constant, "slope"), note)
  }

  /// f'(z) as a number, the mask left out.
  var ownSlope: Double {
    guard pieces == 1 else {
      return traced.winners?[unit * n + example] == row % pieces ? 1 : 0
    }
    return traced.activation.slope(at: z(row), value: a(unit))
  }
}
