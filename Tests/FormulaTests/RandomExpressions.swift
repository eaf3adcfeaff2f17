import Arithmetic
import Formula

/// SplitMix64: the same formulas in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Random trees over `x`, `y` and whatever else a test allows.
struct RandomExpressions {
  var generator: SeededGenerator
  var variables = ["x", "y"]
  var operators: [BinaryOperator] = [.add, .subtract, .multiply, .divide, .power]
  var functions: [Function] = [.sqrt, .exp, .log, .sin, .cos, .tanh, .abs, .max]
  /// Vectors, indices and negative literals, which only parsing and typesetting meet.
  var hasEverything = false

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next(depth: Int) -> Expression {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<(hasEverything ? 14 : 10), using: &generator) {
    case 0: return leaf()
    case 1: return .unary(.negate, next(depth: depth - 1))
    case 2...7:
      let op = operators.randomElement(using: &generator) ?? .add
      return .binary(op, next(depth: depth - 1), next(depth: depth - 1))
    case 8, 9:
      let function = functions.randomElement(using: &generator) ?? .sin
      let arguments = (0..<function.arity.lowerBound).map { _ in next(depth: depth - 1) }
      let more = function.arity.count > 1 ? [next(depth: depth - 1)] : []
      return .call(function, arguments + more)
    case 10: return .unary(.not, next(depth: depth - 1))
    case 11: return .vector((0..<2).map { _ in next(depth: depth - 1) })
    case 12: return .index(next(depth: depth - 1), [next(depth: depth - 1)])
    default: return .binary(.power, next(depth: depth - 1), .number(2))
    }
  }

  private mutating func leaf() -> Expression {
    if Bool.random(using: &generator), let name = variables.randomElement(using: &generator) {
      return .variable(name)
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return .number(Double(Int.random(in: 0...3, using: &generator)))
    case 1: return .number(Double.random(in: 0...10, using: &generator))
    case 2 where hasEverything: return .number(-Double.random(in: 0...1e-9, using: &generator))
    case 3 where hasEverything: return .number(Double.random(in: 0...1e30, using: &generator))
    case 4: return .pi
    default: return .number(Double(Int.random(in: 1...9, using: &generator)))
    }
  }
}

extension Expression {
  /// What reading back what was typeset gives: negative numbers as negations, and the sign of a
  /// negated product or quotient at its first factor.
  var asReadBack: Expression {
    switch self {
    case .number(let value):
      return value.sign == .minus ? .unary(.negate, .number(-value)) : self
    case .variable:
      return self
    case .index(let base, let indices):
      return .index(base.asReadBack, indices.map(\.asReadBack))
    case .unary(.negate, let operand):
      return operand.asReadBack.negatedAsRead
    case .unary(let op, let operand):
      return .unary(op, operand.asReadBack)
    case .binary(let op, let left, let right):
      return .binary(op, left.asReadBack, right.asReadBack)
    case .call(let function, let arguments):
      return .call(function, arguments.map(\.asReadBack))
    case .vector(let components):
      return .vector(components.map(\.asReadBack))
    }
  }

  private var negatedAsRead: Expression {
    switch self {
    case .binary(.multiply, let left, let right) where !left.beginsNegative:
      .binary(.multiply, left.negatedAsRead, right)
    case .binary(.divide, let left, let right) where !left.beginsNegative:
      .binary(.divide, left.negatedAsRead, right)
    default:
      .unary(.negate, self)
    }
  }

  private var beginsNegative: Bool {
    switch self {
    case .unary(.negate, _): true
    case .binary(.multiply, let left, _), .binary(.divide, let left, _): left.beginsNegative
    default: false
    }
  }
}
