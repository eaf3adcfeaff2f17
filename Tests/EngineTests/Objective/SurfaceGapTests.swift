import Engine
import Formula
import Landscapes
import Testing

/// Where a surface or its gradient is missing.
@Suite struct SurfaceGapTests {
  @Test(arguments: [
    ("log(x) + y", -1, 2, SurfaceGap.undefined), ("sqrt(x)*y", -4, 1, .undefined),
    ("asin(x)", 2, 0, .undefined), ("log(x)", 0, 1, .infinite), ("x^2 + y^2", 1e200, 0, .infinite),
    ("1/x", 0, 1, .infinite), ("sqrt(x) + y", 0, 1, .steep), ("sqrt(x^2 + y^2)", 0, 0, .slopeless),
    ("x^2 + y^2", 0, 0, nil), ("log(x) + y", 1e-300, 0, nil), ("norm([x, y])", 1e200, 1e200, nil),
  ])
  func told(formula: String, x: Double, y: Double, gap: SurfaceGap?) throws {
    let surface = try Surface(name: "f", formula: Parser.parse(formula), start: [x, y])
    #expect(surface.gap(at: x, y) == gap)
    // What training sees is the same.
    let (loss, gradient) = surface.makeEvaluator().gradient(at: [x, y])
    #expect(loss.isNaN == (gap == .undefined))
    if gap == .undefined {
      #expect(gradient.count { $0.isNaN } == 2)
      #expect(surface.hessian(x, y).count { $0.isNaN } == 3)
    }
    if gap == nil { #expect(gradient.count { $0.isFinite } == 2) }
    if gap == .steep || gap == .slopeless { #expect(loss.isFinite) }
  }

  @Test func ackleysMinimumIsACusp() throws {
    let ackley = try #require(CataloguedSurface.named("ackley")).surface()
    #expect(ackley.gap(at: 0, 0) == .slopeless)
    #expect(ackley.value(0, 0).magnitude < 1e-14)
    #expect(ackley.gap(at: 0.1, 0) == nil)
  }
}
