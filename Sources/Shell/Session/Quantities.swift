import Console
import Engine
import Formula
import LongWork

/// A quantity as it is declared: its name, what it is and what shape it has.
struct QuantityDeclaration {
  /// A part of the data that is set aside.
  enum Part: String {
    case validation, test
  }

  /// The kind of target that a measure is for.
  enum Target {
    case classes, numbers
  }

  var name: String
  var shape: String
  var meaning: String
  /// What a terminal shows, where that does not follow from the name.
  var symbol: String?
  /// What stands beside its formula.
  var short: String?
  /// The part of the data that it is of; nil for the training set and what is of no data.
  var part: Part?
  /// The targets that it is for, where it is not for all.
  var target: Target?

  init(
    _ name: String, _ shape: String, _ meaning: String, of part: Part? = nil,
    for target: Target? = nil, symbol: String? = nil, short: String? = nil
  ) {
    self.name = name
    self.shape = shape
    self.meaning = meaning
    self.part = part
    self.target = target
    self.symbol = symbol
    self.short = short
  }

  init(_ quantity: RuleQuantity, _ shape: String) {
    self.init(
      quantity.name, shape, quantity.meaning, symbol: quantity.symbol, short: quantity.short)
  }

  init(_ setting: Hyperparameter) {
    self.init(setting.name, "a number", setting.fullMeaning)
  }

  /// What a rule remembers and works out.
  static func quantities(of rule: RuleDeclaration) -> [QuantityDeclaration] {
    rule.parameterQuantities.map { QuantityDeclaration($0, "one number for each parameter") }
      + rule.sharedQuantities.map { QuantityDeclaration($0, "a number") }
  }

  /// The program's quantities: those of training and networks, then those of its rules. A user's own
  /// rule adds its own.
  static let all: [QuantityDeclaration] = ofTraining + ofSettings + ofRules + ofMoments

  /// What the rules that come with the program declare. Where they have different things of one
  /// name, both are told.
  private static let ofRules: [QuantityDeclaration] = {
    var found: [QuantityDeclaration] = []
    for quantity in RuleDeclaration.builtIn.flatMap(quantities) {
      guard let known = found.firstIndex(where: { $0.name == quantity.name }) else {
        found.append(quantity)
        continue
      }
      if !found[known].meaning.contains(quantity.meaning) {
        found[known].meaning += "; " + quantity.meaning
        found[known].short = nil
      }
    }
    return found
  }()

  /// The rules' settings, those of each rule in its own order.
  private static let ofSettings: [QuantityDeclaration] = {
    var found: [QuantityDeclaration] = []
    for rule in RuleDeclaration.builtIn {
      var place = found.endIndex
      for setting in rule.hyperparameters.reversed() where setting.name != "lr" {
        if let known = found.firstIndex(where: { $0.name == setting.name }) {
          place = min(place, known)
        } else {
          found.insert(QuantityDeclaration(setting), at: place)
        }
      }
    }
    return found
  }()

  private static let ofTraining: [QuantityDeclaration] = [
    .init("t", "a number", "updates made so far"),
    .init(
      "theta", "one number for each parameter",
      "the parameters now, θ after update t; on a surface also by the names x and y",
      short: "the new parameter"),
    .init("x", "a number", "the first coordinate of θ on a surface"),
    .init("y", "a number", "the second coordinate of θ on a surface"),
    .init(
      "g", "one number for each parameter",
      "the gradient that the last update used, taken where that update began (for nesterov at its "
        + "look-ahead point), with the penalty's share", short: "the gradient this update used"),
    .init(
      "grad", "one number for each parameter",
      "the gradient ∇L at θ now, fresh and exact, without the penalty's share; on a network grad_W1, "
        + "grad_b1 and so on are its parts, layer by layer"),
    .init("loss", "a number", "the objective at θ now: on a surface f(x, y)"),
    .init(
      "batch_loss", "a number",
      "what the last update differentiated, before it: the loss it came from, without penalty"),
    .init("penalty", "a number", "the penalty term at θ now"),
    .init("epoch", "a number", "passes over the training set begun so far"),
    .init(
      "val_loss", "a number", "the mean loss over the validation set at θ now, without dropout",
      of: .validation),
    .init(
      "test_loss", "a number", "the mean loss over the test set at θ now, without dropout",
      of: .test),
    .init(
      "accuracy", "a number", "the share of the training set whose class is predicted",
      for: .classes),
    .init(
      "val_accuracy", "a number", "the same share of the validation set", of: .validation,
      for: .classes),
    .init(
      "test_accuracy", "a number", "the same share of the test set", of: .test, for: .classes),
    .init(
      "r2", "a number", "the share of the target's spread that the network explains",
      for: .numbers, symbol: "R²"),
    .init(
      "val_r2", "a number", "the same on the validation set", of: .validation, for: .numbers,
      symbol: "R² (validation)"),
    .init(
      "test_r2", "a number", "the same on the test set", of: .test, for: .numbers,
      symbol: "R² (test)"),
    .init(
      "confusion", "classes × classes", "the training set's examples by class and by prediction",
      for: .classes),
    .init(
      "val_confusion", "classes × classes", "the same of the validation set", of: .validation,
      for: .classes),
    .init(
      "test_confusion", "classes × classes", "the same of the test set", of: .test, for: .classes),
    .init("batch", "one index for each example", "which examples the last update used"),
    .init(
      "eta", "a number",
      "the learning rate that the last update used, after the schedule; before the first update, "
        + "the one that it will use", short: "the learning rate after the schedule"),
    .init(
      "delta", "one number for each parameter", "how far the last update moved θ",
      short: "the movement of θ"),
    .init("lr", "a number", "the optimizer's learning rate before any schedule, α₀"),
  ]

  private static let ofMoments: [QuantityDeclaration] = [
    .init("theta_prev", "one number for each parameter", "θ before the last update"),
    .init(
      "theta_ahead", "one number for each parameter",
      "nesterov: where the gradient was taken, θ + λ v before the update", symbol: "θ′",
      short: "where the gradient is taken"),
    .init(
      "g_prev", "one number for each parameter", "the gradient that the update before the last used"
    ),
    .init("hessian", "2 x 2", "the second derivatives of a surface at θ now"),
  ]

  /// The quantities that may be written in other capitals, as `Loss` and `Theta`. One letter is
  /// not enough: T, X and W1 are names of other things than t, x and w1.
  static let spellings = all.map(\.name).filter { $0.count > 1 }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

  static func named(_ name: String) -> QuantityDeclaration? { byName[name] }
}

extension Workspace {
  /// The names that an expression may use now.
  package var quantityNames: [String] {
    var names = QuantityDeclaration.all.map(\.name)
    if let branch {
      names += branch.timeline.experiment.objective.layout.entries.map(\.name)
      if let network = branch.timeline.experiment.objective.network {
        for number in 1...max(network.architecture.layers.count, 1) {
          names += ["z\(number)", "a\(number)", "d\(number)"]
        }
        names += network.layout.entries.map { Self.gradientPrefix + $0.name }
        names += network.dropoutLayers.map(\.name)
      }
      names += branch.timeline.record?.quantities.map(\.name) ?? []
      names += branch.timeline.record?.previous.map(\.name) ?? []
      names += branch.timeline.record?.shared.map(\.name) ?? []
      names += branch.timeline.record?.sharedBefore.map(\.name) ?? []
    }
    let declaration = setup.optimizer.declaration
    names += declaration.quantities + declaration.namesBeforeUpdate
    names += declaration.hyperparameters.map(\.name)
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// The names that have a value now.
  var liveQuantityNames: [String] {
    guard let branch else { return [] }
    let moment = Moment(branch.timeline)
    return quantityNames.filter(moment.hasValue(of:))
  }

  /// What stands before a range's name in the name of its gradient: `grad_W1`.
  static let gradientPrefix = "grad_"

  /// A quantity's declaration: of the user's own rule where it is the one in use, of the program, or
  /// of another rule that was defined.
  func declaration(of name: String) -> QuantityDeclaration? {
    let own = ownRules.map(\.declaration)
    let rule = setup.optimizer.declaration
    func declared(by rule: RuleDeclaration) -> QuantityDeclaration? {
      QuantityDeclaration.quantities(of: rule).first { $0.name == name }
        ?? rule.hyperparameters.first { $0.name == name && name != "lr" }
        .map { QuantityDeclaration($0) }
    }
    if own.contains(where: { $0.name == rule.name }), let quantity = declared(by: rule) {
      return quantity
    }
    return QuantityDeclaration.named(name)
      ?? own.reversed().lazy.compactMap(declared).first
  }

  /// What a quantity is: in the rule in use, where that has it.
  func meaning(of name: String) -> String? {
    setup.optimizer.declaration.quantity(named: name)?.meaning ?? declaration(of: name)?.meaning
  }

  /// What stands beside a quantity's formula.
  func shortMeaning(of name: String) -> String? {
    let rule = setup.optimizer.declaration.quantity(named: name)
    return rule == nil ? declaration(of: name)?.short : rule?.short
  }
}

/// One moment of a course of training, and every quantity there.
///
/// What must be worked out (the loss, the fresh gradient) is worked out once and when asked for.
final class Moment {
  let timeline: Timeline
  private let evaluator: any Evaluator

  init(_ timeline: Timeline, evaluator: (any Evaluator)? = nil) {
    self.timeline = timeline
    self.evaluator = evaluator ?? timeline.experiment.objective.makeEvaluator()
  }

  var theta: [Double] { timeline.state.theta }
  var experiment: Experiment { timeline.experiment }

  lazy var loss: Double = known("loss") ?? loss(at: theta)

  /// A figure that a run has seen at the end of the epoch that has just ended.
  private func known(_ name: String) -> Double? {
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

  lazy var gradient: [Double] = evaluator.gradient(at: theta).gradient

  func loss(at theta: [Double]) -> Double { evaluator.loss(at: theta) }

  /// A quantity by its ASCII name; nil where there is none of that name now.
  func value(of name: String) throws -> Value? {
    let record = timeline.record
    switch name {
    case "t": return Value(Double(timeline.state.t))
    case "theta": return Value(vector: theta)
    case "loss": return Value(loss)
    case "grad": return Value(vector: gradient)
    case "penalty": return Value(experiment.penalty.value(at: theta, layout: layout))
    case "batch_loss": return record.map { Value($0.batchLoss) }
    case "eta": return Value(record?.eta ?? timeline.nextRate)
    case "g_prev": return previousGradient.map { Value(vector: $0) }
    case "hessian": return hessian
    default: break
    }
    if let values = record?.values(of: name) { return Value(vector: values) }
    if let number = record?.number(of: name) { return Value(number) }
    if let network = experiment.objective.network {
      if Self.isOfPass(name), let record {
        try network.checkTrace(of: record.minibatch.examples.count)
      }
      if let value = networkValue(of: name, network) { return value }
    }
    if let entry = layout.entry(named: name) {
      return Value(shape: entry.shape, elements: Array(copying: theta[entry.range]))
    }
    let optimizer = experiment.optimizer
    if optimizer.declaration.hyperparameters.contains(where: { $0.name == name }) {
      return optimizer.settings[name].map { Value($0) }
    }
    // Before the first update a rule's memory is 0, except RMSProp's σ, which its first g sets.
    if name != "sigma", let slot = optimizer.declaration.slots.firstIndex(of: name) {
      let start = slot * theta.count
      return Value(vector: Array(copying: timeline.state.slots[start..<(start + theta.count)]))
    }
    if let place = optimizer.declaration.sharedPlace(of: name) {
      return timeline.state.shared[safely: place].map { Value($0) }
    }
    return nil
  }

  /// Whether `value` gives one for a name, told without working it out: completion asks for all names
  /// at each press of Tab.
  func hasValue(of name: String) -> Bool {
    let record = timeline.record
    switch name {
    case "t", "theta", "loss", "grad", "penalty", "eta": return true
    case "batch_loss", "g", "delta", "theta_prev": return record != nil
    case "theta_ahead": return record?.evaluationPoint != nil
    case "g_prev": return timeline.state.t - 1 > timeline.extent.lowerBound
    case "hessian": return experiment.objective.surface != nil
    default: break
    }
    if let record, (record.quantities + record.previous).contains(where: { $0.name == name }) {
      return true
    }
    if record?.number(of: name) != nil
      || experiment.optimizer.declaration.sharedPlace(of: name) != nil
    {
      return true
    }
    if let network = experiment.objective.network, hasNetworkValue(of: name, network) {
      return true
    }
    let optimizer = experiment.optimizer
    return layout.entry(named: name) != nil
      || optimizer.declaration.hyperparameters.contains { $0.name == name }
        && optimizer.settings[name] != nil
      || name != "sigma" && optimizer.declaration.slots.contains(name)
  }

  private func hasNetworkValue(of name: String, _ network: Network) -> Bool {
    switch name {
    case "epoch", "x", "y": return true
    case "batch": return timeline.record != nil
    case "confusion": return network.training.task != .regression
    case "val_confusion": return network.validation.map { $0.task != .regression } ?? false
    case "test_confusion": return network.test.map { $0.task != .regression } ?? false
    default: break
    }
    if evaluator.monitors.contains(name) { return true }
    if name.hasPrefix(Workspace.gradientPrefix),
      layout.entry(named: String(name.dropFirst(Workspace.gradientPrefix.count))) != nil
    {
      return true
    }
    guard let record = timeline.record, let followed = networkOfLastUpdate else { return false }
    if let k = followed.dropoutLayers.firstIndex(where: { $0.name == name }) {
      return record.minibatch.masks.indices.contains(k)
    }
    return Self.isOfPass(name)
      && Int(name.dropFirst()).map {
        followed.architecture.layers.indices.contains($0 - 1)
      } ?? false
  }

  /// The last update's passes, with its masks and at the θ that it began from.
  private lazy var trace: ForwardTrace? = {
    guard let network = networkOfLastUpdate, let record = timeline.record else { return nil }
    return network.trace(
      at: record.evaluationPoint ?? record.thetaBefore, batch: record.minibatch)
  }()
  private lazy var backwardTrace: BackwardTrace? = trace?.backward()
  /// The network with the dropout that the last update's masks are of.
  private var networkOfLastUpdate: Network? {
    timeline.experimentOfLastUpdate.objective.network
  }

  /// Whether a name is one of a pass's quantities: z1, a1, d1.
  private static func isOfPass(_ name: String) -> Bool {
    name.first.map { "zad".contains($0) } ?? false && Int(name.dropFirst()) != nil
  }

  /// What exists on a network alone.
  private func networkValue(of name: String, _ network: Network) -> Value? {
    switch name {
    case "epoch": return Value(Double(timeline.state.epoch))
    case "x":
      let training = network.training
      return Value(
        shape: [training.count, training.featureCount], elements: training.featureValues)
    case "y":
      let training = network.training
      return training.targetCount == 1
        ? Value(vector: training.targets)
        : Value(shape: [training.count, training.targetCount], elements: training.targets)
    case "batch":
      return timeline.record.map { Value(vector: $0.minibatch.examples.map(Double.init)) }
    default: break
    }
    if name != "loss", evaluator.monitors.contains(name) {
      if let known = known(name) { return Value(known) }
      return Value(evaluator.monitor(name, at: theta))
    }
    if name.hasSuffix("confusion") {
      let parts = [
        "confusion": network.training, "val_confusion": network.validation,
        "test_confusion": network.test,
      ]
      let confusion = parts[name]?.map { network.metrics(at: theta, on: $0).confusion } ?? []
      guard !confusion.isEmpty else { return nil }
      return Value(
        shape: [confusion.count, confusion.count],
        elements: confusion.flatMap { $0.map(Double.init) })
    }
    if name.hasPrefix(Workspace.gradientPrefix),
      let entry = layout.entry(named: String(name.dropFirst(Workspace.gradientPrefix.count)))
    {
      return Value(shape: entry.shape, elements: Array(copying: gradient[entry.range]))
    }
    if let layers = networkOfLastUpdate?.dropoutLayers,
      let k = layers.firstIndex(where: { $0.name == name })
    {
      guard let mask = timeline.record?.minibatch.masks[safely: k] else { return nil }
      let layer = layers[k]
      let numbers = mask.mapInParts { Double($0) }
      return layer.isPerBatch
        ? Value(vector: numbers)
        : Value(shape: [layer.units, numbers.count / max(layer.units, 1)], elements: numbers)
    }
    guard let kind = name.first, "zad".contains(kind), let number = Int(name.dropFirst()),
      let trace, let layer = trace.layers[safely: number - 1]
    else { return nil }
    let n = trace.exampleCount
    switch kind {
    case "z": return Value(shape: [layer.rows, n], elements: layer.z)
    case "a": return Value(shape: [layer.units, n], elements: layer.a)
    default:
      guard let delta = backwardTrace?.layers[safely: number - 1]?.delta else { return nil }
      return Value(shape: [layer.rows, n], elements: delta)
    }
  }

  private var layout: ParameterLayout { experiment.objective.layout }

  private var previousGradient: [Double]? {
    let t = timeline.state.t
    guard t - 1 > timeline.extent.lowerBound else { return nil }
    var gradient: [Double]?
    timeline.replay((t - 1)...(t - 1)) { record, _ in
      gradient = record.g
      return false
    }
    return gradient
  }

  private var hessian: Value? {
    guard let surface = experiment.objective.surface else { return nil }
    let h = surface.hessian(theta[0], theta[1])
    return Value(shape: [2, 2], elements: [h[0], h[1], h[1], h[2]])
  }
}
