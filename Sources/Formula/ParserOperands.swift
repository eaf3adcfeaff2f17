import Arithmetic
import Wording

/// What operators stand between: numbers, names, calls, brackets, roots.
///
/// These functions are kept out of line, so that the frames of nested calls stay small.
extension Parser {
  @inline(never)
  mutating func parsePostfix() throws(ParseError) -> Node {
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

  @inline(never)
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

  @inline(never)
  private mutating func close(
    _ kind: Token.Kind, named sign: String, opened range: Range<Int>, as open: String
  ) throws(ParseError) {
    if token.kind == kind { return advance() }
    guard token.kind == .end else { return try requireOperatorOrEnd() }
    let column = ParseError("", at: range, in: text).column
    throw error("'\(sign)' is missing for the '\(open)' at column \(column)")
  }

  /// Expressions between commas up to the closing sign, which is left to the caller.
  @inline(never)
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

  @inline(never)
  private mutating func parseName(
    _ name: String, at range: Range<Int>
  ) throws(ParseError) -> Node {
    let isCalled = token.kind == .open && !token.followsThinSpace
    let function = Function(name: name) ?? (isCalled ? Function(name: name.lowercased()) : nil)
    let isPower = name == "pow" || (isCalled && name.lowercased() == "pow")
    guard isCalled else {
      if function != nil || isPower {
        throw error("\(name) takes its argument in parentheses: \(name)(x)", at: range)
      }
      if let variables, name != "pi", !variables.contains(name) {
        if let known = Spelling.match(name, in: spellings + ["pi"]) {
          return Node(.variable(known))
        }
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
}
