import Arithmetic

extension Expression {
  /// The scalar formula that a reduction or an index of a vector written out stands for, in the
  /// order in which `evaluate` computes it: `mean([x, y])` is (x + y)/2. Nil for anything else.
  var writtenOut: Expression? {
    switch self {
    case .index(.vector(let parts), let indices):
      guard indices.count == 1, case .number(let number) = indices[0],
        let place = Int(exactly: number), parts.indices.contains(place)
      else { return nil }
      return parts[place]
    case .call(.dot, let arguments):
      guard arguments.count == 2, case .vector(let left) = arguments[0],
        case .vector(let right) = arguments[1], left.count == right.count
      else { return nil }
      return Expression.joined(zip(left, right).map { .binary(.multiply, $0, $1) }, .add)
    case .call(let function, let arguments):
      guard arguments.count == 1, case .vector(let parts) = arguments[0] else { return nil }
      return function.writtenOut(over: parts)
    default:
      return nil
    }
  }

  fileprivate static func joined(_ parts: [Expression], _ op: BinaryOperator) -> Expression? {
    guard let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { .binary(op, $0, $1) }
  }
}

extension Function {
  fileprivate func writtenOut(over parts: [Expression]) -> Expression? {
    guard let sum = Expression.joined(parts, .add), parts.count <= Parser.maximumDepth else {
      return nil
    }
    switch self {
    case .sum: return sum
    case .mean: return .binary(.divide, sum, .number(Double(parts.count)))
    case .norm:
      return Function.norm(of: parts)
    case .min, .max:
      return parts.dropFirst().reduce(parts[0]) { .call(self, [$0, $1]) }
    case .size: return .number(Double(parts.count))
    default: return nil
    }
  }

  /// The steps of `Elementary.norm`.
  private static func norm(of parts: [Expression]) -> Expression? {
    func root(_ parts: [Expression]) -> Expression? {
      let squares = parts.map { Expression.binary(.power, $0, .number(2)) }
      return Expression.joined(squares, .add).map { .call(.sqrt, [$0]) }
    }
    func scaled(by scale: Double, back: Double) -> Expression? {
      root(parts.map { .binary(.multiply, $0, .number(scale)) })
        .map { .binary(.multiply, $0, .number(back)) }
    }
    let (shrink, grow) = (Elementary.normShrink, Elementary.normGrow)
    guard let plain = root(parts), let large = scaled(by: shrink, back: grow),
      let small = scaled(by: grow, back: shrink)
    else { return nil }
    let isSmall = Expression.binary(.less, plain, .number(Elementary.smallestPlainNorm))
    let isLarge = Expression.binary(.greater, plain, .number(Elementary.largestPlainNorm))
    return .call(.choose, [isLarge, large, .call(.choose, [isSmall, small, plain])])
  }
}
