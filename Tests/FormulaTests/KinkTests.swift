import Arithmetic
import Formula
import Testing

@Suite struct KinkTests {
  /// On which sides of its kink, or of 0 where it has none, a formula is another piece.
  @Test(arguments: [
    ("relu(x)", true), ("abs(x)", true), ("sign(x)", true), ("max(x, y)", true),
    ("min(x, y)", true),
    ("sqrt(x)", true), ("if(x > 0, x, y)", true), ("relu(x) + sin(y)", true), ("x*y", false),
    ("sin(x) + softplus(y)", false), ("tanh(x)*sigmoid(y)", false), ("exp(x)/(1 + y*y)", false),
  ])
  func aFormulaIsOfPiecesWhereItsSlopeBreaks(text: String, hasKinks: Bool) throws {
    let program = try Program(outputs: [Parser.parse(text)], variables: ["x", "y"])
    #expect(program.hasKinks == hasKinks)
    #expect((program.pieces(at: [-1, 0]) != program.pieces(at: [1, 0])) == hasKinks)
    #expect(program.pieces(at: [1, 0]) == program.pieces(at: [2, 0]))
  }
}
