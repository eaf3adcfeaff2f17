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

/// The page on which a rule's `prepare` works out the numbers that all parameters share.
public protocol SharedLedger {
  associatedtype Q: Quantity
  /// η after the schedule.
  var eta: Q { get }
  /// This update's number, counted from 1 since the rule started.
  var t: Q { get }
  subscript(setting: Hyperparameter) -> Q { get }
  /// What the last update left in a number that is remembered; its start before the first.
  func previous(_ number: SharedNumber) -> Q
  /// Sets a number, and gives it back under its own name where it has one.
  @discardableResult mutating func set(_ number: SharedNumber, _ value: Q) -> Q
}

/// The numbers of one update that are the same for every parameter.
///
/// It holds numbers alone, so that copying it in a hot loop costs next to nothing.
public struct StepScalars<S: Quantity>: Sendable {
  /// η after the schedule.
  public var eta: S
  /// This update's number, counted from 1 since the rule started.
  public var t: S
  /// Whether the rule has no history yet.
  public var isFirst: Bool
  /// The rule's settings, by their positions.
  private var settings: Row<S>
  /// What `prepare` worked out, by position; before it, what is remembered of the update before.
  private var shared: Row<S>

  /// The scalars of update `t`, each made by `make` from its value and its ASCII name.
  ///
  /// - Parameters:
  ///   - remembered: the shared numbers that the rule remembers.
  ///   - values: what the last update left in them.
  init(
    _ settings: Hyperparameters, eta: Double, t: Int, remembering remembered: [SharedNumber] = [],
    _ values: [Double] = [], make: (Double, String) -> S
  ) {
    self.eta = make(eta, "eta")
    self.t = make(Double(t), "t")
    isFirst = t == 1
    self.settings = Row(repeating: self.eta)
    for k in 0..<min(settings.others.count, Row<S>.capacity) {
      self.settings[k] = make(settings.others[k].value, settings.others[k].name)
    }
    shared = Row(repeating: S(constant: 1))
    for (k, number) in remembered.enumerated() {
      shared[number.position] = make(values[k], number.quantity?.name ?? "")
    }
  }

  @inline(__always)
  public subscript(setting: Hyperparameter) -> S { settings[setting.position] }

  @inline(__always)
  public subscript(number: SharedNumber) -> S { shared[number.position] }

  /// Whether a setting is exactly 0: then a denominator that it is added to may be 0.
  @inline(__always)
  public func isZero(_ setting: Hyperparameter) -> Bool { settings[setting.position].first == 0 }

  /// The same numbers in another reading, as constants: in every lane, or with no name.
  @inline(__always)
  func broadcast<Q: Quantity>(to: Q.Type) -> StepScalars<Q> where S == Double {
    StepScalars<Q>(copying: self)
  }

  @inline(__always)
  private init(copying s: StepScalars<Double>) {
    eta = S(constant: s.eta)
    t = S(constant: s.t)
    isFirst = s.isFirst
    settings = Row(constants: s.settings)
    shared = Row(constants: s.shared)
  }
}

extension StepScalars: SharedLedger {
  public func previous(_ number: SharedNumber) -> S { shared[number.position] }
  @discardableResult public mutating func set(_ number: SharedNumber, _ value: S) -> S {
    shared[number.position] = value
    return value
  }
}

extension StepScalars where S == Double {
  init(
    _ settings: Hyperparameters, eta: Double, t: Int, remembering remembered: [SharedNumber] = [],
    _ values: [Double] = []
  ) {
    self.init(settings, eta: eta, t: t, remembering: remembered, values) { value, _ in value }
  }
}

/// A few numbers in their places, without memory of their own.
struct Row<S: Quantity>: Sendable {
  static var capacity: Int { 8 }
  private var s0, s1, s2, s3, s4, s5, s6, s7: S

  @inline(__always) init(repeating s: S) {
    (s0, s1, s2, s3, s4, s5, s6, s7) = (s, s, s, s, s, s, s, s)
  }

  @inline(__always) init(constants r: Row<Double>) {
    (s0, s1) = (S(constant: r.s0), S(constant: r.s1))
    (s2, s3) = (S(constant: r.s2), S(constant: r.s3))
    (s4, s5) = (S(constant: r.s4), S(constant: r.s5))
    (s6, s7) = (S(constant: r.s6), S(constant: r.s7))
  }

  /// - Precondition: 0 ≤ `i` < `capacity`, which `RuleDeclaration` sees to.
  @inline(__always) subscript(i: Int) -> S {
    get {
      switch i {
      case 0: s0
      case 1: s1
      case 2: s2
      case 3: s3
      case 4: s4
      case 5: s5
      case 6: s6
      default: s7
      }
    }
    set {
      switch i {
      case 0: s0 = newValue
      case 1: s1 = newValue
      case 2: s2 = newValue
      case 3: s3 = newValue
      case 4: s4 = newValue
      case 5: s5 = newValue
      case 6: s6 = newValue
      default: s7 = newValue
      }
    }
  }
}
