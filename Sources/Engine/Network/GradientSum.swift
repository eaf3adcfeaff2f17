/// A network's gradient, parameter by parameter, as the sum over the batch that it is:
/// ∂L/∂W⁽ˡ⁾[r,c] = Σ_j δ⁽ˡ⁾[r,j] a⁽ˡ⁻¹⁾[c,j] and ∂L/∂b⁽ˡ⁾[r] = Σ_j δ⁽ˡ⁾[r,j].
///
/// δ is that of the batch's mean loss, so the 1/n is in it; a⁽ˡ⁻¹⁾ is what the layer sees, its mask
/// and scaling included, and below the first layer the example's own features. An example whose δ is
/// 0 adds nothing and is left out: a dropped or dead unit, a piece of maxout that does not win.
struct GradientSum {
  /// Terms written out; the others are one number, `rest`.
  static let mostTerms = 4

  private let network: Network
  private let indices: [Int]
  private let forward: ForwardTrace
  private let backward: BackwardTrace

  /// The sums of a batch with its masks at θ.
  init(of network: Network, at theta: [Double], batch: Minibatch) {
    self.network = network
    indices = batch.indices
    forward = network.trace(at: theta, batch: batch)
    backward = forward.backward()
  }

  /// A number with the name it goes by.
  struct Factor {
    let name: String
    let value: Double
  }

  /// One example's share of a component: δ, times the layer's input for a weight.
  struct Term {
    let delta: Factor
    /// Nil for a bias.
    let input: Factor?

    var value: Double { input.map { delta.value * $0.value } ?? delta.value }
  }

  /// The shares of component `i` of θ, one for each example in the batch's order; empty where there
  /// is no such component.
  func terms(of i: Int) -> [Term] {
    let entries = network.layout.entries
    guard let place = entries.firstIndex(where: { $0.range.contains(i) }) else { return [] }
    let entry = entries[place]
    // W and b of one layer stand side by side.
    let layer = place / 2
    let offset = i - entry.range.lowerBound
    let width = entry.isBias ? 1 : entry.shape[safely: 1] ?? 1
    let (row, column) = (offset / width, offset % width)
    let n = forward.exampleCount
    let delta = backward.layers[layer].delta
    return (0..<n).map { j in
      Term(
        delta: Factor(name: "d\(layer + 1)[\(row),\(j)]", value: delta[row * n + j]),
        input: entry.isBias ? nil : input(layer, column, j, n))
    }
  }

  private func input(_ layer: Int, _ column: Int, _ j: Int, _ n: Int) -> Factor {
    layer == 0
      ? Factor(
        name: "x[\(indices[j]),\(column)]", value: forward.maskedInputs[column * n + j])
      : Factor(
        name: "a\(layer)[\(column),\(j)]",
        value: forward.layers[layer - 1].output[column * n + j])
  }

  /// Component `i` as a formula, without a penalty's share; what its names stand for goes to
  /// `values`, and a remark on what is left out comes beside it.
  func worked(
    component i: Int, _ values: inout [String: Double]
  ) -> (worked: Worked, note: String)? {
    let terms = terms(of: i)
    guard let first = terms.first else { return nil }
    // The products' sum in the order of the examples, as training adds them.
    let sum = terms.reduce(0.0) { $0 + $1.value }
    let live = terms.filter { $0.delta.value != 0 }
    let shown = live.prefix(Self.mostTerms)
    var parts = shown.map { term in
      values[term.delta.name] = term.delta.value
      let delta = Worked(term.delta.value, named: term.delta.name)
      guard let input = term.input else { return delta }
      values[input.name] = input.value
      return delta * Worked(input.value, named: input.name)
    }
    let others = live.dropFirst(Self.mostTerms)
    if !others.isEmpty {
      let rest = others.reduce(0.0) { $0 + $1.value }
      values["rest"] = rest
      parts.append(Worked(rest, named: "rest"))
    }
    let formula = parts.dropFirst().reduce(parts.first ?? Worked(constant: 0)) { $0 + $1 }
    var remarks = ["a sum over the \(terms.count) examples of the batch; the mean's 1/n is in δ"]
    if !others.isEmpty {
      remarks.append("rest: the \(others.count) examples not written out")
    }
    if live.count < terms.count {
      remarks.append("δ is 0 for \(terms.count - live.count) of them")
    }
    if let input = first.input {
      let isFirst = input.name.hasPrefix("x")
      if isFirst { remarks.append("x[i,k] is feature k of example i") }
      let isMasked =
        isFirst
        ? network.dropoutLayers.first?.name == "mask0" : isMasked(belowLayerOf: i)
      if isMasked { remarks.append("\(isFirst ? "x" : "a") as its mask lets it through") }
    }
    return (Worked(sum, formula.expression), remarks.joined(separator: "; "))
  }

  private func isMasked(belowLayerOf i: Int) -> Bool {
    guard let place = network.layout.entries.firstIndex(where: { $0.range.contains(i) }) else {
      return false
    }
    return forward.layers[safely: place / 2 - 1]?.mask != nil
  }
}
