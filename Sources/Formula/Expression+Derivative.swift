import Arithmetic

extension Expression {
  /// The exact derivative by a variable, or by a component's label (`theta[0]`), simplified.
  ///
  /// Where a formula has pieces the derivative is that of the piece in force: `abs` gives `sign`
  /// (0 at 0), whose own derivative is 0; `relu` gives 0 at 0; `min` and `max` that of the first
  /// of equals; `if` that of its branches. A part without the variable counts as a constant,
  /// whatever it holds.
  ///
  /// - Throws: `DerivativeError` for `floor`, `ceil`, `round`, comparisons and vectors that hold
  ///   the variable, and for a result beyond bounds.
  public func derivative(withRespectTo name: String) throws(DerivativeError) -> Expression {
    let differentiator = Differentiator(name: name)
    return try differentiator.parts(of: self).rate?.expression.simplified() ?? .number(0)
  }
}

/// A tree with its size, which repeated differentiation would else let grow without notice.
private struct Part {
  var expression: Expression
  var count: Int
  var height: Int

  init(_ expression: Expression, _ parts: [Part] = []) {
    self.expression = expression
    count = parts.reduce(1) { $0 + $1.count }
    height = 1 + (parts.map(\.height).max() ?? 0)
  }

  static func number(_ value: Double) -> Part { Part(.number(value)) }

  /// Counts a part of the expression.
  mutating func add(_ part: Part) {
    count += part.count
    height = max(height, part.height + 1)
  }

  static func call(_ function: Function, _ arguments: Part...) -> Part {
    Part(.call(function, arguments.map(\.expression)), arguments)
  }

  static func + (a: Part, b: Part) -> Part { binary(.add, a, b) }
  static func - (a: Part, b: Part) -> Part { binary(.subtract, a, b) }
  static func * (a: Part, b: Part) -> Part { binary(.multiply, a, b) }
  static func / (a: Part, b: Part) -> Part { binary(.divide, a, b) }
  static prefix func - (a: Part) -> Part { Part(.unary(.negate, a.expression), [a]) }

  static func binary(_ op: BinaryOperator, _ a: Part, _ b: Part) -> Part {
    Part(.binary(op, a.expression, b.expression), [a, b])
  }

  func power(_ exponent: Part) -> Part { Part.binary(.power, self, exponent) }

  static func choose(_ condition: Part, _ a: Part?, _ b: Part?) -> Part? {
    guard a != nil || b != nil else { return nil }
    return call(.choose, condition, a ?? .number(0), b ?? .number(0))
  }
}

private struct Differentiator {
  let name: String

  /// The same bound for each intermediate result, so that no step can be long.
  private static let maximumCount = 20_000
  private static let maximumHeight = 600

  /// An expression and its rate of change, nil where it is 0 throughout.
  typealias Parts = (whole: Part, rate: Part?)

  func parts(of expression: Expression) throws(DerivativeError) -> Parts {
    let result = try differentiate(expression)
    for part in [result.whole, result.rate].compactMap({ $0 })
    where part.count > Self.maximumCount || part.height > Self.maximumHeight {
      throw .tooLarge
    }
    return result
  }

  private func differentiate(_ expression: Expression) throws(DerivativeError) -> Parts {
    switch expression {
    case .number:
      return (Part(expression), nil)
    case .variable(let variable):
      return (Part(expression), variable == name ? .number(1) : nil)
    case .index, .vector:
      if let scalar = expression.writtenOut { return try parts(of: scalar) }
      if expression.label == name { return (whole(expression), .number(1)) }
      guard !depends(expression) else { throw .notScalar(expression.typeset(.ascii)) }
      return (whole(expression), nil)
    case .unary(let op, let operand):
      let (f, df) = try parts(of: operand)
      let whole = Part(expression, [f])
      guard let df else { return (whole, nil) }
      guard op == .negate else { throw .notDifferentiable(op.rawValue) }
      return (whole, -df)
    case .binary(let op, let left, let right):
      let f = try parts(of: left)
      let g = try parts(of: right)
      return (Part(expression, [f.whole, g.whole]), try rate(of: op, f, g))
    case .call(.norm, let arguments):
      if arguments.count == 1, case .vector(let components) = arguments[0] {
        return try norm(expression, components)
      }
      return try call(expression, .norm, arguments)
    case .call(let function, let arguments):
      if let scalar = expression.writtenOut { return try parts(of: scalar) }
      guard depends(expression) else { return (whole(expression), nil) }
      return try call(expression, function, arguments)
    }
  }

  /// ‖v‖' = (Σ vᵢ vᵢ')/‖v‖.
  private func norm(
    _ expression: Expression, _ components: [Expression]
  ) throws(DerivativeError) -> Parts {
    var whole = Part(expression)
    var sum: Part?
    for component in components {
      let (v, dv) = try parts(of: component)
      whole.add(v)
      guard let dv else { continue }
      let product = v * dv
      sum = sum.map { $0 + product } ?? product
    }
    return (whole, sum.map { $0 / whole })
  }

  private func depends(_ expression: Expression) -> Bool {
    expression.label == name || expression.children.contains(where: depends)
  }

  /// Something constant, with its size.
  private func whole(_ expression: Expression) -> Part {
    Part(expression, expression.children.map(whole))
  }

  @inline(never)
  private func rate(
    of op: BinaryOperator, _ f: Parts, _ g: Parts
  ) throws(DerivativeError) -> Part? {
    switch (op, f.rate, g.rate) {
    case (_, nil, nil): return nil
    case (.add, let df?, let dg?): return df + dg
    case (.add, let df, let dg): return df ?? dg
    case (.subtract, let df?, let dg?): return df - dg
    case (.subtract, nil, let dg?): return -dg
    case (.subtract, let df, _): return df
    case (.multiply, let df?, let dg?): return df * g.whole + f.whole * dg
    case (.multiply, let df?, nil): return df * g.whole
    case (.multiply, nil, let dg?): return f.whole * dg
    case (.divide, let df?, nil): return df / g.whole
    case (.divide, let df, let dg?):
      let change = f.whole * dg
      let numerator = df.map { $0 * g.whole - change } ?? -change
      return numerator / g.whole.power(.number(2))
    case (.power, let df?, nil):
      return g.whole * f.whole.power(lowered(g.whole)) * df
    case (.power, let df, let dg?):
      let power = f.whole.power(g.whole)
      let byExponent = dg * Part.call(.log, f.whole)
      guard let df else { return power * byExponent }
      return power * (byExponent + g.whole * df / f.whole)
    default: throw .notDifferentiable(op.rawValue)
    }
  }

  /// n - 1, as a number where n is one.
  @inline(never)
  private func lowered(_ exponent: Part) -> Part {
    switch exponent.expression {
    case .number(let n): .number(n - 1)
    case .unary(.negate, .number(let n)): .number(-n - 1)
    default: exponent - .number(1)
    }
  }

  @inline(never)
  private func call(
    _ expression: Expression, _ function: Function, _ arguments: [Expression]
  ) throws(DerivativeError) -> Parts {
    var parts: [Parts] = []
    for (i, argument) in arguments.enumerated() {
      // A step of a condition is no slope.
      let isCondition = function == .choose && i == 0
      parts.append(isCondition ? (whole(argument), nil) : try self.parts(of: argument))
    }
    let whole = Part(expression, parts.map(\.whole))
    guard let f = parts.first else { return (whole, nil) }
    switch function {
    case .min, .max:
      return (whole, extreme(function, parts))
    case .choose where parts.count == 3:
      return (whole, Part.choose(f.whole, parts[1].rate, parts[2].rate))
    case .atan2 where parts.count == 2:
      let (y, x) = (parts[0], parts[1])
      let square = x.whole.power(.number(2)) + y.whole.power(.number(2))
      switch (y.rate, x.rate) {
      case (let dy?, let dx?): return (whole, (x.whole * dy - y.whole * dx) / square)
      case (let dy?, nil): return (whole, x.whole * dy / square)
      case (nil, let dx?): return (whole, -(y.whole * dx) / square)
      case (nil, nil): return (whole, nil)
      }
    case .dot where parts.count == 2:
      return (whole, try rate(of: .multiply, parts[0], parts[1]))
    default:
      guard let df = f.rate else { return (whole, nil) }
      return (whole, try slope(function, f.whole, whole).map { $0 * df })
    }
  }

  /// Pairs from the left: max(a, b, c) is max(max(a, b), c).
  @inline(never)
  private func extreme(_ function: Function, _ parts: [Parts]) -> Part? {
    guard var best = parts.first else { return nil }
    for next in parts.dropFirst() {
      let condition = Part.binary(
        function == .max ? .greaterOrEqual : .lessOrEqual, best.whole, next.whole)
      best = (
        Part.call(function, best.whole, next.whole),
        Part.choose(condition, best.rate, next.rate)
      )
    }
    return best.rate
  }

  /// dF/df of F(f), nil where it is 0; `whole` is F(f).
  @inline(never)
  private func slope(
    _ function: Function, _ f: Part, _ whole: Part
  ) throws(DerivativeError) -> Part? {
    let one = Part.number(1)
    let two = Part.number(2)
    switch function {
    case .sqrt: return one / (two * whole)
    case .exp: return whole
    case .expm1: return .call(.exp, f)
    case .log: return one / f
    case .log1p: return one / (one + f)
    case .log2: return one / (f * .call(.log, two))
    case .log10: return one / (f * .call(.log, .number(10)))
    case .sin: return .call(.cos, f)
    case .cos: return -.call(.sin, f)
    case .tan: return one + whole.power(two)
    case .asin: return one / .call(.sqrt, one - f.power(two))
    case .acos: return -one / .call(.sqrt, one - f.power(two))
    case .atan: return one / (one + f.power(two))
    case .sinh: return .call(.cosh, f)
    case .cosh: return .call(.sinh, f)
    case .tanh: return one - whole.power(two)
    case .abs, .norm: return .call(.sign, f)
    case .sign: return nil
    case .sigmoid: return whole * (one - whole)
    case .softplus: return .call(.sigmoid, f)
    case .erf: return two / .call(.sqrt, .number(.pi)) * .call(.exp, -f.power(two))
    case .relu: return .choose(.binary(.greater, f, .number(0)), one, nil)
    case .sum, .mean: return one
    case .floor, .ceil, .round, .argmax, .argmin, .size:
      throw .notDifferentiable(function.rawValue)
    case .min, .max, .atan2, .dot, .choose:
      throw .notScalar(function.rawValue)
    }
  }
}
