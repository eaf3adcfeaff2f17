/// How an axis maps values to places.
public enum AxisScale: Sendable, Equatable {
  case linear
  /// Decades; values that are not positive are left out, and the figure says how many.
  case log
}
