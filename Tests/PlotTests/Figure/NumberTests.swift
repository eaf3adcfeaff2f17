import Plot
import PlotGeometry
import Testing

@Suite struct NumberTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-2.5, "−2.5"), (1234.5678, "1235"), (0.00012345, "0.0001234"),
    (46480, "46480"), (1e6, "1e6"), (-1.5e-7, "−1.5e−7"), (.nan, "NaN"), (.infinity, "∞"),
    (-.infinity, "−∞"), (0.1 + 0.2, "0.3"), (99999.6, "100000"), (1e300, "1e300"),
    (.leastNonzeroMagnitude, "4.941e−324"), (999_999, "1e6"),
  ])
  func text(value: Double, text: String) {
    #expect(numberText(value) == text)
  }
}
