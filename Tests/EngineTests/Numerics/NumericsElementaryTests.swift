import CKernels
import Foundation
import Testing

/// The functions of one and two arguments by the name that the references give them, and the
/// largest error allowed, in units in the last place.
private let unary: [(name: String, function: @Sendable (Double) -> Double, bound: Double)] = [
  ("exp", dk_exp, 0.9), ("expm1", dk_expm1, 0.95), ("log", dk_log, 0.51),
  ("log1p", dk_log1p, 0.51), ("sin", dk_sin, 0.9), ("cos", dk_cos, 0.9), ("tan", dk_tan, 1.3),
  ("asin", dk_asin, 0.8), ("acos", dk_acos, 0.8), ("atan", dk_atan, 0.85), ("sinh", dk_sinh, 1.1),
  ("cosh", dk_cosh, 0.9), ("tanh", dk_tanh, 1.3), ("sigmoid", dk_sigmoid, 2.2),
  ("erf", dk_erf, 1.2),
]
private let binary:
  [(name: String, function: @Sendable (Double, Double) -> Double, bound: Double)] = [
    ("atan2", dk_atan2, 1.4), ("pow", dk_pow, 0.75),
  ]

struct ElementaryAccuracyTests {
  struct Point {
    let arguments: [Double]
    let nearest: Double
    /// What `nearest` lacks of the exact value, in its ulps.
    let remainder: Double
  }

  static let references = Result { try load() }

  static func load() throws -> [String: [Point]] {
    let url = try #require(
      Bundle.module.url(forResource: "References/numerics_elementary", withExtension: "txt"))
    var points: [String: [Point]] = [:]
    let text = try String(contentsOf: url, encoding: .utf8)
    for line in text.split(separator: "\n").dropFirst() {
      let words = line.split(separator: " ")
      let numbers = try words.dropFirst().map { word in try #require(Double(String(word))) }
      let name = String(try #require(words.first))
      points[name, default: []].append(
        Point(
          arguments: Array(numbers.dropLast(2)), nearest: numbers[numbers.count - 2],
          remainder: numbers[numbers.count - 1]))
    }
    return points
  }

  @Test(arguments: unary.map(\.name) + binary.map(\.name))
  func staysWithinItsBound(name: String) throws {
    let points = try #require(try Self.references.get()[name])
    #expect(points.count >= 150)
    var worst = (error: 0.0, arguments: [Double]())
    var bound = 0.0
    for point in points {
      let value: Double
      if let one = unary.first(where: { $0.name == name }) {
        value = one.function(point.arguments[0])
        bound = one.bound
      } else {
        let two = try #require(binary.first { $0.name == name })
        value = two.function(point.arguments[0], point.arguments[1])
        bound = two.bound
      }
      let error = abs((value - point.nearest) / point.nearest.ulp - point.remainder)
      if !(error <= worst.error) { worst = (error, point.arguments) }
    }
    #expect(worst.error <= bound, "\(worst.error) ulp at \(worst.arguments)")
  }
}

/// C's Annex F, function by function.
struct ElementarySpecialValueTests {
  static let inf = Double.infinity, nan = Double.nan, zero = -0.0, least = 0x1p-1074

  static func same(_ a: Double, _ b: Double) -> Bool {
    a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
  }

  static let unaryCases: [(name: String, x: Double, expected: Double)] = [
    ("exp", zero, 1), ("exp", inf, inf), ("exp", -inf, 0), ("exp", nan, nan), ("exp", 710, inf),
    ("exp", -746, 0), ("exp", -745, 0x1p-1074), ("exp", 1e308, inf), ("exp", -1e308, 0),
    ("expm1", zero, zero), ("expm1", inf, inf), ("expm1", -inf, -1), ("expm1", nan, nan),
    ("expm1", 710, inf), ("expm1", -100, -1), ("expm1", least, least), ("expm1", -1e-300, -1e-300),
    ("log", 1, 0), ("log", 0, -inf), ("log", zero, -inf), ("log", -1, nan), ("log", inf, inf),
    ("log", -inf, nan), ("log", nan, nan),
    ("log1p", zero, zero), ("log1p", -1, -inf), ("log1p", -1.5, nan), ("log1p", inf, inf),
    ("log1p", nan, nan), ("log1p", 1e-300, 1e-300), ("log1p", -inf, nan),
    ("sin", zero, zero), ("sin", inf, nan), ("sin", nan, nan), ("sin", -least, -least),
    ("cos", zero, 1), ("cos", -inf, nan), ("cos", nan, nan), ("cos", least, 1),
    ("tan", zero, zero), ("tan", inf, nan), ("tan", nan, nan), ("tan", least, least),
    ("asin", zero, zero), ("asin", 1.0000001, nan), ("asin", nan, nan), ("asin", inf, nan),
    ("asin", 1, Double.pi / 2), ("asin", -1, -Double.pi / 2), ("asin", least, least),
    ("acos", 1, 0), ("acos", 1.5, nan), ("acos", nan, nan), ("acos", 0, Double.pi / 2),
    ("acos", -1, 0x1.921fb54442d18p1), ("acos", -inf, nan),
    ("atan", zero, zero), ("atan", inf, 0x1.921fb54442d18p0), ("atan", -inf, -0x1.921fb54442d18p0),
    ("atan", nan, nan), ("atan", 1, 0x1.921fb54442d18p-1), ("atan", least, least),
    ("sinh", zero, zero), ("sinh", inf, inf), ("sinh", -inf, -inf), ("sinh", nan, nan),
    ("sinh", -711, -inf), ("sinh", least, least),
    ("cosh", zero, 1), ("cosh", inf, inf), ("cosh", -inf, inf), ("cosh", nan, nan),
    ("cosh", 711, inf),
    ("tanh", zero, zero), ("tanh", inf, 1), ("tanh", -inf, -1), ("tanh", nan, nan),
    ("tanh", 20, 1), ("tanh", -least, -least),
    ("sigmoid", zero, 0.5), ("sigmoid", inf, 1), ("sigmoid", -inf, 0), ("sigmoid", nan, nan),
    ("sigmoid", 800, 1), ("sigmoid", -800, 0),
    ("erf", zero, zero), ("erf", inf, 1), ("erf", -inf, -1), ("erf", nan, nan), ("erf", 6, 1),
    ("erf", -7, -1), ("erf", least, least),
  ]

  @Test(
    arguments: unaryCases.map(\.name).reduce(into: [String]()) { names, name in
      if names.last != name { names.append(name) }
    })
  func ofOneArgument(name: String) throws {
    let entry = try #require(unary.first { $0.name == name })
    for test in Self.unaryCases where test.name == name {
      let value = entry.function(test.x)
      #expect(Self.same(value, test.expected), "\(name)(\(test.x)) is \(value)")
    }
  }

  @Test func pow() {
    let inf = Self.inf, nan = Self.nan, zero = Self.zero
    let cases: [(x: Double, y: Double, expected: Double)] = [
      (nan, 0, 1), (0, 0, 1), (-3, zero, 1), (1, nan, 1), (1, inf, 1), (nan, 1, nan), (2, nan, nan),
      (0, -3, inf), (zero, -3, -inf), (zero, -2, inf), (zero, -2.5, inf), (0, -inf, inf),
      (0, 3, 0), (zero, 3, zero), (zero, 4, 0), (zero, 2.5, 0), (zero, 1, zero), (zero, -1, -inf),
      (-1, inf, 1), (-1, -inf, 1), (0.5, inf, 0), (2, inf, inf), (-2, inf, inf), (0.5, -inf, inf),
      (2, -inf, 0), (inf, 3, inf), (inf, -3, 0), (-inf, 3, -inf), (-inf, 2, inf), (-inf, 2.5, inf),
      (-inf, -3, zero), (-inf, -2, 0), (-2, 0.5, nan), (-2, 3, -8), (-2, 4, 16), (-2, -3, -0.125),
      (2, 1023, 0x1p1023), (2, 1024, inf), (-2, 1025, -inf), (2, -1074, 0x1p-1074), (2, -1080, 0),
      (-2, -1081, zero), (10, 22, 1e22), (3, 33, 5_559_060_566_555_523), (1.5, 4, 5.0625),
      (-7, 5, -16807), (4, 0.5, 2), (9, -0.5, 1.0 / 3), (10, 300, 1e300), (1e-300, 2, 0),
      (2, 1e300, inf), (0.5, 1e300, 0), (2, 1e-300, 1), (-1, 1e300, 1), (-1, 3, -1),
      (0x1p-1074, -1, inf), (0.1, 2, 0.1 * 0.1),
    ]
    for test in cases {
      let value = dk_pow(test.x, test.y)
      #expect(Self.same(value, test.expected), "pow(\(test.x), \(test.y)) is \(value)")
    }
  }

  @Test func smallPowersOfIntegersAreExact() {
    for base in -12...12 where base != 0 {
      var power = 1.0
      for exponent in 0...14 {
        #expect(dk_pow(Double(base), Double(exponent)) == power, "\(base)^\(exponent)")
        power *= Double(base)
      }
    }
  }

  @Test func atan2() {
    let inf = Self.inf, nan = Self.nan, zero = Self.zero
    let pi = 0x1.921fb54442d18p1
    let cases: [(y: Double, x: Double, expected: Double)] = [
      (0, 1, 0), (zero, 1, zero), (0, -1, pi), (zero, -1, -pi), (0, 0, 0), (zero, 0, zero),
      (0, zero, pi), (zero, zero, -pi), (1, 0, pi / 2), (-1, zero, -pi / 2), (nan, 1, nan),
      (1, nan, nan), (inf, 1, pi / 2), (-inf, -1, -pi / 2), (1, inf, 0), (-1, inf, zero),
      (1, -inf, pi), (-1, -inf, -pi), (inf, inf, pi / 4), (-inf, inf, -pi / 4),
      (inf, -inf, 0x1.2d97c7f3321d2p1), (-inf, -inf, -0x1.2d97c7f3321d2p1), (1, 1, pi / 4),
      (0x1p-1074, 0x1p-1074, pi / 4), (1e308, 1e308, pi / 4), (0x1p-1074, 1, 0x1p-1074),
      (1e-300, 1e300, 0),
    ]
    for test in cases {
      let value = dk_atan2(test.y, test.x)
      #expect(Self.same(value, test.expected), "atan2(\(test.y), \(test.x)) is \(value)")
    }
  }
}

/// Whole vectors have the bits of single numbers, on every instruction set.
@Suite(.serialized) struct ElementaryVectorTests {
  @Test(arguments: ["exp", "expm1", "tanh", "sigmoid"])
  func bulkAndSingleAgree(name: String) throws {
    let single = try #require(unary.first { $0.name == name }).function
    let bulk =
      switch name {
      case "exp": dk_exp_all
      case "expm1": dk_expm1_all
      case "tanh": dk_tanh_all
      default: dk_sigmoid_all
      }
    var noise = MatrixKernelTests.Noise(state: 17)
    let ordinary = (0..<5000).map { _ in Double.random(in: -30...30, using: &noise) }
    let small = (0..<1000).map { _ in Double.random(in: -0.5...0.5, using: &noise) }
    let wild = (0..<5000).map { _ in Double(bitPattern: noise.next() &* 0x9e37_79b9_7f4a_7c15) }
    let edges = [0, -0.0, .infinity, -.infinity, .nan, 708, -708, 709, 710, -745, 36, 37, -40, 22]
    for x in [ordinary, small, wild, edges, Array(ordinary.prefix(3)), ordinary + edges, []] {
      let expected = x.map(single)
      MatrixKernelTests.withEachLevel { level in
        var out = x
        out.withUnsafeMutableBufferPointer { out in
          bulk(out.count, out.baseAddress, out.baseAddress)
        }
        let wrong = x.indices.filter {
          !ElementarySpecialValueTests.same(out[$0], expected[$0])
        }
        #expect(wrong.isEmpty, "level \(level), \(name)(\(wrong.prefix(3).map { x[$0] }))")
      }
    }
  }
}
