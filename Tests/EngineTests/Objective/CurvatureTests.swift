import Engine
import Formula
import Landscapes
import Testing

/// The kind of point that the Hessian tells.
///
/// What kind of point it is, told without a scale: points with a known truth.
@Suite struct CurvatureTests {
  struct Point: Sendable, CustomTestStringConvertible {
    let formula: String
    let x: Double
    let y: Double
    let kind: Curvature.Kind
    /// Where training began, where that is elsewhere.
    var start: [Double]?
    var testDescription: String { "\(formula) at (\(x), \(y))" }

    init(
      _ formula: String, _ x: Double, _ y: Double, _ kind: Curvature.Kind,
      from start: [Double]? = nil
    ) {
      (self.formula, self.x, self.y, self.kind, self.start) = (formula, x, y, kind, start)
    }
  }

  static let minima: [Point] = [
    Point("x^2 + y^2", 0, 0, .minimum), Point("1e10*x^2 + y^2", 0, 0, .minimum),
    Point("1e-9*(x^2 + y^2)", 0, 0, .minimum), Point("1e200*(x^2 + y^2)", 0, 0, .minimum),
    Point("1e-200*(x^2 + y^2)", 0, 0, .minimum), Point("1e13*x^2 + y^2", 0, 0, .minimum),
    Point("1e13*(x + y)^2 + (x - y)^2", 0, 0, .minimum),
    Point("(1 - x)^2 + 100*(y - x^2)^2", 1, 1, .minimum),
    Point("1e6 + 1e-6*(x - 1e3)^2 + 1e-9*y^2", 1e3, 0, .minimum),
    Point("1e300 + (x - 1e8)^2 + (y + 1e-8)^2", 1e8, -1e-8, .minimum),
    Point("(x - 1/3)^2 + (y - 0.1)^2", 1.0 / 3, 0.1, .minimum),
    Point("x^2 - 2*x/3 + y^2 - 0.2*y", 1.0 / 3, 0.1, .minimum),
    Point("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 3, 2, .minimum),
    Point(
      "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", -2.805118086952745, 3.131312518250573, .minimum),
    Point("exp(x - 2) - x + cosh(y)", 2, 0, .minimum), Point("x - log(x) + y^2", 1, 0, .minimum),
    Point("1e-12*(x/1e-9 - log(x/1e-9)) + y^2", 1e-9, 0, .minimum),
    Point("cos(x) + y^2", .pi, 0, .minimum),
    Point("(x^2 - 2)^2 + y^2", 2.0.squareRoot(), 0, .minimum),
    Point("sqrt(1 + x^2 + y^2)", 0, 0, .minimum), Point("1 - exp(-x^2 - y^2)", 0, 0, .minimum),
    // Where a run has come to rest: the size that counts is the way from its start.
    Point("x^2 + y^2", 8e-20, -6e-20, .minimum, from: [2, 1.5]),
    Point("x^2 + y^2", 2e-10, 1e-10, .minimum, from: [2, 1.5]),
    Point("1e-30*(x - 1)^2 + 1e30*(y - 1)^2", 1 + 1e-10, 1, .minimum, from: [-1, 2]),
  ]

  static let others: [Point] = [
    Point("-x^2 - y^2", 0, 0, .maximum), Point("-1e-40*x^2 - 1e40*y^2", 0, 0, .maximum),
    Point("5 - (x - 7)^2 - 3*(y + 2)^2", 7, -2, .maximum),
    Point("sin(x)*sin(y)", .pi / 2, .pi / 2, .maximum),
    Point("exp(-x^2 - y^2)", 0, 0, .maximum), Point("log(x) - x - y^2", 1, 0, .maximum),
    Point("x^2 - y^2", 0, 0, .saddle), Point("1e-9*x*y", 0, 0, .saddle),
    Point("1e100*(x - 3)*(y + 4)", 3, -4, .saddle), Point("x^3 - 3*x + y^2", -1, 0, .saddle),
    Point("x^2 - 1e-18*y^2", 0, 0, .saddle), Point("(x^2 - 1)^2 + y^2", 0, 0, .saddle),
    Point("cos(x)*cos(y)", 0, .pi, .minimum), Point("sin(x)*sin(y)", 0, .pi, .saddle),
    Point("x^4 + y^4", 0, 0, .degenerate), Point("x^4 + y^2", 0, 0, .degenerate),
    Point("(x - 1)^4 + (y - 2)^2", 1, 2, .degenerate),
    Point("1e-9*(x - 1)^4 + 1e9*(y - 2)^4", 1, 2, .degenerate),
    Point("x^3 + y^2", 0, 0, .degenerate), Point("(x - y)^2", 3, 3, .degenerate),
    Point("(0.1*x - 0.3)^4 + y^2", 3, 0, .degenerate), Point("x^2", 0, 17, .degenerate),
    Point("(x^2 - 2)^4 + y^2", 2.0.squareRoot(), 0, .degenerate), Point("5", 3, 4, .degenerate),
    Point("x^2 - 2*x*y + y^2", 0.1 + 0.2, 0.1 + 0.2, .degenerate),
    Point("x^3 - 3*x*y^2", 0, 0, .degenerate),
  ]

  static let slopes: [Point] = [
    Point("x^2 + y^2", 4, 1, .slope), Point("1e10*x^2 + y^2", 0, 4, .slope),
    Point("1e-9*(x^2 + y^2)", 4, 1, .slope), Point("1e-300*(x^2 + y^2)", 4, 1, .slope),
    Point("log(x) + y", 1e-9, 1, .slope), Point("log(x)", 1e-9, 1, .slope),
    Point("x^2 + y^2", 1e-9, 1e-9, .slope), Point("x^2 + y^2", 1e-20, 0, .slope),
    Point("1e6 + 1e-6*(x - 1e3)^2 + y^2", 1000.5, 0, .slope),
    Point("1e6 + 1e-6*(x - 1e3)^2 + y^2", 1e3 + 1e-3, 0, .slope),
    Point("1e-20*(x - 5)^2 + 1e20*y^2", 6, 0, .slope), Point("x^4 + y^4", 1e-3, 0, .slope),
    Point("x^4 + y^2", 0.01, 0, .slope), Point("(x - 1)^4 + y^2", 1 + 1e-5, 0, .slope),
    Point("exp(-x^2)", 20, 0, .slope), Point("1e-40*tanh(x)", 3, 0, .slope),
    Point("x + y", 0, 0, .slope), Point("1e-200*x", 1, 1, .slope), Point("x^3", 1e-5, 1, .slope),
    Point("(1 - x)^2 + 100*(y - x^2)^2", -1.2, 1, .slope),
    Point("(1 - x)^2 + 100*(y - x^2)^2", 0.999, 0.998001, .slope),
    Point("(x - y)^2 + 1e-12*(x + y)", 3, 3, .slope),
    Point("2.0e7*x^2 + 6000*x*y + y^2 - 3e5*x - 92*y", 0.01, 10, .slope),
    Point("sin(1e6*x) + y^2", 1e-6, 0, .slope), Point("x^2 - y^2", 1e-3, 1e-3, .slope),
    Point("sigmoid(x) + y^2", 30, 0, .slope),
  ]

  @Test(arguments: minima + others + slopes)
  func kind(_ point: Point) throws {
    let surface = try Surface(
      name: "f", formula: Parser.parse(point.formula), start: point.start ?? [point.x, point.y])
    let curvature = Curvature(of: surface, at: point.x, point.y)
    #expect(curvature.kind == point.kind, "∇f \(surface.gradient(point.x, point.y))")
  }

  /// The truth does not change with the units of f, x and y.
  @Test(arguments: minima + others + slopes)
  func unitsDoNotMatter(_ point: Point) throws {
    let formula = try Parser.parse(point.formula)
    for (a, b, c) in [(8.0, 0.5, 1024.0), (0x1p-20, 0x1p30, 0x1p-40)] {
      // c f(x/a, y/b) at (a x, b y), in powers of two, which round nothing.
      let scaled = formula.replacingVariables { name in
        switch name {
        case "x": .binary(.divide, .variable("x"), .number(a))
        case "y": .binary(.divide, .variable("y"), .number(b))
        default: nil
        }
      }
      let start = point.start ?? [point.x, point.y]
      let surface = try Surface(
        name: "f", formula: .binary(.multiply, .number(c), scaled),
        start: [a * start[0], b * start[1]])
      let curvature = Curvature(of: surface, at: a * point.x, b * point.y)
      #expect(curvature.kind == point.kind, "in units \(a), \(b), \(c)")
    }
  }

  @Test func everyMinimumOfTheCatalogue() throws {
    for entry in CataloguedSurface.all where entry.name != "ackley" {
      for minimum in entry.minima {
        let surface = try entry.surface()
        let curvature = Curvature(of: surface, at: minimum.x, minimum.y)
        #expect([.minimum, .degenerate].contains(curvature.kind), "\(entry.name)")
        let aside = Curvature(of: surface, at: minimum.x + 0.01, minimum.y - 0.02)
        #expect(aside.kind == .slope, "\(entry.name) beside its minimum")
      }
    }
  }

  @Test func eigenvaluesOfBadlyScaledMatrices() throws {
    for (formula, values) in [
      ("1e13*(x + y)^2 + (x - y)^2", [4, 4e13]), ("0.5*x^2 + 1e12*y^2", [1, 2e12]),
      ("1e200*x^2 + x*y*1e200 + 1e200*y^2", [1e200, 3e200]), ("x*y", [-1, 1]),
    ] {
      let surface = try Surface(name: "f", formula: Parser.parse(formula), start: [1, 1])
      let found = Curvature(of: surface, at: 0, 0).eigenvalues
      for (value, expected) in zip(found, values) {
        #expect((value / expected - 1).magnitude < 1e-12, "\(formula): \(found)")
      }
    }
  }
}
