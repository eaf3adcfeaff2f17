/// What a rule remembers from one update to the next, one number for each parameter.
public enum Slot: Sendable, Hashable {
  /// Momentum's movement v.
  case movement
  /// Adam's first moment m and second moment v.
  case firstMoment, secondMoment
  /// Adagrad's Σ g².
  case sumOfSquares
  /// RMSProp's σ.
  case rootMeanSquare
  /// A slot of a user's own rule, by its position.
  case own(Int)

  /// Where it lies among its rule's slots.
  @inlinable @inline(__always) var position: Int {
    switch self {
    case .movement, .firstMoment, .sumOfSquares, .rootMeanSquare: 0
    case .secondMoment: 1
    case .own(let position): position
    }
  }
}

/// An intermediate result that a rule names on its way.
public enum Intermediate: Sendable, Hashable {
  case sigma
  /// Adagrad's η^t = η / √(t+1).
  case decayedRate
  case correctedFirstMoment, correctedSecondMoment
  /// Adagrad's other form of the same move, −η g / √(Σ g²).
  case directMove
  /// The part of AdamW's move that shrinks the weight.
  case decayMove
  /// Of a user's own rule, by its position.
  case own(Int)
}

/// The page on which one update of one parameter (or of a few side by side) is written.
///
/// A rule reads `gradient`, `parameter` and what it stored at the last update, stores, names what it
/// works out on the way, and says at last by how much θ moves. Each reading of a rule is a ledger of
/// its own: in bulk naming costs nothing; the recording one keeps every number; the explaining one
/// keeps the formulas too.
public protocol Ledger {
  associatedtype Q: Quantity
  /// g, the gradient this update uses.
  var gradient: Q { get }
  /// θ before the update.
  var parameter: Q { get }
  /// What the last update stored; 0 before the first.
  func previous(_ slot: Slot) -> Q
  /// Keeps a number for the next update, and gives it back under its own name.
  mutating func store(_ slot: Slot, _ value: Q) -> Q
  /// Gives an intermediate result its name.
  @discardableResult mutating func name(_ name: Intermediate, _ value: Q) -> Q
  /// A setting of a user's own rule, by its name.
  func setting(_ value: Double, named name: String) -> Q
  /// Δθ; called once, last.
  mutating func move(by delta: Q)
}

extension Ledger {
  public func setting(_ value: Double, named name: String) -> Q { Q(constant: value) }
}

/// The numbers of one update that are the same for every parameter.
///
/// It holds numbers alone, so that copying it in a hot loop costs next to nothing.
public struct StepScalars<S: Quantity>: Sendable {
  /// η after the schedule.
  public var eta: S
  /// This update's number, counted from 1 since the rule started.
  public var t: S
  public var lambda: S
  public var alpha: S
  public var beta1: S
  public var beta2: S
  public var eps: S
  public var decay: S
  /// Whether the rule has no history yet.
  public var isFirst: Bool
  /// Whether ε is 0 (then a denominator may be 0).
  public var epsIsZero: Bool

  // Worked out once an update by the rule's `prepare`.
  /// 1 − β₁ᵗ and 1 − β₂ᵗ.
  public var correction1: S
  public var correction2: S
  /// Whether they are known to be 1, as β₁ᵗ and β₂ᵗ vanish.
  public var correction1IsOne = false
  public var correction2IsOne = false
  /// Adagrad's η/√t, with t counted from 1.
  public var decayedRate: S

  /// The scalars of update `t`, each made by `make` from its value and its ASCII name.
  init(_ settings: Hyperparameters, eta: Double, t: Int, make: (Double, String) -> S) {
    self.eta = make(eta, "eta")
    self.t = make(Double(t), "t")
    lambda = make(settings.lambda, "lambda")
    alpha = make(settings.alpha, "alpha")
    beta1 = make(settings.beta1, "beta1")
    beta2 = make(settings.beta2, "beta2")
    eps = make(settings.eps, "eps")
    decay = make(settings.decay, "decay")
    isFirst = t == 1
    epsIsZero = settings.eps == 0
    correction1 = S(constant: 1)
    correction2 = S(constant: 1)
    decayedRate = self.eta
  }
}

extension StepScalars where S == Double {
  @inline(__always)
  init(_ settings: Hyperparameters, eta: Double, t: Int) {
    self.init(settings, eta: eta, t: t) { value, _ in value }
  }

  /// The same numbers in every lane.
  @inline(__always)
  func broadcast<Q: Quantity>(to: Q.Type) -> StepScalars<Q> { StepScalars<Q>(copying: self) }
}

extension StepScalars {
  @inline(__always)
  fileprivate init(copying s: StepScalars<Double>) {
    eta = S(constant: s.eta)
    t = S(constant: s.t)
    lambda = S(constant: s.lambda)
    alpha = S(constant: s.alpha)
    beta1 = S(constant: s.beta1)
    beta2 = S(constant: s.beta2)
    eps = S(constant: s.eps)
    decay = S(constant: s.decay)
    isFirst = s.isFirst
    epsIsZero = s.epsIsZero
    correction1 = S(constant: s.correction1)
    correction2 = S(constant: s.correction2)
    correction1IsOne = s.correction1 == 1
    correction2IsOne = s.correction2 == 1
    decayedRate = S(constant: s.decayedRate)
  }
}
