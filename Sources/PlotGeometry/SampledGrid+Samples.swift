import Conversion

extension SampledGrid {
  package var cellWidth: Double { (xHigh - xLow) / Double(columns) }
  package var cellHeight: Double { (yHigh - yLow) / Double(rows) }

  /// The sample at the node nearest to a place, `nil` outside the grid or where it is missing.
  package func node(nearX x: Double, y: Double) -> Double? {
    guard x >= xLow, x <= xHigh, y >= yLow, y <= yHigh else { return nil }
    let (across, up) = ((x - xLow) / (xHigh - xLow), (y - yLow) / (yHigh - yLow))
    let value = self[
      Int(clamping: (across * Double(columns - 1)).rounded(), from: 0, to: columns - 1),
      Int(clamping: (up * Double(rows - 1)).rounded(), from: 0, to: rows - 1)]
    return value.isDrawable ? value : nil
  }

  /// The value of the cell that holds a place, `nil` outside the grid.
  package func cell(atX x: Double, y: Double) -> Double? {
    guard x >= xLow, x <= xHigh, y >= yLow, y <= yHigh else { return nil }
    let (across, up) = ((x - xLow) / (xHigh - xLow), (y - yLow) / (yHigh - yLow))
    return self[cellIndex(across, of: columns), cellIndex(up, of: rows)]
  }

  /// The least and the greatest sample; nil where none can be drawn.
  package var leastAndGreatest: (Double, Double)? {
    var ends: (Double, Double)?
    for value in values where value.isDrawable {
      ends = (min(ends?.0 ?? value, value), max(ends?.1 ?? value, value))
    }
    return ends
  }

  package var sortedSamples: [Double] { values.filter(\.isDrawable).sorted() }

  /// Whether the lowest sample lies inside the picture.
  package var hasMinimumInside: Bool {
    let drawable = values.indices.filter { values[$0].isDrawable }
    guard let lowest = drawable.min(by: { values[$0] < values[$1] }) else { return false }
    let (column, row) = (lowest % columns, lowest / columns)
    return column > 0 && column < columns - 1 && row > 0 && row < rows - 1
  }

  /// The grid with a rim of samples below all others, so that every contour closes.
  package var rimmed: SampledGrid {
    let floor = (values.filter(\.isDrawable).min() ?? 0)
    let rim = floor - max(floor.magnitude, 1)
    let dx = columns > 1 ? (xHigh - xLow) / Double(columns - 1) : 1
    let dy = rows > 1 ? (yHigh - yLow) / Double(rows - 1) : 1
    var padded: [Double] = []
    for row in -1...rows {
      for column in -1...columns {
        let value = self[column, row]
        padded.append(value.isDrawable ? value : rim)
      }
    }
    return SampledGrid(
      x: (xLow - dx, xHigh + dx), y: (yLow - dy, yHigh + dy), columns: columns + 2,
      rows: rows + 2, values: padded)
  }

  /// How many samples cannot be drawn.
  package var missingCount: Int { values.count { !$0.isDrawable } }

  /// Where the least and the greatest sample are, the first where there are several; nil where none can
  /// be drawn.
  package var placesOfEnds: (low: Int, high: Int)? {
    var ends: (low: Int, high: Int)?
    for i in values.indices where values[i].isDrawable {
      guard let (low, high) = ends else {
        ends = (i, i)
        continue
      }
      ends = (values[i] < values[low] ? i : low, values[high] < values[i] ? i : high)
    }
    return ends
  }

  /// The mean of the samples that can be drawn.
  package var mean: Double {
    let count = Double(values.count - missingCount)
    return values.reduce(0) { $1.isDrawable ? $0 + $1 / count : $0 }
  }
}
