import Arithmetic
import Foundation
import Formula
import Testing

@Suite struct EvaluationTests {
  private static let numbers = ["x": 0.7, "y": -1.3]

  /// Values from mpmath with 40 digits at x = 0.7, y = -1.3.
  static let references: [(String, Double)] = [
    ("(1-x)^2 + 100*(y-x^2)^2", 320.5),
    ("exp(x)*sin(y) - cos(x*y)", -2.5541136541780234),
    ("tan(x) + asin(x) + acos(x) + atan(y)", 1.4979840067046155),
    ("sinh(x)*cosh(y) - tanh(y)", 2.356826572162695),
    ("log(x) + ln(2) + log2(x) + log10(x)", -0.3330028961942887),
    ("log1p(x) + expm1(y)", -0.19683995590381703),
    ("sqrt(x) + abs(y) + sign(y)", 1.1366600265340756),
    ("floor(y) + 10*ceil(y) + 100*round(y) + 1000*round(2.5)", 2888.0),
    ("sigmoid(y) + relu(y) + relu(x) + softplus(y)", 1.1551734707904335),
    ("atan2(y, -x)", -2.0647376957144776),
    ("x^3.5 + x^-2 + 2^y + x^70", 2.7339169138242685),
    ("-x^2 + 2^3^2 - 2^-1", 511.01),
    ("max(x, y, 0.1) - min(x, y)", 2.0),
    ("x < y or x > 0 and not (y > 0)", 1.0),
    ("(x >= 0.7) + 2*(y <= -2) + 4*(x == x) + 8*(x != x)", 5.0),
    ("if(x > 0, x + 1, y)", 1.7),
    (
      "-20*exp(-0.2*sqrt(0.5*(x^2+y^2))) - exp(0.5*(cos(2*pi*x)+cos(2*pi*y))) + 20 + exp(1)",
      5.753062416420399
    ),
    ("(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2", 7.63123541),
    ("x / y / 2 * 3 - 7", -7.8076923076923075),
    ("0^0 + 1/4", 1.25),
    ("log10(1000) + log10(1e-5) + log2(1024)", 8),
  ]

  @Test(arguments: references)
  func agreesWithReference(_ text: String, _ expected: Double) throws {
    let expression = try Parser.parse(text)
    let value = try expression.evaluate { Self.numbers[$0].map { Value($0) } }
    let scalar = try #require(value.scalar)
    #expect(abs(scalar - expected) <= 4e-15 * max(1, abs(expected)))
    // The way without values takes the same operations.
    let direct = try expression.evaluateScalar { Self.numbers[$0] }
    #expect(direct.bitPattern == scalar.bitPattern)
  }

  private static let quantities: [String: Value] = [
    "v": Value(vector: [3, -4, 12]), "w": Value(vector: [1, 2, 3]), "u": Value(vector: [1, 2]),
    "A": Value(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6]), "t": Value(2),
    "none": Value(vector: []),
  ]

  private static func value(of text: String) throws -> Value {
    try Parser.parse(text).evaluate { quantities[$0] }
  }

  static let vectorReferences: [(String, [Int], [Double])] = [
    ("v + w", [3], [4.0, -2, 15]),
    ("2*v^2 - 1", [3], [17, 31, 287]),
    ("1/w", [3], [1, 0.5, 1.0 / 3]),
    ("-v", [3], [-3, 4, -12]),
    ("max(v, 0)", [3], [3, 0, 12]),
    ("v > w", [3], [1, 0, 1]),
    ("if(v > w, v, 0)", [3], [3, 0, 12]),
    ("if(v, w, 0)", [3], [1, 2, 3]),
    ("if(t > 0, v, unknown)", [3], [3, -4, 12]),
    ("sum(v)", [], [11]),
    ("mean(v)", [], [11.0 / 3]),
    ("norm(v)", [], [13]),
    ("‖v‖ + |−2|", [], [15]),
    ("max(v) - min(v)", [], [16]),
    ("argmax(v) + 10*argmin(v)", [], [12]),
    ("argmax([0, 3, 3]) + 10*argmin([2, 1, 1])", [], [11]),
    ("dot(v, w)", [], [31]),
    ("size(A) + size(t) + size(none)", [], [7]),
    ("sum(none) + norm(none) + dot(none, none)", [], [0]),
    ("v[t]", [], [12]),
    ("A[1,2]", [], [6]),
    ("A[1]", [3], [4, 5, 6]),
    ("A[1][0]", [], [4]),
    ("A + 1", [2, 3], [2, 3, 4, 5, 6, 7]),
    ("sum(A) + norm(A)^2", [], [112]),
    ("[1, t, 3] + w", [3], [2, 4, 6]),
    ("[w, v]", [2, 3], [1, 2, 3, 3, -4, 12]),
    ("[[1,2],[3,4]][1,0]", [], [3]),
    ("0 and unknown", [], [0]),
    ("1 or unknown", [], [1]),
    ("v and w > 1", [3], [0, 1, 1]),
    ("sin(pi/2)", [], [1]),
  ]

  @Test(arguments: vectorReferences)
  func vectors(_ text: String, _ shape: [Int], _ elements: [Double]) throws {
    let value = try Self.value(of: text)
    #expect(value.shape == shape)
    #expect(value.elements.count == elements.count)
    for (a, b) in zip(value.elements, elements) { #expect(abs(a - b) <= 1e-14 * abs(b)) }
  }

  @Test(arguments: [
    ("zeta + 1", "there is no 'zeta'"),
    ("v + u", "'+' cannot join a vector of 3 and a vector of 2"),
    ("A*v", "'*' cannot join a 2 x 3 matrix and a vector of 3"),
    ("max(v, u)", "'max' cannot join a vector of 3 and a vector of 2"),
    ("dot(v, t)", "'dot' cannot join a vector of 3 and a number"),
    ("if(v > 0, u, 0)", "'if' cannot join a vector of 3 and a vector of 2"),
    ("[v, 1]", "'[,]' cannot join a vector of 3 and a number"),
    ("v[3]", "the index 3 of v is out of range 0 to 2"),
    ("v[-1]", "the index -1 of v is out of range 0 to 2"),
    ("v[0.5]", "the index 0.5 of v is no whole number"),
    ("v[0/0]", "the index NaN of v is no whole number"),
    ("v[1e300]", "the index 1e300 of v is out of range 0 to 2"),
    ("v[w]", "an index must be a number, not a vector of 3"),
    ("v[0,0]", "v is a vector of 3; it takes at most 1 index, not 2"),
    ("A[0,0,0]", "A is a 2 x 3 matrix; it takes at most 2 indices, not 3"),
    ("t[0]", "t is a number and takes no index"),
    ("(v + w)[7]", "the index 7 of v + w is out of range 0 to 2"),
    ("none[0]", "none has no components"),
    ("max(none)", "max of nothing is undefined"),
    ("mean(none)", "mean of nothing is undefined"),
  ])
  func says(_ text: String, _ message: String) {
    let error = #expect(throws: EvaluationError.self) { try Self.value(of: text) }
    #expect(error?.description == message)
  }

  @Test func refusesHugeVectors() throws {
    let big = Value(vector: Array(repeating: 1, count: 1 << 20))
    let expression = try Parser.parse("sum([v, v, v, v, v])")
    #expect(throws: EvaluationError.tooLarge) { try expression.evaluate { _ in big } }
  }

  /// Squares that overflow or underflow do no harm, in a vector and written out.
  @Test func normsOfEverySize() throws {
    func norm(_ x: Double, _ y: Double) throws -> [Double?] {
      let vector = Value(vector: [x, y])
      let whole = try Parser.parse("norm(v)").evaluate { _ in vector }.scalar
      let formula = try Parser.parse("norm([x, y])")
      let parts = try formula.evaluate { Value($0 == "x" ? x : y) }.scalar
      let program = try Program(outputs: [formula], variables: ["x", "y"])
      var result = 0.0
      [x, y].withUnsafeBufferPointer { if let from = $0.baseAddress { program.run(from, &result) } }
      return [whole, parts, result]
    }
    for exponent in [-1074, -1060, -600, -461, -460, -459, -1, 0, 1, 300, 499, 500, 501, 1020] {
      let unit = scalbn(1.0, exponent)
      let found = try norm(3 * unit, -4 * unit)
      #expect(found == [5 * unit, 5 * unit, 5 * unit], "2^\(exponent)")
    }
    #expect(try norm(1e200, 1) == [1e200, 1e200, 1e200])
    #expect(try norm(0, 0) == [0, 0, 0])
    #expect(try norm(.infinity, 1) == [.infinity, .infinity, .infinity])
    #expect(try norm(.nan, 1).compactMap(\.self).count { $0.isNaN } == 3)
    #expect(Elementary.norm([]) == 0)
    // Its slope too.
    let slope = try Parser.parse("norm([x, y])").derivative(withRespectTo: "x")
    for unit in [0x1p700, 0x1p-700] {
      #expect(try slope.evaluateScalar { ($0 == "x" ? 3 : 4) * unit } == 0.6)
    }
  }

  @Test func notANumberIsKept() throws {
    let names = ["n": Value(.nan), "v": Value(vector: [1, .nan, 3])]
    for text in ["max(n, 1)", "max(1, n)", "min(n, 1)", "relu(n)", "sign(n)", "max(v)", "min(v)"] {
      #expect(try Parser.parse(text).evaluate { names[$0] }.scalar?.isNaN == true, "\(text)")
    }
    #expect(try Parser.parse("argmax(v)").evaluate { names[$0] }.scalar == 1)
    #expect(try Parser.parse("n == n or n < 1").evaluate { names[$0] }.scalar == 0)
  }

  /// x^n to about 30 digits: products of unevaluated sums of two numbers.
  private static func exactPower(_ x: Double, _ n: Int) -> (high: Double, low: Double) {
    typealias Pair = (high: Double, low: Double)
    func product(_ a: Pair, _ b: Pair) -> Pair {
      let high = a.high * b.high
      let low = (-high).addingProduct(a.high, b.high) + (a.high * b.low + a.low * b.high)
      let sum = high + low
      return (sum, low - (sum - high))
    }
    var result: Pair = (1, 0)
    for _ in 0..<n.magnitude { result = product(result, (x, 0)) }
    guard n < 0 else { return result }
    // One step of division: 1/p, and what is missing of it.
    let quotient = 1 / result.high
    let rest = (1.0).addingProduct(-quotient, result.high) - quotient * result.low
    return (quotient, rest / result.high)
  }

  /// Repeated multiplication was up to 42 units in the last place off.
  @Test func wholePowersAreAccurate() {
    var random = RandomExpressions(seed: 5)
    var worst = 0.0
    for _ in 0..<20_000 {
      let x = Double.random(in: 0.05...20, using: &random.generator)
      let n = Int.random(in: -64...64, using: &random.generator)
      let power = Elementary.power(Bool.random(using: &random.generator) ? x : -x, Double(n))
      let exact = Self.exactPower(x, n)
      let error = ((power.magnitude - exact.high) - exact.low).magnitude / exact.high.ulp
      worst = max(worst, error)
      #expect((power < 0) == (power.magnitude != power))
    }
    #expect(worst <= 0.62, "\(worst) units in the last place")
  }

  @Test func wholePowersAtTheEdges() {
    #expect(Elementary.power(1e5, -63) == 1e-315)
    #expect(Elementary.power(-1e5, -61) == -1e-305)
    #expect(Elementary.power(3, 33) == 5_559_060_566_555_523)
    #expect(Elementary.power(-3, 0) == 1 && Elementary.power(.nan, 0) == 1)
    #expect(Elementary.power(0.5, -3) == 8)
    for n in -22...22 { #expect(Elementary.log10(Double("1e\(n)") ?? 0) == Double(n)) }
    #expect(Elementary.power(2, 64) == 18_446_744_073_709_551_616)
    #expect(Elementary.power(-2, 65) == -36_893_488_147_419_103_232)
    #expect(Elementary.power(-8, 1.0 / 3).isNaN)
  }

  @Test func labelsOfComponents() throws {
    #expect(try Parser.parse("W1[2,0]").label == "W1[2,0]")
    #expect(try Parser.parse("m[t]").label == nil)
    let value = try Parser.parse("m̂[0] + 1").evaluateScalar { $0 == "m_hat[0]" ? 4 : nil }
    #expect(value == 5)
    #expect(throws: EvaluationError.self) {
      try Parser.parse("[1,2]").evaluateScalar { _ in 0 }
    }
  }

  @Test func conditions() throws {
    #expect(try Value(2).condition())
    #expect(try !Value(0).condition())
    #expect(throws: EvaluationError.self) { try Value(vector: [1, 1]).condition() }
  }
}
