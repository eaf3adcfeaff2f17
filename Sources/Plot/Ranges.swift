#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Two ends that a linear axis can show: drawable numbers with room for ticks between them. Ends that
/// ticks could not tell apart are shown as one value with room around it.
func shownEnds(_ low: Double, _ high: Double) -> (Double, Double) {
  let limit = Double.drawableLimit
  let (low, high) = (min(max(low, -limit), limit), min(max(high, -limit), limit))
  guard !areApart(low, high) else { return (low, high) }
  let room = max(low.magnitude, high.magnitude) * 0.1
  return room > 1e-290
    ? (max(low - room, -limit), min(high + room, limit)) : (low - 1, high + 1)
}

/// Whether ticks can tell two ends of an axis apart.
private func areApart(_ low: Double, _ high: Double) -> Bool {
  high - low > 1e-12 * max(low.magnitude, high.magnitude) && high - low > 1e-300
}

/// Finds the range that an axis shows from what lies on it.
struct RangeFinder {
  private let axis: Axis
  private var low = Double.infinity
  private var high = -Double.infinity
  /// A grid's range is the picture's range, whatever else is drawn on it.
  private var fixedLow = Double.infinity
  private var fixedHigh = -Double.infinity
  /// Leaves a margin, so that what lies at the ends is not cut by the frame.
  var isPadded = false
  /// Bars stand on the axis: no margin at zero.
  private var hasBaseline = false

  init(_ axis: Axis) {
    self.axis = axis
  }

  var isEmpty: Bool { !(low <= high) && !(fixedLow <= fixedHigh) }

  mutating func include(_ value: Double) {
    guard value.isDrawable, axis.scale == .linear || value > 0 else { return }
    low = min(low, value)
    high = max(high, value)
  }

  mutating func include(_ values: [Double]) {
    for value in values { include(value) }
  }

  mutating func includeBaseline() {
    hasBaseline = true
    include(0)
  }

  mutating func fix(_ from: Double, _ to: Double) {
    guard axis.scale == .linear || to > 0 else { return }
    fixedLow = min(fixedLow, axis.scale == .log && from <= 0 ? to / 1e3 : from)
    fixedHigh = max(fixedHigh, to)
  }

  /// The axis's own ends where it has them, the found ones elsewhere.
  var map: AxisMap {
    var (first, last): (Double, Double)
    if fixedLow <= fixedHigh {
      (first, last) = (fixedLow, fixedHigh)
    } else if low <= high {
      (first, last) = padded(low, high)
    } else {
      (first, last) = axis.scale == .log ? (1, 10) : (0, 1)
    }
    if !axis.categories.isEmpty {
      (first, last) = (-0.5, Double(axis.categories.count) - 0.5)
    }
    if let from = axis.from, isPossible(from) {
      first = from
      if !(last > first) { last = beyond(first, 1) }
    }
    if let to = axis.to, isPossible(to) {
      last = to
      if !(first < last) { first = beyond(last, -1) }
    }
    if axis.scale == .linear { (first, last) = shownEnds(first, last) }
    return AxisMap(
      scale: axis.scale, low: first, high: last, isReversed: axis.isReversed,
      isCount: axis.isCount)
  }

  private func isPossible(_ end: Double) -> Bool {
    end.isDrawable && (axis.scale == .linear || end > 0)
  }

  /// An end for an axis whose other end lies beyond all data.
  private func beyond(_ end: Double, _ direction: Double) -> Double {
    axis.scale == .log
      ? (direction > 0 ? end * 10 : end / 10) : end + direction * max(end.magnitude, 1)
  }

  private func padded(_ low: Double, _ high: Double) -> (Double, Double) {
    if axis.scale == .log {
      guard high > low * (1 + 1e-9) else { return (max(low / 3, 1e-307), high * 3) }
      // The same share of the axis as on a linear one.
      let margin = isPadded ? max(0.04 * (log10(high) - log10(low)), 0.06) : 0
      let (first, last) = (log10(low) - margin, log10(high) + margin)
      return (max(pow(10, first), .leastNonzeroMagnitude), min(pow(10, last), 1e305))
    }
    let span = high - low
    guard areApart(low, high) else { return shownEnds(low, high) }
    guard isPadded else { return (low, high) }
    let margin = span * 0.05
    var (first, last) = (low - margin, high + margin)
    if hasBaseline {
      if low == 0 { first = 0 }
      if high == 0 { last = 0 }
    } else if low >= 0, low <= 0.3 * high {
      first = 0
    }
    return (first, last)
  }
}

extension Panel.Layer {
  /// Adds what the layer covers to the ranges of its axes.
  func extend(_ x: inout RangeFinder, _ y: inout RangeFinder) {
    switch self {
    case .line(let line): include(line.x, line.y, &x, &y)
    case .points(let points): include(points.x, points.y, &x, &y)
    case .contour(let contour): fix(contour.grid, &x, &y)
    case .heatMap(let map): fix(map.grid, &x, &y)
    case .bars(let bars):
      x.include(Array(bars.edges.prefix(bars.heights.count + 1)))
      if !bars.heights.isEmpty { y.includeBaseline() }
      y.include(bars.heights)
    case .arrow(let arrow):
      include([arrow.fromX, arrow.toX], [arrow.fromY, arrow.toY], &x, &y)
    case .mark(let mark): include([mark.x], [mark.y], &x, &y)
    case .text(let text): include([text.x], [text.y], &x, &y)
    case .network: break
    case .reference(let line):
      if line.direction == .vertical { x.include(line.value) } else { y.include(line.value) }
    case .band(let band):
      include(band.x, band.lower, &x, &y)
      include(band.x, band.upper, &x, &y)
    }
  }

  /// Only pairs of which both numbers have a place count.
  private func include(
    _ xs: [Double], _ ys: [Double], _ x: inout RangeFinder, _ y: inout RangeFinder
  ) {
    for i in 0..<min(xs.count, ys.count) where xs[i].isDrawable && ys[i].isDrawable {
      x.include(xs[i])
      y.include(ys[i])
    }
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
