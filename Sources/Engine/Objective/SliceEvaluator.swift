import LongWork
import Numerics

final class SliceEvaluator: Evaluator {
  private let slice: Slice
  private let evaluator: any Evaluator
  private let point: ParameterVector
  private let full: ParameterVector

  let parameterCount = 2

  init(_ slice: Slice) {
    self.slice = slice
    evaluator = slice.base.makeEvaluator()
    point = ParameterVector(count: slice.origin.count)
    full = ParameterVector(count: slice.origin.count)
  }

  private func place(_ theta: UnsafePointer<Double>) {
    Parts.forEach(of: 0..<point.count) { part in
      for i in part {
        point.pointer[i] =
          slice.origin[i] + theta[0] * slice.directions[0][i] + theta[1] * slice.directions[1][i]
      }
    }
  }

  func loss(at theta: UnsafePointer<Double>) -> Double {
    place(theta)
    return evaluator.loss(at: point.pointer)
  }

  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    place(theta)
    let loss = evaluator.gradient(at: point.pointer, into: full.pointer)
    for k in 0..<2 {
      gradient[k] = (0..<full.count).inParts().reduce(0) {
        $0 + full.pointer[$1] * slice.directions[k][$1]
      }
    }
    return loss
  }
}
