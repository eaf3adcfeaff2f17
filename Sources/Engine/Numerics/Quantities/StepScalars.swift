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
  /// Which of them are exactly 0, a bit for each: a number of all lanes that a loop need not compare.
  private let zeros: UInt8
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
    var zeros: UInt8 = 0
    for k in 0..<min(settings.others.count, Row<S>.capacity) {
      self.settings[k] = make(settings.others[k].value, settings.others[k].name)
      if settings.others[k].value == 0 { zeros |= 1 << k }
    }
    self.zeros = zeros
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
  public func isZero(_ setting: Hyperparameter) -> Bool { zeros & (1 << setting.position) != 0 }

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
    zeros = s.zeros
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

  /// The numbers of another update, before `prepare`: the settings are the same.
  func begun(eta: Double, t: Int) -> Self {
    var next = self
    next.eta = eta
    next.t = Double(t)
    next.isFirst = t == 1
    return next
  }
}
