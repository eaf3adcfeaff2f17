import Arithmetic
import Formula

final class SurfaceEvaluator: Evaluator {
  private let program: PlaneProgram
  var plane: PlaneProgram? { program }

  let parameterCount = 2

  init(_ program: Program) { self.program = PlaneProgram(program) }

  func loss(at theta: UnsafePointer<Double>) -> Double { program(theta[0], theta[1]).f }

  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    let value: Double
    (value, gradient[0], gradient[1]) = program(theta[0], theta[1])
    return value
  }
}
