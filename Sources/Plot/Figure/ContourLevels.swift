/// Which values get a contour line.
public enum ContourLevels: Sendable, Equatable {
  /// About ten: log-spaced where most of the surface is low and a little of it is high, else evenly
  /// spaced, with a few more about a minimum inside the picture.
  case automatic
  /// Log-spaced above the lowest value: close lines near a minimum.
  case logSpaced(Int)
  case linear(Int)
  case values([Double])
}
