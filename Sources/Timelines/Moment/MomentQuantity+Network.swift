import Arithmetic
import Datasets
import Engine
import Formula

/// What exists on a network alone; x and y are the coordinates on a surface too.
extension MomentQuantity {
  private static func ofNetwork(
    _ name: String, _ shape: QuantityDeclaration.Shape, _ meaning: String,
    value: @escaping @Sendable (Moment, Network) -> Value?
  ) -> MomentQuantity {
    MomentQuantity(name, shape, meaning, where: { $0.experiment.objective.network != nil }) {
      moment in
      moment.experiment.objective.network.flatMap { value(moment, $0) }
    }
  }

  static let features = ofNetwork(
    "x", .number,
    "the features of the training set, a row for each example; on a surface the first coordinate of θ"
  ) {
    _, network in
    let training = network.training
    return Value(
      shape: [training.count, training.featureCount], elements: training.featureValues)
  }

  static let targets = ofNetwork(
    "y", .number,
    "the targets of the training set; on a surface the second coordinate of θ"
  ) {
    _, network in
    let training = network.training
    return training.targetCount == 1
      ? Value(vector: training.targets)
      : Value(shape: [training.count, training.targetCount], elements: training.targets)
  }

  static let epoch = ofNetwork(
    "epoch", .number, "passes over the training set begun so far"
  ) { moment, _ in Value(Double(moment.timeline.state.epoch)) }

  static let batch = MomentQuantity(
    "batch", .examples, "which examples the last update used",
    where: { $0.experiment.objective.network != nil && $0.timeline.record != nil }
  ) { moment in
    guard moment.experiment.objective.network != nil else { return nil }
    return moment.timeline.record.map { Value(vector: $0.minibatch.exampleNumbers) }
  }

  /// How well the network does on the parts of the data.
  static let measures: [MomentQuantity] = NetworkMetrics.quantities.map { declaration in
    let name = declaration.name
    if declaration.shape == .confusion { return confusion(declaration) }
    return MomentQuantity(declaration) {
      $0.experiment.objective.network != nil && $0.evaluator.monitors.contains(name)
    } value: { moment in
      guard moment.experiment.objective.network != nil,
        moment.evaluator.monitors.contains(name)
      else { return nil }
      return Value(moment.known(name) ?? moment.evaluator.monitor(name, at: moment.theta))
    }
  }

  private static func confusion(_ declaration: QuantityDeclaration) -> MomentQuantity {
    @Sendable func dataset(_ moment: Moment) -> Dataset? {
      guard let network = moment.experiment.objective.network else { return nil }
      let dataset =
        switch declaration.part {
        case .validation: network.validation
        case .test: network.test
        case nil: Optional(network.training)
        }
      return dataset.flatMap { $0.task == .regression ? nil : $0 }
    }
    return MomentQuantity(declaration, where: { dataset($0) != nil }) { moment in
      guard let dataset = dataset(moment),
        let confusion = moment.experiment.objective.network?
          .metrics(at: moment.theta, on: dataset).confusion
      else { return nil }
      return Value(
        shape: [confusion.count, confusion.count],
        elements: confusion.flatMap { $0.map(Double.init) })
    }
  }
}
