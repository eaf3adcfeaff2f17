import Arithmetic
import Formula
import Testing

@Suite struct ProgramTests {
  private static func run(_ program: Program, _ inputs: [Double], outputs: Int) -> [Double] {
    let results = program.outputs(at: inputs)
    #expect(results.count == outputs)
    let bounded = program.bounded(at: inputs).map(\.value)
    #expect(results.map(\.bitPattern) == bounded.map(\.bitPattern))
    return results
  }

  @Test func valueAndGradientOfRosenbrock() throws {
    let f = try Parser.parse("(1-x)^2 + 100*(y-x^2)^2")
    let outputs = [
      f, try f.derivative(withRespectTo: "x"), try f.derivative(withRespectTo: "y"),
    ]
    let program = try Program(outputs: outputs, variables: ["x", "y"])
    let results = Self.run(program, [-1.2, 1], outputs: 3)
    #expect(zip(results, [24.2, -215.6, -88]).allSatisfy { abs($0 - $1) < 1e-12 })
    // 1-x, its square, y-x·x, its square, +100·; -2·, 400·, -·; 200·: each once.
    #expect(program.instructionCount == 9)
  }

  /// The same operations in the same order give the same bits; NaN is NaN.
  @Test func bitsAreThoseOfEvaluation() throws {
    var random = RandomExpressions(seed: 21)
    random.operators = BinaryOperator.allCases
    random.functions = Function.allCases
    for _ in 0..<3000 {
      let outputs = (0..<3).map { _ in random.next(depth: 5) }
      let program = try Program(outputs: outputs, variables: ["x", "y"])
      for _ in 0..<3 {
        let x = Double.random(in: -3...3, using: &random.generator)
        let y = Double.random(in: -3...3, using: &random.generator)
        let results = Self.run(program, [x, y], outputs: 3)
        for (output, result) in zip(outputs, results) {
          let value = try output.evaluate { Value($0 == "x" ? x : y) }.scalar
          let same = value.map { $0.bitPattern == result.bitPattern || ($0.isNaN && result.isNaN) }
          #expect(same == true, "\(output) at \(x), \(y): \(result)")
        }
      }
    }
  }

  @Test func vectorsWrittenOutAreScalars() throws {
    let texts = [
      "norm([x, y, 2])", "mean([x, y, 1])", "max([x, 0, y])", "dot([x, y], [y, 3])",
      "[x, y][1]", "size([x, y, x])", "sum([x])",
    ]
    let outputs = try texts.map { try Parser.parse($0) }
    let program = try Program(outputs: outputs, variables: ["x", "y"])
    let results = Self.run(program, [0.1, 0.7], outputs: texts.count)
    for (output, result) in zip(outputs, results) {
      #expect(try output.evaluate { Value($0 == "x" ? 0.1 : 0.7) }.scalar == result)
    }
  }

  @Test func componentsAreVariables() throws {
    let formula = try Parser.parse("theta[0]^2 - theta[1]")
    let program = try Program(outputs: [formula], variables: ["theta[0]", "theta[1]"])
    #expect(Self.run(program, [3, 2], outputs: 1) == [7])
  }

  @Test func powersAreSharedWhereTheyAreTheSame() throws {
    let outputs = try ["x^8", "x^4", "x^2", "x^-4"].map { try Parser.parse($0) }
    let program = try Program(outputs: outputs, variables: ["x"])
    #expect(program.instructionCount == 4)
    #expect(Self.run(program, [2], outputs: 4) == [256, 16, 4, 0.0625])
  }

  @Test func constantsFold() throws {
    let outputs = try ["2*3 + x*(1 + 1)", "sin(pi/2)", "if(1 < 2, x, y)"].map {
      try Parser.parse($0)
    }
    let program = try Program(outputs: outputs, variables: ["x", "y"])
    #expect(program.instructionCount == 1)
    #expect(Self.run(program, [5, 0], outputs: 3) == [16, 1, 5])
  }

  @Test(arguments: [
    ("x + z", "there is no 'z'"), ("[x, y]", "[x, y] must be a number, not a vector of 2"),
    ("theta[0]", "there is no 'theta[0]'"),
  ])
  func says(_ text: String, _ message: String) throws {
    let expression = try Parser.parse(text)
    let error = #expect(throws: EvaluationError.self) {
      try Program(outputs: [expression], variables: ["x", "y"])
    }
    #expect(error?.description == message)
  }

  @Test func refusesWhatIsTooLarge() throws {
    let outputs = try (0..<90).map { k in
      try Parser.parse((0..<390).map { "exp(x*\($0).\(k)1)" }.joined(separator: "+"))
    }
    #expect(try Program(outputs: [outputs[0]], variables: ["x"]).instructionCount > 700)
    #expect(throws: EvaluationError.tooLarge) { try Program(outputs: outputs, variables: ["x"]) }
  }
}
