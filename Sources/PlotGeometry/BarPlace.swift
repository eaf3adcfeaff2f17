/// The rectangle of a bar in a panel's unit square.
package struct BarPlace: Sendable {
  package var left: Double
  package var right: Double
  package var bottom: Double
  package var top: Double
}

extension BarPlace {
  /// Bars too narrow to tell apart become one as tall as the tallest of them.
  ///
  /// - Parameter columns: how many places can be told apart.
  package static func joined(_ bars: [BarPlace], columns: Double) -> [BarPlace] {
    guard Double(bars.count) > columns else { return bars }
    var result: [BarPlace] = []
    for bar in bars.sorted(by: { $0.left < $1.left }) {
      if let last = result.indices.last, (bar.right - result[last].left) * columns < 1 {
        result[last].right = max(result[last].right, bar.right)
        result[last].bottom = min(result[last].bottom, bar.bottom)
        result[last].top = max(result[last].top, bar.top)
      } else {
        result.append(bar)
      }
    }
    return result
  }
}
