import Plot
import PlotGeometry
import Testing

@Suite struct MovingAverageTests {
  static let means: [([Double], Double, [Double])] = [
    // The same way back and ahead; at an end the half that is there.
    ([1.0, 2, 6, 4], 2.0, [1.5, 3, 4, 5]), ([1, 2, 6, 4], 0, [1, 2, 6, 4]),
    ([1, 2, 6, 4], 1.9, [1, 2, 6, 4]), ([1, 2, 6, 4], 100, [3.25, 3.25, 3.25, 3.25]),
    // What is not finite is left out.
    ([1, .nan, 3], 2, [1, 2, 3]), ([.infinity, .nan, 3], 0, [.nan, .nan, 3]), ([], 2, []),
  ]

  @Test(arguments: means)
  func isTheMeanOfWhatIsNear(values: [Double], span: Double, means: [Double]) {
    let found = movingAverage(of: values, at: values.indices.map { Double($0) }, spanning: span)
    #expect(found.count == means.count)
    for (mean, wanted) in zip(found, means) {
      #expect(mean.isNaN == wanted.isNaN && (mean.isNaN || abs(mean - wanted) < 1e-12), "\(found)")
    }
  }
}
