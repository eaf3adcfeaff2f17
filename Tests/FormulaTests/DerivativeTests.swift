import Formula
import Testing

@Suite struct DerivativeTests {
  /// Formula, derivative by x; `~` stands for the thin space.
  static let references: [(String, String)] = [
    ("(1-x)^2 + 100*(y-x^2)^2", "−2~(1 − x) − 400~x~(y − x²)"),
    ("x", "1"),
    ("y + 3", "0"),
    ("-x", "−1"),
    ("3*x - 2*x", "1"),
    ("x^2", "2~x"),
    ("x^3/3", "x²"),
    ("x^5/3", "5~x⁴ / 3"),
    ("x^-2", "−2~x⁻³"),
    ("x^0.5", "0.5~x^(−0.5)"),
    ("x^a", "a~x^(a − 1)"),
    ("2^x", "2ˣ~log(2)"),
    ("x^x", "xˣ~(log(x) + x / x)"),
    ("sin(x)*cos(x)", "cos(x)² − sin(x)²"),
    ("exp(-x^2)", "−2~x~exp(−x²)"),
    ("sqrt(x^2+y^2)", "x / √(x² + y²)"),
    ("norm([x, y])", "x / ‖[x, y]‖"),
    ("log(x) + log10(x)", "1 / x + 1 / (x~log(10))"),
    ("1/x", "−1 / x²"),
    ("(x+1)/(x-1)", "−2 / (x − 1)²"),
    ("abs(x)", "sign(x)"),
    ("relu(x)", "if(x > 0, 1, 0)"),
    ("max(x, y)", "if(x ≥ y, 1, 0)"),
    ("if(x > 0, x^2, -x)", "if(x > 0, 2~x, −1)"),
    ("sigmoid(x)", "sigmoid(x)~(1 − sigmoid(x))"),
    ("tanh(2*x)", "2~(1 − tanh(2~x)²)"),
    ("atan2(y, x)", "−y / (x² + y²)"),
    ("(1.5-x+x*y)^2", "2~(1.5 − x + x~y)~(y − 1)"),
    ("0.1*3*x", "0.1 · 3"),
    ("0.26*(x^2+y^2) - 0.48*x*y", "0.52~x − 0.48~y"),
    ("floor(y)*x", "floor(y)"),
    ("m[0]*x", "m[0]"),
    ("sum([x, x^2, 1])", "1 + 2~x"),
  ]

  @Test(arguments: references)
  func reads(_ text: String, _ expected: String) throws {
    let derivative = try Parser.parse(text).derivative(withRespectTo: "x")
    #expect(derivative.typeset(.unicode).replacing("\u{2009}", with: "~") == expected)
    #expect(derivative.simplified() == derivative)
  }

  @Test(arguments: [
    ("(1-x)^2 + 100*(y-x^2)^2", "2 − 400~(y − x²) + 800~x²", "−400~x"),
    ("x^2 - y^2", "2", "0"),
    ("x^3*y", "6~x~y", "3~x²"),
  ])
  func secondDerivatives(_ text: String, _ twice: String, _ mixed: String) throws {
    let slope = try Parser.parse(text).derivative(withRespectTo: "x")
    let second = try slope.derivative(withRespectTo: "x").typeset(.unicode)
    #expect(second.replacing("\u{2009}", with: "~") == twice)
    let across = try slope.derivative(withRespectTo: "y").typeset(.unicode)
    #expect(across.replacing("\u{2009}", with: "~") == mixed)
  }

  @Test(arguments: [
    ("floor(x)", "floor has no derivative"),
    ("ceil(2*x)", "ceil has no derivative"),
    ("round(x)", "round has no derivative"),
    ("argmax(x)", "argmax has no derivative"),
    ("(x > 0)*x", "'>' has no derivative; a formula in pieces is written if(condition, a, b)"),
    ("x and y", "'and' has no derivative; a formula in pieces is written if(condition, a, b)"),
    ("not x", "'not' has no derivative; a formula in pieces is written if(condition, a, b)"),
    ("[x, y]", "[x, y] is a vector's; only formulas of numbers can be differentiated"),
    ("x[0]", "x[0] is a vector's; only formulas of numbers can be differentiated"),
  ])
  func says(_ text: String, _ message: String) throws {
    let expression = try Parser.parse(text)
    let error = #expect(throws: DerivativeError.self) {
      try expression.derivative(withRespectTo: "x")
    }
    #expect(error?.description == message)
  }

  @Test func byAComponent() throws {
    let formula = try Parser.parse("sin(theta[0])*theta[1]^2")
    #expect(
      try formula.derivative(withRespectTo: "theta[1]").typeset(.ascii)
        == "2*theta[1]*sin(theta[0])")
  }

  /// Repeated differentiation and nested powers grow without end; the bound is an error.
  @Test func isBounded() throws {
    var tower = "x"
    for _ in 0..<60 { tower = "(\(tower))^x" }
    let expression = try Parser.parse(tower)
    #expect(throws: DerivativeError.tooLarge) {
      var slope = expression
      for _ in 0..<4 { slope = try slope.derivative(withRespectTo: "x") }
    }
    let product = try Parser.parse(Array(repeating: "sin(x)*x", count: 190).joined(separator: "*"))
    #expect(throws: DerivativeError.tooLarge) {
      try product.derivative(withRespectTo: "x")
    }
  }

  private static func value(_ expression: Expression, _ x: Double, _ y: Double) throws -> Double {
    try expression.evaluateScalar { $0 == "x" ? x : $0 == "y" ? y : nil }
  }

  /// Central differences of two steps, extrapolated: an error of order h⁴.
  private static func slope(
    _ expression: Expression, _ x: Double, _ y: Double
  ) throws -> (value: Double, error: Double) {
    let h = 1e-3 * max(1, abs(x))
    let wide = (try value(expression, x + h, y) - value(expression, x - h, y)) / (2 * h)
    let half = h / 2
    let near = (try value(expression, x + half, y) - value(expression, x - half, y)) / (2 * half)
    return (near + (near - wide) / 3, abs(near - wide))
  }

  @Test func agreesWithCentralDifferences() throws {
    var random = RandomExpressions(seed: 5)
    random.functions = [
      .sqrt, .exp, .expm1, .log, .log1p, .log2, .log10, .sin, .cos, .tan, .asin, .acos, .atan,
      .sinh, .cosh, .tanh, .abs, .sigmoid, .softplus, .relu, .min, .max, .atan2, .choose,
    ]
    var compared = 0
    for _ in 0..<3000 {
      let expression = random.next(depth: 3)
      let derivative = try expression.derivative(withRespectTo: "x")
      let x = Double.random(in: 0.2...2, using: &random.generator)
      let y = Double.random(in: 0.2...2, using: &random.generator)
      let exact = try Self.value(derivative, x, y)
      let (numeric, error) = try Self.slope(expression, x, y)
      // Where the differences do not settle (a kink, a pole, overflow) they tell nothing.
      let scale = max(1, abs(numeric), abs(try Self.value(expression, x, y)))
      guard exact.isFinite, numeric.isFinite, scale < 1e6, error < 1e-4 * scale else { continue }
      compared += 1
      #expect(abs(exact - numeric) <= 1e-4 * scale, "\(expression) at \(x), \(y): \(derivative)")
    }
    #expect(compared > 1500)
  }

  @Test func simplifiedFormulasAreEqual() throws {
    var random = RandomExpressions(seed: 6)
    var compared = 0
    for _ in 0..<4000 {
      let expression = random.next(depth: 5)
      let simple = expression.simplified()
      let x = Double.random(in: 0.2...2, using: &random.generator)
      let y = Double.random(in: 0.2...2, using: &random.generator)
      let before = try Self.value(expression, x, y)
      let after = try Self.value(simple, x, y)
      // A nearby point shows how far rounding inside can carry.
      let shaken = try Self.value(expression, x * (1 + 1e-13), y * (1 - 1e-13))
      // Division by zero is kept, but not which infinity it gives.
      let text = simple.description
      guard before.isFinite, abs(before) < 1e8, shaken.isFinite,
        !text.contains("/ 0"), !text.contains("/ (0*")
      else { continue }
      compared += 1
      let allowed = 1e-10 * max(1, abs(before)) + 100 * abs(shaken - before)
      #expect(abs(after - before) <= allowed, "\(expression) became \(simple)")
    }
    #expect(compared > 2000)
  }
}
