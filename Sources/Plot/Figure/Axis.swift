import PlotGeometry

/// An axis: its label, its scale, and the range it shows.
public struct Axis: Sendable, Equatable {
  public typealias Scale = AxisScale

  public var label: String
  public var scale: Scale
  /// The lower end, or `nil` to take it from the data.
  public var from: Double?
  /// The upper end, or `nil` to take it from the data.
  public var to: Double?
  /// Names for the positions 0, 1, 2, ... in place of numbers.
  public var categories: [String]
  /// Grows downwards (or to the left).
  public var isReversed: Bool
  public var isHidden: Bool
  /// Counts something, such as a matrix's columns: ticks are whole numbers.
  public var isCount: Bool

  public init(
    _ label: String = "", scale: Scale = .linear, from: Double? = nil, to: Double? = nil,
    categories: [String] = [], isReversed: Bool = false, isCount: Bool = false
  ) {
    self.label = label
    self.scale = scale
    self.from = from
    self.to = to
    self.categories = categories
    self.isReversed = isReversed
    self.isHidden = false
    self.isCount = isCount
  }

  /// No line, no ticks, no label.
  public static let hidden: Axis = {
    var axis = Axis()
    axis.isHidden = true
    return axis
  }()
}
