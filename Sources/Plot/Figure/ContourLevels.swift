/// Which values get a contour line.
public enum ContourLevels: Sendable, Equatable {
  /// About ten, log-spaced where most of the surface is low and a little of it is high.
  case automatic
  /// Log-spaced above the lowest value: close lines near a minimum.
  case logSpaced(Int)
  case linear(Int)
  case values([Double])
}
