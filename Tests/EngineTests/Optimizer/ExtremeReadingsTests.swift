import CKernels
import Engine
import Testing

/// The readings of a rule where numbers are zero of either sign, vanish, overflow or are no numbers.
///
/// In bulk some quotients are made of products, which is exact only within the range of numbers.
@Suite struct ExtremeReadingsTests {
  /// Gradients from one end of the numbers to the other, and mantissas that round badly.
  private static let gradients: [Double] = {
    var found: [Double] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
      .infinity, .nan, 0x1p-537, 0x1p-400, -0x1p-401, 0x1p-800, 0x1p400, -0x1p401, 0x1p511,
      0x1.fffffffffffffp-400, 0x1.fffffffffffffp400,
    ]
    var generator = MatrixKernelTests.Noise(state: 17)
    for _ in 0..<600 {
      let exponent = Int.random(in: -1_060...1_020, using: &generator)
      let mantissa = Double.random(in: 1..<2, using: &generator)
      found.append((Bool.random(using: &generator) ? 1 : -1) * scaled(mantissa, exponent))
    }
    for _ in 0..<600 {
      let mantissa = Double.random(in: 1..<2, using: &generator)
      found.append(scaled(mantissa, Int.random(in: -9...9, using: &generator)))
    }
    return found
  }()

  private static func scaled(_ mantissa: Double, _ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: mantissa)
  }

  @Test(arguments: ReadingsTests.Case.all)
  func everyLevelHasTheBitsOfOneParameterAtATime(_ example: ReadingsTests.Case) throws {
    func state(_ range: Range<Int>) throws -> TrainingState {
      let experiment = Experiment(
        objective: Pushes(Array(Self.gradients[range])),
        optimizer: try Optimizer(
          named: example.rule, convention: example.convention, settings: example.settings))
      var state = experiment.start()
      let trainer = Trainer(experiment)
      // Each one is made, though θ is not finite.
      for _ in 0..<3 { _ = trainer.run(&state, updates: 1) }
      return state
    }
    let count = Self.gradients.count
    let alone = try (0..<count).map { try state($0..<$0 + 1) }
    try MatrixKernelTests.withEachLevel { level in
      let bulk = try state(0..<count)
      for i in 0..<count {
        let slots = stride(from: i, to: bulk.slots.count, by: count).map { bulk.slots[$0] }
        let (a, b) = ([bulk.theta[i]] + slots, alone[i].theta + alone[i].slots)
        #expect(
          a.map(bits) == b.map(bits), "gradient \(Self.gradients[i]) at level \(level): \(a), \(b)")
      }
    }
  }

  /// One pattern for all that are no numbers.
  private func bits(_ value: Double) -> UInt64 { value.isNaN ? ~0 : value.bitPattern }
}

/// Constant gradients, from starts at 0 of either sign, and at 1.
private struct Pushes: Objective {
  let gradients: [Double]

  init(_ gradients: [Double]) { self.gradients = gradients }

  var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.append("w", shape: [gradients.count])
    return layout
  }
  var exampleCount: Int { 0 }
  var dropoutLayers: [DropoutLayer] { [] }
  func initialParameters(seed: UInt32) -> [Double] {
    gradients.map { $0.magnitude < 0x1p-300 ? ($0.sign == .minus ? -0.0 : 0) : 1 }
  }
  func makeEvaluator() -> any Evaluator { PushesEvaluator(gradients) }
}

private final class PushesEvaluator: Evaluator {
  private let gradients: [Double]

  init(_ gradients: [Double]) { self.gradients = gradients }

  var parameterCount: Int { gradients.count }
  func loss(at theta: UnsafePointer<Double>) -> Double { 1 }
  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    for (i, number) in gradients.enumerated() { gradient[i] = number }
    return 1
  }
}
