/// Two ends that a linear axis can show: drawable numbers with room for ticks between them. Ends that
/// ticks could not tell apart are shown as one value with room around it.
package func shownEnds(_ low: Double, _ high: Double) -> (Double, Double) {
  let limit = Double.drawableLimit
  let (low, high) = (min(max(low, -limit), limit), min(max(high, -limit), limit))
  guard !areApart(low, high) else { return (low, high) }
  let room = max(low.magnitude, high.magnitude) * 0.1
  return room > 1e-290
    ? (max(low - room, -limit), min(high + room, limit)) : (low - 1, high + 1)
}

/// Whether ticks can tell two ends of an axis apart.
package func areApart(_ low: Double, _ high: Double) -> Bool {
  high - low > 1e-12 * max(low.magnitude, high.magnitude) && high - low > 1e-300
}
