import LongWork

extension Expression {
  /// The value under the quantities that `lookup` knows by their ASCII names.
  ///
  /// Operators and elementary functions work elementwise on equal shapes, and between a number and
  /// any shape. `if`, `and` and `or` evaluate what follows a single-number condition only where it
  /// counts, so that `if(t > 0, m[0], 0)` holds before there is an `m`. `sum`, `mean`, `norm` and
  /// `dot` add from the first element to the last; `argmax` gives the first of equals.
  ///
  /// - Throws: `EvaluationError`, or whatever `lookup` throws.
  public func evaluate(_ lookup: (String) throws -> Value?) throws -> Value {
    switch self {
    case .number(let value):
      return Value(value)
    case .variable("pi"):
      return Value(.pi)
    case .variable(let name):
      guard let value = try lookup(name) else { throw EvaluationError.unknownName(name) }
      return value
    case .index(let base, let indices):
      let whole = try base.evaluate(lookup)
      return try whole.part(
        at: try indices.map { try $0.evaluate(lookup) }, of: base.typeset(.ascii))
    case .unary(let op, let operand):
      return try operand.evaluate(lookup).map { Elementary.apply(op, $0) }
    case .binary(let op, let left, let right):
      let first = try left.evaluate(lookup)
      if let decided = op.decided(by: first.scalar) { return Value(decided) }
      return try first.combined(with: try right.evaluate(lookup), named: op.rawValue) {
        Elementary.apply(op, $0, $1)
      }
    case .call(.choose, let arguments) where arguments.count == 3:
      let condition = try arguments[0].evaluate(lookup)
      if let decision = condition.scalar {
        return try arguments[decision != 0 ? 1 : 2].evaluate(lookup)
      }
      return try condition.choose(
        try arguments[1].evaluate(lookup), try arguments[2].evaluate(lookup))
    case .call(let function, let arguments):
      return try function.apply(to: try arguments.map { try $0.evaluate(lookup) })
    case .vector(let components):
      return try Value.stacked(try components.map { try $0.evaluate(lookup) })
    }
  }

  /// The number that a formula of numbers evaluates to, without making any `Value`.
  ///
  /// A component with a constant index is looked up by its label, `m[0]`; a vector may stand where a
  /// function makes a number of it, as in `norm([x, y])`.
  ///
  /// - Throws: `EvaluationError`, or whatever `lookup` throws; any other vector is an error.
  public func evaluateScalar(_ lookup: (String) throws -> Double?) throws -> Double {
    switch self {
    case .number(let value):
      return value
    case .variable("pi"):
      return .pi
    case .variable, .index:
      if let scalar = writtenOut { return try scalar.evaluateScalar(lookup) }
      guard let name = label else {
        throw EvaluationError.notANumber(what: typeset(.ascii), shape: [])
      }
      guard let value = try lookup(name) else { throw EvaluationError.unknownName(name) }
      return value
    case .unary(let op, let operand):
      return Elementary.apply(op, try operand.evaluateScalar(lookup))
    case .binary(let op, let left, let right):
      let first = try left.evaluateScalar(lookup)
      if let decided = op.decided(by: first) { return decided ? 1 : 0 }
      return Elementary.apply(op, first, try right.evaluateScalar(lookup))
    case .call(.choose, let arguments) where arguments.count == 3:
      let decision = try arguments[0].evaluateScalar(lookup)
      return try arguments[decision != 0 ? 1 : 2].evaluateScalar(lookup)
    case .call(let function, let arguments):
      if let scalar = writtenOut { return try scalar.evaluateScalar(lookup) }
      guard let first = arguments.first else {
        throw EvaluationError.emptyVector(function: function.rawValue)
      }
      var result = try first.evaluateScalar(lookup)
      if arguments.count == 1 { return Elementary.apply(function, result) }
      for argument in arguments.dropFirst() {
        result = Elementary.apply(function, result, try argument.evaluateScalar(lookup))
      }
      return result
    case .vector(let components):
      throw EvaluationError.notANumber(what: typeset(.ascii), shape: [components.count])
    }
  }

  /// The name of a variable, or of a component with constant indices: `x`, `m[0]`, `W1[2,0]`.
  public var label: String? {
    switch self {
    case .variable(let name):
      return name
    case .index(.variable(let name), let indices):
      var places: [String] = []
      for index in indices {
        guard case .number(let number) = index, let place = Int(exactly: number), place >= 0 else {
          return nil
        }
        places.append(String(place))
      }
      return name + "[" + places.joined(separator: ",") + "]"
    default:
      return nil
    }
  }
}

extension BinaryOperator {
  /// What `and` and `or` give already by their left side.
  fileprivate func decided(by left: Double?) -> Bool? {
    guard let left else { return nil }
    switch self {
    case .and where left == 0: return false
    case .or where left != 0: return true
    default: return nil
    }
  }
}

extension Function {
  /// One function on values, elementwise or as a reduction.
  fileprivate func apply(to arguments: [Value]) throws(EvaluationError) -> Value {
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
  fileprivate func choose(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
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
