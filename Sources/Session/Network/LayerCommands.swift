import Console
import Conversion
import Engine
import Formula
import LongWork
import Plot
import Wording

/// The verbs that look into layers: `gradients`, `units`, `masks`, `maxout`.
extension Verbs {
  private static let activation = Argument<String?>(
    "activation", .word, "other activations for the hidden layers")

  package static let gradients = Command(
    "gradients", .inspect, "shows how gradients fare from layer to layer",
    discussion: """
      For each layer the norms of its weights and of their gradient, the ratio to the next layer's \
      gradient, and the share of saturated and of dead units. 'gradients activation=sigmoid,relu' \
      shows the same weights with other activations in the hidden layers; a layer whose weights fit \
      no other (maxout among others) stays as it is.
      """,
    parameters: [activation],
    examples: [
      "data moons; network 2-8:sigmoid-8:sigmoid-8:sigmoid-1:sigmoid", "gradients",
      "gradients activation=sigmoid,tanh,relu",
    ]
  ) { workspace, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "gradients")
    let theta = timeline.state.theta
    guard let text = arguments[activation] else {
      return [workspace.gradientsReport(network, theta: theta, title: nil)]
    }
    var reports: [Report] = []
    for name in listParts(of: text) {
      let other = try engineError {
        try network.replacingHiddenActivations(with: Activation(parsing: name))
      }
      reports.append(workspace.gradientsReport(other, theta: theta, title: name))
    }
    return reports
  }

  private static let layer = Argument<Int>(
    "layer", as: .positional, 1...1_000, default: 1, "which layer")

  package static let units = Command(
    "units", .inspect, "shows each unit of a layer: its weights and how it responds",
    parameters: [layer],
    examples: ["data moons; network 2-6:relu-1:sigmoid; run 50", "units", "units 2"]
  ) { workspace, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "units")
    let number = arguments[layer]
    guard number <= network.architecture.layers.count else {
      throw arguments.error(
        "the network has the layers 1 to \(network.architecture.layers.count)", about: layer)
    }
    return [workspace.unitsReport(network, theta: timeline.state.theta, layer: number)]
  }

  private static let example = Argument<Int>(
    "example", as: .positional, 0...1_000_000, default: 0, "which example of the batch, from 0")

  package static let masks = Command(
    "masks", .inspect, "shows the dropout masks of the last update",
    discussion: """
      The network with its dropped units crossed out, for one example of the batch (the one mask of \
      the batch with per=batch).
      """,
    parameters: [example],
    examples: [
      "data moons; network 2-8:relu-4:relu-1:sigmoid; dropout drop=0.5; batch 8; step", "masks",
      "masks 3",
    ]
  ) { workspace, arguments throws(ShellError) in
    let (present, timeline) = try workspace.requireNetwork(for: "masks")
    let network = timeline.experimentOfLastUpdate.objective.network ?? present
    guard let record = timeline.record, !record.minibatch.masks.isEmpty else {
      guard !present.dropoutLayers.isEmpty else {
        throw ShellError("there is no dropout, and so no mask; 'dropout drop=0.5' turns it on")
      }
      throw ShellError("no mask has been drawn yet: 'step' draws one")
    }
    let example = arguments[Self.example]
    guard example < record.minibatch.examples.count else {
      throw arguments.error(
        "the batch has the examples 0 to \(record.minibatch.examples.count - 1)",
        about: Self.example)
    }
    return [workspace.masksReport(network, record.minibatch, example: example)]
  }

  private static let relu = Argument<String?>(
    "what", as: .positional, .choice(["relu"]), "'relu': ReLU as a special case")

  package static let maxout = Command(
    "maxout", .inspect, "shows which pieces win, and the thin linear network of one input",
    discussion: """
      For a given x each maxout unit passes on its winning piece alone; the winners make a thin \
      linear network, shown as one matrix. 'maxout relu' shows ReLU as maxout with the pieces \
      (w, b) and (0, 0).
      """,
    parameters: [relu, input],
    examples: [
      "data moons; network 2-3:maxout2-1:sigmoid", "maxout", "maxout x=0.5,-1", "maxout relu",
    ]
  ) { workspace, arguments throws(ShellError) in
    if arguments.isGiven(relu) { return [workspace.reluAsMaxout] }
    let (network, timeline) = try workspace.requireNetwork(for: "maxout")
    guard network.architecture.layers.contains(where: { $0.activation.pieces > 1 }) else {
      throw ShellError(
        "the network has no maxout layer; 'network \(network.architecture.inputs)-4:maxout2-…' has")
    }
    let x = try workspace.input(of: network, arguments)
    return [try workspace.maxoutReport(network, theta: timeline.state.theta, x: x)]
  }
}

extension Workspace {
  /// `print masks`: every dropout layer's mask of the last update.
  package func allMasksReport() throws(ShellError) -> Report {
    let (present, timeline) = try requireNetwork(for: "print masks")
    let network = timeline.experimentOfLastUpdate.objective.network ?? present
    guard let record = timeline.record else {
      throw ShellError("no mask has been drawn yet: 'step' draws one")
    }
    let n = record.minibatch.examples.count
    var report = Report(json: ["expression": "masks"])
    var values: [JSON] = []
    for (layer, mask) in zip(network.dropoutLayers, record.minibatch.masks) {
      // The one mask of a whole batch is shown for the batch, and told as each example's.
      let rows = (0..<layer.units).map { unit in
        (0..<n).map { layer.isKept(unit, by: mask, example: $0, count: n) ? 1 : 0 }
      }
      values.append(.array(rows.map { .array($0.map(JSON.integer)) }))
      append(
        symbol(of: layer.name), mask.map(Double.init), rows: layer.units,
        columns: layer.columns(of: n), to: &report)
    }
    report.json["shape"] = .array([.integer(values.count)])
    report.json["value"] = .array(values)
    if values.isEmpty { report.line("no dropout, and so no masks") }
    return report
  }

  fileprivate func gradientsReport(_ network: Network, theta: [Double], title: String?) -> Report {
    let statistics = network.layerStatistics(at: theta)
    var table = Table([
      Table.Column("layer"), Table.Column("activation", .leading), Table.Column("‖W‖"),
      Table.Column("‖∂L/∂W‖"), Table.Column("to the next"), Table.Column("saturated"),
      Table.Column("dead"),
    ])
    func share(_ value: Double?) -> StyledText {
      guard let value else { return StyledText("–", .faint) }
      let text = "\(Int(clamping: (100 * value).rounded())) %"
      return StyledText(text, value > 0.5 ? .warning : .plain)
    }
    var layers: [JSON] = []
    for (index, layer) in statistics.enumerated() {
      let next = statistics.indices.contains(index + 1) ? statistics[index + 1].gradientNorm : nil
      let ratio = next.flatMap { $0 > 0 ? layer.gradientNorm / $0 : nil }
      table.rows.append([
        StyledText("\(layer.number)"), StyledText("\(layer.activation)"),
        StyledText(number(layer.weightNorm)), StyledText(number(layer.gradientNorm), .strong),
        ratio.map { StyledText(number($0), $0 < 0.1 ? .warning : .plain) }
          ?? StyledText("–", .faint),
        share(layer.saturatedShare), share(layer.deadShare),
      ])
      layers.append(
        .object([
          "layer": .integer(layer.number), "activation": .string("\(layer.activation)"),
          "weight_norm": .number(layer.weightNorm), "gradient_norm": .number(layer.gradientNorm),
          "ratio": ratio.map(JSON.number) ?? .null,
          "saturated": layer.saturatedShare.map(JSON.number) ?? .null,
          "dead": layer.deadShare.map(JSON.number) ?? .null,
        ]))
    }
    var report = Report(json: ["layers": .array(layers)])
    if let title {
      report.json["activation"] = .string(title)
      let kept = statistics.dropLast().filter { $0.activation.description != title }
      let others = kept.map { "layer \($0.number) stays \($0.activation)" }
      report.paragraph(
        StyledText(title, .strong)
          + StyledText(
            (["   on the same weights"] + others).joined(separator: "; "), .faint), indent: 2)
    }
    report.table(table)
    if let first = statistics.first, let last = statistics.last, statistics.count > 1,
      last.gradientNorm > 0
    {
      let factor = first.gradientNorm / last.gradientNorm
      report.json["first_to_last"] = .number(factor)
      report.paragraph(
        StyledText("the first layer's gradient is \(number(factor)) of the last one's", .faint)
          + (factor < 0.05
            ? StyledText("; it vanishes; relu or maxout would help", .warning)
            : StyledText()),
        indent: 2)
    }
    return report
  }

  fileprivate func unitsReport(_ network: Network, theta: [Double], layer: Int) -> Report {
    let all = Minibatch(examples: Array(0..<min(network.exampleCount, 2_000)))
    let trace = network.trace(at: theta, batch: all)
    let values = trace.layers[layer - 1]
    let n = trace.exampleCount
    guard let weights = network.layout.entry(named: "W\(layer)"),
      let biases = network.layout.entry(named: "b\(layer)")
    else { return Report() }
    let fanIn = weights.shape[1]
    let pieces = values.activation.pieces
    var table = Table([
      Table.Column("unit"), Table.Column("‖w‖"), Table.Column("b"), Table.Column("mean a"),
      Table.Column("least"), Table.Column("largest"), Table.Column("a = 0"),
    ])
    var units: [JSON] = []
    for unit in (0..<values.units).inParts(of: 1) {
      let row = unit * pieces
      let start = weights.range.lowerBound + row * fanIn
      let w = theta[start..<(start + fanIn * pieces)]
      let norm = w.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let b = theta[biases.range.lowerBound + row]
      let a = values.a[(unit * n)..<((unit + 1) * n)]
      let zeros = Double(a.count { $0 == 0 }) / Double(max(n, 1))
      let mean = a.reduce(0, +) / Double(max(n, 1))
      if unit < 24 {
        table.rows.append([
          StyledText("\(unit)"), StyledText(number(norm)), StyledText(number(b)),
          StyledText(number(mean)), StyledText(number(a.min() ?? .nan)),
          StyledText(number(a.max() ?? .nan)),
          StyledText("\(Int(clamping: (100 * zeros).rounded())) %", zeros == 1 ? .warning : .plain),
        ])
      }
      units.append(
        .object([
          "unit": .integer(unit), "weight_norm": .number(norm), "bias": .number(b),
          "mean": .number(mean), "zero_share": .number(zeros),
        ]))
    }
    var report = Report(json: ["layer": .integer(layer), "units": .array(units)])
    report.line(
      StyledText("layer \(layer)", .strong) + "   \(values.activation)   "
        + StyledText("over \(counted(n, "example")) of the training set", .faint))
    report.table(table)
    if values.units > 24 { report.line(StyledText("\(values.units - 24) more units", .faint)) }
    return report
  }

  fileprivate func masksReport(
    _ network: Network, _ batch: Minibatch, example: Int
  ) -> Report {
    let masks = masks(network, batch, example: example)
    let kept = masks.reduce(0) { $0 + $1.mask.count { $0 == 1 } }
    let droppable = masks.reduce(0) { $0 + $1.mask.count }
    let json = masks.map { layer, mask in
      JSON.object([
        "name": .string(layer.name), "mask": .array(mask.map { .integer(Int($0)) }),
        "keep": .number(layer.keep),
      ])
    }
    var report = Report(json: [
      "example": .integer(example), "kept": .integer(kept), "units": .integer(droppable),
      "masks": .array(json),
    ])
    if droppable <= 40 {
      report.blocks.append(
        .drawing(
          drawing(
            of: Figure(title: "", panels: [Panel(network: diagram(of: network, masks: masks))]))))
    }
    for (layer, one) in masks {
      let digits = one.prefix(60).map { $0 == 1 ? "1" : "0" }
      let shown =
        one.count <= 16
        ? "(" + digits.joined(separator: ", ") + ")"
        : digits.joined() + (one.count > 60 ? "…" : "")
      report.line(
        StyledText(symbol(of: layer.name) + " ", .quantity)
          + StyledText(shown)
          + StyledText("   kept \(one.count { $0 == 1 }) of \(one.count)", .faint))
    }
    report.line(
      StyledText(
        "one of 2^\(droppable) subnetworks; \(kept) of \(droppable) units kept", .faint))
    return report
  }

  fileprivate func maxoutReport(
    _ network: Network, theta: [Double], x: [Double]
  ) throws(ShellError) -> Report {
    let thin = try engineError { try network.thinNetwork(at: theta, for: x) }
    var report = Report()
    report.paragraph(StyledText("x ", .quantity) + StyledText(summary(of: x)), indent: 2)
    var layers: [JSON] = []
    for (layer, declared) in zip(thin.layers, network.architecture.layers)
    where declared.activation.pieces > 1 || declared.activation == .relu {
      var shown = layer.pieces.prefix(Self.mostWinners).enumerated().map { unit, piece in
        "unit\u{A0}\(unit):\u{A0}\(Self.name(ofPiece: piece, of: declared.activation))"
      }
      if layer.pieces.count > Self.mostWinners {
        shown.append("\(layer.pieces.count - Self.mostWinners) more")
      }
      report.paragraph(
        StyledText("layer \(layer.number)", .strong)
          + StyledText("   \(declared.activation)   winners   " + shown.joined(separator: ", ")),
        indent: 2)
      layers.append(
        .object([
          "layer": .integer(layer.number), "winners": .array(layer.pieces.map(JSON.integer)),
          "weights": matrix(layer.weights, columns: layer.fanIn), "biases": .numbers(layer.biases),
        ]))
    }
    report.json["x"] = .numbers(x)
    report.json["layers"] = .array(layers)
    report.json["matrix"] = matrix(thin.matrix, columns: x.count)
    report.json["constant"] = .numbers(thin.offset)
    report.paragraph(
      StyledText("the thin linear network of this x: z = A x + c at the output", .faint))
    let outputs = thin.offset.count
    let z = (0..<outputs).map { row in
      x.indices.reduce(thin.offset[row]) { $0 + thin.matrix[row * x.count + $1] * x[$1] }
    }
    report.json["z"] = .numbers(z)
    append("A", thin.matrix, rows: outputs, columns: x.count, to: &report)
    append("c", thin.offset, rows: 1, columns: outputs, to: &report)
    append("z", z, rows: 1, columns: outputs, to: &report)
    return report
  }

  /// How many units' winners are named.
  private static let mostWinners = 24

  /// The name of a winning piece: the second one of ReLU is the constant 0.
  private static func name(ofPiece piece: Int, of activation: Activation) -> String {
    activation.pieces > 1 ? "piece\u{A0}\(piece)" : piece == 0 ? "z" : "0"
  }

  fileprivate var reluAsMaxout: Report {
    var report = Report(json: ["relu": "max(w x + b, 0)"])
    report.line(StyledText("relu(w·x + b) = max(w·x + b, 0·x + 0)", .strong))
    report.paragraph(
      "ReLU is maxout with two pieces, (w, b) and (0, 0): where the first wins it passes on w·x + b "
        + "with slope w, where the second wins it passes on 0. A maxout unit learns both pieces, so "
        + "it can become ReLU, |x|, or any convex function of as many straight pieces as it has.")
    var table = Table([
      Table.Column("z = w·x + b"), Table.Column("pieces z, 0", .leading),
      Table.Column("winner", .leading),
      Table.Column("maxout"), Table.Column("relu"),
    ])
    for z in [-2.0, -0.5, 0, 0.5, 2] {
      table.rows.append([
        StyledText(number(z)), StyledText("\(number(z)), 0"), StyledText(z >= 0 ? "z" : "0"),
        StyledText(number(max(z, 0))), StyledText(number(z > 0 ? z : 0)),
      ])
    }
    report.table(table)
    return report
  }
}
