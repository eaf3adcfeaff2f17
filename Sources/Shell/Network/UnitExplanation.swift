import Engine
import Formula

/// How one entry of z, a or δ came about in the last update: the sum it is, with its numbers.
extension Workspace {
  /// The explanation of `z1[0,3]`, `a1[0,3]` or `d1[0,3]` (unit or row, example of the batch); nil
  /// where the text names no such entry.
  ///
  /// - Throws: `ShellError` where the entry lies outside the layer or the batch.
  func unitExplanation(_ text: String, column: Int?) throws(ShellError) -> Explanation? {
    let (name, indices): (String, [Expression])
    switch try? Parser.parse(text) {
    case .index(.variable(let matrix), let places): (name, indices) = (matrix, places)
    // A whole matrix is refused below, with how to write an entry.
    case .variable(let matrix): (name, indices) = (matrix, [])
    default: return nil
    }
    guard let kind = name.first, "zad".contains(kind), let number = Int(name.dropFirst()),
      let branch,
      let network = branch.timeline.experimentOfLastUpdate.objective as? Network,
      branch.timeline.record?.values(of: name) == nil
    else { return nil }
    guard let record = branch.timeline.record else {
      throw ShellError("no update has been made yet: 'step' makes one", column: column)
    }
    let theta = record.evaluationPoint ?? record.thetaBefore
    let trace = network.trace(at: theta, batch: record.minibatch)
    guard trace.layers.indices.contains(number - 1) else {
      throw ShellError("the network has the layers 1 to \(trace.layers.count)", column: column)
    }
    let layer = trace.layers[number - 1]
    let rows = kind == "a" ? layer.units : layer.rows
    let n = trace.exampleCount
    var places: [Int] = []
    for index in indices {
      guard case .number(let value) = index, let i = Int(exactly: value) else { return nil }
      places.append(i)
    }
    guard places.count == 2, (0..<rows).contains(places[0]), (0..<n).contains(places[1]) else {
      throw ShellError(
        "\(name) has \(counted(rows, "row")) (units) and \(counted(n, "column")) (examples of the "
          + "batch), from 0: \(name)[0,0]", column: column)
    }
    let place = Entry(network: network, theta: theta, trace: trace, layer: number - 1, n: n)
    switch kind {
    case "z": return place.preActivation(row: places[0], example: places[1])
    case "a": return place.activation(unit: places[0], example: places[1])
    default:
      return place.delta(row: places[0], example: places[1], backward: trace.backward())
    }
  }
}

/// One layer of a traced batch, whose entries are explained.
private struct Entry {
  let network: Network
  let theta: [Double]
  let trace: ForwardTrace
  /// From 0.
  let layer: Int
  let n: Int

  /// At most so many terms of a sum are written out; the rest are gathered in one number.
  private static let mostTerms = 6

  func preActivation(row: Int, example: Int) -> Explanation {
    let number = layer + 1
    var values: [String: Double] = [:]
    let fanIn = network.layout.entry(named: "W\(number)")?.shape.last ?? 0
    var terms: [(Expression, Double)] = []
    for j in 0..<fanIn {
      let input =
        layer == 0
        ? trace.maskedInputs[j * n + example] : trace.layers[layer - 1].output[j * n + example]
      // Of the training set by its number there, as `print x` has it.
      let name =
        layer == 0
        ? "x[\(trace.batch.indices[example]),\(j)]" : "a\(layer)[\(j),\(example)]"
      terms.append(product(weight(number, row, j), (name, input), &values))
    }
    terms.append(named("b\(number)[\(row)]", parameter("b\(number)", row), &values))
    let formula = sum(terms, &values)
    var notes: [String] = []
    if layer == 0 { notes.append("x[i,k] is feature k of example i") }
    if values["rest"] != nil { notes.append(Self.restNote(terms.count)) }
    if layer > 0, trace.layers[layer - 1].mask != nil {
      notes.append("a\(layer) here is as the mask lets it through")
    }
    return explanation(
      "z\(number)[\(row),\(example)]", formula, values,
      trace.layers[layer].z[row * n + example],
      notes.isEmpty ? nil : notes.joined(separator: "; "))
  }

  func activation(unit: Int, example: Int) -> Explanation {
    let number = layer + 1
    let traced = trace.layers[layer]
    let pieces = traced.activation.pieces
    var values: [String: Double] = [:]
    let arguments = (0..<pieces).map { piece in
      let row = unit * pieces + piece
      return named("z\(number)[\(row),\(example)]", traced.z[row * n + example], &values).0
    }
    let formula: Expression =
      switch traced.activation {
      case .maxout: .call(.max, arguments)
      case .relu: .call(.relu, arguments)
      case .sigmoid: .call(.sigmoid, arguments)
      case .tanh: .call(.tanh, arguments)
      default: arguments[0]
      }
    let note: String? =
      switch traced.activation {
      case .maxout, .relu, .sigmoid, .tanh, .linear: nil
      default: "\(traced.activation) of that"
      }
    return explanation(
      "a\(number)[\(unit),\(example)]", formula, values, traced.a[unit * n + example], note)
  }

  func delta(row: Int, example: Int, backward: BackwardTrace) -> Explanation {
    let number = layer + 1
    let traced = trace.layers[layer]
    let result = backward.layers[layer].delta[row * n + example]
    var values: [String: Double] = [:]
    let name = "d\(number)[\(row),\(example)]"
    guard layer + 1 < trace.layers.count else {
      // At the output of these losses with their own activation δ is the error over the batch.
      let a = named("a\(number)[\(row),\(example)]", traced.a[row * n + example], &values).0
      let y = named("y", trace.targets[row * n + example], &values).0
      let size = named("n", Double(n), &values).0
      let isMatched =
        switch (network.architecture.loss, traced.activation) {
        case (.bce, .sigmoid), (.crossEntropy, .softmax): true
        default: false
        }
      let error = Expression.binary(.subtract, a, y)
      if isMatched { return explanation(name, .binary(.divide, error, size), values, result, nil) }
      let outputs = named("outputs", Double(network.architecture.outputs), &values).0
      let slope = named("slope", slope(row: row, example: example), &values).0
      let mean = Expression.binary(
        .divide, .binary(.multiply, .number(2), error), .binary(.multiply, size, outputs))
      return explanation(
        name, .binary(.multiply, mean, slope), values, result, "slope is f'(z) of the output")
    }
    let unit = row / traced.activation.pieces
    let next = backward.layers[layer + 1]
    let rows = next.biases.count
    let terms = (0..<rows).map { k in
      product(
        weight(number + 1, k, unit),
        ("d\(number + 1)[\(k),\(example)]", next.delta[k * n + example]), &values)
    }
    let slope = named("slope", slope(row: row, example: example), &values).0
    let back = sum(terms, &values)
    return explanation(
      name, .binary(.multiply, slope, back), values, result,
      "slope is f'(z), times what the mask lets through; the sum brings δ back from layer "
        + "\(number + 1)" + (values["rest"] == nil ? "" : "; " + Self.restNote(terms.count)))
  }

  /// ∂(what the next layer sees)/∂z of one row and example: f'(z) with mask and scaling.
  private func slope(row: Int, example: Int) -> Double {
    let traced = trace.layers[layer]
    let pieces = traced.activation.pieces
    let unit = row / pieces
    let i = unit * n + example
    let a = traced.a[i]
    let z = traced.z[row * n + example]
    let own: Double =
      switch traced.activation {
      case .maxout: traced.winners?[i] == row % pieces ? 1 : 0
      case .relu: z > 0 ? 1 : 0
      case .leakyReLU(let leak): z > 0 ? 1 : leak
      case .elu(let alpha): z >= 0 ? 1 : a + alpha
      case .sigmoid: a * (1 - a)
      case .tanh: 1 - a * a
      case .linear, .softmax: 1
      }
    guard let mask = traced.mask, let dropout = network.dropoutLayers[layer: layer + 1] else {
      return own
    }
    guard dropout.isKept(unit, by: mask, example: example, count: n) else { return 0 }
    return dropout.isInverted ? own / dropout.keep : own
  }

  // MARK: Terms

  private func parameter(_ name: String, _ i: Int) -> Double {
    guard let entry = network.layout.entry(named: name) else { return .nan }
    return theta[entry.range.lowerBound + i]
  }

  private func weight(_ number: Int, _ row: Int, _ column: Int) -> (String, Double) {
    let width = network.layout.entry(named: "W\(number)")?.shape.last ?? 0
    return ("W\(number)[\(row),\(column)]", parameter("W\(number)", row * width + column))
  }

  private func named(
    _ name: String, _ value: Double, _ values: inout [String: Double]
  ) -> (Expression, Double) {
    values[name] = value
    return (.variable(name), value)
  }

  private func product(
    _ a: (String, Double), _ b: (String, Double), _ values: inout [String: Double]
  ) -> (Expression, Double) {
    let left = named(a.0, a.1, &values)
    let right = named(b.0, b.1, &values)
    return (.binary(.multiply, left.0, right.0), a.1 * b.1)
  }

  private static func restNote(_ count: Int) -> String {
    "rest: the \(count - mostTerms) terms not written out"
  }

  private func sum(
    _ terms: [(Expression, Double)], _ values: inout [String: Double]
  ) -> Expression {
    let shown = terms.prefix(Self.mostTerms).map(\.0)
    let rest = terms.dropFirst(Self.mostTerms)
    var parts = shown
    if !rest.isEmpty {
      parts.append(named("rest", rest.reduce(0) { $0 + $1.1 }, &values).0)
    }
    guard let first = parts.first else { return .number(0) }
    return parts.dropFirst().reduce(first) { .binary(.add, $0, $1) }
  }

  private func explanation(
    _ name: String, _ formula: Expression, _ values: [String: Double], _ result: Double,
    _ note: String?
  ) -> Explanation {
    Explanation(quantity: name, formula: formula, values: values, result: result, note: note)
  }
}
