import Arithmetic

/// A formula as a tree: what the parser makes, what `Derivative` differentiates, what
/// `Typesetting` prints and what `Evaluation` computes.
///
/// The tree is bounded: the parser and `derivative(withRespectTo:)` refuse anything higher than
/// `maximumHeight`, so that every recursive walk over an expression is safe on a small stack.
public indirect enum Expression: Hashable, Sendable {
  case number(Double)
  /// A quantity by its ASCII name (`m_hat`, never `m̂`: the parser translates). `pi` is the constant.
  case variable(String)
  /// A component, `m[0]` or `W1[2,0]`.
  case index(Expression, [Expression])
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  case call(Function, [Expression])
  /// A vector written out, `[1, 2, 3]`.
  case vector([Expression])
}

extension Expression {
  /// No expression made by the parser or by differentiation is a higher tree than this.
  public static let maximumHeight = 700

  /// π, which typesets as itself and needs no lookup.
  public static let pi = Expression.variable("pi")

  /// The parts of this node, left to right.
  public var children: [Expression] {
    switch self {
    case .number, .variable: []
    case .index(let base, let indices): [base] + indices
    case .unary(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .call(_, let arguments): arguments
    case .vector(let components): components
    }
  }

  /// The names it needs, in order of first appearance, each once; without `pi`.
  public var variables: [String] {
    var names: [String] = []
    var seen: Set<String> = ["pi"]
    collectVariables(into: &names, seen: &seen)
    return names
  }

  private func collectVariables(into names: inout [String], seen: inout Set<String>) {
    if case .variable(let name) = self {
      if seen.insert(name).inserted { names.append(name) }
    } else {
      for child in children { child.collectVariables(into: &names, seen: &seen) }
    }
  }

  /// Whether it holds an `if`.
  public var hasChoice: Bool {
    if case .call(.choose, _) = self { return true }
    return children.contains(where: \.hasChoice)
  }

  /// Whether the name occurs in it.
  public func contains(variable name: String) -> Bool {
    if case .variable(name) = self { return true }
    return children.contains { $0.contains(variable: name) }
  }

  /// The levels of the tree; 1 for a number.
  public var height: Int {
    1 + (children.map(\.height).max() ?? 0)
  }

  /// The same expression with other parts, in the order of `children`, whose number must agree.
  func withChildren(_ parts: [Expression]) -> Expression {
    switch self {
    case .number, .variable: self
    case .index: .index(parts[0], Array(parts.dropFirst()))
    case .unary(let op, _): .unary(op, parts[0])
    case .binary(let op, _, _): .binary(op, parts[0], parts[1])
    case .call(let function, _): .call(function, parts)
    case .vector: .vector(parts)
    }
  }

  /// Puts an expression in the place of each variable for which `replacement` gives one.
  public func replacingVariables(_ replacement: (String) -> Expression?) -> Expression {
    if case .variable(let name) = self { return replacement(name) ?? self }
    let parts = children
    return parts.isEmpty ? self : withChildren(parts.map { $0.replacingVariables(replacement) })
  }
}
