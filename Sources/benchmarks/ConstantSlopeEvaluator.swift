import Engine

final class ConstantSlopeEvaluator: Evaluator {
  private let slope: [Double]
  private let isWrittenOnce: Bool
  /// The memory that has the gradient already.
  private var filled: UnsafeMutablePointer<Double>?

  init(_ slope: [Double], isWrittenOnce: Bool) {
    self.slope = slope
    self.isWrittenOnce = isWrittenOnce
  }
  var parameterCount: Int { slope.count }
  func loss(at theta: UnsafePointer<Double>) -> Double { 1 }
  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    if isWrittenOnce, gradient == filled { return 1 }
    slope.withUnsafeBufferPointer { slope in
      guard let from = slope.baseAddress else { return }
      gradient.update(from: from, count: slope.count)
    }
    filled = gradient
    return 1
  }
}
