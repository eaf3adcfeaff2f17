import Engine

extension Workspace {
  /// The catalogue's window, or one round the start and the minima; widened for a path that leaves
  /// it, up to four times its size.
  ///
  /// - Parameter points: where the paths go, not a number nowhere.
  package func window(
    for place: Place, around points: [[Double]]
  ) -> (x: (Double, Double), y: (Double, Double)) {
    func ends(_ axis: Int, _ range: ClosedRange<Double>?) -> (Double, Double) {
      var low: Double
      var high: Double
      if let range {
        (low, high) = (range.lowerBound, range.upperBound)
      } else {
        let marks =
          place.minima.map { axis == 0 ? $0.x : $0.y } + [place.surface?.start[axis] ?? 0, 0]
        low = marks.min() ?? -1
        high = marks.max() ?? 1
        let margin = max(0.3 * (high - low), 0.5)
        (low, high) = (low - margin, high + margin)
      }
      let size = high - low
      let values = points.map { $0[axis] }
      let reach = (values.min() ?? low, values.max() ?? high)
      if reach.0 < low { low = max(reach.0 - 0.05 * size, low - 1.5 * size) }
      if reach.1 > high { high = min(reach.1 + 0.05 * size, high + 1.5 * size) }
      return (low, high)
    }
    return (ends(0, place.catalogued?.xRange), ends(1, place.catalogued?.yRange))
  }
}
