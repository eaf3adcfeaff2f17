import Arithmetic
import Formula

/// The columns of one quantity over a course: one for each of its numbers, as one would type it.
struct TraceColumns {
  let names: [String]
  /// The largest size in each direction: the last batch of an epoch may be smaller.
  private let shape: [Int]

  init(_ name: String, shapes: [[Int]]) {
    var shape = shapes.first ?? []
    for other in shapes where other.count == shape.count {
      shape = zip(shape, other).map { max($0, $1) }
    }
    self.shape = shape
    switch shape.count {
    case 0: names = [name]
    case 1: names = (0..<shape[0]).map { "\(name)[\($0)]" }
    default:
      names = (0..<shape[0]).flatMap { row in (0..<shape[1]).map { "\(name)[\(row),\($0)]" } }
    }
  }

  /// A moment's numbers, empty where it has none.
  func cells(of value: Value?) -> [CSVTable.Cell] {
    guard let value, value.shape.count == shape.count else {
      return names.map { _ in .empty }
    }
    let elements = value.elements
    if value.shape == shape { return elements.map { .number($0) } }
    let width = value.shape.last ?? 1
    let wide = shape.last ?? 1
    return names.indices.map { k in
      let (row, column) = (k / max(wide, 1), k % max(wide, 1))
      let place = shape.count == 1 ? k : row * width + column
      let isThere = (shape.count == 1 || column < width) && elements.indices.contains(place)
      return isThere ? .number(elements[place]) : .empty
    }
  }
}
