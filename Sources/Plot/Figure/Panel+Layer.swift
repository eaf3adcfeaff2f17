import PlotGeometry

extension Panel {
  /// One thing drawn on a panel's axes. Built by the functions below:
  /// `.line(x:y:name:)`, `.path(x:y:name:)`, `.points(x:y:name:)`, `.contour(_:levels:)` ...
  public enum Layer: Sendable, Equatable {
    case line(LineLayer)
    case points(PointsLayer)
    case contour(ContourLayer)
    case heatMap(HeatMapLayer)
    case bars(BarsLayer)
    case arrow(ArrowLayer)
    case mark(MarkLayer)
    case text(TextLayer)
    case network(NetworkDiagram)
    case reference(ReferenceLayer)
    case band(BandLayer)
  }
}

extension Panel.Layer {
  /// A curve. `x` and `y` pair up; superfluous ones of the longer are left out.
  public static func line(
    x: [Double], y: [Double], name: String = "", isFaint: Bool = false, slot: Int? = nil
  ) -> Self {
    .line(LineLayer(x: x, y: y, name: name, isPath: false, isFaint: isFaint, slot: slot))
  }

  /// A curve over 0, 1, 2, ... or from another first x.
  public static func line(
    y: [Double], from first: Double = 0, name: String = "", slot: Int? = nil
  ) -> Self {
    .line(x: steps(from: first, count: y.count), y: y, name: name, slot: slot)
  }

  /// A walk through the plane with its start marked, one point a step.
  public static func path(
    x: [Double], y: [Double], name: String = "", slot: Int? = nil
  ) -> Self {
    .line(LineLayer(x: x, y: y, name: name, isPath: true, slot: slot))
  }

  public static func points(
    x: [Double], y: [Double], name: String = "", isFaint: Bool = false, slot: Int? = nil
  ) -> Self {
    .points(PointsLayer(x: x, y: y, name: name, isFaint: isFaint, slot: slot))
  }

  public static func contour(
    _ grid: SampledGrid, levels: ContourLevels = .automatic, isFilled: Bool = false,
    name: String = ""
  ) -> Self {
    .contour(ContourLayer(grid: grid, levels: levels, isFilled: isFilled, name: name))
  }

  public static func heatMap(
    _ grid: SampledGrid, colors: ColorScale = .sequential, name: String = "",
    low: Double? = nil, high: Double? = nil
  ) -> Self {
    .heatMap(HeatMapLayer(grid: grid, colors: colors, name: name, low: low, high: high))
  }

  /// Bars with given edges, one more than heights.
  public static func bars(
    edges: [Double], heights: [Double], name: String = "", slot: Int? = nil
  ) -> Self {
    .bars(BarsLayer(edges: edges, heights: heights, name: name, slot: slot))
  }

  /// Bars at 0, 1, 2, ... for an axis with categories.
  public static func bars(_ heights: [Double], name: String = "", slot: Int? = nil) -> Self {
    let edges = steps(from: -0.5, count: heights.count + 1)
    return .bars(edges: edges, heights: heights, name: name, slot: slot)
  }

  /// Counts of `values` in bins of equal width between `low` and `high` (of the values if `nil`).
  /// Values that are not finite or lie outside are not counted.
  public static func histogram(
    _ values: [Double], bins: Int = 20, low: Double? = nil, high: Double? = nil,
    name: String = "", slot: Int? = nil
  ) -> Self {
    let counts = Histogram(values, bins: bins, low: low, high: high)
    return .bars(edges: counts.edges, heights: counts.heights, name: name, slot: slot)
  }

  public static func arrow(
    from tail: (Double, Double), to head: (Double, Double), name: String = "", slot: Int? = nil
  ) -> Self {
    .arrow(
      ArrowLayer(
        fromX: tail.0, fromY: tail.1, toX: head.0, toY: head.1, name: name, slot: slot))
  }

  /// A start.
  public static func start(x: Double, y: Double, name: String = "start") -> Self {
    .mark(MarkLayer(kind: .start, x: x, y: y, name: name))
  }

  /// A known minimum.
  public static func minimum(x: Double, y: Double, name: String = "minimum") -> Self {
    .mark(MarkLayer(kind: .minimum, x: x, y: y, name: name))
  }

  public static func text(_ text: String, x: Double, y: Double) -> Self {
    .text(TextLayer(text: text, x: x, y: y))
  }

  /// A vertical line at one x.
  public static func vertical(_ x: Double, name: String = "") -> Self {
    .reference(ReferenceLayer(direction: .vertical, value: x, name: name))
  }

  /// A horizontal line at one y.
  public static func horizontal(_ y: Double, name: String = "") -> Self {
    .reference(ReferenceLayer(direction: .horizontal, value: y, name: name))
  }

  public static func band(
    x: [Double], lower: [Double], upper: [Double], name: String = "", slot: Int? = nil
  ) -> Self {
    .band(BandLayer(x: x, lower: lower, upper: upper, name: name, slot: slot))
  }

  /// `mean` with a band of one `deviation` to either side, both by one name.
  public static func mean(
    x: [Double], mean: [Double], deviation: [Double], name: String = "", slot: Int? = nil
  ) -> [Self] {
    let pairs = zip(mean, deviation)
    return [
      .band(
        x: x, lower: pairs.map { $0 - $1 }, upper: pairs.map { $0 + $1 }, name: name, slot: slot),
      .line(x: x, y: mean, name: name, slot: slot),
    ]
  }
}
