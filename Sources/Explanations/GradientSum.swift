import Engine

/// A network's gradient, parameter by parameter, as the sum over the batch that it is:
/// ∂L/∂W⁽ˡ⁾[r,c] = Σ_j δ⁽ˡ⁾[r,j] a⁽ˡ⁻¹⁾[c,j] and ∂L/∂b⁽ˡ⁾[r] = Σ_j δ⁽ˡ⁾[r,j].
///
/// δ is that of the batch's mean loss, so the 1/n is in it; a⁽ˡ⁻¹⁾ is what the layer's mask lets
/// through, and below the first layer the example's own features. An example whose δ is 0 or whose
/// input is dropped adds nothing and is left out.
struct GradientSum {
  /// Terms written out; the others are one number, `rest`.
  static let mostTerms = 4

  let forward: ForwardTrace
  let backward: BackwardTrace
  private var network: Network { forward.network }

  init(_ forward: ForwardTrace, _ backward: BackwardTrace) {
    (self.forward, self.backward) = (forward, backward)
  }

  /// The sums of a batch with its masks at θ.
  init(of network: Network, at theta: [Double], batch: Minibatch) {
    let forward = network.trace(at: theta, batch: batch)
    self.init(forward, forward.backward())
  }

  /// Component `i`, in the order in which training adds the examples' shares; nil where there is no
  /// such component.
  func value(of i: Int) -> Double? {
    place(of: i).map { place in
      (0..<forward.exampleCount).reduce(0.0) { $0 + share(place, $1) }
    }
  }

  /// Where component `i` of θ is: its layer from 1, its row, and its column for a weight.
  private struct Place {
    let number: Int
    let row: Int
    let column: Int?
  }

  private func place(of i: Int) -> Place? {
    let entries = network.layout.entries
    guard let k = entries.firstIndex(where: { $0.range.contains(i) }) else { return nil }
    let offset = i - entries[k].range.lowerBound
    let width = entries[k].isBias ? 1 : entries[k].shape[safely: 1] ?? 1
    // W and b of one layer stand side by side.
    return Place(
      number: k / 2 + 1, row: offset / width, column: entries[k].isBias ? nil : offset % width)
  }

  private func delta(_ place: Place, _ example: Int) -> Double {
    backward.layers[place.number - 1].delta[place.row * forward.exampleCount + example]
  }

  /// One example's share of a component: δ, times the layer's input for a weight.
  private func share(_ place: Place, _ example: Int) -> Double {
    let delta = delta(place, example)
    guard let column = place.column else { return delta }
    return delta * forward.passedOn(column, byLayer: place.number - 1, example: example)
  }

  /// What one example adds to a component: δ times the layer's input for a weight.
  struct Term {
    /// The example's number in the training set, and its place in the batch.
    let example: Int
    let place: Int
    let layer: Int
    let row: Int
    /// nil for a bias.
    let column: Int?
    let delta: Double
    let input: Double
    let share: Double
    var deltaName: String { "d\(layer)[\(row),\(place)]" }
    var inputName: String {
      let column = column ?? 0
      return layer == 1 ? "x[\(example),\(column)]" : "a\(layer - 1)[\(column),\(place)]"
    }
  }

  /// All terms of component `i`; nil where there is no such component.
  func terms(of i: Int) -> [Term]? {
    place(of: i).map { place in
      (0..<forward.exampleCount).map { j in
        Term(
          example: forward.batch.examples[j], place: j, layer: place.number, row: place.row,
          column: place.column, delta: delta(place, j),
          input: place.column.map { forward.passedOn($0, byLayer: place.number - 1, example: j) }
            ?? 1,
          share: share(place, j))
      }
    }
  }

  /// Component `i` as a formula, without a penalty's share, and a remark on what is left out.
  func worked(
    component i: Int, _ names: inout NamedNumbers
  ) -> (worked: Worked, note: String)? {
    guard let place = place(of: i), let sum = value(of: i) else { return nil }
    let examples = Array(0..<forward.exampleCount)
    let live = examples.filter { delta(place, $0) != 0 }
    let kept = live.filter { example in
      place.column.map { forward.isKept($0, ofLayer: place.number - 1, example: example) } ?? true
    }
    let formula = names.sum(over: kept, most: Self.mostTerms) {
      share(place, $0)
    } term: { example, names in
      let delta = names.name(
        delta(place, example), "d\(place.number)[\(place.row),\(example)]")
      guard let column = place.column else { return delta }
      let input = forward.input(column, ofLayer: place.number, example: example, &names)
      return forward.scaled(delta * input, byMaskOf: place.number - 1, &names)
    }
    var remarks = ["a sum over the \(examples.count) examples of the batch; the mean's 1/n is in δ"]
    if kept.count > Self.mostTerms {
      remarks.append("rest: the \(kept.count - Self.mostTerms) examples not written out")
    }
    if live.count < examples.count {
      remarks.append("δ is 0 for \(examples.count - live.count) of them")
    }
    if kept.count < live.count {
      remarks.append("the input is dropped for \(live.count - kept.count) of them")
    }
    if place.column != nil, place.number == 1 { remarks.append("x[i,k] is feature k of example i") }
    return (Worked(sum, formula.expression), remarks.joined(separator: "; "))
  }
}
