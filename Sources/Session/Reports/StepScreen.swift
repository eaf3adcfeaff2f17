import Arithmetic
import Console
import Engine
import Formula
import LongWork
import Timelines

/// Shows the updates of a run as they come: a block for each of a few, a row for each of many.
package struct StepShower {
  package let verb: String
  /// Whether each update gets a block of its own.
  package let showsBlocks: Bool
  /// The update at which the run began.
  package let begin: Int
  /// Where a person watches the epochs of a network.
  package let watch: EpochWatch?
  /// Whether it is a run, at whose end its epochs are told, rather than steps by hand.
  package let isRun: Bool
  private var rows: [TraceRow] = []
  private var leftOut = 0
  /// The update shown last; it is the present one where the next has been given up.
  private var shownT: Int?

  /// What a row shows; `trace` has the rule's own quantities too.
  private static let columns = ["eta", "loss", "theta", "g", "delta"]
  /// A longer table would push its own head out of sight.
  private static let mostRows = 1_000

  package init(verb: String, showsBlocks: Bool, begin: Int, watch: EpochWatch?, isRun: Bool) {
    self.verb = verb
    self.showsBlocks = showsBlocks
    self.begin = begin
    self.watch = watch
    self.isRun = isRun
  }

  /// Shows what is due, but for what the end of a run shows.
  ///
  /// - Returns: the end's reports, for the command to return: they are shown when the command is known
  ///   to have succeeded and is kept.
  package mutating func show(
    _ workspace: Workspace, isEnd: Bool, stop: StopCause?
  ) -> [Report] {
    var reports: [Report] = []
    func give(_ report: Report) {
      if isEnd { reports.append(report) } else { workspace.emit(report, as: verb) }
    }
    let t = workspace.branch?.timeline.state.t
    let isShown = t == shownT
    shownT = t
    let traits = workspace.traits
    if traits.wantsObjects || showsBlocks {
      // A second object tells where the run ended; a second block would tell nothing new.
      let hasText = showsBlocks && !isShown
      if traits.wantsObjects || hasText {
        var report = workspace.lastReport(stop: stop) { workspace.momentReport(stop: $0) }
        if isRun, isEnd, workspace.presentNetwork != nil {
          report.json["epochs"] = workspace.epochsObject(from: begin)
        }
        give(hasText ? report : report.only(for: .programs))
      }
      if showsBlocks, isShown, let stop {
        var report = Report().only(for: .people)
        report.paragraph(StyledText(stop.sentence, .warning))
        give(report)
      }
      guard !showsBlocks, !traits.json else { return reports }
    }
    if !isShown, let row = workspace.traceRow(of: Self.columns) {
      if rows.count == Self.mostRows {
        rows.removeFirst()
        leftOut += 1
      }
      rows.append(row)
    }
    guard isEnd else { return reports }
    var report = workspace.traceReport(of: rows, names: Self.columns).only(for: .people)
    if leftOut > 0 {
      report.line(StyledText("\(leftOut) earlier ones are not shown", .faint))
    }
    if isRun, let network = workspace.presentNetwork {
      workspace.appendSummary(
        of: network, isInHaste: stop?.kind == StopCause.interrupted, to: &report)
    }
    workspace.appendWatched(to: &report)
    if let stop { report.paragraph(StyledText(stop.sentence, .warning)) }
    give(report)
    return reports
  }
}

extension Workspace {
  /// The report at the end of a command that moved through time; where ^C has come, or comes
  /// meanwhile, as much of it as takes no time.
  package func lastReport(stop: StopCause?, _ make: (StopCause?) -> Report) -> Report {
    if stop?.kind != StopCause.interrupted {
      let report = make(stop)
      guard Interruption.hasGivenUp else { return report }
      Interruption.current?.settle()
    }
    let cut = stopCause(.interrupted, nil).map {
      StopCause($0.kind, stop?.sentence ?? $0.sentence)
    }
    let report = isQuicklyShown ? Interruption.suspended { make(cut) } : make(cut)
    Interruption.current?.settle()
    return report
  }

  /// Whether all quantities of the present moment are worked out in no time.
  package var isQuicklyShown: Bool {
    guard let objective = branch?.timeline.experiment.objective else { return true }
    return objective.layout.count <= Self.mostShownAtOnce && !objective.hasLongPasses
  }

  /// Where training stands: the last update with every quantity, or the start.
  package func momentReport(stop: StopCause? = nil) -> Report {
    guard let branch, rebuilding == nil else { return Report() }
    let moment = Moment(branch.timeline)
    let objective = branch.timeline.experiment.objective
    // A person who presses ^C does not wait for passes over a large training set, nor for a look
    // at a million parameters.
    let isCut = stop?.kind == StopCause.interrupted
    let hasLoss = !isCut || !objective.hasLongPasses
    let hasTable = !isCut || objective.layout.count <= Self.mostShownAtOnce
    var report = Report(json: stepObject(at: moment, hasLoss: hasLoss))
    if traits.wantsObjects {
      if hasTable, let record = branch.timeline.record, let largeNetwork {
        report.json["layers"] = layersObject(record, largeNetwork)
      }
      // The tables of a hundred thousand steps are not read.
      report.json["display"] = displayed.isEmpty ? nil : .object(displayed)
    }
    if traits.json {
      // Nothing more is read.
    } else if let record = branch.timeline.record {
      report.paragraph(stepHeader(record, moment, hasLoss: hasLoss), indent: 2)
      if let convention = conventionRemark { report.line(StyledText(convention, .faint)) }
      if hasTable, let largeNetwork {
        appendLayers(record, largeNetwork, to: &report)
      } else if hasTable {
        report.table(stepTable(record))
      }
    } else if !hasLoss || !hasTable {
      report.line(StyledText("t ", .quantity) + "\(branch.timeline.state.t)")
    } else {
      report.paragraph(
        StyledText("t ", .quantity) + "\(branch.timeline.state.t)   "
          + StyledText(symbol(of: "loss"), .quantity) + " \(number(moment.loss))   "
          + StyledText(symbol(of: "theta"), .quantity) + " \(summary(of: moment.theta))   "
          + StyledText(symbol(of: "grad"), .quantity) + " \(summary(of: moment.gradient))",
        indent: 2)
    }
    if !traits.json { appendWatched(to: &report) }
    if let stop { append(stop, to: &report) }
    return report
  }

  /// The network, where it has too many parameters for a row each.
  private var largeNetwork: Network? {
    presentNetwork.flatMap { $0.layout.count > Self.mostParametersShown ? $0 : nil }
  }

  /// `t 1   L 24.2 → 5.62   η 0.1`; without the loss that of the batch.
  private func stepHeader(
    _ record: StepRecord, _ moment: Moment, hasLoss: Bool
  ) -> StyledText {
    var line = StyledText("t ", .quantity) + "\(record.t)   "
    if moment.experiment.objective.exampleCount > 0 {
      line += StyledText("epoch ", .quantity) + "\(record.epoch)   "
    }
    if hasLoss {
      line += StyledText(symbol(of: "loss"), .quantity)
      line += " \(number(moment.loss(at: record.thetaBefore))) → "
      line += StyledText(number(moment.loss), .strong)
    } else {
      line += StyledText("batch loss", .quantity) + " \(number(record.batchLoss))"
    }
    for (name, value) in [("eta", record.eta)] + record.shared.map({ ($0.name, $0.value) }) {
      line += "   " + StyledText(symbol(of: name), .quantity) + " \(number(value))"
    }
    if !moment.experiment.penalty.isNone,
      let penalty = whole({ (try? moment.value(of: "penalty"))??.scalar })
    {
      line += "   " + StyledText("penalty", .quantity) + " \(number(penalty))"
    }
    return line
  }

  /// PyTorch's forms are named, the lecture's go without saying.
  package var conventionRemark: String? {
    let convention = setup.optimizer.convention
    return convention == .lecture ? nil : "(\(convention.phrase))"
  }

  /// A row for each parameter, a column for each quantity in the order worked out.
  private func stepTable(_ record: StepRecord) -> Table {
    let layout = branch?.timeline.experiment.objective.layout ?? ParameterLayout()
    var columns = [Table.Column("", .leading)]
    var before = Table.Column(StyledText(symbol(of: "theta") + " before", .faint))
    before.staysNear = true
    columns.append(before)
    if record.evaluationPoint != nil { columns.append(.init(StyledText("ahead", .quantity))) }
    columns.append(.init(StyledText("g", .quantity)))
    for quantity in record.quantities {
      columns.append(.init(StyledText(symbol(of: quantity.name), .quantity)))
    }
    columns.append(.init(StyledText(symbol(of: "delta"), .quantity)))
    var after = Table.Column(StyledText(symbol(of: "theta"), .quantity))
    after.staysNear = true
    columns.append(after)
    let rows = record.theta.indices.map { i in
      var cells = [StyledText(layout.label(of: i), .quantity)]
      cells.append(StyledText(number(record.thetaBefore[i]), .faint))
      if let ahead = record.evaluationPoint { cells.append(StyledText(number(ahead[i]))) }
      cells.append(StyledText(number(record.g[i])))
      cells += record.quantities.map { StyledText(number($0[i])) }
      cells.append(StyledText(signed(record.movement[i])))
      cells.append(StyledText(number(record.theta[i]), .strong))
      return cells
    }
    return Table(columns, rows: rows)
  }

  /// What `display` asks for.
  package func appendWatched(to report: inout Report) {
    for display in displays {
      let shown: StyledText? = whole {
        let value = try? value(of: display.expression)
        return value.map { StyledText(summary(of: $0)) } ?? StyledText("not yet", .faint)
      }
      let text = shown ?? StyledText(StopCause.interrupted, .faint)
      report.paragraph(
        StyledText(display.expression.text, .quantity) + " = " + text, indent: 2)
    }
  }

  /// The same by expression.
  package var displayed: JSON.Object {
    var shown: JSON.Object = [:]
    for display in displays {
      let value = try? value(of: display.expression)
      shown[display.expression.text] = value.map { json(of: $0) } ?? .null
    }
    return shown
  }

  // MARK: JSON

  /// The members that `step`, `run`, `back` and `goto` print for one update.
  package func stepObject(at moment: Moment, hasLoss: Bool = true) -> JSON.Object {
    let record = moment.timeline.record
    var object: JSON.Object = ["t": .integer(moment.timeline.state.t)]
    if moment.experiment.objective.exampleCount > 0 {
      object["epoch"] = .integer(moment.timeline.state.epoch)
    }
    if let record { object["eta"] = .number(record.eta) }
    for number in record?.shared ?? [] { object[number.name] = .number(number.value) }
    if hasLoss { object["loss"] = .number(moment.loss) }
    if let record { object["batch_loss"] = .number(record.batchLoss) }
    if !moment.experiment.penalty.isNone, let penalty = try? moment.value(of: "penalty")?.scalar {
      object["penalty"] = .number(penalty)
    }
    func add(_ name: String, _ values: [Double]) {
      if values.count <= 256 { object[name] = .numbers(values) }
    }
    add("theta", moment.theta)
    guard let record else { return object }
    guard record.g.count <= 256 else { return object }
    add("g", record.g)
    add("delta", record.delta)
    if let ahead = record.evaluationPoint { add("theta_ahead", ahead) }
    for quantity in record.quantities { add(quantity.name, quantity.values) }
    return object
  }

  /// Nested arrays by the value's shape; a number for a scalar.
  package func json(of value: Value) -> JSON {
    if let scalar = value.scalar { return .number(scalar) }
    let elements = value.elements
    guard value.shape.count == 2 else { return .numbers(elements) }
    let columns = value.shape[1]
    return .array(
      (0..<value.shape[0]).map { row in
        .numbers(elements[(row * columns)..<((row + 1) * columns)])
      })
  }

  // MARK: Values in a line

  /// A vector of a few components whole, of many its largest and its count.
  package func summary(of values: [Double]) -> String {
    guard values.count > 8 else { return point(values) }
    var largest = 0
    for i in values.indices.inParts()
    where abs(values[i]) > abs(values[largest]) || values[i].isNaN {
      largest = i
      if values[i].isNaN { break }
    }
    return "\(values.count) numbers, the largest [\(largest)] \(number(values[largest]))"
  }

  package func summary(of value: Value) -> String {
    if let scalar = value.scalar { return number(scalar) }
    if value.shape.count == 1 { return summary(of: value.elements) }
    return value.shape.map(String.init).joined(separator: " × ") + ", "
      + summary(of: value.elements)
  }
}
