import Arithmetic

extension Expression {
  /// An equal formula that reads better: exact constants folded, numeric factors and signs
  /// collected in front, like terms joined, `x·1`, `x + 0`, `--x` and their kind gone.
  ///
  /// Only identities of real algebra are used, and numbers are folded only where no rounding
  /// happens (`0.1·3` stays). Sums and products may be regrouped, so the last places of a value may
  /// differ; `0·x` becomes 0 also where x would be infinite or NaN. Nothing is cancelled from a
  /// fraction, whose value where the divisor is 0 stays as it was.
  public func simplified() -> Expression {
    let result = simplify()
    return result.height <= Expression.maximumHeight ? result : self
  }

  private func simplify() -> Expression {
    let parts = children
    let inner = parts.isEmpty ? self : withChildren(parts.map { $0.simplify() })
    switch inner {
    case .binary(.add, _, _), .binary(.subtract, _, _):
      return Sum(inner).expression
    case .binary(.multiply, _, _), .binary(.divide, _, _):
      return Product(inner).expression
    case .unary(.negate, .binary(.add, _, _)), .unary(.negate, .binary(.subtract, _, _)):
      return Sum(inner).expression
    case .unary(.negate, _):
      return Product(inner).expression
    case .unary(.not, .number(let x)):
      return .number(x == 0 ? 1 : 0)
    case .binary(.power, let base, let exponent):
      return Expression.simplifiedPower(base, exponent)
    case .binary(let op, .number(let a), .number(let b)):
      return .number(Elementary.apply(op, a, b))
    case .call(.choose, let arguments) where arguments.count == 3:
      if case .number(let condition) = arguments[0] { return arguments[condition != 0 ? 1 : 2] }
      return arguments[1] == arguments[2] ? arguments[1] : inner
    case .call(let function, let arguments) where arguments.count == 1:
      guard case .number(let x) = arguments[0] else { return inner }
      let value = Elementary.apply(function, x)
      return value.isSmallWhole ? .number(value) : inner
    default:
      return inner
    }
  }

  private static func simplifiedPower(_ base: Expression, _ exponent: Expression) -> Expression {
    let whole = Expression.binary(.power, base, exponent)
    guard case .number(let n) = exponent else { return whole }
    if n == 1 { return base }
    if n == 0 { return .number(1) }
    switch base {
    case .number(let x):
      guard let power = Elementary.wholeExponent(n), power > 0, x.isSmallWhole else { return whole }
      let value = Elementary.power(x, n)
      return value.isSmallWhole ? .number(value) : whole
    case .binary(.power, let inner, .number(let m)):
      guard let a = Elementary.wholeExponent(m), let b = Elementary.wholeExponent(n), a > 0, b > 0,
        a * b <= Elementary.largestWholeExponent
      else { return whole }
      return .binary(.power, inner, .number(Double(a * b)))
    default:
      return whole
    }
  }

  /// Joins from the left, or in halves where that would make a high tree.
  fileprivate static func joined(_ parts: ArraySlice<Expression>, _ op: BinaryOperator)
    -> Expression?
  {
    guard let first = parts.first else { return nil }
    guard parts.count > 32 else {
      return parts.dropFirst().reduce(first) { .binary(op, $0, $1) }
    }
    let middle = parts.startIndex + parts.count / 2
    guard let left = joined(parts[..<middle], op), let right = joined(parts[middle...], op) else {
      return first
    }
    return .binary(op, left, right)
  }

  /// For the order of factors: names, then functions, then sums.
  fileprivate var readingRank: Int {
    switch self {
    case .number, .variable, .index: 0
    case .binary(.power, let base, _): base.readingRank
    default: isSum ? 2 : 1
    }
  }

  fileprivate var isSum: Bool {
    switch self {
    case .binary(.add, _, _), .binary(.subtract, _, _): true
    default: false
    }
  }
}

/// Numeric factor × factors / divisors.
private struct Product {
  var coefficient = 1.0
  private var above = Factors()
  private var below = Factors()

  /// - Parameter expression: its parts are simplified already.
  init(_ expression: Expression) {
    collect(expression, isDivisor: false)
    coefficient *= above.number
    above.number = 1
    if let quotient = coefficient.exactQuotient(below.number) {
      coefficient = quotient
      below.number = 1
    } else if below.number < 0 {
      coefficient = -coefficient
      below.number = -below.number
    }
  }

  private mutating func collect(_ expression: Expression, isDivisor: Bool) {
    switch expression {
    case .unary(.negate, let operand):
      coefficient = -coefficient
      collect(operand, isDivisor: isDivisor)
    case .binary(.multiply, let left, let right):
      collect(left, isDivisor: isDivisor)
      collect(right, isDivisor: isDivisor)
    case .binary(.divide, let left, let right):
      collect(left, isDivisor: isDivisor)
      collect(right, isDivisor: !isDivisor)
    default:
      if isDivisor { below.append(expression) } else { above.append(expression) }
    }
  }

  /// The product without its coefficient, nil where nothing else is there.
  var core: Expression? {
    above.isEmpty && below.isEmpty ? nil : written(coefficient: 1)
  }

  var expression: Expression {
    if coefficient == 0, below.number != 0 { return .number(0) }
    guard coefficient == -1, !above.isEmpty else { return written(coefficient: coefficient) }
    let opposite = Expression.unary(.negate, written(coefficient: 1))
    // -(a - b) is b - a.
    return below.isEmpty && above.isOneSum ? Sum(opposite).expression : opposite
  }

  private func written(coefficient: Double) -> Expression {
    let leading = coefficient == 1 && !above.isEmpty ? [] : [Expression.number(coefficient)]
    let product = Expression.joined((leading + above.written)[...], .multiply) ?? .number(1)
    guard let divisor = Expression.joined(below.written[...], .multiply) else { return product }
    return .binary(.divide, product, divisor)
  }
}

/// Factors with their whole exponents, equal ones joined.
private struct Factors {
  var number = 1.0
  /// Numbers whose product with `number` would be rounded.
  private var looseNumbers: [Double] = []
  private var powers: [(base: Expression, exponent: Int)] = []
  private var places: [Expression: Int] = [:]

  var isEmpty: Bool { number == 1 && looseNumbers.isEmpty && powers.isEmpty }

  var isOneSum: Bool {
    number == 1 && looseNumbers.isEmpty && powers.count == 1 && powers[0].exponent == 1
      && powers[0].base.isSum
  }

  mutating func append(_ factor: Expression) {
    if case .number(let value) = factor {
      if let product = number.exactProduct(value) {
        number = product
      } else {
        looseNumbers.append(value)
      }
      return
    }
    var base = factor
    var exponent = 1
    if case .binary(.power, let inner, .number(let n)) = factor,
      let whole = Elementary.wholeExponent(n), whole > 0
    {
      base = inner
      exponent = whole
    }
    if let place = places[base],
      powers[place].exponent + exponent <= Elementary.largestWholeExponent
    {
      powers[place].exponent += exponent
    } else {
      places[base] = powers.count
      powers.append((base, exponent))
    }
  }

  /// In the order in which they are read.
  var written: [Expression] {
    let written = powers.map { power in
      power.exponent == 1
        ? power.base : .binary(.power, power.base, .number(Double(power.exponent)))
    }
    let numbers = (number == 1 ? [] : [number]) + looseNumbers
    let ordered = (0...2).flatMap { rank in written.filter { $0.readingRank == rank } }
    return numbers.map { .number($0) } + ordered
  }
}

/// Terms with their numeric factors, like ones joined.
private struct Sum {
  private var terms: [(coefficient: Double, core: Expression?)] = []
  private var places: [Expression?: Int] = [:]

  init(_ expression: Expression) {
    collect(expression, sign: 1)
  }

  private mutating func collect(_ expression: Expression, sign: Double) {
    switch expression {
    case .binary(.add, let left, let right):
      collect(left, sign: sign)
      collect(right, sign: sign)
    case .binary(.subtract, let left, let right):
      collect(left, sign: sign)
      collect(right, sign: -sign)
    case .unary(.negate, let operand):
      collect(operand, sign: -sign)
    default:
      let product = Product(expression)
      append(sign * product.coefficient, product.core)
    }
  }

  private mutating func append(_ coefficient: Double, _ core: Expression?) {
    if let place = places[core], let sum = terms[place].coefficient.exactSum(coefficient) {
      terms[place].coefficient = sum
    } else {
      places[core] = terms.count
      terms.append((coefficient, core))
    }
  }

  var expression: Expression {
    var kept = terms.filter { $0.coefficient != 0 }
    // y - 1 reads better than -1 + y.
    if let first = kept.first, first.coefficient < 0,
      let positive = kept.firstIndex(where: { $0.coefficient > 0 })
    {
      kept.insert(kept.remove(at: positive), at: 0)
    }
    return written(kept[...]) ?? .number(0)
  }

  private func written(_ terms: ArraySlice<(coefficient: Double, core: Expression?)>)
    -> Expression?
  {
    guard let first = terms.first else { return nil }
    if terms.count > 32 {
      let middle = terms.startIndex + terms.count / 2
      guard let left = written(terms[..<middle]), let right = written(terms[middle...]) else {
        return nil
      }
      return .binary(.add, left, right)
    }
    return terms.dropFirst().reduce(term(first.coefficient, first.core)) { sum, next in
      next.coefficient < 0
        ? .binary(.subtract, sum, term(-next.coefficient, next.core))
        : .binary(.add, sum, term(next.coefficient, next.core))
    }
  }

  private func term(_ coefficient: Double, _ core: Expression?) -> Expression {
    guard let core else { return .number(coefficient) }
    return Product(.binary(.multiply, .number(coefficient), core)).expression
  }
}

extension Double {
  fileprivate var isSmallWhole: Bool { magnitude <= 1e6 && self == rounded() }

  /// The product where it needs no rounding.
  fileprivate func exactProduct(_ other: Double) -> Double? {
    let product = self * other
    guard product.isFinite, product.magnitude > 1e-280 || product == 0 else { return nil }
    guard product != 0 || self == 0 || other == 0 else { return nil }
    return (-product).addingProduct(self, other) == 0 ? product : nil
  }

  fileprivate func exactQuotient(_ divisor: Double) -> Double? {
    guard divisor != 0, divisor.isFinite else { return nil }
    let quotient = self / divisor
    guard let product = quotient.exactProduct(divisor), product == self else { return nil }
    return quotient
  }

  fileprivate func exactSum(_ other: Double) -> Double? {
    let sum = self + other
    guard sum.isFinite else { return nil }
    let part = sum - self
    return (self - (sum - part)) + (other - part) == 0 ? sum : nil
  }
}
