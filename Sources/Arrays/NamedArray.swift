import ArrayElements
import LongWork

/// An array of a file: its key, its shape and its numbers.
public struct NamedArray: Sendable, Equatable {
  public var name: String
  /// Empty for a single number.
  public let shape: [Int]
  /// Row-major, whatever order the file has; numbers of fewer bits are exact in these.
  public let values: [Double]
  /// How a file holds them.
  public let type: ElementType

  public init(_ name: String, shape: [Int], values: [Double], type: ElementType = .float64) {
    self.name = name
    self.shape = shape
    self.values = values
    self.type = type
  }

  /// `3 × 4`; `one number` where there are no dimensions.
  public var shapeText: String { Self.text(of: shape) }

  /// The same of a shape alone.
  public static func text(of shape: [Int]) -> String {
    switch shape.count {
    case 0: "one number"
    case 1: "\(shape[0])"
    default: shape.map(String.init).joined(separator: " × ")
    }
  }

  /// The elements that a shape has; nil where a size is below 0 or the product is no `Int`.
  static func count(of shape: [Int]) -> Int? {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }

  /// The same matrix with rows and columns exchanged; anything else as it is.
  public var transposed: NamedArray {
    guard shape.count == 2 else { return self }
    return NamedArray(
      name, shape: [shape[1], shape[0]], values: rowMajor(values, of: [shape[1], shape[0]]),
      type: type)
  }
}
