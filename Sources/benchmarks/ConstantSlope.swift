import Engine

/// An objective whose gradient is always the same: what an update alone costs shows.
struct ConstantSlope: Objective {
  let slope: [Double]
  /// Whether the gradient is written once and then stays where it is, as it does in the peers' loops.
  /// A penalty would add to it again and again.
  let isWrittenOnce: Bool

  init(count: Int, isWrittenOnce: Bool) {
    slope = (0..<count).map { 0.5 + Double($0 % 17) / 16 }
    self.isWrittenOnce = isWrittenOnce
  }
  var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.append("w", shape: [slope.count])
    return layout
  }
  var exampleCount: Int { 0 }
  var dropoutLayers: [DropoutLayer] { [] }
  func initialParameters(seed: UInt32) -> [Double] { slope }
  func makeEvaluator() -> any Evaluator {
    ConstantSlopeEvaluator(slope, isWrittenOnce: isWrittenOnce)
  }
}
