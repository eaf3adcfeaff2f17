/// A place in a panel: (0, 0) is its lower left corner, (1, 1) its upper right one.
package typealias UnitPoint = SIMD2<Double>

extension UnitPoint {
  /// Within the panel, edges included.
  package var isInside: Bool {
    x >= -1e-9 && x <= 1 + 1e-9 && y >= -1e-9 && y <= 1 + 1e-9
  }
}
