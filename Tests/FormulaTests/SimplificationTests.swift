import Formula
import Testing

@Suite struct SimplificationTests {
  /// Powers are joined as far as they are whole and small enough to be multiplied out.
  @Test(arguments: [
    ("(x^2)^3", "x⁶"), ("(x^8)^8", "x⁶⁴"), ("(x^8)^9", "(x⁸)⁹"), ("(x^2)^0.5", "(x²)^0.5"),
    ("(x^0.5)^2", "(x^0.5)²"), ("(x^-1)^2", "(x⁻¹)²"), ("x^30*x^34", "x⁶⁴"),
    ("x^30*x^35", "x³⁰~x³⁵"),
    ("(x^3)^1", "x³"), ("(x^3)^0", "1"),
  ])
  func powersAreJoined(text: String, simple: String) throws {
    let simplified = try Parser.parse(text).simplified()
    #expect(simplified.typeset(.unicode).replacing("\u{2009}", with: "~") == simple)
  }
}
