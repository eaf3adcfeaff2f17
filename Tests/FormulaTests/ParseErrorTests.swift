import Formula
import Testing

/// Text that is no formula, with the column and the words of the one error it gives.
@Suite struct ParseErrorTests {
  @Test(arguments: [
    ("", 1, "a formula is missing here"),
    ("   ", 4, "a formula is missing here"),
    ("2x", 2, "an operator is missing here; a product is written 2*x"),
    ("2(x + 1)", 2, "an operator is missing here; a product is written 2*(...)"),
    ("(x)(y)", 4, "an operator is missing here; a product is written (...)*(...)"),
    ("x y", 3, "an operator is missing here; a product is written x*y"),
    ("ηg", 2, "an operator is missing here; a product is written η*g"),
    ("x² y", 4, "an operator is missing here; a product is written (...)*y"),
    ("x 2", 3, "an operator is missing here; a product is written x*2"),
    ("x(y + 1)", 1, "there is no function 'x'; a product is written x*(...)"),
    ("sine(x)", 1, "there is no function 'sine'; did you mean 'sin'?"),
    ("1 + sqr(x)", 5, "there is no function 'sqr'; did you mean 'sqrt'?"),
    ("frob(x)", 1, "there is no function 'frob'; a product is written frob*(...)"),
    ("sin x", 1, "sin takes its argument in parentheses: sin(x)"),
    ("sin^2(x)", 1, "sin takes its argument in parentheses: sin(x)"),
    ("sin(x, y)", 1, "sin takes 1 argument, not 2"),
    ("atan2(x)", 1, "atan2 takes 2 arguments, not 1"),
    ("sqrt()", 1, "sqrt takes 1 argument, not 0"),
    ("if(x, y)", 1, "if takes 3 arguments, not 2"),
    ("pow(x)", 1, "pow takes 2 arguments, not 1"),
    ("(x + 1", 7, "')' is missing for the '(' at column 1"),
    ("sin(x", 6, "')' is missing for the '(' at column 4"),
    ("m[0", 4, "']' is missing for the '[' at column 2"),
    ("|x - 1", 7, "'|' is missing for the '|' at column 1"),
    ("x + 1)", 6, "there is no '(' for this ')'"),
    ("x]", 2, "there is no '[' for this ']'"),
    ("(x]", 3, "there is no '[' for this ']'"),
    ("x, y", 2, "a ',' stands only between arguments or components"),
    ("()", 2, "the parentheses are empty"),
    ("[]", 2, "a vector has at least one component"),
    ("m[]", 3, "an index is missing; the first component is [0]"),
    ("x +", 4, "the formula ends where a number or name is due"),
    ("x + * y", 5, "'*' has nothing before it that it could apply to"),
    ("* y", 1, "a formula cannot begin with '*'"),
    ("²", 1, "this exponent has nothing before it that it could apply to"),
    ("max(1,)", 7, "a number or name is due here, not ')'"),
    ("a < b < c", 7, "comparisons do not chain; write a < b and b < c"),
    ("a == b != c", 8, "comparisons do not chain; write a < b and b < c"),
    ("x = 1", 3, "a comparison is written '=='"),
    ("!x", 1, "write 'not' for '!'"),
    ("a && b", 3, "write 'and' for '&'"),
    ("a || b", 3, "'|' closes nothing here; write 'or' for ||, abs(x) for |x|"),
    ("x % 2", 3, "there is no '%'; the remainder of x by n is x - n*floor(x/n)"),
    ("1 + not x", 5, "put 'not' and what it denies in parentheses"),
    ("a not b", 3, "'not' stands before a condition; join two with 'and' or 'or'"),
    ("1_000", 2, "a number has no '_' in it"),
    ("1.2.3", 4, "a number has one '.' at most"),
    (".", 1, "a number has a digit beside its '.'"),
    ("1e+", 1, "the exponent has no digits; write 1e-3"),
    ("1e999", 1, "this number is beyond the largest, about 1.8e308"),
    ("1e-999", 1, "this number is below the smallest, about 4.9e-324"),
    ("x $ y", 3, "'$' has no meaning in a formula"),
    ("x + 😀", 5, "'😀' has no meaning in a formula"),
    ("x\u{0}", 2, "'U+0' has no meaning in a formula"),
    ("é + 1", 1, "'é' has no meaning in a formula"),
    ("\"x\"", 1, "a formula holds no text; leave the quotes away"),
    ("√x²", 3, "does the root reach over the exponent? Write √(x^2) or (√x)^2"),
    ("√x^2", 3, "does the root reach over the exponent? Write √(x^2) or (√x)^2"),
    ("√-x", 2, "put what the root is taken of in parentheses: √(...)"),
    ("xᵗ⁺¹", 2, "a raised exponent is a whole number or one letter; write ^(...) for others"),
    ("x⁻", 2, "a raised exponent is a whole number or one letter; write ^(...) for others"),
    ("β₁ + β₂ + $", 11, "'$' has no meaning in a formula"),
    ("m̂ + v̂ $", 7, "'$' has no meaning in a formula"),
    ("{x}", 1, "write '(' for '{'"),
  ])
  func says(_ text: String, _ column: Int, _ message: String) {
    let error = #expect(throws: ParseError.self) { try Parser.parse(text) }
    #expect(error?.column == column)
    #expect(error?.message == message)
  }

  @Test(arguments: [
    ("parentheses", String(repeating: "(", count: 30_000)),
    ("brackets", String(repeating: "[", count: 60_000)),
    ("bars", String(repeating: "|", count: 60_000)),
    ("signs", String(repeating: "-", count: 60_000) + "x"),
    ("denials", String(repeating: "not ", count: 16_000) + "x"),
    ("roots", String(repeating: "√", count: 20_000) + "x"),
    ("calls", String(repeating: "sin(", count: 16_000)),
    ("powers", String(repeating: "2^", count: 30_000) + "2"),
    ("exponents", "x" + String(repeating: "² ", count: 15_000)),
    ("indices", "x" + String(repeating: "[0]", count: 20_000)),
    ("terms", String(repeating: "1+", count: 30_000) + "1"),
    ("factors", String(repeating: "x*", count: 30_000) + "x"),
    ("conditions", String(repeating: "x or ", count: 13_000) + "x"),
    ("digits", String(repeating: "9", count: 60_000)),
    ("a name", String(repeating: "x", count: 60_000)),
    ("length", String(repeating: " ", count: 70_000) + "x"),
    ("hats", "m" + String(repeating: "\u{302}", count: 30_000)),
  ])
  func bounds(_ what: String, _ text: String) {
    #expect(throws: ParseError.self) { try Parser.parse(text) }
  }

  @Test func allowsWhatIsWithinBounds() throws {
    let sum = Array(repeating: "x", count: 399).joined(separator: "+")
    #expect(try Parser.parse(sum).height == 399)
    let nested = String(repeating: "(", count: 99) + "x" + String(repeating: ")", count: 99)
    #expect(try Parser.parse(nested) == .variable("x"))
    let wide = "max(" + Array(repeating: "[1,2,3]", count: 16).joined(separator: ",") + ")"
    #expect(try Parser.parse(wide).height == 3)
  }
}
