import Engine
import Formula
import LongWork

/// Where a number that is not finite came from.
extension CauseFinder {
  /// The first operation of the course that overflowed; nil where all that was worked out is finite.
  public func overflow() -> Overflow? {
    let start = timeline.extent.lowerBound
    var bad: StepRecord?
    if timeline.state.t > start {
      timeline.replay((start + 1)...timeline.state.t) { record, _ in
        if record.firstNonFinite != nil { bad = record }
        return bad == nil && record.t < timeline.state.t && !isGivenUp
      }
    }
    guard let bad else { return overflowOfLoss() }
    if bad.firstNonFinite == "batch_loss" { return overflowOfPass(bad.t) }
    return overflowOfUpdate(bad)
  }

  /// That of the loss at θ now: what stops a surface's run before its next update.
  private func overflowOfLoss() -> Overflow? {
    let t = timeline.state.t
    for name in timeline.objectiveQuantities {
      for i in 0..<(name == "grad" ? 2 : 1) {
        guard let explanation = timeline.objectiveExplanation(of: name, component: i) else {
          continue
        }
        if let found = Overflow(in: explanation, t: t) { return found }
      }
    }
    return nil
  }

  /// That of update `t`'s forward pass and loss.
  private func overflowOfPass(_ t: Int) -> Overflow? {
    guard let (forward, _) = passes(of: t) else {
      return moment(t)?.objectiveExplanation(of: "batch_loss").flatMap { Overflow(in: $0, t: t) }
    }
    for layer in forward.layers {
      if let found = overflow(.preActivation, layer, layer.z, layer.rows, forward, t) {
        return found
      }
      if let found = overflow(.activation, layer, layer.a, layer.units, forward, t) {
        return found
      }
    }
    for j in 0..<forward.exampleCount {
      if let found = Overflow(in: forward.lossExplanation(of: j), t: t) { return found }
    }
    return moment(t)?.objectiveExplanation(of: "batch_loss").flatMap { Overflow(in: $0, t: t) }
  }

  /// The first entry of a layer that is not finite.
  private func overflow(
    _ kind: LayerQuantity, _ layer: ForwardTrace.Layer, _ values: [Double], _ rows: Int,
    _ forward: ForwardTrace, _ t: Int
  ) -> Overflow? {
    guard let k = firstNonFinite(in: values), rows > 0 else { return nil }
    let n = forward.exampleCount
    return LayerEntry(
      kind, layer: layer.number, row: k / n, example: k % n, in: forward, showingLargest: true
    ).flatMap { Overflow(in: $0.explanation(), t: t) }
  }

  private func firstNonFinite(in values: [Double]) -> Int? {
    values.indices.inParts().first { !values[$0].isFinite }
  }

  /// That of δ, of the gradient, or of what the rule worked out.
  private func overflowOfUpdate(_ record: StepRecord) -> Overflow? {
    if firstNonFinite(in: record.g) != nil, let (forward, backward) = passes(of: record.t) {
      for layer in backward.layers.reversed() {
        let rows = forward.layers[layer.number - 1].rows
        if let found = overflow(
          .delta, forward.layers[layer.number - 1], layer.delta, rows, forward, record.t)
        {
          return found
        }
      }
    }
    let columns = [record.g] + record.quantities.map(\.values) + [record.delta, record.theta]
    let bad = columns.lazy.compactMap { self.firstNonFinite(in: $0) }.first
    guard let i = bad, let moment = moment(record.t) else { return nil }
    for explanation in moment.explanations(component: i) {
      if let found = Overflow(in: explanation, t: record.t) { return found }
    }
    return nil
  }
}
