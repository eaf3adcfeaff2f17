import CKernels
import Testing

/// Bulk activations have the bits of the formulas that their header states, on every level.
@Suite(.serialized) struct ActivationKernelTests {
  typealias Kernel = @Sendable (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  typealias Slope =
    @Sendable (
      Int, UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>
    ) -> Void

  static let activations: [(name: String, kernel: Kernel, formula: @Sendable (Double) -> Double)] =
    [
      ("relu", { dk_relu_all($0, $1, $2) }, { $0 < 0 ? 0 : $0 }),
      ("leaky_relu", { dk_leaky_relu_all($0, 0.1, $1, $2) }, { $0 < 0 ? 0.1 * $0 : $0 }),
      ("elu", { dk_elu_all($0, 1.5, $1, $2) }, { $0 < 0 ? 1.5 * dk_expm1($0) : $0 }),
    ]

  /// The kernel of z, a and d, and the factor's formula: d from (z, a, d).
  static let slopes:
    [(name: String, kernel: Slope, formula: @Sendable (Double, Double, Double) -> Double)] = [
      ("relu", { dk_relu_slope($0, $1, $3) }, { z, _, d in z > 0 ? d : 0 }),
      (
        "leaky_relu", { dk_leaky_relu_slope($0, 0.1, $1, $3) }, { z, _, d in z > 0 ? d : 0.1 * d }
      ),
      (
        "elu", { dk_elu_slope($0, 1.5, $1, $2, $3) }, { z, a, d in z < 0 ? d * (a + 1.5) : d }
      ),
      ("tanh", { dk_tanh_slope($0, $2, $3) }, { _, a, d in d * (1 - a * a) }),
      ("sigmoid", { dk_sigmoid_slope($0, $2, $3) }, { _, a, d in d * (a * (1 - a)) }),
    ]

  static let edges = [0, -0.0, .infinity, -.infinity, .nan, -36, -36.5, -37, -37.5, -40, -1e308]

  static func differ(_ x: [Double], _ y: [Double]) -> [Int] {
    x.indices.filter { !ElementarySpecialValueTests.same(x[$0], y[$0]) }
  }

  @Test(arguments: activations.map(\.name))
  func activationsFollowTheirFormula(name: String) throws {
    let entry = try #require(Self.activations.first { $0.name == name })
    var noise = MatrixKernelTests.Noise(state: 29)
    let ordinary = noise.values(1000)
    let inputs: [[Double]] = [
      ordinary, ordinary.map { $0 * 15 }, ordinary + Self.edges, Self.edges,
      [-37, -37.4, -37.45, -39, -60, -700], [],
    ]
    for x in inputs {
      let expected = x.map(entry.formula)
      MatrixKernelTests.withEachLevel { level in
        var out = x
        out.withUnsafeMutableBufferPointer { out in
          if let base = out.baseAddress { entry.kernel(out.count, base, base) }
        }
        #expect(Self.differ(out, expected).isEmpty, "level \(level)")
      }
    }
  }

  @Test(arguments: slopes.map(\.name))
  func slopesFollowTheirFormula(name: String) throws {
    let entry = try #require(Self.slopes.first { $0.name == name })
    var noise = MatrixKernelTests.Noise(state: 31)
    let z = noise.values(500) + Self.edges
    let a = noise.values(z.count), d = noise.values(z.count)
    let expected = z.indices.map { entry.formula(z[$0], a[$0], d[$0]) }
    MatrixKernelTests.withEachLevel { level in
      var out = d
      entry.kernel(z.count, z, a, &out)
      #expect(Self.differ(out, expected).isEmpty, "level \(level)")
    }
  }

  @Test(arguments: [(1, 1), (3, 5), (10, 64), (10, 150), (2, 0)])
  func softmaxRunsDownEachColumn(units: Int, examples: Int) {
    var noise = MatrixKernelTests.Noise(state: 37)
    let z = noise.values(units * examples).map { $0 * 300 }
    var expected = z
    var expectedLogs = [Double](repeating: 0, count: examples)
    for j in 0..<examples {
      let column = (0..<units).map { z[$0 * examples + j] }
      let largest = column.max() ?? 0
      let powers = column.map { dk_exp($0 - largest) }
      let sum = powers.reduce(0, +)
      for i in 0..<units { expected[i * examples + j] = powers[i] / sum }
      expectedLogs[j] = largest + dk_log(sum)
    }
    MatrixKernelTests.withEachLevel { level in
      var out = z
      var logs = expectedLogs.map { _ in 0.0 }
      out.withUnsafeMutableBufferPointer { out in
        dk_softmax_columns(units, examples, out.baseAddress, out.baseAddress, &logs)
      }
      #expect(Self.differ(out, expected).isEmpty, "level \(level)")
      #expect(Self.differ(logs, expectedLogs).isEmpty, "level \(level)")
    }
  }
}
