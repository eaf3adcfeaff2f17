import Arrays
import Console
import Disk
import Engine
import LongWork
import Timelines
import Wording

/// The verbs that set a network up: `network`, `dropout`, `batch`.
extension Verbs {
  private static let layers = Argument<String?>(
    "layers", as: .positional, .word, "units:activation by layer, with - between")
  private static let lossName = Argument<String?>(
    "loss", .choice(Loss.allCases.map(\.name)), "the loss; by the data where left open")
  private static let initializer = Argument<String?>(
    "init", .word, "one initializer for all layers", names: .initializers)
  private static let theta = Argument<[Double]?>(
    "theta", count: 1...NetworkArchitecture.maximumParameters,
    "the weights and biases to begin from")
  private static let weights = Argument<String?>(
    "weights", .path, "a .npz or .safetensors file of the weights and biases to begin from")
  private static let transpose = Argument<Bool>(
    "transpose", default: false, "whether the matrices of weights= are [in, out]")
  private static let ownBranch = Argument<String?>(
    "branch", .word, "begins it as a branch of this name; the others stay",
    suggestions: { $0.branch.map { [$0.name] } ?? [] })

  package static let network = Command(
    "network", .setUp, "sets up a network to train on the data",
    discussion: """
      Units and activation by layer, the inputs first: 'network 2-16:relu-16:maxout3-1:sigmoid'. \
      Activations: \(Activation.curves.joined(separator: ", ")), maxout2, maxout3, ..., linear, and \
      softmax for the output. A hidden layer left open is relu, an output what the loss needs. '6*8:tanh' is \
      six layers of eight units. Weights are drawn from RandomState(seed): 'init' is he, xavier, \
      normal or zero, the activation's own by default. theta= gives them instead: W1 row by row, b1, \
      W2, and so on.

      weights=FILE reads them from a .npz or .safetensors file: W1, b1, ... as 'export weights' \
      writes them, W as [out, in]; the names of a PyTorch state dict (0.weight, fc1.bias); Keras' \
      dense/kernel, which is [in, out], and dense/bias; or arr_0, arr_1, ... in turns. transpose=yes \
      takes every matrix as [in, out].
      """,
    parameters: [layers, lossName, initializer, theta, weights, transpose, ownBranch],
    examples: [
      "data moons n=200 noise=0.2 split=0.7,0.3",
      "network 2-16:relu-16:maxout2-1:sigmoid loss=bce", "network",
      "data points x=1,2 y=3; network 2-1:linear theta=0.5,1,0",
      "export weights start.npz force=yes", "network 2-1:linear weights=start.npz",
    ], effect: .begins
  ) { workspace, arguments throws(ShellError) in
    guard let text = arguments[layers] else {
      guard workspace.branch?.place.network != nil else {
        throw ShellError(
          "there is no network yet; 'data moons', then 'network 2-16:relu-1:sigmoid' sets one up")
      }
      return [workspace.networkReport]
    }
    guard let source = workspace.data else {
      throw ShellError("a network needs data first: 'data moons', 'data' lists what there is")
    }
    let dropout = workspace.setup.dropout
    let start = arguments[theta]
    guard start == nil || !arguments.isGiven(initializer) else {
      throw arguments.error("theta gives the weights that init would draw", about: initializer)
    }
    var network = try engineError {
      let loss = try arguments[lossName].map { try Loss(parsing: $0) }
      let architecture = try NetworkArchitecture(parsing: text, loss: loss, task: source.task)
      let initializer = try arguments[Self.initializer].map { try Initializer(parsing: $0) }
      return try Network(
        architecture, data: source.split, initializer: initializer, start: start, dropout: dropout)
    }
    let given = try arguments[weights].map { path throws(ShellError) in
      for other in [theta, initializer] as Declarations where arguments.isGiven(other) {
        throw arguments.error("weights= gives the weights that \(other.name) would", about: other)
      }
      return try arguments.locating(weights) { () throws(ShellError) in
        let arrays = try ArrayFile.read(path)
        let names = WeightNames(for: network.layout, isTransposed: arguments[transpose])
        do throws(ShellError) { return try names.theta(from: arrays) } catch {
          throw error.retold { "\(Path.quoted(path)): \($0)" }
        }
      }
    }
    guard given != nil || !arguments.isGiven(transpose) else {
      throw arguments.error("transpose= is for the matrices of weights=FILE", about: transpose)
    }
    if let given {
      network = try engineError {
        try Network(
          network.architecture, data: source.split, start: given.theta, dropout: dropout)
      }
    }
    let place = Place(network, on: source)
    let remark: String?
    if let name = arguments[ownBranch] {
      guard workspace.branch != nil else {
        throw arguments.error(
          "there is no branch yet to put another beside: set up the first network without branch=",
          about: ownBranch)
      }
      if name != workspace.branch?.name {
        try workspace.addBranch(named: name, arguments, about: ownBranch)
      }
      remark = workspace.restart(at: place)
    } else {
      remark = workspace.begin(at: place)
    }
    var report = workspace.networkReport
    if let given, workspace.rebuilding == nil {
      let names = given.sources.map { $0.name == $0.source ? $0.name : "\($0.name) = \($0.source)" }
      report.json["weights"] = .object(
        given.sources.reduce(into: JSON.Object()) { $0[$1.name] = .string($1.source) })
      report.paragraph(
        StyledText("read: ", .faint) + StyledText(names.joined(separator: ", ")), indent: 2)
    }
    if let remark { report.paragraph(StyledText(remark, .warning)) }
    return [report]
  }

  fileprivate static let style = Argument<String?>(
    "style", as: .positional, .choice(["vanilla", "inverted", "none"]), "how masks are used")
  fileprivate static let drop = Argument<Double?>(
    "drop", .fraction, "the probability that a hidden unit is dropped")
  fileprivate static let keep = Argument<Double?>(
    "keep", NumberRange(from: 0, false, to: 1), "1 - drop")
  fileprivate static let inputDrop = Argument<Double?>(
    "input", .fraction, "the same for the inputs, as drop")
  fileprivate static let maskPer = Argument<MaskUnit>(
    "per", default: .example, "a mask for each example or for the batch")
  fileprivate static let hiddenLayers = Argument<[Double]?>(
    "layers", count: 1...100, "the hidden layers, from 1")

  package static let dropout = Command(
    "dropout", .setUp, "drops units at random while training",
    discussion: """
      drop is the probability that a unit is dropped, keep = 1 - drop that it is kept; give either. \
      'vanilla' multiplies by a 0/1 mask in training and by keep in testing; 'inverted' by mask/keep \
      in training and leaves testing alone. New masks are drawn before every update, one entry a \
      unit and example; per=batch draws one mask for the whole batch, so that a minibatch trains one \
      of the 2^M subnetworks. 'dropout none' removes it.
      """,
    parameters: [style, drop, keep, inputDrop, maskPer, hiddenLayers],
    examples: [
      "data moons; network 2-8:relu-1:sigmoid", "dropout drop=0.5", "dropout inverted keep=0.8",
      "dropout", "dropout none",
    ]
  ) { workspace, arguments throws(ShellError) in
    guard !arguments.givenNames.isEmpty else { return [workspace.dropoutReport(effect: nil)] }
    let dropout = try workspace.dropout(from: arguments)
    if let network = workspace.branch?.place.network {
      _ = try engineError { try network.replacingDropout(with: dropout) }
    }
    let effect = workspace.changeSettings { $0.dropout = dropout }
    return [workspace.dropoutReport(effect: effect)]
  }

  private static let size = Argument<String?>(
    "size", as: .positional, .word, "a whole number, or 'all'", names: .open { _ in ["all"] })

  package static let batch = Command(
    "batch", .setUp, "sets how many examples a minibatch has",
    discussion: """
      A new order of the examples is drawn at the start of each epoch; the last batch may be \
      smaller. 'batch all' takes all examples for every update.
      """,
    parameters: [size],
    examples: ["data moons; network 2-8:relu-1:sigmoid", "batch 16", "batch all"]
  ) { workspace, arguments throws(ShellError) in
    var effect: String?
    if let text = arguments[size] {
      var count: Int?
      if text != "all" {
        let typed = try? workspace.number(text, column: nil)
        guard let number = Int(text) ?? typed.flatMap(Int.init(exactly:)), number >= 1 else {
          throw arguments.refusal(
            "a batch has a whole number of examples, 1 or more, or 'all'", about: size)
        }
        count = number
      }
      effect = workspace.changeSettings { $0.batchSize = count }
    }
    let size = workspace.setup.batchSize
    var report = Report(json: ["batch": size.map { .integer($0) } ?? .string("all")])
    report.line(StyledText("batch ", .quantity) + (size.map { "\($0)" } ?? "all examples"))
    if let effect { report.line(StyledText(effect, .faint)) }
    return [report]
  }
}

/// What one dropout mask is drawn for.
private enum MaskUnit: String, CaseIterable {
  case example, batch
}

extension Names {
  /// Initializers; those with a number go by their beginning.
  package static var initializers: Names {
    Names(
      "initializer", hint: "there are he, xavier, normal(std) and zero",
      isOther: { text, _, _ in text.contains { $0.isNumber || $0 == "(" } }
    ) { _ in ["he", "xavier", "glorot", "zero"] }
  }
}

extension Place {
  /// A network on its data.
  package init(_ network: Network, on source: DataSource) {
    var command = "network \(network.architecture)"
    command += " loss=\(network.architecture.loss.name)"
    if let initializer = network.initializer { command += " init=\(initializer)" }
    for (i, value) in (network.start ?? []).enumerated().inParts(of: 1 << 8) {
      command += (i == 0 ? " theta=" : ",") + exact(value)
    }
    self.init(.network(command, on: source), network, name: "\(network.architecture)")
  }

  /// The network, where that is what one descends.
  package var network: Network? { objective.network }

  package func replacing(objective: any Objective) -> Place {
    var place = self
    place.objective = objective
    return place
  }
}

extension Workspace {
  /// The network one trains.
  ///
  /// - Throws: `ShellError` where none has been set up.
  package func requireNetwork(for verb: String) throws(ShellError) -> (Network, Timeline) {
    guard let branch, let network = branch.timeline.experiment.objective.network else {
      throw ShellError(
        "'\(verb)' is for networks: 'data moons', then 'network 2-16:relu-1:sigmoid' sets one up")
    }
    return (network, branch.timeline)
  }

  fileprivate func dropout(from arguments: Arguments) throws(ShellError) -> Dropout? {
    let style = arguments[Verbs.style] ?? setup.dropout?.style.rawValue ?? "vanilla"
    if style == "none" {
      guard arguments.givenNames.count == 1 else {
        throw arguments.error("'none' stands alone: it removes dropout", about: Verbs.style)
      }
      return nil
    }
    if arguments.isGiven(Verbs.drop), arguments.isGiven(Verbs.keep) {
      throw arguments.error(
        "drop and keep are the same setting (keep = 1 - drop)", about: Verbs.keep)
    }
    let keep =
      arguments[Verbs.keep] ?? arguments[Verbs.drop].map { 1 - $0 } ?? setup.dropout?.keep
      ?? (arguments.isGiven(Verbs.inputDrop) ? 1 : 0.5)
    let layers = arguments[Verbs.hiddenLayers]
    let whole = layers?.compactMap { Int(exactly: $0) }
    guard whole?.count == layers?.count else {
      throw arguments.refusal("layers are whole numbers from 1", about: Verbs.hiddenLayers)
    }
    return try engineError {
      try Dropout(
        keep: keep, inputKeep: 1 - (arguments[Verbs.inputDrop] ?? setup.dropout?.inputDrop ?? 0),
        style: Dropout.Style(rawValue: style) ?? .vanilla,
        isPerBatch: arguments[Verbs.maskPer] == .batch, layers: whole.map(Set.init))
    }
  }

  fileprivate func dropoutReport(effect: String?) -> Report {
    guard let dropout = setup.dropout else {
      var report = Report(json: ["dropout": .null])
      report.line("no dropout")
      if let effect { report.line(StyledText(effect, .faint)) }
      return report
    }
    var report = Report(json: [
      "dropout": .string(dropout.style.rawValue), "drop": .number(dropout.drop),
      "keep": .number(dropout.keep), "input_drop": .number(dropout.inputDrop),
      "per": .string(dropout.isPerBatch ? "batch" : "example"),
    ])
    report.line(StyledText("dropout ", .quantity) + StyledText(setup.dropoutText))
    report.paragraph(
      StyledText(
        dropout.style == .vanilla
          ? "training multiplies by the 0/1 mask, testing by keep"
          : "training multiplies by mask/keep, testing by nothing", .faint))
    if let effect { report.line(StyledText(effect, .faint)) }
    return report
  }

  /// The layers with their shapes, and the loss at the start.
  package var networkReport: Report {
    guard rebuilding == nil, let branch,
      let network = branch.timeline.experiment.objective.network
    else { return Report() }
    let architecture = network.architecture
    let moment = Moment(branch.timeline)
    var table = Table([
      Table.Column("layer"), Table.Column("units"), Table.Column("activation", .leading),
      Table.Column("W", .leading), Table.Column("parameters"), Table.Column("init", .leading),
    ])
    var layers: [JSON] = []
    var fanIn = architecture.inputs
    for (index, layer) in architecture.layers.enumerated() {
      let parameters = layer.rows * (fanIn + 1)
      let initializer = network.initializer ?? .default(for: layer.activation)
      table.rows.append([
        StyledText("\(index + 1)"), StyledText("\(layer.units)"),
        StyledText("\(layer.activation)"), StyledText("\(layer.rows) × \(fanIn)"),
        StyledText("\(parameters)"),
        StyledText(network.start == nil ? "\(initializer)" : "given"),
      ])
      layers.append(
        .object([
          "units": .integer(layer.units), "activation": .string("\(layer.activation)"),
          "shape": .array([.integer(layer.rows), .integer(fanIn)]),
        ]))
      fanIn = layer.units
    }
    var report = Report(json: [
      "network": .string("\(architecture)"), "loss_function": .string(architecture.loss.name),
      "parameters": .integer(network.layout.count), "layers": .array(layers),
      "loss": .number(moment.loss), "examples": .integer(network.exampleCount),
    ])
    report.paragraph(
      StyledText("\(architecture)", .strong)
        + "   loss \(architecture.loss.name)   \(counted(network.layout.count, "parameter"))   "
        + "\(network.training.name), \(counted(network.exampleCount, "example"))", indent: 2)
    report.table(table)
    var line =
      StyledText("t ", .quantity) + "\(branch.timeline.state.t)   "
      + StyledText(symbol(of: "loss"), .quantity) + " \(number(moment.loss))"
    if network.training.task != .regression, branch.timeline.state.t == 0 {
      let how = network.architecture.loss == .mse ? "guessing the mean" : "guessing evenly"
      line += StyledText("   (\(how) costs \(guessText(of: network)))", .faint)
      report.json["guess"] = .number(network.guessLoss)
    }
    report.paragraph(line, indent: 2)
    return report
  }
}

extension Workspace {
  /// `log 10 = 2.303`: what guessing costs, and why.
  package func guessText(of network: Network) -> String {
    let value = number(network.guessLoss)
    return switch network.architecture.loss {
    case .crossEntropy: "log \(network.architecture.outputs) = \(value)"
    case .bce: "log 2\(network.architecture.outputs > 1 ? " a unit" : "") = \(value)"
    case .mse: "the targets' variance, \(value)"
    }
  }
}
