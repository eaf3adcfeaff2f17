import Arithmetic
import Engine
import Formula
import LongWork

/// Quantities whose names depend on what is trained: those of θ's ranges, of a network's layers, of a
/// rule.
struct QuantityFamily: Sendable {
  /// The names that an expression may use on this course of training.
  let names: @Sendable (Moment) -> [String]
  /// Whether one of the names has a value now, told without working it out.
  let isThere: @Sendable (Moment, String) -> Bool
  /// The value; nil for a name that is none of the family's, or has no value now.
  let value: @Sendable (Moment, String) throws -> Value?

  /// In the order in which their names are listed.
  static let all = [ranges, passes, gradients, masks, update, rule]

  /// What the last update worked out, and what its rule remembered before it.
  static let update = QuantityFamily { moment in
    guard let record = moment.timeline.record else { return [] }
    return (record.quantities + record.previous).map(\.name)
      + (record.shared + record.sharedBefore).map(\.name)
  } isThere: { _, _ in
    true
  } value: { moment, name in
    guard let record = moment.timeline.record else { return nil }
    return record.values(of: name).map { Value(vector: $0) }
      ?? record.number(of: name).map { Value($0) }
  }

  /// The named ranges of θ: W1, b1, ..., on a surface x and y.
  private static let ranges = QuantityFamily { moment in
    moment.layout.entries.map(\.name)
  } isThere: { _, _ in
    true
  } value: { moment, name in
    moment.layout.entry(named: name).map {
      Value(shape: $0.shape, elements: Array(copying: moment.theta[$0.range]))
    }
  }

  /// The same ranges of the fresh gradient: grad_W1, ...
  private static let gradients = QuantityFamily { moment in
    guard moment.experiment.objective.network != nil else { return [] }
    return moment.layout.entries.map { QuantityDeclaration.gradientPrefix + $0.name }
  } isThere: { _, _ in
    true
  } value: { moment, name in
    let prefix = QuantityDeclaration.gradientPrefix
    guard moment.experiment.objective.network != nil, name.hasPrefix(prefix),
      let entry = moment.layout.entry(named: String(name.dropFirst(prefix.count)))
    else { return nil }
    return Value(shape: entry.shape, elements: Array(copying: moment.gradient[entry.range]))
  }

  /// z, a and δ of each layer in the last update.
  private static let passes = QuantityFamily { moment in
    let layers = moment.experiment.objective.network?.architecture.layers.count ?? 0
    return (0..<layers).flatMap { layer in
      LayerQuantity.allCases.map { "\($0.rawValue)\(layer + 1)" }
    }
  } isThere: { moment, name in
    guard moment.timeline.record != nil, let number = Int(name.dropFirst()) else { return false }
    return moment.networkOfLastUpdate?.architecture.layers.indices.contains(number - 1) ?? false
  } value: { moment, name in
    guard let kind = name.first.flatMap({ LayerQuantity(rawValue: String($0)) }),
      let number = Int(name.dropFirst()), let record = moment.timeline.record,
      let network = moment.experiment.objective.network
    else { return nil }
    try network.checkTrace(of: record.minibatch.examples.count)
    guard let trace = moment.trace, let layer = trace.layers[safely: number - 1] else { return nil }
    let n = trace.exampleCount
    switch kind {
    case .preActivation: return Value(shape: [layer.rows, n], elements: layer.z)
    case .activation: return Value(shape: [layer.units, n], elements: layer.a)
    case .delta:
      return moment.backwardTrace?.layers[safely: number - 1].map {
        Value(shape: [layer.rows, n], elements: $0.delta)
      }
    }
  }

  /// The last update's dropout masks.
  private static let masks = QuantityFamily { moment in
    moment.experiment.objective.dropoutLayers.map(\.name)
  } isThere: { moment, name in
    mask(name, of: moment) != nil
  } value: { moment, name in
    guard let (layer, batch, k) = mask(name, of: moment), let numbers = batch.maskNumbers(k)
    else { return nil }
    return layer.isPerBatch
      ? Value(vector: numbers)
      : Value(shape: [layer.units, numbers.count / max(layer.units, 1)], elements: numbers)
  }

  /// The layer that a mask is of, and the mask's place in the last update's batch.
  private static func mask(
    _ name: String, of moment: Moment
  ) -> (layer: DropoutLayer, batch: Minibatch, place: Int)? {
    guard let layers = moment.networkOfLastUpdate?.dropoutLayers,
      let k = layers.firstIndex(where: { $0.name == name }),
      let batch = moment.timeline.record?.minibatch, batch.masks.indices.contains(k)
    else { return nil }
    return (layers[k], batch, k)
  }

  /// The settings of the rule in use, and what it remembers before it has made an update.
  private static let rule = QuantityFamily { moment in
    moment.experiment.optimizer.declaration.names
  } isThere: { moment, name in
    let declaration = moment.experiment.optimizer.declaration
    return moment.experiment.optimizer.settings[name] != nil
      || remembered(name, of: moment) != nil || declaration.sharedPlace(of: name) != nil
  } value: { moment, name in
    let optimizer = moment.experiment.optimizer
    if let setting = optimizer.settings[name] { return Value(setting) }
    if let place = remembered(name, of: moment) {
      return Value(vector: Array(copying: moment.timeline.state.slots[place]))
    }
    return optimizer.declaration.sharedPlace(of: name).flatMap { place in
      moment.timeline.state.shared[safely: place].map { Value($0) }
    }
  }

  /// Where a slot's numbers lie in the state.
  private static func remembered(_ name: String, of moment: Moment) -> Range<Int>? {
    let declaration = moment.experiment.optimizer.declaration
    guard
      let slot = declaration.slot(named: name, afterUpdates: moment.timeline.state.ruleT)
    else { return nil }
    let start = slot.position * moment.theta.count
    return start..<(start + moment.theta.count)
  }
}
