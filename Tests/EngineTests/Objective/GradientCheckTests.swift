import Datasets
import Engine
import Formula
import Landscapes
import Testing

/// The gradient check on surfaces and at perfect fits.
///
/// Right gradients agree at zeros, at any scale and at the edges of a domain; kinks are left out; a
/// wrong gradient is found.
@Suite struct GradientCheckTests {
  static func check(_ formula: String, _ x: Double, _ y: Double) throws -> GradientCheck {
    let surface = try Surface(name: "f", formula: Parser.parse(formula), start: [x, y])
    return try #require(GradientCheck(of: surface, at: [x, y]))
  }

  static let smooth: [(String, Double, Double)] = [
    // Zeros.
    ("(1 - x)^2 + 100*(y - x^2)^2", 1, 1), ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 3, 2),
    ("x^2 + y^2", 0, 0), ("x^4 + y^4", 0, 0), ("x^2*y^2", 0, 3), ("x*y", 0, 0),
    ("sin(x)^2 + cos(y)", .pi, .pi),
    // Flat.
    ("5", 1, 2), ("0*x", 1, 2), ("exp(-x^2)", 30, 1), ("tanh(x)", 30, 0),
    ("1e6 + 1e-6*(x - 1e3)^2", 1000.5, 0), ("1e10 + y", 1, 1),
    // Huge and tiny.
    ("1e200*x^2 + y", 3, 1), ("1e-200*(x^2 + y^3)", 3, 1), ("1e-305*x^2", 1, 1),
    ("x^2 + y^2", 1e-9, 1e12), ("x^3 + y", 1e100, 1), ("sin(1e9*x) + y", 1e-9, 0),
    ("exp(-(1e12*x)^2)", 1e-13, 0), ("log(x) + y", 1e-9, 1), ("log(x) + y", 1e-300, 1),
    ("1/x + y", 1e-7, 0), ("sqrt(x) + y", 1e-12, 1), ("x^x + y", 0.001, 0),
    ("2e7*x^2 + 6000*x*y + y^2 - 3e5*x - 92*y + 1200", 0.0076, 46.2),
    // Pieces, away from where they meet.
    ("max(x, y)", 3, 1), ("abs(x) + min(x, y)", -2, 1), ("relu(x)*y", 2, 3),
    ("if(x > 0, x^2, -x)", -1, 0), ("max(x, 0)^2 + y", 0, 1),
  ]

  @Test(arguments: smooth)
  func agrees(formula: String, x: Double, y: Double) throws {
    let check = try Self.check(formula, x, y)
    #expect(check.count(of: .kink) == 0)
    #expect(try #require(check.worst).relativeError < 1e-7, "\(check.rows)")
  }

  /// Formula, point, and why x and y are left out.
  static let silent: [(String, Double, Double, [GradientCheck.Omission?])] = [
    ("x^2 + 1e15", 1, 1, [.rounding, nil]), ("x*log(x) + y", 1e-300, 1, [.rounding, nil]),
    ("1e300*x^2 + y", 1, 1, [nil, .rounding]), ("1e20 + x + y", 1, 1, [.rounding, .rounding]),
    ("asin(x) + y", 1, 0, [.undefined, nil]), ("x^y", 0, 1, [nil, .undefined]),
  ]

  /// Where a difference shows nothing, the row is left out and no agreement is claimed.
  @Test(arguments: silent)
  func whatADifferenceCannotShowIsLeftOut(
    formula: String, x: Double, y: Double, omissions: [GradientCheck.Omission?]
  ) throws {
    let check = try Self.check(formula, x, y)
    #expect(check.rows.map(\.omission) == omissions, "\(check.rows)")
  }

  /// Formula, point, and for x and y whether it sits on a kink.
  static let kinked: [(String, Double, Double, [Bool])] = [
    ("max(x, y)", 1, 1, [true, true]), ("min(x, 2*y)", 2, 1, [true, true]),
    ("abs(x) + y^2", 0, 3, [true, false]), ("abs(x - 1)*y", 1, 2, [true, false]),
    ("sqrt(x^2 + y^2)", 0, 0, [true, true]), ("norm([x, y])", 0, 0, [true, true]),
    ("relu(x) + y", 0, 1, [true, false]), ("max(0, x) + y", 0, 1, [true, false]),
    ("if(x < 1, 2*x, x + 1) + y", 1, 0, [true, false]), ("(x^2)^0.5 + y", 0, 1, [true, false]),
    ("max(x, y, 1)", 1, 0, [true, false]), ("abs(x)", 3e-5, 1, [true, false]),
    ("x*sign(x) + y", 0, 1, [true, false]), ("sqrt((x - 2)^2)*y", 2, 1, [true, false]),
  ]

  @Test(arguments: kinked)
  func kinksAreLeftOut(formula: String, x: Double, y: Double, kinks: [Bool]) throws {
    let check = try Self.check(formula, x, y)
    #expect(check.rows.map { $0.omission == .kink } == kinks, "\(check.rows)")
    if let worst = check.worst { #expect(worst.relativeError < 1e-7) }
  }

  /// The slope, and the side where the formula is defined.
  static let edges: [(String, Double, Double, GradientCheck.Side)] = [
    ("x^1.5 + y", 0, 1, .above), ("x*sqrt(x) + 3*x", 0, 1, .above),
    ("(1 - x)^2.5 + y", 1, 0, .below),
    ("if(x >= 2, x^2 + 3*x, log(-1)) + y", 2, 0, .above), ("x^2.5 - x", 0, 0, .above),
  ]

  @Test(arguments: edges)
  func oneSidedAtAnEdge(formula: String, x: Double, y: Double, side: GradientCheck.Side) throws {
    let surface = try Surface(name: "f", formula: Parser.parse(formula), start: [x, y])
    let check = try #require(GradientCheck(of: surface, at: [x, y]))
    let row = check.rows[0]
    guard row.analytic.isFinite else { return }
    #expect(row.side == side)
    #expect(row.omission == nil)
    #expect(check.oneSided == 1)
  }

  /// A line that meets all its points: every residual is 0.
  @Test func perfectFits() throws {
    let u = (0..<20).map { Double($0) / 7 }
    for layers in ["1-1:linear", "1-1:tanh", "1-3:relu-1:linear"] {
      let width = layers.hasPrefix("1-3") ? 10 : 2
      let theta = (0..<width).map { 0.3 + 0.1 * Double($0) }
      let architecture = try NetworkArchitecture(parsing: layers, loss: .mse)
      func network(_ targets: [Double]) throws -> Network {
        try Network(architecture, training: Dataset(points: u, targets: targets))
      }
      let outputs = try network(u).outputs(at: theta, for: u)
      let perfect = try network(outputs)
      #expect(perfect.metrics(at: theta, on: perfect.training).loss == 0)
      let check = try #require(GradientCheck(of: perfect, at: theta))
      #expect(try #require(check.worst).relativeError < 1e-6, "\(layers): \(check.rows)")
      // Nearly perfect, too.
      let nearly = try network(outputs.map { $0 + 1e-9 })
      let near = try #require(GradientCheck(of: nearly, at: theta))
      #expect(try #require(near.worst).relativeError < 1e-6, "\(layers): \(near.rows)")
    }
  }

  /// A gradient that is wrong in one component, at zeros as well.
  private struct Wrong: Objective {
    let surface: Surface
    let error: Double
    var layout: ParameterLayout { surface.layout }
    var exampleCount: Int { 0 }
    var dropoutLayers: [DropoutLayer] { [] }
    func initialParameters(seed: UInt32) -> [Double] { surface.start }
    func makeEvaluator() -> any Evaluator { WrongEvaluator(surface.makeEvaluator(), error) }
    func pieces(at theta: [Double]) -> Int? { surface.pieces(at: theta) }
    func lossRounding(at theta: [Double]) -> Double { surface.lossRounding(at: theta) }
  }

  private final class WrongEvaluator: Evaluator {
    private let right: any Evaluator
    private let error: Double
    init(_ right: any Evaluator, _ error: Double) { (self.right, self.error) = (right, error) }
    var parameterCount: Int { right.parameterCount }
    func loss(at theta: UnsafePointer<Double>) -> Double { right.loss(at: theta) }
    func gradient(
      at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
    ) -> Double {
      let loss = right.gradient(at: theta, into: gradient)
      gradient[0] += error
      return loss
    }
  }

  @Test(arguments: [
    ("x^2 + y^2", 1.0, 2.0, 1e-4), ("x^2 + y^2", 0, 0, 1e-3), ("1e-9*x^2", 3, 0, 1e-13),
    ("1e200*x^2 + y", 3, 1, 1e196), ("log(x) + y", 1e-9, 1, 1e5),
    ("(1 - x)^2 + 100*(y - x^2)^2", 1, 1, 1e-3),
    ("max(x, y)", 3, 1, 1e-4),
  ])
  func wrongGradientsAreFound(formula: String, x: Double, y: Double, error: Double) throws {
    let surface = try Surface(name: "f", formula: Parser.parse(formula), start: [x, y])
    let check = try #require(
      GradientCheck(of: Wrong(surface: surface, error: error), at: [x, y]))
    #expect(try #require(check.worst).relativeError > 1e-5, "\(check.rows)")
  }
}
