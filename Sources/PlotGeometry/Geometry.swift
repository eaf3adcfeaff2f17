import Conversion

/// The cell of `count` equal ones along 0...1 that a place falls into. A place outside falls into the
/// nearest cell, and what is not a number into the first.
package func cellIndex(_ unit: Double, of count: Int) -> Int {
  Int(clamping: unit * Double(count), from: 0, to: count - 1)
}

/// Pieces of a line within the unit square (Liang and Barsky's clipping, piece by piece).
package func clipped(_ line: [UnitPoint]) -> [[UnitPoint]] {
  if line.allSatisfy(\.isInside) { return line.isEmpty ? [] : [line] }
  guard line.count > 1 else { return [] }
  var pieces: [[UnitPoint]] = []
  var piece: [UnitPoint] = []
  for (a, b) in zip(line, line.dropFirst()) {
    guard let (from, to) = clippedSegment(a, b) else {
      if !piece.isEmpty { pieces.append(piece) }
      piece = []
      continue
    }
    if piece.last != from {
      if !piece.isEmpty { pieces.append(piece) }
      piece = [from]
    }
    piece.append(to)
    if to != b {
      pieces.append(piece)
      piece = []
    }
  }
  if !piece.isEmpty { pieces.append(piece) }
  return pieces
}

/// The part of a segment within the unit square.
package func clippedSegment(_ a: UnitPoint, _ b: UnitPoint) -> (UnitPoint, UnitPoint)? {
  if a.isInside, b.isInside { return (a, b) }
  let d = b - a
  var (t0, t1) = (0.0, 1.0)
  for (step, room) in [(-d.x, a.x), (d.x, 1 - a.x), (-d.y, a.y), (d.y, 1 - a.y)] {
    if step == 0 {
      if room < 0 { return nil }
    } else if step < 0 {
      t0 = max(t0, room / step)
    } else {
      t1 = min(t1, room / step)
    }
  }
  guard t0 <= t1 else { return nil }
  return (t0 > 0 ? a + t0 * d : a, t1 < 1 ? a + t1 * d : b)
}

/// Where x never falls and there are far more points than columns, keeps the first, least, greatest
/// and last of each column: the picture is the same, peaks included.
package func decimated(_ line: [UnitPoint], columns: Int) -> [UnitPoint] {
  guard line.count > 8 * columns, columns > 0 else { return line }
  for i in 1..<line.count where line[i].x < line[i - 1].x {
    return thinned(line, columns: columns)
  }
  var result: [UnitPoint] = []
  result.reserveCapacity(4 * columns + 4)
  var start = 0
  while start < line.count {
    let column = (line[start].x * Double(columns)).rounded(.down)
    var (least, greatest) = (start, start)
    var end = start
    while end < line.count, (line[end].x * Double(columns)).rounded(.down) == column {
      if line[end].y < line[least].y { least = end }
      if line[end].y > line[greatest].y { greatest = end }
      end += 1
    }
    var last = -1
    for i in [start, min(least, greatest), max(least, greatest), end - 1] where i != last {
      result.append(line[i])
      last = i
    }
    start = end
  }
  return result
}

/// Drops points that lie within a small part of a column of the last one kept.
private func thinned(_ line: [UnitPoint], columns: Int) -> [UnitPoint] {
  let near = 0.25 / Double(columns)
  var result: [UnitPoint] = [line[0]]
  for point in line.dropFirst() {
    let d = point - result[result.count - 1]
    if abs(d.x) > near || abs(d.y) > near { result.append(point) }
  }
  if let last = line.last, result.last != last { result.append(last) }
  return result
}

/// The step of a ramp of characters for a place between 0 and 1.
package func rampIndex(_ t: Double, _ count: Int) -> Int {
  guard t.isFinite else { return 0 }
  return cellIndex(t, of: count)
}
