import Arithmetic

/// Reads a formula: recursive descent over precedences, within bounds that keep any text harmless.
///
/// From loosest to tightest: `or`, `and`, `not`, comparisons (which do not chain), `+ -`, `* /`,
/// a leading `-`, `^` (to the right: `2^3^2` is 2^9, `-x^2` is -(x^2)), then `m[0]` and raised
/// exponents (`x²`). A product needs its sign; the thin space (U+2009) that typesetting puts
/// between factors counts as one.
public struct Parser {
  /// Parentheses, calls, signs and exponents within each other.
  public static let maximumDepth = 100
  /// Bytes of UTF-8.
  public static let maximumLength = 65_536
  /// Levels of the tree, which a long sum or product without parentheses raises by one a term.
  static let maximumHeight = 400

  /// - Parameters:
  ///   - text: the formula, in ASCII or in the lecture's symbols.
  ///   - variables: the names that exist, where they are known beforehand; any other is an error.
  ///   - spellings: those of them that may be written in other capitals, where no variable is
  ///     written so. Functions always may.
  /// - Throws: what is wrong, where, and what would be right.
  public static func parse(
    _ text: String, variables: [String]? = nil, spellings: [String] = []
  ) throws(ParseError) -> Expression {
    guard text.utf8.count <= maximumLength else {
      throw ParseError("a formula has at most 64 KiB", at: 0..<0, in: text)
    }
    var lexer = Lexer(text)
    var parser = Parser(
      text: text, tokens: try lexer.tokens(), variables: variables, spellings: spellings)
    return try parser.parseAll()
  }

  /// A part of the tree with its height, so that no walk is needed to know it.
  struct Node {
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

  let text: String
  let tokens: [Token]
  let variables: [String]?
  let spellings: [String]
  var position = 0
  private var depth = 0

  private init(text: String, tokens: [Token], variables: [String]?, spellings: [String]) {
    self.text = text
    self.tokens = tokens
    self.variables = variables
    self.spellings = spellings
  }

  var token: Token { tokens[position] }

  @inline(never)
  func error(_ message: String, at range: Range<Int>? = nil) -> ParseError {
    ParseError(message, at: range ?? token.range, in: text)
  }

  @inline(never)
  func source(_ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  /// Moves on; the last token, `.end`, is never passed.
  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  private mutating func parseAll() throws(ParseError) -> Expression {
    if token.kind == .end { throw error("a formula is missing here") }
    let node = try parse(above: 0)
    try requireOperatorOrEnd()
    return node.expression
  }

  // MARK: Operators

  /// Parses operators that bind tighter than `limit`, from the left.
  mutating func parse(above limit: Int) throws(ParseError) -> Node {
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
  mutating func nested(
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
  @inline(never)
  private func requireNotAllowed() throws(ParseError) {
    guard position > 0, case .operator(let op) = tokens[position - 1].kind,
      op != .and, op != .or
    else { return }
    throw error("put 'not' and what it denies in parentheses")
  }

  @inline(never)
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
