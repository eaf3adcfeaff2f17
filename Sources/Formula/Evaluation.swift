import Arithmetic

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
      return try operand.evaluate(lookup).applying(op)
    case .binary(let op, let left, let right):
      let first = try left.evaluate(lookup)
      if let decided = op.decided(by: first.scalar) { return Value(decided) }
      return try first.applying(op, with: try right.evaluate(lookup))
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
