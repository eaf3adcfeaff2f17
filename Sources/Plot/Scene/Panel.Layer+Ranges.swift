import PlotGeometry

extension Panel.Layer {
  /// Adds what the layer covers to the ranges of its axes.
  func extend(_ x: inout RangeFinder, _ y: inout RangeFinder) {
    switch self {
    case .line(let line): include(line.x, line.y, &x, &y)
    case .points(let points): include(points.x, points.y, &x, &y)
    case .contour(let contour): fix(contour.grid, &x, &y)
    case .heatMap(let map): fix(map.grid, &x, &y)
    case .bars(let bars):
      x.range.include(Array(bars.edges.prefix(bars.heights.count + 1)))
      if !bars.heights.isEmpty { y.includeBaseline() }
      y.range.include(bars.heights)
    case .arrow(let arrow):
      include([arrow.fromX, arrow.toX], [arrow.fromY, arrow.toY], &x, &y)
    case .mark(let mark): include([mark.x], [mark.y], &x, &y)
    case .text(let text): include([text.x], [text.y], &x, &y)
    case .network: break
    case .reference(let line):
      if line.direction == .vertical {
        x.range.include(line.value)
      } else {
        y.range.include(line.value)
      }
    case .band(let band):
      include(band.x, band.lower, &x, &y)
      include(band.x, band.upper, &x, &y)
    }
  }

  /// Only pairs of which both numbers have a place count.
  private func include(
    _ xs: [Double], _ ys: [Double], _ x: inout RangeFinder, _ y: inout RangeFinder
  ) {
    ValueRange.include(xs, ys, in: &x.range, &y.range)
  }

  private func fix(_ grid: SampledGrid, _ x: inout RangeFinder, _ y: inout RangeFinder) {
    x.fix(grid.xLow, grid.xHigh)
    y.fix(grid.yLow, grid.yHigh)
  }

  /// Markers at the left and right ends would be cut by the frame.
  var needsRoomBeside: Bool {
    switch self {
    case .points(let points): !points.isFaint
    case .arrow, .mark, .text: true
    case .line(let line): line.isPath
    default: false
    }
  }

  /// How many numbers the layer was given.
  var valueCount: Int {
    switch self {
    case .line(let line): min(line.x.count, line.y.count)
    case .points(let points): min(points.x.count, points.y.count)
    case .contour(let contour): contour.grid.values.count
    case .heatMap(let map): map.grid.values.count
    case .bars(let bars): bars.heights.count
    case .band(let band): band.x.count
    case .arrow, .mark, .text: 1
    case .network(let network): network.layers.count
    case .reference: 1
    }
  }
}
