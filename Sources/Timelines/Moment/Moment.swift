import Arithmetic
import Engine
import Formula
import Landscapes

/// One moment of a course of training, and every quantity there.
///
/// What must be worked out (the loss, the fresh gradient) is worked out once and when asked for.
public final class Moment {
  public let timeline: Timeline
  let evaluator: any Evaluator

  public init(_ timeline: Timeline, evaluator: (any Evaluator)? = nil) {
    self.timeline = timeline
    self.evaluator = evaluator ?? timeline.experiment.objective.makeEvaluator()
  }

  public var theta: [Double] { timeline.state.theta }
  public var experiment: Experiment { timeline.experiment }
  var layout: ParameterLayout { experiment.objective.layout }

  public private(set) lazy var loss: Double = known("loss") ?? loss(at: theta)
  public private(set) lazy var gradient: [Double] = evaluator.gradient(at: theta).gradient

  /// κmax of the objective's Hessian at θ; nil where it has none, or none that is finite.
  public private(set) lazy var sharpness: Double? = {
    switch experiment.objective {
    case let surface as Surface:
      Curvature(of: surface, at: theta[0], theta[1]).eigenvalues.last.flatMap {
        $0.isFinite ? $0 : nil
      }
    case let network as Network: NetworkCurvature.sharpness(of: network, at: theta)
    default: nil
    }
  }()

  public func loss(at theta: [Double]) -> Double { evaluator.loss(at: theta) }

  /// A figure that a run has seen at the end of the epoch that has just ended.
  func known(_ name: String) -> Double? {
    let (looks, mark) = (timeline.metricsNow, timeline.figuresNow)
    let training = looks.training.map { EpochMark.Figures($0) } ?? mark?.training
    let validation = looks.validation.map { EpochMark.Figures($0) } ?? mark?.validation
    switch name {
    case "loss": return training?.loss
    case "accuracy", "r2": return training?.score
    case "val_loss": return validation?.loss
    case "val_accuracy", "val_r2": return validation?.score
    default: return nil
    }
  }

  /// The network with the dropout that the last update's masks are of.
  var networkOfLastUpdate: Network? { timeline.experimentOfLastUpdate.objective.network }
  /// The last update's passes, with its masks and at the θ that it began from.
  private(set) lazy var trace: ForwardTrace? = {
    guard let network = networkOfLastUpdate, let record = timeline.record else { return nil }
    return network.trace(
      at: record.evaluationPoint ?? record.thetaBefore, batch: record.minibatch)
  }()
  private(set) lazy var backwardTrace: BackwardTrace? = trace?.backward()
}

// MARK: Quantities by their names

extension Moment {
  /// A quantity by its ASCII name; nil where there is none of that name now.
  ///
  /// - Throws: `MemoryError` for a pass whose numbers do not fit into memory.
  public func value(of name: String) throws -> Value? {
    if let value = MomentQuantity.named(name)?.value(self) { return value }
    // What the last update worked out is meant, where something else has its name.
    for family in [.update] + QuantityFamily.all {
      if let value = try family.value(self, name) { return value }
    }
    return nil
  }

  /// Whether `value` gives one for a name, told without working it out: completion asks for all names
  /// at each press of Tab.
  public func hasValue(of name: String) -> Bool {
    MomentQuantity.named(name)?.isThere(self) ?? false
      || QuantityFamily.all.contains { $0.names(self).contains(name) && $0.isThere(self, name) }
  }

  /// Whether a quantity takes many passes to work out, so that lists leave it out.
  public static func isCostly(_ name: String) -> Bool {
    MomentQuantity.named(name)?.isCostly ?? false
  }

  /// The names that an expression may use on this course besides the program's own: those of θ's
  /// ranges, of a network's layers, of the rule.
  public var namesOfCourse: [String] { QuantityFamily.all.flatMap { $0.names(self) } }
}
