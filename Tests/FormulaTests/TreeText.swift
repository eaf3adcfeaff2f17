import Formula

/// The tree with every parenthesis, so that a test sees how a formula was grouped.
func tree(_ expression: Expression) -> String {
  func list(_ head: String, _ parts: [Expression]) -> String {
    "(" + ([head] + parts.map(tree)).joined(separator: " ") + ")"
  }
  switch expression {
  case .number(let value): return value == value.rounded() ? "\(Int(value))" : "\(value)"
  case .variable(let name): return name
  case .index(let base, let indices): return list("at", [base] + indices)
  case .unary(let op, let operand): return list(op == .negate ? "neg" : "not", [operand])
  case .binary(let op, let left, let right): return list(op.rawValue, [left, right])
  case .call(let function, let arguments): return list(function.rawValue, arguments)
  case .vector(let parts): return list("vec", parts)
  }
}
