import Arithmetic
import Console
import Engine
import Formula
import Session
import Timelines

/// What there is to see while the program stands still, as a tree.
///
/// What must be worked out is worked out once for each stop.
final class Inspector {
  let workspace: Workspace
  /// How far the update at hand is.
  private let phase: Int
  private let moment: Moment?
  private lazy var pass: ForwardTrace? = {
    guard phase > 0, let timeline = moment?.timeline,
      let network = timeline.experiment.objective.network
    else { return nil }
    let draw = timeline.nextDraw()
    guard (try? network.checkTrace(of: draw.minibatch.examples.count)) != nil else { return nil }
    return network.trace(at: draw.point, batch: draw.minibatch)
  }()
  private lazy var backward: BackwardTrace? = phase > 1 ? pass?.backward() : nil

  init(_ workspace: Workspace, phase: Int) {
    self.workspace = workspace
    self.phase = phase
    moment = workspace.branch.map { Moment($0.timeline) }
  }

  private var layout: ParameterLayout? { moment?.experiment.objective.layout }
  private var network: Network? { moment?.experiment.objective.network }

  /// The groups that a frame shows first.
  var scopes: [(name: String, node: Node, isCostly: Bool)] {
    var scopes: [(String, Node, Bool)] = []
    if let moment {
      scopes.append(("Training", .training, moment.experiment.objective.hasLongPasses))
      scopes.append(("Parameters", .quantities, false))
      if network != nil {
        scopes.append(("Layers", .layers, moment.experiment.objective.hasLongPasses))
        if phase > 0 { scopes.append(("This update", .pass, true)) }
      }
    }
    scopes.append(("Settings", .settings, false))
    return scopes
  }

  // MARK: Groups

  /// The lines of a group; of numbered ones those from `start` on, `count` at most.
  func lines(of node: Node, from start: Int = 0, count: Int = .max) -> [Variable] {
    switch node {
    case .training: return Self.ofTraining.compactMap(quantity)
    case .quantities: return parameterNames.compactMap(quantity)
    case .layers: return layers { .layer($0) }
    case .layer(let layer):
      return ["W", "b", "z", "a", "d", "mask"].compactMap { quantity("\($0)\(layer)") }
    case .pass:
      let loss = pass.map { Variable(name: "batch_loss", value: JSON.text(of: $0.loss)) }
      return [loss].compactMap(\.self) + layers { .passLayer($0) }
    case .passLayer(let layer):
      return [Node.Made.z, .a, .delta, .weights, .biases].compactMap { made(layer, $0) }
    case .settings: return settings
    case .optimizer: return optimizerSettings
    case .ranges(let name):
      return (layout?.entries ?? []).indices.compactMap { range(name, $0) }
    default: return numbered(node, start, count)
    }
  }

  /// Lines that have numbers for names.
  private func numbered(_ node: Node, _ start: Int, _ count: Int) -> [Variable] {
    guard let numbers = numbers(of: node) else { return [] }
    let first = min(max(start, 0), numbers.count)
    let last = first + min(count, numbers.count - first)
    return (first..<last).map { numbers.line($0) }
  }

  /// Numbers that a group opens to.
  private struct Numbers {
    var count: Int
    var line: (Int) -> Variable
  }

  private func numbers(of node: Node) -> Numbers? {
    switch node {
    case .range(let name, let index):
      guard let entry = layout?.entries[safely: index], let values = vector(name) else {
        return nil
      }
      return numbers(
        entry.shape, Array(values[entry.range]), row: { .rangeRow(name, entry: index, row: $0) }
      ) {
        self.label(name, entry, $0)
      }
    case .rangeRow(let name, let index, let row):
      guard let entry = layout?.entries[safely: index], entry.shape.count == 2,
        let values = vector(name)
      else { return nil }
      return numbers(rowOf: entry.shape, Array(values[entry.range]), row) {
        self.label(name, entry, $0)
      }
    case .value(let text):
      guard let value = value(of: text) else { return nil }
      return numbers(value.shape, value.elements, row: { .valueRow(text, $0) }) {
        Self.indexed(text, value.shape, $0)
      }
    case .valueRow(let text, let row):
      guard let value = value(of: text), value.shape.count == 2 else { return nil }
      return numbers(rowOf: value.shape, value.elements, row) {
        Self.indexed(text, value.shape, $0)
      }
    case .made(let layer, let made):
      guard let (shape, values) = made_(layer, made) else { return nil }
      return numbers(shape, values, row: { .madeRow(layer: layer, made, $0) }) { _ in nil }
    case .madeRow(let layer, let made, let row):
      guard let (shape, values) = made_(layer, made), shape.count == 2 else { return nil }
      return numbers(rowOf: shape, values, row) { _ in nil }
    default: return nil
    }
  }

  /// A vector's numbers, or a matrix's rows.
  private func numbers(
    _ shape: [Int], _ values: [Double], row: @escaping (Int) -> Node,
    _ expression: @escaping (Int) -> String?
  ) -> Numbers {
    guard shape.count == 2, let columns = shape.last else {
      return Numbers(count: values.count) {
        Variable(name: "[\($0)]", value: JSON.text(of: values[$0]), expression: expression($0))
      }
    }
    return Numbers(count: shape[0]) { i in
      let part = Array(values[(i * columns)..<((i + 1) * columns)])
      return Variable(
        name: "[\(i)]", value: self.workspace.summary(of: part), node: row(i), indexed: columns)
    }
  }

  private func numbers(
    rowOf shape: [Int], _ values: [Double], _ row: Int, _ expression: @escaping (Int) -> String?
  ) -> Numbers? {
    let columns = shape[1]
    guard (0..<shape[0]).contains(row) else { return nil }
    return Numbers(count: columns) {
      let i = row * columns + $0
      return Variable(
        name: "[\(row),\($0)]", value: JSON.text(of: values[i]), expression: expression(i))
    }
  }

  // MARK: Quantities

  private static let ofTraining = [
    "t", "epoch", "eta", "loss", "batch_loss", "penalty", "accuracy", "r2", "val_loss",
    "val_accuracy", "val_r2",
  ]

  /// What has one number for each parameter, in the rule's order.
  private var parameterNames: [String] {
    guard let moment else { return [] }
    let ofRule = moment.timeline.record?.explainableNames ?? workspace.liveQuantityNames
    var seen: Set<String> = []
    return (["theta", "g"] + ofRule + ["delta"]).filter { name in
      seen.insert(name).inserted && !Self.ofTraining.contains(name)
        && layout?.entry(named: name) == nil && moment.hasValue(of: name)
        && !Moment.isCostly(name)
        && (vector(name)?.count ?? 0) == layout?.count
    }
  }

  /// A value by the text of its expression.
  func value(of text: String) -> Value? {
    guard let formula = try? workspace.expression(text, column: nil) else { return nil }
    return try? formula.value(at: moment)
  }

  private func vector(_ name: String) -> [Double]? {
    guard let value = try? moment?.value(of: name), value.shape.count == 1 else { return nil }
    return value.elements
  }

  /// A quantity as one line; nil where it has no value now.
  private func quantity(_ name: String) -> Variable? {
    guard let value = try? moment?.value(of: name) else { return nil }
    return variable(name, value, expression: name)
  }

  /// An expression's value as one line.
  func variable(_ name: String, _ value: Value, expression: String) -> Variable {
    var variable = Variable(
      name: name, value: value.scalar.map(JSON.text(of:)) ?? workspace.summary(of: value),
      type: meaning(of: name), expression: expression)
    let isParameters =
      value.shape.count == 1 && value.count == layout?.count && layout?.entry(named: name) == nil
      && workspace.quantities.declaration(of: expression) != nil
    if isParameters {
      variable.node = .ranges(expression)
    } else if !value.shape.isEmpty {
      variable.node = .value(expression)
      variable.indexed = value.shape[0]
    }
    if let setting = optimizerSettings.first(where: { $0.name == expression }) {
      variable.set = setting.set
    }
    return variable
  }

  private func meaning(of name: String) -> String? {
    let symbol = QuantityDeclaration.symbol(of: name)
    guard
      let meaning = workspace.quantities.shortMeaning(of: name)
        ?? workspace.quantities.meaning(of: name)
    else { return symbol == name ? nil : symbol }
    return symbol == name ? meaning : "\(symbol): \(meaning)"
  }

  private func range(_ name: String, _ index: Int) -> Variable? {
    guard let entry = layout?.entries[safely: index], let values = vector(name),
      values.count == layout?.count
    else { return nil }
    let part = Array(values[entry.range])
    guard !entry.shape.isEmpty else {
      return Variable(
        name: entry.name, value: JSON.text(of: part[0]),
        expression: label(name, entry, 0))
    }
    let size = entry.shape.count == 2 ? "\(entry.shape[0]) × \(entry.shape[1]), " : ""
    return Variable(
      name: entry.name, value: size + workspace.summary(of: part),
      expression: name == "theta" ? entry.name : nil, node: .range(name, entry: index),
      indexed: entry.shape[0])
  }

  /// What a component of a quantity is called in an expression: `W1[0,3]` of θ, `m[3]` of others.
  private func label(_ name: String, _ entry: ParameterLayout.Entry, _ i: Int) -> String {
    let place = entry.range.lowerBound + i
    return name == "theta" ? layout?.label(of: place) ?? "theta[\(place)]" : "\(name)[\(place)]"
  }

  private static func indexed(_ text: String, _ shape: [Int], _ i: Int) -> String {
    let isName = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)
    }
    let base = isName ? text : "(\(text))"
    return shape.count == 2 ? "\(base)[\(i / shape[1]),\(i % shape[1])]" : "\(base)[\(i)]"
  }

  // MARK: Layers

  private func layers(_ node: (Int) -> Node) -> [Variable] {
    guard let network else { return [] }
    return network.architecture.layers.indices.map { i in
      Variable(
        name: "layer \(i + 1)", value: "\(network.architecture.layers[i])", node: node(i + 1))
    }
  }

  private func made(_ layer: Int, _ made: Node.Made) -> Variable? {
    guard let (shape, values) = made_(layer, made) else { return nil }
    let size = shape.count == 2 ? "\(shape[0]) × \(shape[1]), " : ""
    return Variable(
      name: Node.name(of: made, layer: layer), value: size + workspace.summary(of: values),
      node: .made(layer: layer, made), indexed: shape[0])
  }

  /// The numbers of a pass, as far as it is made.
  private func made_(_ layer: Int, _ made: Node.Made) -> (shape: [Int], values: [Double])? {
    guard let pass, let forward = pass.layers[safely: layer - 1] else { return nil }
    let n = pass.exampleCount
    switch made {
    case .z: return ([forward.rows, n], forward.z)
    case .a: return ([forward.units, n], forward.a)
    case .delta, .weights, .biases:
      guard let backward = backward?.layers[safely: layer - 1] else { return nil }
      let rows = backward.biases.count
      switch made {
      case .delta: return ([rows, n], backward.delta)
      case .weights: return ([rows, backward.weights.count / max(rows, 1)], backward.weights)
      default: return ([rows], backward.biases)
      }
    }
  }

  // MARK: Settings

  /// The commands that bring the settings about: verb and value.
  private var settings: [Variable] {
    var lines: [Variable] = []
    if let branch = workspace.branch {
      lines.append(
        Variable(name: network == nil ? "surface" : "network", value: branch.place.name))
    }
    for command in workspace.setup.commands(after: nil, isNetwork: network != nil) {
      let parts = command.split(separator: " ", maxSplits: 1).map(String.init)
      guard let verb = parts.first else { continue }
      var line = Variable(
        name: verb, value: parts.count > 1 ? parts[1] : "", set: { "\(verb) \($0)" })
      if verb == Verbs.optimizer.name {
        line.value = workspace.setup.optimizer.name
        line.node = .optimizer
      }
      lines.append(line)
    }
    return lines
  }

  private var optimizerSettings: [Variable] {
    let optimizer = workspace.setup.optimizer
    let all = optimizer.declaration.hyperparameters.map {
      ($0.name, optimizer.settings[$0.name] ?? 0)
    }
    return all.map { name, value in
      Variable(
        name: name, value: JSON.text(of: value), type: meaning(of: name),
        expression: workspace.branch == nil ? nil : name,
        set: { new in
          "\(Verbs.optimizer.name) \(optimizer.name)"
            + all.map { " \($0)=\($0 == name ? LineSyntax.word(for: new) : JSON.text(of: $1))" }
            .joined()
        })
    }
  }

  /// The line of that name in a group.
  func line(_ name: String, in node: Node) -> Variable? {
    let digits = name.reversed().drop { $0 == "]" }.prefix { $0.isNumber }.reversed()
    if name.hasPrefix("["), let i = Int(String(digits)) {
      return lines(of: node, from: i, count: 1).first { $0.name == name }
    }
    return lines(of: node).first { $0.name == name }
  }

  /// What can be set by the name of a setting, wherever it is shown.
  func setting(_ name: String) -> Variable? {
    (optimizerSettings + settings).first { $0.name == name && $0.set != nil }
  }

  var settableNames: [String] {
    (optimizerSettings + settings).filter { $0.set != nil }.map(\.name)
  }
}
