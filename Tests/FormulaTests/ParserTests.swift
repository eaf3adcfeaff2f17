import Formula
import Testing

@Suite struct ParserTests {
  @Test(arguments: [
    ("1 + 2*3", "(+ 1 (* 2 3))"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("a/b/c", "(/ (/ a b) c)"),
    ("a/b*c", "(* (/ a b) c)"),
    ("2^3^2", "(^ 2 (^ 3 2))"),
    ("2**3", "(^ 2 3)"),
    ("-x^2", "(neg (^ x 2))"),
    ("(-x)^2", "(^ (neg x) 2)"),
    ("2^-x^2", "(^ 2 (neg (^ x 2)))"),
    ("-a*b", "(* (neg a) b)"),
    ("a - -b", "(- a (neg b))"),
    ("+x", "x"),
    ("--x", "(neg (neg x))"),
    ("1e-3 + .5 + 2. + 1E+2", "(+ (+ (+ 0.001 0.5) 2) 100)"),
    ("1e−3", "0.001"),
    ("x < 1 and y >= 2 or not z == 3", "(or (and (< x 1) (>= y 2)) (not (== z 3)))"),
    ("not a and b", "(and (not a) b)"),
    ("not not a", "(not (not a))"),
    ("a + b < c * d", "(< (+ a b) (* c d))"),
    ("m[0]", "(at m 0)"),
    ("W1[2,0]^2", "(^ (at W1 2 0) 2)"),
    ("[1, 2, 3][1]", "(at (vec 1 2 3) 1)"),
    ("[[1,2],[3,4]]", "(vec (vec 1 2) (vec 3 4))"),
    ("max(x, y, 0)", "(max x y 0)"),
    ("if(x > 0, x, -x)", "(if (> x 0) x (neg x))"),
    ("ln(x) + pow(x, 3) + arctan(x)", "(+ (+ (log x) (^ x 3)) (atan x))"),
    ("norm(grad) < 1e-4", "(< (norm grad) 0.0001)"),
    // The lecture's symbols.
    ("m̂ / (√v̂ + ε)", "(/ m_hat (+ (sqrt v_hat) eps))"),
    ("1 − β₁ᵗ", "(- 1 (^ beta1 t))"),
    ("100·(y − x²)²", "(* 100 (^ (- y (^ x 2)) 2))"),
    ("x⁻¹ + x¹⁰", "(+ (^ x (neg 1)) (^ x 10))"),
    ("x²^3", "(^ (^ x 2) 3)"),
    ("2^x²", "(^ 2 (^ x 2))"),
    ("-x²", "(neg (^ x 2))"),
    ("λ × v − η × ∇L", "(- (* lambda v) (* eta grad))"),
    ("Δθ + θ[0] + θ₁", "(+ (+ delta (at theta 0)) theta1)"),
    ("α ≤ σ ∧ L ≥ π ∨ x ≠ 1", "(or (and (<= alpha sigma) (>= loss pi)) (!= x 1))"),
    ("|x − 1| + ‖g‖", "(+ (abs (- x 1)) (norm g))"),
    ("||x| - 1|", "(abs (- (abs x) 1))"),
    ("|x|² ÷ 2", "(/ (^ (abs x) 2) 2)"),
    ("W⁽¹⁾[0,1] + b⁽²⁾ + δ⁽¹⁾ + mask⁽¹⁾", "(+ (+ (+ (at W1 0 1) b2) d1) mask1)"),
    ("ŷ + y\u{302} + σ_hat", "(+ (+ y_hat y_hat) sigma_hat)"),
    ("√x[0] + √2", "(+ (sqrt (at x 0)) (sqrt 2))"),
    ("(√x)²", "(^ (sqrt x) 2)"),
    ("√√x", "(sqrt (sqrt x))"),
    ("μ + \u{B5} + φ + ϕ", "(+ (+ (+ mu mu) phi) phi)"),
    // The thin space that typesetting writes for a product.
    ("100\u{2009}(y − x²)²", "(* 100 (^ (- y (^ x 2)) 2))"),
    ("2\u{2009}x\u{2009}y / z", "(/ (* (* 2 x) y) z)"),
    ("a\u{2009}+\u{2009}b", "(+ a b)"),
  ])
  func groups(_ text: String, _ expected: String) throws {
    #expect(tree(try Parser.parse(text)) == expected)
  }

  @Test func knowsTheNamesItIsTold() throws {
    let names = ["x", "y", "theta"]
    #expect(try Parser.parse("x*y + pi", variables: names).variables == ["x", "y"])
    let error = #expect(throws: ParseError.self) {
      try Parser.parse("x + thta", variables: names)
    }
    #expect(error?.message == "there is no 'thta' here; did you mean 'theta'?")
    #expect(error?.column == 5)
    #expect(error?.length == 4)
  }

  @Test func listsVariablesInOrder() throws {
    #expect(try Parser.parse("y*x + sin(y)*pi + m[k]").variables == ["y", "x", "m", "k"])
  }

  @Test func marksThePlace() throws {
    let text = "β₁ + (m̂ $ 2)"
    let error = #expect(throws: ParseError.self) { try Parser.parse(text) }
    #expect(error?.marked(in: text) == "β₁ + (m̂ $ 2)\n        ^")
    #expect(error?.range == 13..<14)
  }

  @Test func marksThePlaceInLongText() throws {
    let text = String(repeating: "1+", count: 200) + "$" + String(repeating: "+1", count: 200)
    let error = #expect(throws: ParseError.self) { try Parser.parse(text) }
    let lines = error?.marked(in: text, width: 40).split(separator: "\n") ?? []
    #expect(lines.count == 2)
    #expect(lines.first?.count == 40)
    if lines.count == 2 { #expect(Array(lines[0])[lines[1].count - 1] == "$") }
  }
}
