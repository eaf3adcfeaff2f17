import Arithmetic
import Engine
import Formula

/// A quantity of the program together with how a moment has it.
struct MomentQuantity: Sendable {
  let declaration: QuantityDeclaration
  /// Whether there is a value, told without working it out.
  let isThere: @Sendable (Moment) -> Bool
  /// The value; nil where there is none now.
  let value: @Sendable (Moment) -> Value?
  /// Whether it takes many passes to work out.
  var isCostly = false

  init(
    _ declaration: QuantityDeclaration,
    where isThere: @escaping @Sendable (Moment) -> Bool = { _ in true },
    value: @escaping @Sendable (Moment) -> Value?
  ) {
    (self.declaration, self.isThere, self.value) = (declaration, isThere, value)
  }

  init(
    _ name: String, _ shape: QuantityDeclaration.Shape, _ meaning: String, short: String? = nil,
    where isThere: @escaping @Sendable (Moment) -> Bool = { _ in true },
    value: @escaping @Sendable (Moment) -> Value?
  ) {
    self.init(QuantityDeclaration(name, shape, meaning, short: short), where: isThere, value: value)
  }

  /// One number for each parameter of the last update.
  init(_ quantity: StepRecord.Quantity) {
    self.init(quantity.declaration) { moment in
      moment.timeline.record.map(quantity.isThere) ?? false
    } value: { moment in
      moment.timeline.record.flatMap(quantity.values).map { Value(vector: $0) }
    }
  }

  static func named(_ name: String) -> MomentQuantity? { byName[name] }

  private static let byName = Dictionary(
    (ofTraining + ofMoments).map { ($0.declaration.name, $0) }
  ) { first, _ in first }
}

extension MomentQuantity {
  /// Those of training and of networks, in the order in which help has them.
  static let ofTraining: [MomentQuantity] =
    [
      MomentQuantity("t", .number, "updates made so far") { Value(Double($0.timeline.state.t)) },
      MomentQuantity(StepRecord.theta.declaration) { Value(vector: $0.theta) },
      features, targets,
      MomentQuantity(StepRecord.g),
      MomentQuantity(
        "grad", .parameters,
        "the gradient ∇L at θ now, fresh and exact, without the penalty's share; on a network grad_W1, "
          + "grad_b1 and so on are its parts, layer by layer"
      ) { Value(vector: $0.gradient) },
      MomentQuantity("loss", .number, "the objective at θ now: on a surface f(x, y)") {
        Value($0.loss)
      },
      MomentQuantity(
        "batch_loss", .number,
        "what the last update differentiated, before it: the loss it came from, without penalty",
        where: { $0.timeline.record != nil }
      ) { $0.timeline.record.map { Value($0.batchLoss) } },
      MomentQuantity("penalty", .number, "the penalty term at θ now") {
        Value($0.experiment.penalty.value(at: $0.theta, layout: $0.layout))
      },
      epoch,
    ] + measures + [
      batch,
      MomentQuantity(
        "eta", .number,
        "the learning rate that the last update used, after the schedule; before the first update, the "
          + "one that it will use", short: "the learning rate after the schedule"
      ) { Value($0.timeline.record?.eta ?? $0.timeline.nextRate) },
      MomentQuantity(StepRecord.movement),
      MomentQuantity(
        "lr", .number, "the optimizer's learning rate before any schedule, α₀"
      ) { Value($0.experiment.optimizer.settings.lr) },
    ]

  /// Those of one moment beside others.
  static let ofMoments: [MomentQuantity] = [
    MomentQuantity(StepRecord.thetaBefore),
    MomentQuantity(StepRecord.evaluationPoint),
    MomentQuantity(
      "g_prev", .parameters, "the gradient that the update before the last used",
      where: { $0.timeline.state.t - 1 > $0.timeline.extent.lowerBound }
    ) { moment in
      moment.timeline.gradient(before: moment.timeline.state.t).map { Value(vector: $0) }
    },
    MomentQuantity(
      "hessian", .twoByTwo, "the second derivatives of a surface at θ now",
      where: { $0.experiment.objective.surface != nil }
    ) { moment in
      guard let surface = moment.experiment.objective.surface else { return nil }
      let h = surface.hessian(moment.theta[0], moment.theta[1])
      return Value(shape: [2, 2], elements: [h[0], h[1], h[1], h[2]])
    },
    sharpness,
  ]

  private static let sharpness: MomentQuantity = {
    var quantity = MomentQuantity(
      "sharpness", .number,
      "κmax, the largest eigenvalue of the Hessian of the loss at θ now: gradient descent is stable "
        + "at rates below 2 over it", short: "the largest eigenvalue of the Hessian",
      where: { $0.experiment.objective.surface != nil || $0.experiment.objective.network != nil }
    ) { $0.sharpness.map { Value($0) } }
    quantity.isCostly = true
    return quantity
  }()
}
