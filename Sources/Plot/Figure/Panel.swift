import PlotGeometry

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
