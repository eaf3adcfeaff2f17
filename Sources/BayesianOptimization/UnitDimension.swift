import Conversion

/// One dimension of the cube in which a search looks: every setting is a number from 0 to 1 there.
public enum UnitDimension: Sendable, Hashable {
  case continuous
  /// So many ordered values, evenly spaced: level i of n stands at i/(n − 1).
  case levels(Int)
  /// So many names without an order, at the same places as levels.
  case categories(Int)

  /// How many values there are; nil where they are not counted.
  public var count: Int? {
    switch self {
    case .continuous: nil
    case .levels(let count), .categories(let count): max(1, count)
    }
  }

  /// Where value `index` of those counted stands.
  public func coordinate(of index: Int) -> Double {
    guard let count, count > 1 else { return 0 }
    return Double(index) / Double(count - 1)
  }

  /// The number of the value that stands nearest; 0 where they are not counted.
  public func index(of coordinate: Double) -> Int {
    guard let count, count > 1 else { return 0 }
    // What is not a number stands at 0.
    return Int(clamping: (coordinate * Double(count - 1)).rounded(), from: 0, to: count - 1)
  }

  /// The nearest place where a value stands.
  package func snapped(_ coordinate: Double) -> Double {
    count == nil ? min(max(coordinate, 0), 1) : self.coordinate(of: index(of: coordinate))
  }

  /// The value that a uniform draw from [0, 1) picks, each as likely as the others.
  public func coordinate(drawing uniform: Double) -> Double {
    guard let count else { return uniform }
    return coordinate(of: Int(clamping: uniform * Double(count), from: 0, to: count - 1))
  }
}
