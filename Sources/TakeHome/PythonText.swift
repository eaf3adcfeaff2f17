import Arithmetic
import Formula

/// Formulas and numbers as Python writes them.
struct PythonText {
  /// What functions are called after: `np`, `torch`, or `math` for single numbers.
  let prefix: String
  /// Names that stand for single numbers.
  var numbers: Set<String> = []

  /// A number that reads back the same.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "float(\"nan\")" }
    if value.isInfinite { return value < 0 ? "-float(\"inf\")" : "float(\"inf\")" }
    return value == value.rounded() && value.magnitude < 1e15 ? whole(value) : "\(value)"
  }

  private static func whole(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Numbers in rows, wrapped.
  static func list(_ values: [Double], indent: Int = 4) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    for value in values {
      let text = "\(value)" == "-0.0" ? "-0.0, " : number(value) + ", "
      if line.count + text.count > 97 {
        lines.append(String(line.dropLast()))
        line = margin
      }
      line += text
    }
    if line != margin { lines.append(String(line.dropLast())) }
    return "[\n" + lines.joined(separator: "\n") + "\n]"
  }

  private static let keywords: Set<String> = [
    "lambda", "from", "in", "is", "if", "else", "for", "while", "not", "and", "or", "def", "del",
    "as", "pass", "with", "try", "class", "return", "import", "global", "raise", "yield", "assert",
    "np", "torch", "ops", "math", "memory", "abs", "min", "max", "None", "True", "False", "keras",
  ]

  /// A name that Python takes.
  static func name(_ name: String) -> String {
    keywords.contains(name) ? name + "_" : name
  }

  /// How tightly an operator binds.
  private enum Strength: Int { case choice, comparison, sum, product, sign, power, atom }

  func text(_ formula: Expression) -> String { text(formula, .choice) }

  private func text(_ formula: Expression, _ least: Strength) -> String {
    let (text, strength) = written(formula)
    return strength.rawValue < least.rawValue ? "(" + text + ")" : text
  }

  private func written(_ formula: Expression) -> (String, Strength) {
    switch formula {
    case .number(let value):
      return (Self.number(value), value < 0 ? .sign : .atom)
    case .variable("pi"): return ("math.pi", .atom)
    case .variable(let name): return (Self.name(name), .atom)
    case .index(let base, let indices):
      return (text(base, .atom) + "[" + indices.map(text).joined(separator: ", ") + "]", .atom)
    case .unary(.negate, let operand): return ("-" + text(operand, .power), .sign)
    case .unary(_, let operand): return ("(1 - (" + text(operand) + "))", .atom)
    case .binary(let op, let a, let b): return binary(op, a, b)
    case .call(let function, let arguments): return (call(function, arguments), .atom)
    case .vector(let parts): return ("[" + parts.map(text).joined(separator: ", ") + "]", .atom)
    }
  }

  private func binary(
    _ op: BinaryOperator, _ a: Expression, _ b: Expression
  ) -> (String, Strength) {
    switch op {
    case .add: return (text(a, .sum) + " + " + text(b, .product), .sum)
    case .subtract: return (text(a, .sum) + " - " + text(b, .product), .sum)
    case .multiply: return (text(a, .product) + "*" + text(b, .sign), .product)
    case .divide: return (text(a, .product) + "/" + text(b, .sign), .product)
    case .power:
      // A product has the same rounding everywhere.
      if b == .number(2), case .variable = a { return (text(a) + "*" + text(a), .product) }
      return (text(a, .atom) + "**" + text(b, .power), .power)
    case .and: return ("(" + text(a, .sum) + ")*(" + text(b, .sum) + ")", .product)
    case .or: return ("1 - (1 - (" + text(a) + "))*(1 - (" + text(b) + "))", .sum)
    default: return (text(a, .sum) + " " + op.rawValue + " " + text(b, .sum), .comparison)
    }
  }

  private static let renamed: [Function: String] = [
    .asin: "arcsin", .acos: "arccos", .atan: "arctan", .ceil: "ceil", .atan2: "arctan2",
    .choose: "where",
  ]

  private func call(_ function: Function, _ arguments: [Expression]) -> String {
    if prefix != "math", Set(arguments.flatMap(\.variables)).isSubset(of: numbers) {
      return PythonText(prefix: "math").call(function, arguments)
    }
    let parts = arguments.map(text)
    func plain(_ name: String) -> String {
      "\(prefix).\(name)(" + parts.joined(separator: ", ") + ")"
    }
    // Of equals the first one counts, for its slope too.
    func chosen(_ op: String) -> String {
      parts.dropFirst().reduce(parts.first ?? "") {
        "\(prefix).where((\($0)) \(op) (\($1)), \($0), \($1))"
      }
    }
    if prefix == "math" {
      switch function {
      case .abs, .min, .max, .round:
        return "\(function.rawValue)(" + parts.joined(separator: ", ") + ")"
      case .sign: return "math.copysign(1, \(parts[0]))*(\(parts[0]) != 0)"
      case .choose: return "(\(parts[1]) if \(parts[0]) else \(parts[2]))"
      case .sigmoid: return "1/(1 + math.exp(-(\(parts[0]))))"
      case .relu: return "max(\(parts[0]), 0)"
      default: return plain(function.rawValue)
      }
    }
    switch function {
    case .min: return chosen("<=")
    case .max: return chosen(">=")
    case .sigmoid: return "1/(1 + \(prefix).exp(-(\(parts[0]))))"
    case .relu: return "\(prefix).where((\(parts[0])) > 0, \(parts[0]), 0*(\(parts[0])))"
    case .softplus: return "\(prefix).logaddexp(\(parts[0]), 0*(\(parts[0])))"
    case .erf where prefix == "np": return "erf(\(parts[0]))"
    default: return plain(Self.renamed[function] ?? function.rawValue)
    }
  }
}
