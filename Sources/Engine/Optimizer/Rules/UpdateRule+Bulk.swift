extension UpdateRule {
  public func apply(to memory: BulkMemory, _ s: StepScalars<Double>) -> Bool {
    var sum = 0.0
    var i = sweep(WidestVector.self, memory, from: 0, s, &sum)
    i = sweep(SIMD2<Double>.self, memory, from: i, s, &sum)
    if i < memory.count {
      var ledger = ScalarLedger(memory: memory, i: i)
      step(&ledger, s)
      sum += memory.theta[i] * 0
    }
    return sum == 0
  }

  /// Updates as many parameters as fill whole vectors.
  ///
  /// - Parameter sum: stays 0 as long as θ is finite.
  /// - Returns: the first parameter that is left.
  @inline(__always)
  private func sweep<Vector: LaneVector>(
    _: Vector.Type, _ memory: BulkMemory, from start: Int, _ s: StepScalars<Double>,
    _ sum: inout Double
  ) -> Int {
    let width = Vector.scalarCount
    var i = start
    guard i + width <= memory.count else { return i }
    let wide = s.broadcast(to: Lanes<Vector>.self)
    // x · 0 is 0 for every finite x and NaN for the others.
    var sums = Vector.zero
    while i + width <= memory.count {
      var ledger = BulkLedger<Vector>(memory, at: i)
      step(&ledger, wide)
      sums += ledger.after * 0
      i += width
    }
    for lane in sums.indices { sum += sums[lane] }
    return i
  }
}
