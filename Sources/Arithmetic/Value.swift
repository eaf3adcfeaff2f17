import Conversion
import LongWork

/// What an expression evaluates to: a number, a vector or a matrix.
public struct Value: Hashable, Sendable {
  /// `[]` for a number, `[n]` for a vector, `[rows, columns]` for a matrix.
  public let shape: [Int]
  /// The number of a scalar, 0 otherwise.
  private let number: Double
  /// Row-major; empty for a scalar, so that scalars allocate nothing.
  private let array: [Double]

  /// A number.
  public init(_ number: Double) {
    shape = []
    self.number = number
    array = []
  }

  /// 1 or 0.
  public init(_ condition: Bool) {
    self.init(condition ? 1 : 0)
  }

  /// A vector.
  public init(vector: [Double]) {
    self.init(shape: [vector.count], elements: vector)
  }

  /// - Precondition: the shape has as many places as there are elements.
  public init(shape: [Int], elements: [Double]) {
    precondition(shape.reduce(1, *) == elements.count, "a value's elements must fill its shape")
    self.shape = shape
    number = shape.isEmpty ? elements[0] : 0
    array = shape.isEmpty ? [] : elements
  }

  /// All numbers, row-major.
  public var elements: [Double] { shape.isEmpty ? [number] : array }

  public var count: Int { shape.isEmpty ? 1 : array.count }

  /// The number, or nil for a vector or matrix.
  public var scalar: Double? { shape.isEmpty ? number : nil }

  /// The greatest number of elements that a vector written out may have.
  static let maximumCount = 1 << 22

  /// `3 x 4`, for messages; `a number` for a scalar.
  static func describe(_ shape: [Int]) -> String {
    switch shape.count {
    case 0: "a number"
    case 1: "a vector of \(shape[0])"
    default: "a \(shape.map(String.init).joined(separator: " x ")) matrix"
    }
  }

  func map(_ transform: (Double) -> Double) -> Value {
    if shape.isEmpty { return Value(transform(number)) }
    return Value(shape: shape, elements: array.mapInParts(transform))
  }

  /// Combines elementwise, a number with every element of the other.
  func combined(
    with other: Value, named operation: String, _ combine: (Double, Double) -> Double
  ) throws(EvaluationError) -> Value {
    switch (shape.isEmpty, other.shape.isEmpty) {
    case (true, true):
      return Value(combine(number, other.number))
    case (true, false):
      return Value(shape: other.shape, elements: other.array.mapInParts { combine(number, $0) })
    case (false, true):
      return Value(shape: shape, elements: array.mapInParts { combine($0, other.number) })
    case (false, false):
      guard shape == other.shape else {
        throw .shapeMismatch(operation: operation, shape, other.shape)
      }
      let elements = array.indices.mapInParts { combine(array[$0], other.array[$0]) }
      return Value(shape: shape, elements: elements)
    }
  }

  /// Element i of the flat array; a scalar gives itself for every i.
  func element(_ i: Int) -> Double { shape.isEmpty ? number : array[i] }

  /// The part at an index of one or more places: an element, or a matrix's row.
  package func part(at indices: [Value], of quantity: String) throws(EvaluationError) -> Value {
    guard !shape.isEmpty, indices.count <= shape.count else {
      throw .tooManyIndices(quantity: quantity, given: indices.count, shape: shape)
    }
    var offset = 0
    var stride = array.count
    for (place, index) in indices.enumerated() {
      let count = shape[place]
      guard let position = index.scalar else {
        throw .notANumber(what: "an index", shape: index.shape)
      }
      guard position >= 0, position < Double(count), position == position.rounded() else {
        throw .indexOutOfRange(quantity: quantity, index: position, count: count)
      }
      stride /= count
      offset += Int(clamping: position, from: 0, to: count - 1) * stride
    }
    let rest = Array(shape[indices.count...])
    return Value(shape: rest, elements: Array(copying: array[offset..<offset + stride]))
  }

  /// Values of one shape as the rows of the next dimension.
  package static func stacked(_ parts: [Value]) throws(EvaluationError) -> Value {
    guard let first = parts.first else { throw .emptyVector(function: "[]") }
    guard first.count * parts.count <= maximumCount else { throw .tooLarge }
    var elements: [Double] = []
    elements.reserveCapacity(first.count * parts.count)
    for part in parts {
      guard part.shape == first.shape else {
        throw .shapeMismatch(operation: "[,]", first.shape, part.shape)
      }
      elements += part.elements
    }
    return Value(shape: [parts.count] + first.shape, elements: elements)
  }
}
