/// What to draw: a title and one or more panels. A value, free of any renderer.
///
/// ```swift
/// let figure = Figure(
///   title: "Loss",
///   panels: [
///     Panel(
///       x: Axis("t"), y: Axis("L", scale: .log),
///       layers: [.line(x: steps, y: losses, name: "adam")])
///   ])
/// print(TerminalRenderer().render(figure))
/// ```
/// The same figure is given to ``TerminalRenderer``, ``SVGRenderer`` and ``describe(_:)``, so that
/// picture, file and words come from the same numbers.
public struct Figure: Sendable, Equatable {
  public var title: String
  /// Drawn side by side as small multiples; a name has one style in all of them.
  public var panels: [Panel]
  /// Panels beside each other; `nil` lets the renderer choose by the room it has.
  public var panelColumns: Int?
  /// Remarks printed under the figure, such as what a projection leaves out.
  public var notes: [String]

  public init(
    title: String = "", panels: [Panel], panelColumns: Int? = nil, notes: [String] = []
  ) {
    self.title = title
    self.panels = panels
    self.panelColumns = panelColumns
    self.notes = notes
  }
}

/// One pair of axes and what lies on them, drawn in the order of `layers`.
public struct Panel: Sendable, Equatable {
  public var title: String
  public var x: Axis
  public var y: Axis
  public var layers: [Layer]
  /// One unit of x is as long as one unit of y: right angles look right.
  public var hasEqualAspect: Bool

  public init(
    title: String = "", x: Axis = Axis(), y: Axis = Axis(), layers: [Layer],
    hasEqualAspect: Bool = false
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.layers = layers
    self.hasEqualAspect = hasEqualAspect
  }

  /// A panel that holds a network diagram alone, without axes.
  public init(title: String = "", network: NetworkDiagram) {
    self.init(title: title, x: .hidden, y: .hidden, layers: [.network(network)])
  }

  /// A matrix as a heat map, row 0 at the top, columns left to right.
  ///
  /// - Parameters:
  ///   - values: row-major, `rows * columns` numbers; what is missing is drawn as not a number.
  ///   - colors: `.diverging` for signed values such as weights (the middle is zero).
  ///   - limit: the value at the upper end of the diverging scale, for panels that share one.
  public init(
    title: String = "", matrix values: [Double], rows: Int, columns: Int,
    x: Axis = Axis("column"), y: Axis = Axis("row"), name: String = "",
    colors: ColorScale = .diverging, limit: Double? = nil
  ) {
    let rows = max(rows, 1)
    let columns = max(columns, 1)
    let grid = SampledGrid(
      x: (-0.5, Double(columns) - 0.5), y: (-0.5, Double(rows) - 0.5), columns: columns,
      rows: rows, values: values)
    var (across, down) = (x, y)
    down.isReversed = true
    (across.isCount, down.isCount) = (true, true)
    self.init(
      title: title, x: across, y: down,
      layers: [
        .heatMap(grid, colors: colors, name: name, low: limit.map { -$0 }, high: limit)
      ])
  }
}

/// An axis: its label, its scale, and the range it shows.
public struct Axis: Sendable, Equatable {
  public enum Scale: Sendable, Equatable {
    case linear
    /// Decades; values that are not positive are left out, and the figure says how many.
    case log
  }

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

/// A function's values on a regular grid, for contours and heat maps.
///
/// `values` is row-major and begins at the lower end of y. For contours the outermost samples lie
/// on the ends of the ranges; for a heat map each sample fills one of `columns * rows` cells.
public struct SampledGrid: Sendable, Equatable {
  public let xLow: Double
  public let xHigh: Double
  public let yLow: Double
  public let yHigh: Double
  public let columns: Int
  public let rows: Int
  public let values: [Double]

  /// A grid of given numbers; missing ones are not a number, superfluous ones are left out.
  public init(
    x: (Double, Double), y: (Double, Double), columns: Int, rows: Int, values: [Double]
  ) {
    let (xEnds, yEnds) = (Self.ordered(x), Self.ordered(y))
    (xLow, xHigh) = xEnds
    (yLow, yHigh) = yEnds
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    let (product, overflows) = self.columns.multipliedReportingOverflow(by: self.rows)
    let count = overflows ? 0 : product
    if values.count == count {
      self.values = values
    } else {
      let kept = values.prefix(count)
      self.values = kept + Array(repeating: .nan, count: max(0, min(count, 1 << 24) - kept.count))
    }
  }

  /// Samples `f` at the nodes of a grid whose outermost nodes lie on the ends of the ranges.
  public init(
    x: (Double, Double), y: (Double, Double), columns: Int = 160, rows: Int = 96,
    _ f: (Double, Double) throws -> Double
  ) rethrows {
    let (xEnds, yEnds) = (Self.ordered(x), Self.ordered(y))
    let columns = max(columns, 2)
    let rows = max(rows, 2)
    var values: [Double] = []
    values.reserveCapacity(columns * rows)
    for row in 0..<rows {
      let py = Self.position(row, of: rows, from: yEnds.0, to: yEnds.1)
      for column in 0..<columns {
        let px = Self.position(column, of: columns, from: xEnds.0, to: xEnds.1)
        values.append(try f(px, py))
      }
    }
    self.init(x: xEnds, y: yEnds, columns: columns, rows: rows, values: values)
  }

  private static func ordered(_ ends: (Double, Double)) -> (Double, Double) {
    ends.0.isFinite && ends.1.isFinite
      ? shownEnds(min(ends.0, ends.1), max(ends.0, ends.1)) : (0, 1)
  }

  private static func position(_ i: Int, of n: Int, from low: Double, to high: Double) -> Double {
    i == n - 1 ? high : low + (high - low) * (Double(i) / Double(n - 1))
  }

  /// The value of a sample, not a number outside the grid.
  public subscript(column: Int, row: Int) -> Double {
    guard column >= 0, column < columns, row >= 0, row < rows else { return .nan }
    let index = row * columns + column
    return index < values.count ? values[index] : .nan
  }

  /// x of a node (contours).
  public func x(_ column: Int) -> Double {
    columns == 1
      ? xLow + (xHigh - xLow) / 2 : Self.position(column, of: columns, from: xLow, to: xHigh)
  }

  /// y of a node (contours).
  public func y(_ row: Int) -> Double {
    rows == 1 ? yLow + (yHigh - yLow) / 2 : Self.position(row, of: rows, from: yLow, to: yHigh)
  }
}
