import Arithmetic
import Wording

extension Expression: CustomStringConvertible {
  public var description: String { typeset(.ascii) }

  /// The formula as text with as few parentheses as possible, which parses to the same tree, but
  /// for two things: a negative number reads back as the negation of a positive one, and unless the
  /// style is exact `-(a*b)` and `-(a/b)`, written without parentheses, as `(-a)*b` and `(-a)/b`.
  ///
  /// - Parameters:
  ///   - symbol: what a variable is shown as by its ASCII name, where the style has symbols.
  ///   - substituting: the numbers to show in the place of variables, by their ASCII names, and of
  ///     components by their labels (`m[0]`).
  public func typeset(
    _ style: TypesetStyle, substituting: (String) -> Double? = { _ in nil },
    symbol: (String) -> String = Notation.symbol(for:)
  ) -> String {
    withoutActuallyEscaping(substituting) { number in
      withoutActuallyEscaping(symbol) { symbol in
        Typesetter(style: style, symbol: symbol, number: number).piece(self).text
      }
    }
  }
}

/// Text together with what decides on its parentheses.
private struct Piece {
  var text: String
  /// `BinaryOperator.precedence` of its loosest operator.
  var precedence: Int
  /// Begins with a minus sign, which must not follow another operator.
  var isNegative = false
  /// Holds no variable: beside another such piece a product needs its dot.
  var isNumeric = false
  /// A quotient, or a product that begins with one.
  var isQuotient = false

  static let root = 9
  static let atom = 10

  func parenthesised() -> Piece {
    Piece(text: "(" + text + ")", precedence: Piece.atom, isNumeric: isNumeric)
  }

  func wrapped(unless isBare: Bool) -> Piece { isBare ? self : parenthesised() }
}

private struct Typesetter {
  let style: TypesetStyle
  let symbol: (String) -> String
  let number: (String) -> Double?

  private var minus: String { style.unicode ? "−" : "-" }

  func piece(_ expression: Expression) -> Piece {
    switch expression {
    case .number(let value):
      return piece(NumberStyle(digits: 17, unicode: style.unicode), value)
    case .variable(let name):
      if name != "pi", let value = number(name) { return piece(style.numbers, value) }
      return Piece(text: shown(name), precedence: Piece.atom)
    case .index(let base, let indices):
      if let label = expression.label, let value = number(label) {
        return piece(style.numbers, value)
      }
      let whole = bare(base)
      let places = indices.map { piece($0).text }.joined(separator: ",")
      return Piece(
        text: whole.wrapped(unless: whole.precedence == Piece.atom).text + "[\(places)]",
        precedence: Piece.atom)
    case .unary(.negate, let operand):
      return negation(of: piece(operand))
    case .unary(.not, let operand):
      let denied = piece(operand)
      let level = UnaryOperator.not.precedence
      return Piece(
        text: "not " + denied.wrapped(unless: denied.precedence >= level).text,
        precedence: level, isNumeric: denied.isNumeric)
    case .binary(.power, let base, let exponent):
      return power(base, exponent)
    case .binary(let op, let left, let right):
      return binary(op, piece(left), piece(right))
    case .call(let function, let arguments):
      return call(function, arguments)
    case .vector(let components):
      let parts = components.map(piece)
      return Piece(
        text: "[" + parts.map(\.text).joined(separator: ", ") + "]", precedence: Piece.atom,
        isNumeric: parts.allSatisfy(\.isNumeric))
    }
  }

  private func shown(_ name: String) -> String {
    style.unicode ? symbol(name) : name
  }

  private func piece(_ numbers: NumberStyle, _ value: Double) -> Piece {
    let text = numbers.format(value)
    let isNegative = text.hasPrefix(minus)
    return Piece(
      text: text, precedence: isNegative ? UnaryOperator.negate.precedence : Piece.atom,
      isNegative: isNegative, isNumeric: true)
  }

  /// An indexed name is never replaced by a number.
  private func bare(_ base: Expression) -> Piece {
    if case .variable(let name) = base {
      return Piece(text: shown(name), precedence: Piece.atom)
    }
    return piece(base)
  }

  private func negation(of operand: Piece) -> Piece {
    let loosest = BinaryOperator.multiply.precedence + (style.isExact ? 1 : 0)
    let inner = operand.wrapped(unless: operand.precedence >= loosest && !operand.isNegative)
    return Piece(
      text: minus + inner.text,
      precedence: Swift.min(inner.precedence, UnaryOperator.negate.precedence),
      isNegative: true, isNumeric: operand.isNumeric, isQuotient: inner.isQuotient)
  }

  private func binary(_ op: BinaryOperator, _ left: Piece, _ right: Piece) -> Piece {
    let level = op.precedence
    // Comparisons do not chain; the others group to the left.
    let first = left.wrapped(unless: left.precedence >= level + (op.isComparison ? 1 : 0))
    let isArithmetic = level > BinaryOperator.less.precedence
    let second = right.wrapped(
      unless: right.precedence > level && !(isArithmetic && right.isNegative))
    return Piece(
      text: first.text + sign(op, first, second) + second.text, precedence: level,
      isNegative: first.isNegative, isNumeric: left.isNumeric && right.isNumeric,
      isQuotient: op == .divide || (op == .multiply && first.isQuotient))
  }

  private func sign(_ op: BinaryOperator, _ left: Piece, _ right: Piece) -> String {
    switch op {
    case .multiply:
      return style.unicode ? productSign(left, right) : "*"
    case .subtract: return " \(minus) "
    case .lessOrEqual where style.unicode: return " ≤ "
    case .greaterOrEqual where style.unicode: return " ≥ "
    case .notEqual where style.unicode: return " ≠ "
    default: return " \(op.rawValue) "
    }
  }

  /// A dot between numbers, before a digit, a bar or a bracket, and after a quotient, where a
  /// space would mislead; a space elsewhere.
  private func productSign(_ left: Piece, _ right: Piece) -> String {
    let needsDot =
      (left.isNumeric && right.isNumeric) || left.isQuotient
      || right.text.first.map { "0123456789|‖[".contains($0) } ?? false
    return needsDot ? " · " : style.productSpace
  }

  private func power(_ base: Expression, _ exponent: Expression) -> Piece {
    let first = piece(base)
    // 1e-8², ∇L² and W⁽¹⁾² would be misread.
    var isPlain = first.precedence == Piece.atom && !(first.isNumeric && first.text.contains("e"))
    if case .variable = base,
      first.text.hasPrefix("∇") || first.text.hasPrefix("Δ")
        || first.text.hasSuffix("⁾")
    {
      isPlain = false
    }
    let raised = first.wrapped(unless: isPlain)
    let second = piece(exponent)
    let level = BinaryOperator.power.precedence
    if style.unicode, let small = superscript(second.text) {
      return Piece(
        text: raised.text + small, precedence: level,
        isNumeric: first.isNumeric && second.isNumeric)
    }
    let above = second.wrapped(unless: second.precedence >= level)
    return Piece(
      text: raised.text + "^" + above.text, precedence: level,
      isNumeric: first.isNumeric && second.isNumeric)
  }

  /// Whole numbers and single letters that have a raised form.
  private func superscript(_ text: String) -> String? {
    if let letter = Notation.raisedLetters.first(where: { $0.name == text }) {
      return String(letter.symbol)
    }
    let digits = text.hasPrefix(minus) ? text.dropFirst() : Substring(text)
    guard (1...6).contains(digits.count) else { return nil }
    var result = text.hasPrefix(minus) ? "⁻" : ""
    for byte in digits.utf8 {
      guard (48...57).contains(byte) else { return nil }
      result.unicodeScalars.append(Notation.superscripts[Int(byte - 48)])
    }
    return result
  }

  private func call(_ function: Function, _ arguments: [Expression]) -> Piece {
    let parts = arguments.map(piece)
    let isNumeric = parts.allSatisfy(\.isNumeric)
    let inner = parts.map(\.text).joined(separator: ", ")
    var result = Piece(
      text: "\(function.rawValue)(\(inner))", precedence: Piece.atom, isNumeric: isNumeric)
    guard style.unicode, arguments.count == 1 else { return result }
    switch function {
    case .abs: result.text = "|\(inner)|"
    case .norm: result.text = "‖\(inner)‖"
    case .sqrt:
      result.precedence = Piece.root
      result.text = "√" + parts[0].wrapped(unless: isSimple(arguments[0], parts[0])).text
    default: break
    }
    return result
  }

  /// What stands under a root without parentheses: a name, a component or a plain number.
  private func isSimple(_ expression: Expression, _ piece: Piece) -> Bool {
    switch expression {
    case .number, .variable, .index: piece.precedence == Piece.atom
    default: false
    }
  }
}
