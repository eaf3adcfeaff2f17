import Arithmetic
import Wording

/// What is said where no operand or operator can be read.
extension Parser {
  /// What stands after a complete operand is an operator, or the end of what encloses it.
  @inline(never)
  func requireOperatorOrEnd() throws(ParseError) {
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

  @inline(never)
  func missingProduct() -> ParseError {
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

  func isClosing(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .close, .closeBracket, .bar, .doubleBar, .superscript: true
    default: false
    }
  }

  @inline(never)
  func ambiguousRoot() -> ParseError {
    error("does the root reach over the exponent? Write √(x^2) or (√x)^2")
  }

  @inline(never)
  func missingOperand() -> ParseError {
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

  @inline(never)
  static func wrongArity(
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

  @inline(never)
  func unknownFunction(_ name: String, at range: Range<Int>) -> ParseError {
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
