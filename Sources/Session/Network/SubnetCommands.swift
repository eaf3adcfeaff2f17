import Console
import Engine
import LongWork
import Plot
import Timelines
import Wording

/// The verb about the ensemble that dropout trains.
extension Verbs {
  fileprivate static let list = Argument<String?>(
    "list", .word, "how many subnetworks to list, or 'all'", names: .open { _ in ["all"] })
  fileprivate static let mask = Argument<[Double]?>(
    "mask", count: 1...100_000, "the one subnetwork to show, a 1 or 0 for each droppable unit")
  fileprivate static let part = Argument<String?>(
    "on", .choice(["batch", "training"]),
    "on the last update's batch, or on all of the training set")
  package static let samples = Argument<Int>(
    "samples", 2...10_000_000, default: 10_000, "how many are drawn where M is above 24")

  package static let subnets = Command(
    "subnets", .inspect, "goes through the 2^M subnetworks that dropout trains",
    discussion: """
      Each choice of kept units is a subnetwork with its probability and its output. Their exact \
      mean over all 2^M (a sample of them beyond M = 24) stands beside the output of the one \
      weight-scaled network that testing uses: equal where the network is linear, close where it is \
      not. list=N shows the N likeliest, list=all every one; mask=1,0,1,1 the one that keeps these \
      units, a 1 or 0 for each in the order of the layers.
      """,
    parameters: [input, list, mask, samples, part],
    examples: [
      "data moons; network 2-6:relu-1:sigmoid; dropout drop=0.5; run 20", "subnets",
      "subnets x=0.5,0.25 list=4", "subnets mask=1,0,1,1,0,1",
    ]
  ) { workspace, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "subnets")
    return [try workspace.subnetsReport(network, timeline, arguments)]
  }
}

extension Workspace {
  fileprivate func subnetsReport(
    _ network: Network, _ timeline: Timeline, _ arguments: Arguments
  ) throws(ShellError) -> Report {
    let theta = timeline.state.theta
    let subnetworks = try engineError { try Subnetworks(of: network, theta: theta) }
    var inputs = arguments[Verbs.input] ?? network.training.features(of: 0)
    var targets = arguments.isGiven(Verbs.input) ? nil : network.training.targets(of: 0)
    if arguments[Verbs.part] == "training" {
      inputs = network.training.featureValues
      targets = network.training.targets
    } else if arguments.isGiven(Verbs.part) {
      guard let indices = timeline.record?.minibatch.examples else {
        throw ShellError("no batch has been drawn yet: 'step' draws one")
      }
      inputs = indices.flatMap { network.training.features(of: $0) }
      targets = indices.flatMap { network.training.targets(of: $0) }
    }
    let width = network.architecture.outputs
    let interrupt = host.interrupt
    let samples = arguments[Verbs.samples]
    let isCounted = subnetworks.units <= Subnetworks.exactLimit
    let count = isCounted ? subnetworks.count : Double(samples)
    let meter = meter("subnets", of: count, "subnetworks")
    let found = try engineError {
      try subnetworks.ensemble(of: inputs, samples: samples, seed: setup.seed) { share in
        meter.update(share * count)
        return !interrupt()
      }
    }
    guard let ensemble = found else { throw .interrupted("") }
    let isOne = inputs.count == network.architecture.inputs
    func outputs(_ values: [Double]) -> JSON {
      if isOne { return width == 1 ? .number(values.first ?? .nan) : .numbers(values) }
      return matrix(values, columns: width)
    }
    var report = Report(json: [
      "units": .integer(subnetworks.units), "count": .number(subnetworks.count),
      "exact": .boolean(ensemble.isExact), "ensemble": outputs(ensemble.ensemble),
      "weight_scaled": outputs(ensemble.weightScaled), "difference": outputs(ensemble.difference),
    ])
    if let errors = ensemble.standardErrors { report.json["standard_error"] = outputs(errors) }
    if let mean = ensemble.geometricMean { report.json["geometric_mean"] = outputs(mean) }
    let layers = subnetworks.layers.map { "\($0.units) in \(symbol(of: $0.name))" }
    report.paragraph(
      StyledText("M = \(subnetworks.units)", .strong)
        + " droppable unit\(subnetworks.units == 1 ? "" : "s") (\(layers.joined(separator: ", "))), 2^M = \(number(subnetworks.count)) "
        + "subnetworks" + (ensemble.isExact ? "" : "; \(ensemble.samples) of them drawn"),
      indent: 2)
    if isOne {
      report.paragraph(StyledText("x ", .quantity) + StyledText(summary(of: inputs)), indent: 2)
    }
    let table = ensembleTable(ensemble)
    report.table(table)
    if table.rows.count < ensemble.ensemble.count {
      report.line(StyledText("\(ensemble.ensemble.count - table.rows.count) more", .faint))
    }
    try appendVisits(timeline, subnetworks, to: &report)
    if let mask = try mask(arguments, of: subnetworks) {
      try append([mask], of: subnetworks, inputs: inputs, targets: targets, outputs, to: &report)
      appendDiagram(of: mask, subnetworks, to: &report)
    } else if let list = arguments[Verbs.list] {
      try appendMembers(
        subnetworks, list, inputs: inputs, targets: targets, arguments, outputs, to: &report)
    }
    if isOne, ensemble.isExact, subnetworks.units <= 20, !traits.json {
      try appendHistogram(subnetworks, ensemble, input: inputs, to: &report)
    }
    return report
  }

  /// All outputs where they are few, else the first three.
  private func ensembleTable(_ ensemble: SubnetworkEnsemble) -> Table {
    var table = Table([
      Table.Column("output"), Table.Column("mean of all"), Table.Column("weight-scaled"),
      Table.Column("difference"), Table.Column("least"), Table.Column("largest"),
    ])
    if ensemble.standardErrors != nil { table.columns.append(Table.Column("± of the mean")) }
    if ensemble.geometricMean != nil { table.columns.append(Table.Column("geometric mean")) }
    let shown = ensemble.ensemble.count <= 12 ? 12 : 3
    for i in ensemble.ensemble.indices.prefix(shown) {
      var row = [
        StyledText("\(i)", .faint), StyledText(number(ensemble.ensemble[i]), .strong),
        StyledText(number(ensemble.weightScaled[i])), StyledText(signed(ensemble.difference[i])),
        StyledText(number(ensemble.least[i])), StyledText(number(ensemble.largest[i])),
      ]
      if let errors = ensemble.standardErrors { row.append(StyledText(number(errors[i]))) }
      if let mean = ensemble.geometricMean { row.append(StyledText(number(mean[i]))) }
      table.rows.append(row)
    }
    return table
  }

  private func appendVisits(
    _ timeline: Timeline, _ subnetworks: Subnetworks, to report: inout Report
  ) throws(ShellError) {
    let t = timeline.state.t
    // Replaying a long run for the masks alone would take as long as the run.
    guard t > timeline.extent.lowerBound, t <= 2_000 else { return }
    let visits = host.kept(VisitStore.init).visits(of: timeline, layers: subnetworks.layers)
    guard visits.total > 0 else { return }
    report.json["visited"] = .integer(visits.distinct)
    report.json["visits"] = .integer(visits.total)
    report.line(
      StyledText("training has visited ", .faint) + "\(visits.distinct)"
        + StyledText(" of them in \(visits.total) draws", .faint))
  }

  private func appendMembers(
    _ subnetworks: Subnetworks, _ list: String, inputs: [Double], targets: [Double]?,
    _ arguments: Arguments, _ outputs: ([Double]) -> JSON, to report: inout Report
  ) throws(ShellError) {
    let limit: Int
    if list == "all" {
      guard subnetworks.units <= 16 else {
        throw arguments.error(
          "2^\(subnetworks.units) are too many to list; list=N shows the N likeliest",
          about: Verbs.list)
      }
      limit = 1 << subnetworks.units
    } else if let n = Int(list), n >= 1 {
      limit = min(n, subnetworks.units <= 16 ? 1 << subnetworks.units : Subnetworks.listLimit)
    } else {
      throw arguments.refusal("list is a whole number, 1 or more, or 'all'", about: Verbs.list)
    }
    let examples = inputs.count / max(subnetworks.network.architecture.inputs, 1)
    let outputCount = examples.times(subnetworks.network.architecture.outputs)
    let masks = try engineError {
      // Each subnetwork's mask and outputs, and for programs these as JSON.
      try MemoryBudget.current.check(
        limit.times(subnetworks.units.plus(outputCount.times(traits.wantsObjects ? 72 : 8))),
        for: "\(counted(limit, "subnetwork")) on \(counted(examples, "example"))",
        less: "list=N lists fewer, and x= takes one example")
      return try subnetworks.likeliestMasks(limit)
    }
    try append(masks, of: subnetworks, inputs: inputs, targets: targets, outputs, to: &report)
  }

  /// The mask that `mask=` gives; nil where there is none.
  private func mask(
    _ arguments: Arguments, of subnetworks: Subnetworks
  ) throws(ShellError) -> [UInt8]? {
    guard let numbers = arguments[Verbs.mask] else { return nil }
    guard !arguments.isGiven(Verbs.list) else {
      throw arguments.error("mask= shows one subnetwork, list= several", about: Verbs.list)
    }
    guard numbers.count == subnetworks.units, numbers.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      let layers = subnetworks.layers.map { "\($0.units) in \($0.name)" }
      throw arguments.refusal(
        "mask has a 1 or 0 for each of \(counted(subnetworks.units, "droppable unit")) "
          + "(\(layers.joined(separator: ", ")))", about: Verbs.mask)
    }
    return numbers.map { $0 == 1 ? 1 : 0 }
  }

  /// The network with the units crossed out that a mask drops.
  private func appendDiagram(
    of mask: [UInt8], _ subnetworks: Subnetworks, to report: inout Report
  ) {
    guard mask.count <= 40, !traits.json else { return }
    var rest = mask[...]
    let masks = subnetworks.layers.map { layer in
      defer { rest = rest.dropFirst(layer.units) }
      return (layer: layer, mask: Array(rest.prefix(layer.units)))
    }
    let panel = Panel(network: diagram(of: subnetworks.network, masks: masks))
    report.blocks.append(.drawing(drawing(of: Figure(title: "", panels: [panel]))))
  }

  /// Rows of the subnetworks of some masks.
  private func append(
    _ masks: [[UInt8]], of subnetworks: Subnetworks, inputs: [Double], targets: [Double]?,
    _ outputs: ([Double]) -> JSON, to report: inout Report
  ) throws(ShellError) {
    let members = try engineError {
      try subnetworks.members(masks, on: inputs, targets: targets)
    }
    report.json["subnetworks"] = .array(
      members.inParts(of: 64).map { member in
        var object: JSON.Object = [
          "mask": .array(member.mask.map { .integer(Int($0)) }),
          "probability": .number(member.probability), "output": outputs(member.outputs),
        ]
        if let loss = member.loss { object["loss"] = .number(loss) }
        return .object(object)
      })
    // Of many examples the loss says more than a summary of all outputs.
    let showsOutputs = members.first.map { $0.outputs.count <= 10 } ?? true
    var table = Table([Table.Column("mask", .leading), Table.Column("probability")])
    if showsOutputs { table.columns.append(Table.Column("output")) }
    table.columns.append(Table.Column("loss"))
    for member in members.prefix(32) {
      var row = [
        StyledText(member.mask.map { $0 == 1 ? "1" : "0" }.joined()),
        StyledText(number(member.probability)),
      ]
      if showsOutputs {
        let outputs = member.outputs
        row.append(
          StyledText(outputs.count == 1 ? number(outputs[0]) : summary(of: outputs)))
      }
      table.rows.append(row + [StyledText(member.loss.map { number($0) } ?? "–")])
    }
    report.table(table)
    if members.count > 32 { report.line(StyledText("\(members.count - 32) more", .faint)) }
  }

  private func appendHistogram(
    _ subnetworks: Subnetworks, _ ensemble: SubnetworkEnsemble, input: [Double],
    to report: inout Report
  ) throws(ShellError) {
    guard let drawn = try subnetworksFigure(subnetworks, ensemble, input: input) else { return }
    report.blocks.append(.drawing(drawing(of: drawn.figure, rows: 14)))
  }
}
