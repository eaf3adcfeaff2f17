import Arithmetic
import Formula
import Testing

@Suite struct AgreementTests {
  static let cases: [(Double, Double, Double, Double, Bool)] = [
    // The tolerances add.
    (1.0015, 1.0, 1e-3, 1e-3, true), (1.0025, 1, 1e-3, 1e-3, false),
    (-1.0015, -1, 1e-3, 1e-3, true),
    (1.0005, 1, 1e-3, 0, true), (1.0015, 1, 1e-3, 0, false), (0, 1e-9, 1e-3, 0, false),
    (0, 1e-9, 1e-3, 1e-8, true), (1.001, 1, 0, 0, false), (1, 1, 0, 0, true),
    // What is not finite agrees with itself alone.
    (.nan, .nan, 1e-3, 0, true), (.nan, 1, 1e-3, 1, false), (1, .nan, 1e-3, 1, false),
    (.infinity, .infinity, 1e-3, 0, true), (.infinity, -.infinity, 1e-3, 0, false),
    (1, .infinity, 1e-3, 1, false), (.infinity, 1, 1e-3, 1, false),
  ]

  @Test(arguments: cases)
  func aNumberAgreesWithinBothTolerances(
    value: Double, expected: Double, relative: Double, absolute: Double, agrees: Bool
  ) {
    #expect(value.agrees(with: expected, relative: relative, absolute: absolute) == agrees)
  }
}
