/// A line of the legend: what is drawn, and what it is called.
struct LegendEntry: Equatable {
  enum Sample: Equatable {
    case line(slot: Int, isFaint: Bool)
    case path(slot: Int)
    case points(slot: Int, isFaint: Bool)
    case bars(slot: Int)
    case arrow(slot: Int)
    case band(slot: Int)
    case mark(MarkLayer.Kind)
    case reference(ReferenceLayer.Direction, style: Int)
    /// On a heat map a contour is a plain line; else it is a stack of pale ones.
    case contour(isOnMap: Bool, isFilled: Bool)
    case scale(ColorScale, low: Double, high: Double, isLight: Bool)
    case unit
    case droppedUnit
  }

  var sample: Sample
  var name: String

  /// The legend needs no further line for `other`: a trend and its raw points, or a mean and its
  /// band, are one series by one name.
  func covers(_ other: LegendEntry) -> Bool {
    if self == other { return true }
    guard let slot, slot == other.slot, name == other.name else { return false }
    switch (sample, other.sample) {
    case (.arrow, _), (_, .arrow), (.bars, _), (_, .bars): return false
    default: return true
    }
  }

  private var slot: Int? {
    switch sample {
    case .line(let slot, _), .path(let slot), .points(let slot, _), .bars(let slot),
      .arrow(let slot), .band(let slot):
      slot
    default: nil
    }
  }
}
