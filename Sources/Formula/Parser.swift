/// Reads a formula: recursive descent over precedences, within bounds that keep any text harmless.
///
/// From loosest to tightest: `or`, `and`, `not`, comparisons (which do not chain), `+ -`, `* /`,
/// a leading `-`, `^` (to the right: `2^3^2` is 2^9, `-x^2` is -(x^2)), then `m[0]` and raised
/// exponents (`x²`). A product needs its sign; the thin space (U+2009) that typesetting puts
/// between factors counts as one.
public struct Parser {
  /// Parentheses, calls, signs and exponents within each other.
  public static let maximumDepth = 200
  /// Bytes of UTF-8.
  public static let maximumLength = 65_536
  /// Levels of the tree, which a long sum or product without parentheses raises by one a term.
  static let maximumHeight = 500

  /// - Parameters:
  ///   - text: the formula, in ASCII or in the lecture's symbols.
  ///   - variables: the names that exist, where they are known beforehand; any other is an error.
  /// - Throws: what is wrong, where, and what would be right.
  public static func parse(
    _ text: String, variables: [String]? = nil
  ) throws(ParseError) -> Expression {
    guard text.utf8.count <= maximumLength else {
      throw ParseError("a formula has at most 64 KiB", at: 0..<0, in: text)
    }
    var lexer = Lexer(text)
    var parser = Parser(text: text, tokens: try lexer.tokens(), variables: variables)
    return try parser.parseAll()
  }

  /// A part of the tree with its height, so that no walk is needed to know it.
  private struct Node {
    var expression: Expression
    var height: Int

    init(_ expression: Expression, over parts: Node...) {
      self.init(expression, over: parts)
    }

    init(_ expression: Expression, over parts: [Node]) {
      self.expression = expression
      height = 1 + (parts.map(\.height).max() ?? 0)
    }
  }

  private let text: String
  private let tokens: [Token]
  private let variables: [String]?
  private var position = 0
  private var depth = 0

  private init(text: String, tokens: [Token], variables: [String]?) {
    self.text = text
    self.tokens = tokens
    self.variables = variables
  }

  private var token: Token { tokens[position] }

  private func error(_ message: String, at range: Range<Int>? = nil) -> ParseError {
    ParseError(message, at: range ?? token.range, in: text)
  }

  private func source(_ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  /// Moves on; the last token, `.end`, is never passed.
  private mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  private mutating func parseAll() throws(ParseError) -> Expression {
    if token.kind == .end { throw error("a formula is missing here") }
    let node = try parse(above: 0)
    try requireOperatorOrEnd()
    return node.expression
  }

  /// What stands after a complete operand is an operator, or the end of what encloses it.
  private func requireOperatorOrEnd() throws(ParseError) {
    switch token.kind {
    case .end: return
    case .close: throw error("there is no '(' for this ')'")
    case .closeBracket: throw error("there is no '[' for this ']'")
    case .comma: throw error("a ',' stands only between arguments or components")
    case .bar: throw error("'|' closes nothing here; write 'or' for ||, abs(x) for |x|")
    case .doubleBar: throw error("'‖' closes nothing here")
    case .not: throw error("'not' stands before a condition; join two with 'and' or 'or'")
    default: throw missingProduct()
    }
  }

  private func missingProduct() -> ParseError {
    let left = tokens[position > 0 ? position - 1 : 0]
    let first = isClosing(left.kind) ? "(...)" : source(left.range)
    let second: String
    switch token.kind {
    case .open: second = "(...)"
    case .root: second = "√(...)"
    default: second = source(token.range)
    }
    return error("an operator is missing here; a product is written \(first)*\(second)")
  }

  private func isClosing(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .close, .closeBracket, .bar, .doubleBar, .superscript: true
    default: false
    }
  }

  // MARK: Operators

  /// Parses operators that bind tighter than `limit`, from the left.
  private mutating func parse(above limit: Int) throws(ParseError) -> Node {
    var left = try parseOperand()
    while let (op, isWritten) = operatorHere(), op.precedence > limit {
      let sign = token.range
      if isWritten { advance() }
      let right = try parse(above: op.precedence)
      if op.isComparison, case .operator(let next) = token.kind, next.isComparison {
        throw error("comparisons do not chain; write a < b and b < c")
      }
      left = Node(.binary(op, left.expression, right.expression), over: left, right)
      guard left.height <= Self.maximumHeight else {
        throw error("more than \(Self.maximumHeight) operations in a row", at: sign)
      }
    }
    return left
  }

  /// The operator at this place, and whether it has a token of its own: a thin space has none.
  private func operatorHere() -> (BinaryOperator, Bool)? {
    if case .operator(let op) = token.kind { return (op, true) }
    guard token.followsThinSpace else { return nil }
    switch token.kind {
    case .number, .name, .open, .root: return (.multiply, false)
    default: return nil
    }
  }

  /// Counts one level of nesting while `body` runs.
  private mutating func nested(
    _ body: (inout Parser) throws(ParseError) -> Node
  ) throws(ParseError) -> Node {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw error("nested deeper than \(Self.maximumDepth) levels")
    }
    let node = try body(&self)
    depth -= 1
    return node
  }

  /// An operand with its signs and exponent.
  private mutating func parseOperand() throws(ParseError) -> Node {
    let sign = token
    switch sign.kind {
    case .operator(.subtract):
      advance()
      return try nested { (parser) throws(ParseError) in
        let operand = try parser.parseOperand()
        return Node(.unary(.negate, operand.expression), over: operand)
      }
    case .operator(.add):
      advance()
      return try nested { (parser) throws(ParseError) in try parser.parseOperand() }
    case .not:
      try requireNotAllowed()
      advance()
      return try nested { (parser) throws(ParseError) in
        let operand = try parser.parse(above: UnaryOperator.not.precedence)
        return Node(.unary(.not, operand.expression), over: operand)
      }
    default:
      return try parsePower()
    }
  }

  /// `1 + not x` would read as `1 + (not x)` here and as something else elsewhere.
  private func requireNotAllowed() throws(ParseError) {
    guard position > 0, case .operator(let op) = tokens[position - 1].kind,
      op != .and, op != .or
    else { return }
    throw error("put 'not' and what it denies in parentheses")
  }

  private mutating func parsePower() throws(ParseError) -> Node {
    let isRoot = token.kind == .root
    var base = try parsePostfix()
    while case .superscript(let exponent) = token.kind {
      if isRoot { throw ambiguousRoot() }
      advance()
      base = Node(.binary(.power, base.expression, exponent), over: base)
      base.height += 1
      guard base.height <= Self.maximumHeight else {
        throw error("more than \(Self.maximumHeight) operations in a row")
      }
    }
    guard case .operator(.power) = token.kind else { return base }
    if isRoot { throw ambiguousRoot() }
    advance()
    return try nested { (parser) throws(ParseError) in
      let exponent = try parser.parseOperand()
      return Node(.binary(.power, base.expression, exponent.expression), over: base, exponent)
    }
  }

  private func ambiguousRoot() -> ParseError {
    error("does the root reach over the exponent? Write √(x^2) or (√x)^2")
  }

  // MARK: Operands

  private mutating func parsePostfix() throws(ParseError) -> Node {
    var node = try parsePrimary()
    while token.kind == .openBracket {
      let open = token.range
      advance()
      let indices = try parseList(open: open, close: .closeBracket, named: "]")
      if indices.isEmpty { throw error("an index is missing; the first component is [0]") }
      advance()
      node = Node(
        .index(node.expression, indices.map(\.expression)), over: [node] + indices)
      guard node.height <= Self.maximumHeight else {
        throw error("more than \(Self.maximumHeight) operations in a row")
      }
    }
    return node
  }

  private mutating func parsePrimary() throws(ParseError) -> Node {
    let start = token
    switch start.kind {
    case .number(let value):
      advance()
      return Node(.number(value))
    case .name(let name):
      advance()
      return try parseName(name, at: start.range)
    case .open:
      advance()
      if token.kind == .close { throw error("the parentheses are empty") }
      let node = try nested { (parser) throws(ParseError) in try parser.parse(above: 0) }
      try close(.close, named: ")", opened: start.range, as: "(")
      return node
    case .openBracket:
      advance()
      let parts = try parseList(open: start.range, close: .closeBracket, named: "]")
      if parts.isEmpty { throw error("a vector has at least one component") }
      advance()
      return Node(.vector(parts.map(\.expression)), over: parts)
    case .bar, .doubleBar:
      advance()
      let isNorm = start.kind == .doubleBar
      let node = try nested { (parser) throws(ParseError) in try parser.parse(above: 0) }
      let sign = isNorm ? "‖" : "|"
      try close(start.kind, named: sign, opened: start.range, as: sign)
      return Node(.call(isNorm ? .norm : .abs, [node.expression]), over: node)
    case .root:
      advance()
      return try nested { (parser) throws(ParseError) in
        if case .operator(.subtract) = parser.token.kind {
          throw parser.error("put what the root is taken of in parentheses: √(...)")
        }
        let operand = try parser.parsePostfix()
        return Node(.call(.sqrt, [operand.expression]), over: operand)
      }
    default:
      throw missingOperand()
    }
  }

  private func missingOperand() -> ParseError {
    switch token.kind {
    case .end:
      return error("the formula ends where a number or name is due")
    case .operator(let op) where position > 0:
      return error("'\(op.rawValue)' has nothing before it that it could apply to")
    case .operator(let op):
      return error("a formula cannot begin with '\(op.rawValue)'")
    case .superscript:
      return error("this exponent has nothing before it that it could apply to")
    default:
      return error("a number or name is due here, not '\(source(token.range))'")
    }
  }

  private mutating func close(
    _ kind: Token.Kind, named sign: String, opened range: Range<Int>, as open: String
  ) throws(ParseError) {
    if token.kind == kind { return advance() }
    guard token.kind == .end else { return try requireOperatorOrEnd() }
    let column = ParseError("", at: range, in: text).column
    throw error("'\(sign)' is missing for the '\(open)' at column \(column)")
  }

  /// Expressions between commas up to the closing sign, which is left to the caller.
  private mutating func parseList(
    open: Range<Int>, close kind: Token.Kind, named sign: String
  ) throws(ParseError) -> [Node] {
    var parts: [Node] = []
    if token.kind == kind { return parts }
    while true {
      parts.append(try nested { (parser) throws(ParseError) in try parser.parse(above: 0) })
      if token.kind == kind { return parts }
      if token.kind == .comma {
        advance()
        continue
      }
      // Says what is wrong where something stands, and which bracket is open at the end.
      try close(kind, named: sign, opened: open, as: sign == ")" ? "(" : "[")
    }
  }

  private mutating func parseName(
    _ name: String, at range: Range<Int>
  ) throws(ParseError) -> Node {
    let function = Function(name: name)
    let isPower = name == "pow"
    guard token.kind == .open, !token.followsThinSpace else {
      if function != nil || isPower {
        throw error("\(name) takes its argument in parentheses: \(name)(x)", at: range)
      }
      if let variables, name != "pi", !variables.contains(name) {
        let near = Spelling.suggestion(for: name, in: variables)
        throw error("there is no '\(source(range))' here\(near)", at: range)
      }
      return Node(.variable(name))
    }
    guard function != nil || isPower else { throw unknownFunction(name, at: range) }
    let open = token.range
    advance()
    let arguments = try parseList(open: open, close: .close, named: ")")
    let parts = arguments.map(\.expression)
    let arity = isPower ? 2...2 : (function?.arity ?? 1...1)
    guard arity.contains(parts.count) else {
      throw error(Self.wrongArity(name, arity, parts.count), at: range)
    }
    advance()
    guard let function else { return Node(.binary(.power, parts[0], parts[1]), over: arguments) }
    return Node(.call(function, parts), over: arguments)
  }

  private static func wrongArity(
    _ name: String, _ arity: ClosedRange<Int>, _ count: Int
  ) -> String {
    let wanted: String
    if arity.count > 1 {
      wanted = "\(arity.lowerBound) to \(arity.upperBound) arguments"
    } else {
      wanted = arity.lowerBound == 1 ? "1 argument" : "\(arity.lowerBound) arguments"
    }
    return "\(name) takes \(wanted), not \(count)"
  }

  private func unknownFunction(_ name: String, at range: Range<Int>) -> ParseError {
    let names = Function.allCases.map(\.rawValue) + Function.aliases.keys.sorted()
    let isVariable = name.utf8.count < 3 || variables?.contains(name) == true || name == "pi"
    if !isVariable, let near = Spelling.nearest(to: name, in: names) {
      return error("there is no function '\(name)'; did you mean '\(near)'?", at: range)
    }
    let shown = source(range)
    return error(
      "there is no function '\(shown)'; a product is written \(shown)*(...)", at: range)
  }
}

extension BinaryOperator {
  /// From 1, loosest, to 8; `not` stands at 3 and a leading minus at 7.
  var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 4
    case .add, .subtract: 5
    case .multiply, .divide: 6
    case .power: 8
    }
  }

  var isComparison: Bool { precedence == 4 }
}

extension UnaryOperator {
  var precedence: Int { self == .not ? 3 : 7 }
}
