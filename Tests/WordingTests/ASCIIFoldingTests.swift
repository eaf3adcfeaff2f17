import Testing

import Wording

@Suite struct ASCIIFoldingTests {
  /// The formulas that lessons and screens are written in, as a terminal without symbols shows them.
  @Test(arguments: [
    ("σ(z) = 1/(1 + e⁻ᶻ), σ′ = a(1−a)", "sigma(z) = 1/(1 + e^-z), sigma' = a(1-a)"),
    ("δ⁽ᵏ⁾ = W⁽ᵏ⁺¹⁾δ⁽ᵏ⁺¹⁾×σ′", "delta^(k) = W^(k+1)delta^(k+1)*sigma'"),
    ("m̂ = m/(1−β₁ᵗ)", "m_hat = m/(1-beta1^t)"), ("‖W‖ ≤ ¼", "||W|| <= 1/4"),
    ("gd · t=0", "gd - t=0"), ("2·3", "2*3"), ("中", "?"),
    ("∇L ≤ 10⁻³", "grad <= 10^-3"), ("β₁ × ŷ", "beta1 * y_hat"), ("x² − y²", "x^2 - y^2"),
    ("2/κmax ≤ κmin·ηλ", "2/kappa_max <= kappa_min*eta*lambda"), ("ηmaximal", "eta*maximal"),
    ("plain", "plain"), ("m̄ₜ", "m_bart"),
  ])
  func folds(text: String, to ascii: String) {
    #expect(ASCIIFolding.fold(text) == ascii)
  }
}
