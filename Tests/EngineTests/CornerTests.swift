import Formula
import Landscapes
import Testing

@testable import Engine

/// Kinks of surfaces: where they are, what kind of point they make, and where there is none.
@Suite struct CornerTests {
  private func surface(_ formula: String) throws -> Surface {
    try Surface(
      name: "f", formula: Parser.parse(formula, variables: ["x", "y"]), start: [1, 2])
  }

  private static let corners: [(formula: String, x: Double, y: Double, kind: Corner.Kind)] = [
    ("abs(x) + y^2", 0, 0, .minimum), ("abs(x) + abs(y)", 0, 0, .minimum),
    ("-abs(x) - y^2", 0, 0, .maximum), ("max(x, y)", 1, 1, .none),
    ("relu(x) + y^2", 0, 0, .minimum),
    ("abs(x) - y", 0, 3, .none), ("sqrt(x^2 + y^2)", 0, 0, .minimum),
    ("1e6 + abs(x - 2) + y^2", 2, 0, .minimum), ("1e-9*abs(x) + 1e-9*y^2", 0, 0, .minimum),
    ("abs(x - 1e4) + y^2", 1e4, 0, .minimum), ("min(x^2, 1) + y^2", 1, 0, .none),
  ]

  @Test(arguments: corners.indices) func aKinkIsFound(i: Int) throws {
    let (formula, x, y, kind) = Self.corners[i]
    let corner = try #require(try surface(formula).corner(at: x, y), "\(formula)")
    #expect(corner.kind == kind, "\(formula): \(corner)")
    #expect(corner.before != corner.after)
  }

  @Test func itsSlopesAreThoseOfBothSides() throws {
    let corner = try #require(try surface("3*relu(x) - relu(-x) + y^2").corner(at: 0, 0))
    #expect(corner.direction == [1, 0])
    #expect(abs(corner.before - 1) < 1e-6 && abs(corner.after - 3) < 1e-6)
  }

  @Test(arguments: [
    ("abs(x) + y^2", 0.1, 0.0), ("abs(x)^3 + y^2", 0.0, 0.0), ("abs(x)*x + y^2", 0.0, 0.0),
    ("x^2 + y^2", 0.0, 0.0), ("max(x^2, -1) + y", 0.0, 0.0), ("relu(x)^2 + y^2", 0.0, 0.0),
    ("abs(x - 1) + y^2", 3.0, 0.0), ("1e10*x^2 + y^2", 0.0, 0.0),
  ])
  func whereItIsSmoothThereIsNone(formula: String, x: Double, y: Double) throws {
    #expect(try surface(formula).corner(at: x, y) == nil, "\(formula)")
  }
}
