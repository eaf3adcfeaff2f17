import LongWork

extension Value {
  /// An operator on each element.
  package func applying(_ op: UnaryOperator) -> Value { map { Elementary.apply(op, $0) } }

  /// An operator on each two elements; a number goes with every element of the other.
  package func applying(
    _ op: BinaryOperator, with other: Value
  ) throws(EvaluationError) -> Value {
    try combined(with: other, named: op.rawValue) { Elementary.apply(op, $0, $1) }
  }
}

extension Function {
  /// One function on values, elementwise or as a reduction.
  package func apply(to arguments: [Value]) throws(EvaluationError) -> Value {
    guard let first = arguments.first else { throw .emptyVector(function: rawValue) }
    if arguments.count > 1 {
      guard self != .dot else { return try Function.dotProduct(first, arguments[1]) }
      var result = first
      for argument in arguments.dropFirst() {
        result = try result.combined(with: argument, named: rawValue) {
          Elementary.apply(self, $0, $1)
        }
      }
      return result
    }
    switch self {
    case .sum, .mean, .norm, .min, .max, .argmax, .argmin, .size:
      guard !first.shape.isEmpty else { break }
      return Value(try reduce(first))
    default:
      break
    }
    return first.map { Elementary.apply(self, $0) }
  }

  private func reduce(_ vector: Value) throws(EvaluationError) -> Double {
    let elements = vector.elements
    if self == .size { return Double(elements.count) }
    guard let first = elements.first else {
      guard self != .sum, self != .norm else { return 0 }
      throw .emptyVector(function: rawValue)
    }
    let rest = elements.dropFirst().inParts()
    switch self {
    case .sum: return rest.reduce(first, +)
    case .mean: return rest.reduce(first, +) / Double(elements.count)
    case .norm: return Elementary.norm(elements)
    case .max: return rest.reduce(first, Elementary.larger)
    case .min: return rest.reduce(first, Elementary.smaller)
    case .argmax: return Function.place(in: elements) { $0 > $1 }
    case .argmin: return Function.place(in: elements) { $0 < $1 }
    default: return .nan
    }
  }

  /// Where the extreme stands; the first NaN counts as one, as in NumPy.
  private static func place(
    in elements: [Double], _ isBetter: (Double, Double) -> Bool
  ) -> Double {
    var best = 0
    for i in elements.indices.inParts()
    where isBetter(elements[i], elements[best]) || elements[i].isNaN {
      best = i
      if elements[i].isNaN { break }
    }
    return Double(best)
  }

  private static func dotProduct(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    guard a.shape == b.shape else { throw .shapeMismatch(operation: "dot", a.shape, b.shape) }
    let products = try a.combined(with: b, named: "dot") { $0 * $1 }
    guard let first = products.elements.first else { return Value(0) }
    return Value(products.elements.dropFirst().inParts().reduce(first, +))
  }
}

extension Value {
  /// Elementwise choice by a vector of conditions.
  package func choose(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    for side in [a, b] where !side.shape.isEmpty && side.shape != shape {
      throw .shapeMismatch(operation: "if", shape, side.shape)
    }
    let chosen = (0..<count).mapInParts { element($0) != 0 ? a.element($0) : b.element($0) }
    return Value(shape: shape, elements: chosen)
  }

  /// Whether a condition holds: a number that is not 0.
  ///
  /// - Throws: `notANumber` for a vector; `min(...)` and `max(...)` say all and any.
  public func condition() throws(EvaluationError) -> Bool {
    guard let scalar else { throw .notANumber(what: "a condition", shape: shape) }
    return scalar != 0
  }
}
