import Arithmetic
import Formula
import Testing
import Wording

@Suite struct NumberStyleTests {
  static let references: [(Double, String)] = [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (-1.2, "−1.2"), (-215.6, "−215.6"), (46.483, "46.48"),
    (46483.2, "4.648e+04"), (7744, "7744"), (12345, "1.234e+04"), (0.1, "0.1"), (1e-8, "1e-8"),
    (1.25e-8, "1.25e-08"), (100_000, "1e5"), (0.0001, "0.0001"), (0.99999, "1"), (24.2, "24.2"),
    (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "NaN"), (.leastNonzeroMagnitude, "4.941e-324"),
    (1.7976931348623157e308, "1.798e+308"),
  ]

  @Test(arguments: references)
  func fourDigits(_ x: Double, _ text: String) {
    #expect(NumberStyle().format(x) == text)
  }

  @Test func otherStyles() {
    let ascii = NumberStyle(digits: 6, unicode: false)
    #expect(ascii.format(-.infinity) == "-Infinity")
    #expect(ascii.format(.infinity) == "Infinity")
    #expect(ascii.format(-.pi) == "-3.14159")
    #expect(NumberStyle().format(0.1, signed: true) == "+0.1")
    #expect(NumberStyle().format(-0.1, signed: true) == "−0.1")
    #expect(NumberStyle().format(0, signed: true) == "0")
    #expect(NumberStyle(digits: 1).format(0.16) == "0.2")
    #expect(NumberStyle(digits: 0).format(0.16) == "0.2")
    #expect(NumberStyle(digits: 16).format(1.0 / 3) == "0.3333333333333333")
  }

  @Test func seventeenDigitsReadBack() throws {
    #expect(NumberStyle.shortest.format(0.1) == "0.1")
    #expect(NumberStyle.shortest.format(1e-8) == "1e-8")
    #expect(NumberStyle.shortest.format(-0.0) == "-0")
    #expect(NumberStyle.shortest.format(100_000) == "100000")
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let x = Double(bitPattern: generator.next())
      guard x.isFinite else { continue }
      #expect(Double(NumberStyle.shortest.format(x)) == x)
    }
  }
}

@Suite struct TypesettingTests {
  /// Text, ASCII form, Unicode form; `~` stands for the thin space.
  static let references: [(String, String, String)] = [
    ("(1-x)^2+100*(y-x^2)^2", "(1 - x)^2 + 100*(y - x^2)^2", "(1 − x)² + 100~(y − x²)²"),
    ("m/(1-beta1^t)", "m / (1 - beta1^t)", "m / (1 − β₁ᵗ)"),
    ("beta1*m+(1-beta1)*g", "beta1*m + (1 - beta1)*g", "β₁~m + (1 − β₁)~g"),
    (
      "theta - lr*m_hat/(sqrt(v_hat)+eps)", "theta - lr*m_hat / (sqrt(v_hat) + eps)",
      "θ − lr~m̂ / (√v̂ + ε)"
    ),
    ("lambda*v - eta*grad", "lambda*v - eta*grad", "λ~v − η~∇L"),
    (
      "sqrt(alpha*sigma^2+(1-alpha)*g^2)", "sqrt(alpha*sigma^2 + (1 - alpha)*g^2)",
      "√(α~σ² + (1 − α)~g²)"
    ),
    ("((a))+(b*c)-((d)-e)", "a + b*c - (d - e)", "a + b~c − (d − e)"),
    ("a/(b*c)", "a / (b*c)", "a / (b~c)"),
    ("a/b*c", "a / b*c", "a / b · c"),
    ("a*(b/c)", "a*(b / c)", "a~(b / c)"),
    ("(a/b)/(c/d)", "a / b / (c / d)", "a / b / (c / d)"),
    ("-x^2", "-x^2", "−x²"),
    ("(-x)^2", "(-x)^2", "(−x)²"),
    ("-(a*b)", "-a*b", "−a~b"),
    ("-(a+b)", "-(a + b)", "−(a + b)"),
    ("a-(-b)", "a - (-b)", "a − (−b)"),
    ("a*(-b)", "a*(-b)", "a~(−b)"),
    ("--a", "-(-a)", "−(−a)"),
    ("2*3*x", "2*3*x", "2 · 3~x"),
    ("x*2", "x*2", "x · 2"),
    ("2*pi*x", "2*pi*x", "2~π~x"),
    ("x^-2", "x^(-2)", "x⁻²"),
    ("x^0.5", "x^0.5", "x^0.5"),
    ("x^(y+1)", "x^(y + 1)", "x^(y + 1)"),
    ("2^x^2", "2^x^2", "2^x²"),
    ("(x^2)^3", "(x^2)^3", "(x²)³"),
    ("sqrt(x)^2", "sqrt(x)^2", "(√x)²"),
    ("sqrt(x^2)", "sqrt(x^2)", "√(x²)"),
    ("sqrt(sqrt(x))", "sqrt(sqrt(x))", "√(√x)"),
    ("grad^2+W1^2", "grad^2 + W1^2", "(∇L)² + (W⁽¹⁾)²"),
    ("grad[0]^2", "grad[0]^2", "∇L[0]²"),
    ("1e-8^2", "(1e-8)^2", "(1e-8)²"),
    ("abs(x-1)*norm(g)", "abs(x - 1)*norm(g)", "|x − 1| · ‖g‖"),
    ("2*sin(x)*cos(y)", "2*sin(x)*cos(y)", "2~sin(x)~cos(y)"),
    (
      "x<=1 and not y!=2 or z>=3", "x <= 1 and not y != 2 or z >= 3", "x ≤ 1 and not y ≠ 2 or z ≥ 3"
    ),
    ("(x<1)*2", "(x < 1)*2", "(x < 1) · 2"),
    ("x < -1", "x < -1", "x < −1"),
    ("not (a and b)", "not (a and b)", "not (a and b)"),
    ("if(x>0,x,-x)", "if(x > 0, x, -x)", "if(x > 0, x, −x)"),
    ("W1[2,0]+m_hat[0]", "W1[2,0] + m_hat[0]", "W⁽¹⁾[2,0] + m̂[0]"),
    ("(a+b)[0]", "(a + b)[0]", "(a + b)[0]"),
    ("[1,-2,x]", "[1, -2, x]", "[1, −2, x]"),
    ("eta/sqrt(t+1)", "eta / sqrt(t + 1)", "η / √(t + 1)"),
  ]

  @Test(arguments: references)
  func writes(_ text: String, _ ascii: String, _ unicode: String) throws {
    let expression = try Parser.parse(text)
    #expect(expression.typeset(.ascii) == ascii)
    #expect(expression.typeset(.unicode) == unicode.replacing("~", with: "\u{2009}"))
    #expect(try Parser.parse(ascii) == expression.asReadBack)
    #expect(try Parser.parse(expression.typeset(.unicode)) == expression.asReadBack)
  }

  @Test(arguments: [
    ("m/(1-beta1^t)", "−21.56 / (1 − 0.9¹)"),
    ("beta1*m+(1-beta1)*g", "0.9 · (−21.56) + (1 − 0.9) · (−215.6)"),
    ("theta-lr*m_hat[0]/(sqrt(v_hat)+eps)", "−1.2 − 0.1 · (−215.6) / (√4.648e+04 + 1e-8)"),
    ("g^2", "(−215.6)²"),
    ("v_hat^2", "(4.648e+04)²"),
    ("-g", "−(−215.6)"),
    ("sqrt(g)", "√(−215.6)"),
    ("x+beta1*g", "x + 0.9 · (−215.6)"),
    ("x*g + 2*g", "x~(−215.6) + 2 · (−215.6)"),
    ("g[1]*pi", "g[1]~π"),
    ("1.23456789*t", "1.23456789 · 1"),
  ])
  func showsNumbers(_ text: String, _ expected: String) throws {
    let numbers = [
      "m": -21.56, "beta1": 0.9, "t": 1, "g": -215.6, "theta": -1.2, "lr": 0.1,
      "m_hat[0]": -215.6, "v_hat": 46483.2, "eps": 1e-8,
    ]
    let shown = try Parser.parse(text).typeset(.unicode) { numbers[$0] }
    #expect(shown == expected.replacing("~", with: "\u{2009}"))
  }

  @Test func plainSpace() throws {
    let style = TypesetStyle(unicode: true, productSpace: " ")
    #expect(try Parser.parse("100*(y-x^2)^2").typeset(style) == "100 (y − x²)²")
    #expect(try Parser.parse("2*x").typeset(.ascii) { _ in -3 } == "2*(-3)")
  }

  @Test func readsBackAsTheSameTree() throws {
    var random = RandomExpressions(seed: 11)
    random.hasEverything = true
    random.operators = BinaryOperator.allCases
    random.functions = Function.allCases
    random.variables = ["x", "m_hat", "beta1", "W1", "grad", "delta", "t", "loss", "theta"]
    for _ in 0..<4000 {
      let expression = random.next(depth: 5)
      for style in [TypesetStyle.ascii, .unicode] {
        let text = expression.typeset(style)
        let again = try Parser.parse(text)
        #expect(again == expression.asReadBack, "\(text)")
        // What was read is written the same way again.
        #expect(again.typeset(style) == text)
      }
    }
  }
}
