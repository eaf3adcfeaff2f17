import Conversion

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

/// A line through points in their order; numbers that are not finite interrupt it.
public struct LineLayer: Sendable, Equatable {
  public var x: [Double]
  public var y: [Double]
  public var name: String
  /// A walk through the plane: its start is marked, and an animation lets it grow step by step.
  public var isPath: Bool
  /// Thin and pale, without markers: one of very many.
  public var isFaint = false
  /// Which of the palette's styles; `nil` takes the next free one, or the one of the same name.
  public var slot: Int?
}

/// Points without a line.
public struct PointsLayer: Sendable, Equatable {
  public var x: [Double]
  public var y: [Double]
  public var name: String
  /// Small and pale: raw data under a trend.
  public var isFaint: Bool
  public var slot: Int?
}

/// Lines of equal value of a function.
public struct ContourLayer: Sendable, Equatable {
  public var grid: SampledGrid
  public var levels: ContourLevels
  /// Colours the areas too, where the renderer has the colours for it.
  public var isFilled: Bool
  public var name: String
}

/// Which values get a contour line.
public enum ContourLevels: Sendable, Equatable {
  /// About ten, log-spaced where most of the surface is low and a little of it is high.
  case automatic
  /// Log-spaced above the lowest value: close lines near a minimum.
  case logSpaced(Int)
  case linear(Int)
  case values([Double])
}

/// A value for each cell of a grid, as colour (or as characters of growing weight).
public struct HeatMapLayer: Sendable, Equatable {
  public var grid: SampledGrid
  public var colors: ColorScale
  public var name: String
  /// Ends of the colour scale; `nil` takes them from the values.
  public var low: Double?
  public var high: Double?
}

/// How values become colours.
public enum ColorScale: Sendable, Equatable {
  case sequential
  /// Two hues that meet at zero; the scale is symmetric about it.
  case diverging
}

/// Bars from zero; bar i stands between `edges[i]` and `edges[i + 1]`.
public struct BarsLayer: Sendable, Equatable {
  public var edges: [Double]
  public var heights: [Double]
  public var name: String
  public var slot: Int?
}

public struct ArrowLayer: Sendable, Equatable {
  public var fromX: Double
  public var fromY: Double
  public var toX: Double
  public var toY: Double
  public var name: String
  public var slot: Int?
}

/// A single place of a known meaning.
public struct MarkLayer: Sendable, Equatable {
  public enum Kind: Sendable, Equatable { case start, minimum, end }
  public var kind: Kind
  public var x: Double
  public var y: Double
  public var name: String
}

public struct TextLayer: Sendable, Equatable {
  public var text: String
  public var x: Double
  public var y: Double
}

/// A straight line across the panel at one value of x or of y.
public struct ReferenceLayer: Sendable, Equatable {
  public enum Direction: Sendable, Equatable { case vertical, horizontal }
  public var direction: Direction
  public var value: Double
  public var name: String
}

/// The area between two curves, such as a mean plus and minus a standard deviation.
public struct BandLayer: Sendable, Equatable {
  public var x: [Double]
  public var lower: [Double]
  public var upper: [Double]
  public var name: String
  public var slot: Int?
}

/// A network as columns of units; dropped units are crossed out and lose their connections.
public struct NetworkDiagram: Sendable, Equatable {
  public struct Layer: Sendable, Equatable {
    public var name: String
    public var units: Int
    /// Indices of this step's dropped units.
    public var dropped: Set<Int>

    public init(_ name: String = "", units: Int, dropped: Set<Int> = []) {
      self.name = name
      self.units = max(units, 0)
      self.dropped = dropped.filter { $0 >= 0 && $0 < units }
    }

    /// A layer from a mask of 0s and 1s, one entry for each unit; 0 is dropped.
    public init(_ name: String = "", mask: [Double]) {
      self.init(
        name, units: mask.count, dropped: Set(mask.indices.filter { mask[$0] == 0 }))
    }
  }

  public var layers: [Layer]

  public init(layers: [Layer]) {
    self.layers = layers
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
    .line(x: y.indices.map { first + Double($0) }, y: y, name: name, slot: slot)
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
    let edges = (0...heights.count).map { Double($0) - 0.5 }
    return .bars(edges: edges, heights: heights, name: name, slot: slot)
  }

  /// Counts of `values` in bins of equal width between `low` and `high` (of the values if `nil`).
  /// Values that are not finite or lie outside are not counted.
  public static func histogram(
    _ values: [Double], bins: Int = 20, low: Double? = nil, high: Double? = nil,
    name: String = "", slot: Int? = nil
  ) -> Self {
    let bins = min(max(bins, 1), 10_000)
    let finite = values.filter(\.isDrawable)
    var first = low ?? finite.min() ?? 0
    var last = high ?? finite.max() ?? 1
    if !(first < last) { (first, last) = (first - 0.5, first + 0.5) }
    var heights = Array(repeating: 0.0, count: bins)
    let width = (last - first) / Double(bins)
    for value in finite where value >= first && value <= last {
      heights[Int(clamping: (value - first) / width, from: 0, to: bins - 1)] += 1
    }
    let edges = (0...bins).map { $0 == bins ? last : first + width * Double($0) }
    return .bars(edges: edges, heights: heights, name: name, slot: slot)
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
