import CAllocationCount
import Engine

/// An objective whose gradient costs one copy: what an update alone costs shows.
struct ConstantSlope: Objective {
  let slope: [Double]

  init(count: Int) {
    slope = (0..<count).map { 0.5 + Double($0 % 17) / 16 }
  }
  var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.append("w", shape: [slope.count])
    return layout
  }
  var exampleCount: Int { 0 }
  var dropoutLayers: [DropoutLayer] { [] }
  func initialParameters(seed: UInt32) -> [Double] { slope }
  func makeEvaluator() -> any Evaluator { ConstantSlopeEvaluator(slope) }

  /// How long the copies alone take.
  static func copySeconds(count: Int, times: Int) -> Double {
    let evaluator = ConstantSlopeEvaluator(ConstantSlope(count: count).slope)
    var gradient = [Double](repeating: 0, count: count)
    return medianSeconds {
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let to = gradient.baseAddress else { return }
        for _ in 0..<times { _ = evaluator.gradient(at: to, into: to) }
      }
    }
  }
}
