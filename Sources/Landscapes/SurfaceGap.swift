import Engine

/// What is missing of a surface at a point: its value, or its slopes alone.
public enum SurfaceGap: Hashable, Sendable {
  /// f is not a number: the point lies outside of f's domain.
  case undefined
  /// f is infinite, or too large for a number.
  case infinite
  /// f has a value, and a slope there is infinite.
  case steep
  /// f has a value and no slope: a cusp, a corner or an edge.
  case slopeless
}

extension Surface {
  /// What is missing at (x, y); nil where f and its gradient are finite.
  public func gap(at x: Double, _ y: Double) -> SurfaceGap? {
    let value = value(x, y)
    guard !value.isNaN else { return .undefined }
    guard value.isFinite else { return .infinite }
    let gradient = gradient(x, y)
    if gradient.contains(where: \.isNaN) { return .slopeless }
    return gradient.contains(where: \.isInfinite) ? .steep : nil
  }
}
