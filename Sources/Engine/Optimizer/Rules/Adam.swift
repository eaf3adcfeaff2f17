import CKernels
import Conversion

/// Adam: m_t = β₁ m_(t−1) + (1 − β₁) g_t, v_t = β₂ v_(t−1) + (1 − β₂) g_t²,
/// m̂ = m_t / (1 − β₁ᵗ), v̂ = v_t / (1 − β₂ᵗ), θ_t = θ_(t−1) − η m̂ / (√v̂ + ε).
///
/// AdamW (`isDecoupled`): θ also loses η λ_wd θ_(t−1). PyTorch writes the same update in another
/// order; it agrees to rounding, so both conventions share this one.
///
/// Source: slide "Adam", Algorithm 1; Kingma and Ba (2015); Loshchilov and Hutter (2019).
public struct Adam: UpdateRule {
  public let settings: Hyperparameters
  let isDecoupled: Bool
  public let horizon: Int

  init(settings: Hyperparameters, isDecoupled: Bool) {
    self.settings = settings
    self.isDecoupled = isDecoupled
    // β^t < 2^-60 leaves 1 − β^t at exactly 1 from there on.
    let slowest = max(settings[Self.beta1], settings[Self.beta2])
    let steps = slowest > 0 ? (-60 * dk_log(2) / dk_log(slowest)).rounded(.up) : 1
    horizon = Int(clamping: steps, to: 1_000_000_000_000_000) + 1
  }

  static let beta1 = Hyperparameter(
    0, "beta1", 0.9, .fraction, "how much of the first moment is kept, β₁",
    inFull: "Adam: how much of the first moment is kept")
  static let beta2 = Hyperparameter(
    1, "beta2", 0.999, .fraction, "how much of the second moment is kept, β₂",
    inFull: "Adam: how much of the second moment is kept")
  static let eps = Hyperparameter.epsilon(2, 1e-8)
  static let decay = Hyperparameter(
    3, "decay", 0.01, .nonNegative, "share of θ lost each update is η times this",
    inFull: "AdamW: the share of θ that each update takes off is η times this")

  static let m = Slot(
    0, "m", "Adam: the first moment, the fading mean of the gradients",
    short: "the first moment: a fading mean of g")
  static let v = Slot(
    1, "v", "Adam: the second moment, the fading mean of the squared gradients")
  static let mHat = Intermediate(
    "m_hat", "the first moment, corrected for its start at 0",
    short: "the first moment, corrected for its start at 0")
  static let vHat = Intermediate(
    "v_hat", "the second moment, corrected for its start at 0",
    short: "the second moment, corrected likewise")
  static let decayMove = Intermediate(
    "decay_move", symbol: "decay", "AdamW: what the decay takes off θ, η λ θ",
    short: "what the decay takes off θ")
  /// 1 − β₁ᵗ and 1 − β₂ᵗ.
  static let correction1 = SharedNumber(0)
  static let correction2 = SharedNumber(1)

  public func prepare<P: SharedLedger>(_ p: inout P) {
    p.set(Self.correction1, 1 - p[Self.beta1].power(p.t))
    p.set(Self.correction2, 1 - p[Self.beta2].power(p.t))
  }

  /// m and v, as in the rules that follow Adam's.
  @inline(__always)
  static func moments<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) -> (m: L.Q, v: L.Q) {
    let g = l.gradient
    let (beta1, beta2) = (s[Self.beta1], s[Self.beta2])
    let m = l.store(Self.m, beta1 * l.previous(Self.m) + (1 - beta1) * g)
    let v = l.store(Self.v, beta2 * l.previous(Self.v) + (1 - beta2) * (g * g))
    return (m, v)
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let (m, v) = Self.moments(&l, s)
    let mHat = l.name(Self.mHat, m.divided(byShared: s[Self.correction1]))
    let vHat = l.name(Self.vHat, v.divided(byShared: s[Self.correction2]))
    let denominator = vHat.squareRoot() + s[Self.eps]
    let stepLength =
      s.isZero(Self.eps)
      ? (s.eta * mHat).dividedOrZero(by: denominator) : s.eta * mHat / denominator
    if isDecoupled {
      let shrink = l.name(Self.decayMove, s.eta * s[Self.decay] * l.parameter)
      l.move(by: -stepLength - shrink)
    } else {
      l.move(by: -stepLength)
    }
  }

  public static let declaration = RuleDeclaration(
    name: "adam", summary: "momentum over RMSProp, both corrected for their start at 0",
    source: "slide: Adam, Algorithm 1; Kingma and Ba (2015)",
    hyperparameters: [.learningRate(0.001), beta1, beta2, eps], slots: [m, v],
    intermediates: [mHat, vHat], shared: [correction1, correction2],
    misconceptions: Misconception.adam,
    makeRule: { settings, _ in Adam(settings: settings, isDecoupled: false) })

  public static let decoupledDeclaration = RuleDeclaration(
    name: "adamw", summary: "adam with the weights' decay kept out of the moments",
    source: "Loshchilov and Hutter (2019)",
    hyperparameters: [.learningRate(0.001), beta1, beta2, eps, decay], slots: [m, v],
    intermediates: [mHat, vHat, decayMove], shared: [correction1, correction2],
    misconceptions: Misconception.adamw,
    makeRule: { settings, _ in Adam(settings: settings, isDecoupled: true) })
}
