/// What one update did, with every quantity it worked out.
public struct StepRecord: Sendable, Hashable {
  /// A quantity with one number for each parameter.
  public struct Named: Sendable, Hashable {
    /// The ASCII name.
    public let name: String
    public let values: [Double]
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
  /// Δθ.
  public let delta: [Double]
  public let theta: [Double]

  /// The name of the first quantity that is not finite, in the order worked out.
  public var firstNonFinite: String? {
    if !batchLoss.isFinite { return "batch_loss" }
    if g.contains(where: { !$0.isFinite }) { return "g" }
    for quantity in quantities where quantity.values.contains(where: { !$0.isFinite }) {
      return quantity.name
    }
    if delta.contains(where: { !$0.isFinite }) { return "delta" }
    return theta.contains(where: { !$0.isFinite }) ? "theta" : nil
  }

  /// A quantity of this update by its ASCII name; nil where there is none of that name.
  public func values(of name: String) -> [Double]? {
    switch name {
    case "g": return g
    case "delta": return delta
    case "theta": return theta
    case "theta_prev": return thetaBefore
    case "theta_ahead": return evaluationPoint
    default:
      return (quantities.first { $0.name == name } ?? previous.first { $0.name == name })?.values
    }
  }
}

/// Why a run ended.
public enum StopReason: Sendable, Hashable {
  /// All updates asked for were made.
  case completed
  /// The user interrupted.
  case interrupted
  /// The condition came true.
  case condition
  /// A quantity is not finite: its name, and whether it is NaN.
  case nonFinite(quantity: String)
  /// Early stopping: the best value, when it was seen, and whether θ went back to it.
  case early(best: Double, bestT: Int, restored: Bool)
}
