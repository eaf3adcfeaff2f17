import LongWork

/// What one update did, with every quantity it worked out.
public struct StepRecord: Sendable, Hashable {
  /// A quantity with one number for each parameter.
  ///
  /// Of a large θ the numbers are worked out each time they are asked for, so ask once; single ones
  /// come by subscript, at no cost.
  public struct Named: Sendable, Hashable {
    private enum Source: Sendable {
      case numbers([Double])
      case column(WorkedUpdate, Int)
      case slot(WorkedUpdate, Int)
    }

    /// The ASCII name.
    public let name: String
    private let source: Source

    init(name: String, values: [Double]) {
      self.name = name
      source = .numbers(values)
    }

    /// Column `k` of an update.
    init(_ update: WorkedUpdate, column k: Int) {
      name = update.names[k]
      source = .column(update, k)
    }

    /// Slot `k` before an update.
    init(name: String, _ update: WorkedUpdate, slot k: Int) {
      self.name = name
      source = .slot(update, k)
    }

    public var values: [Double] {
      switch source {
      case .numbers(let values): values
      case .column(let update, let k): update.column(k)
      case .slot(let update, let k): Array(copying: update.slot(k))
      }
    }

    /// The number of parameter `i`.
    public subscript(i: Int) -> Double {
      switch source {
      case .numbers(let values): values[i]
      case .column(let update, let k): update.number(k, of: i)
      case .slot(let update, let k): update.slot(k)[update.slot(k).startIndex + i]
      }
    }

    public static func == (a: Named, b: Named) -> Bool {
      a.name == b.name && a.values == b.values
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(values)
    }
  }

  /// A number of the update that all parameters share.
  public struct Shared: Sendable, Hashable {
    /// The ASCII name.
    public let name: String
    public let value: Double
  }

  /// Updates made, this one included.
  public let t: Int
  /// This update's number since its rule began.
  public let ruleT: Int
  public let epoch: Int
  /// The learning rate after the schedule.
  public let eta: Double
  /// What the update differentiated, before it; without penalty.
  public let batchLoss: Double
  public let minibatch: Minibatch
  public let thetaBefore: [Double]
  /// The gradient used, the penalty's share included.
  public let g: [Double]
  /// Where the gradient was evaluated, if not at θ (Nesterov's look-ahead point).
  public let evaluationPoint: [Double]?
  /// What the rule remembered before the update, by the names `m_prev`, ...
  public let previous: [Named]
  /// What the rule worked out, in its order.
  public let quantities: [Named]
  /// What the rule remembered of all parameters at once before the update, by the names `..._prev`.
  public let sharedBefore: [Shared]
  /// What the rule worked out for all parameters at once, in its order.
  public let shared: [Shared]
  /// Δθ by its name.
  public let movement: Named
  public let theta: [Double]

  /// Δθ.
  public var delta: [Double] { movement.values }

  /// The name of the first quantity that is not finite, in the order worked out.
  public var firstNonFinite: String? {
    if !batchLoss.isFinite { return "batch_loss" }
    func isBad(_ values: [Double]) -> Bool { values.inParts().contains { !$0.isFinite } }
    if isBad(g) { return "g" }
    for number in shared where !number.value.isFinite { return number.name }
    for quantity in quantities where isBad(quantity.values) { return quantity.name }
    if isBad(delta) { return "delta" }
    return isBad(theta) ? "theta" : nil
  }

  /// A number of this update that all parameters share, by its ASCII name; nil where there is none.
  public func number(of name: String) -> Double? {
    if name == "eta" { return eta }
    return (shared.first { $0.name == name } ?? sharedBefore.first { $0.name == name })?.value
  }

  /// A quantity of this update by its ASCII name, one number for each parameter; nil where there is
  /// none of that name.
  public func values(of name: String) -> [Double]? {
    if let own = Self.own.first(where: { $0.declaration.name == name }) { return own.values(self) }
    return (quantities.first { $0.name == name } ?? previous.first { $0.name == name })?.values
  }
}

// MARK: What every update has

extension StepRecord {
  /// A quantity with one number for each parameter, and how a record has it.
  package struct Quantity: Sendable {
    package let declaration: QuantityDeclaration
    /// Whether there are values, told without working them out.
    package var isThere: @Sendable (StepRecord) -> Bool = { _ in true }
    package let values: @Sendable (StepRecord) -> [Double]?
  }

  package static let g = Quantity(
    declaration: QuantityDeclaration(
      "g", .parameters,
      "the gradient that the last update used, taken where that update began (for nesterov at its "
        + "look-ahead point), with the penalty's share", short: "the gradient this update used")
  ) { $0.g }
  package static let movement = Quantity(
    declaration: QuantityDeclaration(
      "delta", .parameters, "how far the last update moved θ",
      short: "the movement of θ")
  ) { $0.delta }
  package static let theta = Quantity(
    declaration: QuantityDeclaration(
      "theta", .parameters,
      "the parameters now, θ after update t; on a surface also by the names x and y",
      short: "the new parameter")
  ) { $0.theta }
  package static let thetaBefore = Quantity(
    declaration: QuantityDeclaration("theta_prev", .parameters, "θ before the last update")
  ) { $0.thetaBefore }
  package static let evaluationPoint = Quantity(
    declaration: QuantityDeclaration(
      "theta_ahead", .parameters,
      "nesterov: where the gradient was taken, θ + λ v before the update", symbol: "θ′",
      short: "where the gradient is taken"),
    isThere: { $0.evaluationPoint != nil }
  ) { $0.evaluationPoint }

  package static let own = [g, movement, theta, thetaBefore, evaluationPoint]

  /// The names of what the update worked out, in its order: those that can be explained.
  public var explainableNames: [String] {
    let ahead = evaluationPoint.map { _ in Self.evaluationPoint.declaration.name }
    return ["eta"] + shared.map(\.name) + [ahead, Self.g.declaration.name].compactMap(\.self)
      + quantities.map(\.name) + [Self.movement, Self.theta].map(\.declaration.name)
  }
}
