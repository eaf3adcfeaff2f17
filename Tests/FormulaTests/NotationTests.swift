import Formula
import Testing

@Suite struct NotationTests {
  @Test(arguments: [
    ("theta", "θ"), ("eta", "η"), ("lambda", "λ"), ("alpha", "α"), ("beta1", "β₁"),
    ("beta2", "β₂"), ("eps", "ε"), ("sigma", "σ"), ("m", "m"), ("m_hat", "m̂"), ("v_hat", "v̂"),
    ("y_hat", "y\u{302}"), ("delta", "Δθ"), ("grad", "∇L"), ("loss", "L"), ("pi", "π"),
    ("W1", "W⁽¹⁾"), ("b12", "b⁽¹²⁾"), ("d1", "δ⁽¹⁾"), ("mask1", "mask⁽¹⁾"), ("x1", "x₁"),
    ("theta0", "θ₀"), ("sigma_hat2", "σ̂₂"), ("m_hat[0]", "m̂[0]"), ("W1[2,0]", "W⁽¹⁾[2,0]"),
    ("batch_loss", "batch_loss"), ("lr", "lr"), ("lr2", "lr2"), ("x_0", "x_0"), ("t", "t"),
    ("x1_hat", "x1_hat"), ("loss1", "loss1"), ("grad_hat", "grad_hat"),
  ])
  func pairs(_ name: String, _ symbol: String) throws {
    #expect(Notation.symbol(for: name) == symbol)
    #expect(Notation.asciiName(for: symbol) == name)
    #expect(try Parser.parse(symbol) == Parser.parse(name))
  }

  @Test(arguments: [
    ("ŷ", "y_hat"), ("ϵ", "eps"), ("∇", "grad"), ("∇f", "grad"), ("Δ", "delta"), ("δ", "delta"),
    ("δ₁", "d1"), ("µ", "mu"), ("β1", "beta1"),
  ])
  func otherSpellings(_ symbol: String, _ name: String) {
    #expect(Notation.asciiName(for: symbol) == name)
  }
}
