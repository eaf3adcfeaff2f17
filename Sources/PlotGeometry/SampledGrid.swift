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
