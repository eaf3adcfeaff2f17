import Formula

final class SurfaceEvaluator: Evaluator {
  private let program: Program
  @exclusivity(unchecked) private var workspace: Program.Workspace
  private let outputs = ParameterVector(count: 3)

  let parameterCount = 2

  init(_ program: Program) {
    self.program = program
    workspace = program.makeWorkspace()
  }

  func loss(at theta: UnsafePointer<Double>) -> Double {
    program.run(theta, outputs.pointer, &workspace)
    return outputs.pointer[0]
  }

  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    program.run(theta, outputs.pointer, &workspace)
    let value = outputs.pointer[0]
    gradient[0] = value.isNaN ? .nan : outputs.pointer[1]
    gradient[1] = value.isNaN ? .nan : outputs.pointer[2]
    return value
  }
}
