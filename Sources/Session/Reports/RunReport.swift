import Console
import Datasets
import Engine
import LongWork
import Timelines
import Wording

/// What a run of a network shows at its end: its epochs as a table, and where it has come to.
extension Workspace {
  /// Why batches may cost more than whole sets.
  package static let dropoutRemark =
    "Batches are measured with dropout, the training and the validation set without."

  /// The report of a run that began at update `begin`; on a surface that of the last update.
  ///
  /// - Parameter everyEpoch: which epochs get a line; nil leaves that to their number.
  package func runReport(
    from begin: Int, everyEpoch: Int? = nil, watch: EpochWatch? = nil, stop: StopCause? = nil
  ) -> Report {
    guard let timeline = branch?.timeline, let network = presentNetwork else {
      return momentReport(stop: stop)
    }
    let end = RunEnd(timeline, network, isInHaste: stop?.kind == StopCause.interrupted)
    var report = Report(
      json: traits.wantsObjects ? runObject(from: begin, end) : JSON.Object())
    if !traits.json {
      let passed = timeline.epochsPassed(since: begin)
      let shown = EpochTable.shown(
        of: passed, every: everyEpoch, looks: timeline.experiment.epochsBetweenTrainingLooks)
      if let convention = conventionRemark { report.line(StyledText(convention, .faint)) }
      if !shown.isEmpty {
        let table = EpochTable(
          of: network, in: self, hasOneRate: Set(passed.lazy.map(\.eta)).count < 2,
          seconds: watch.flatMap { $0.isLong ? $0.seconds(of: shown) : nil })
        report.table(table.table(of: shown))
        if !network.dropoutLayers.isEmpty {
          report.paragraph(StyledText(Self.dropoutRemark, .faint))
        }
      }
      appendSummary(end, to: &report)
      appendWatched(to: &report)
    }
    if let stop { append(stop, to: &report) }
    return report
  }

  /// Why it stopped, in both readings.
  package func append(_ stop: StopCause, to report: inout Report) {
    report.json["stopped"] = .string(stop.sentence)
    report.json["cause"] = .string(stop.kind)
    report.paragraph(StyledText(stop.sentence, .warning))
  }

  /// `epoch 3: loss 0.323, val_loss 0.351, accuracy 0.885 / 0.874; best val_loss at epoch 3`.
  package func appendSummary(of network: Network, isInHaste: Bool, to report: inout Report) {
    guard let timeline = branch?.timeline else { return }
    appendSummary(RunEnd(timeline, network, isInHaste: isInHaste), to: &report)
  }

  private func appendSummary(_ end: RunEnd, to report: inout Report) {
    var line = StyledText(end.place + ": ")
    // Short enough for a line of its own; the table has one digit more.
    func number(_ value: Double) -> String { self.number(value, digits: max(3, traits.digits - 1)) }
    func figure(_ name: String, _ value: String) {
      line += StyledText(name + " ", .quantity) + StyledText(value, .strong)
    }
    if let training = end.training {
      figure("loss", number(training.loss))
      if let validation = end.validation {
        line += ", "
        figure("val_loss", number(validation.loss))
      }
      line += ", "
      figure(
        end.scoreName,
        number(training.score) + (end.validation.map { " / " + number($0.score) } ?? ""))
    } else if let batchLoss = end.batchLoss {
      figure("batch loss", number(batchLoss))
    } else {
      line += "no update was made"
    }
    if let penalty = end.penalty {
      line += ", "
      figure("penalty", number(penalty))
    }
    guard let bestEpoch = end.bestEpoch else {
      report.paragraph(line, indent: 2)
      return
    }
    line += ";"
    let best = StyledText("best val_loss at epoch \(bestEpoch)")
    let whole = line + " " + best
    // A name may be wider than its symbol.
    if (traits.unicode ? whole : whole.map(ASCIIFolding.fold)).width <= traits.width {
      report.line(whole)
    } else {
      report.paragraph(line, indent: 2)
      report.line("  " + best)
    }
  }

  // MARK: JSON

  /// What a run prints for programs: the last update, the figures of the whole sets, and its epochs.
  private func runObject(from begin: Int, _ end: RunEnd) -> JSON.Object {
    guard let timeline = branch?.timeline else { return JSON.Object() }
    var object = stepObject(at: Moment(timeline), hasLoss: end.training != nil)
    object["display"] = displayed.isEmpty ? nil : .object(displayed)
    let score = end.scoreQuantity
    if let training = end.training { object[score] = .number(training.score) }
    if let validation = end.validation {
      object["val_loss"] = .number(validation.loss)
      object["val_" + score] = .number(validation.score)
    }
    object["epochs"] = epochsObject(from: begin)
    return object
  }

  /// The epochs passed since update `begin`.
  package func epochsObject(from begin: Int) -> JSON {
    guard let timeline = branch?.timeline, let network = presentNetwork else { return .array([]) }
    let passed = timeline.epochsPassed(since: begin)
    return .array(passed.map { .object(object(of: $0, network)) })
  }

  private func object(of mark: EpochMark, _ network: Network) -> JSON.Object {
    let score = network.scoreQuantity
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    var object: JSON.Object = [
      "epoch": .integer(mark.epoch), "t": .integer(mark.t), "batches": .number(mark.batches),
      "loss": number(mark.training?.loss),
    ]
    if network.validation != nil { object["val_loss"] = number(mark.validation?.loss) }
    object[score] = number(mark.training?.score)
    if network.validation != nil { object["val_" + score] = number(mark.validation?.score) }
    object["eta"] = .number(mark.eta)
    return object
  }
}

/// Where a run of a network has come to, in the figures that matter.
private struct RunEnd {
  /// `epoch 3`, or `t 100, in epoch 4`.
  let place: String
  let scoreName: String
  let scoreQuantity: String
  /// Those of the parameters now; nil where there was no time for them.
  let training: EpochMark.Figures?
  let validation: EpochMark.Figures?
  /// nil before the first update.
  let batchLoss: Double?
  /// nil without a penalty.
  let penalty: Double?
  /// The epoch with the least validation loss; nil where none was looked at.
  let bestEpoch: Int?

  /// - Parameter isInHaste: whether no long pass is to be made for it.
  init(_ timeline: Timeline, _ network: Network, isInHaste: Bool) {
    let state = timeline.state
    scoreName = network.scoreName
    scoreQuantity = network.scoreQuantity
    let looks = timeline.metricsNow
    func figures(_ known: NetworkMetrics?, _ dataset: Dataset?) -> EpochMark.Figures? {
      if let known { return .init(known) }
      guard let dataset, !(isInHaste && network.isLong(passOver: dataset.count)) else { return nil }
      return network.wholePass(over: dataset.count) {
        .init(network.metrics(at: state.theta, on: dataset))
      }
    }
    training = figures(looks.training, network.training)
    validation = figures(looks.validation, network.validation)
    batchLoss = timeline.record?.batchLoss
    let penalty = timeline.experiment.penalty
    self.penalty =
      penalty.isNone || isInHaste && network.layout.count > Workspace.mostShownAtOnce
      ? nil : penalty.value(at: state.theta, layout: network.layout)
    let passed = timeline.epochs.within(0...state.t)
    let best = passed.min { ($0.validation?.loss ?? .nan) < ($1.validation?.loss ?? .nan) }
    bestEpoch = best?.validation.flatMap { $0.loss.isFinite ? best?.epoch : nil }
    if let ended = timeline.epochEnded, ended.isRestored {
      let epoch = passed.last { $0.t == state.stopping.bestT }?.epoch
      place = "back at " + (epoch.map { "epoch \($0)" } ?? "t \(state.stopping.bestT)")
    } else {
      place =
        timeline.isAtEpochEnd ? "epoch \(state.epoch)" : "t \(state.t), in epoch \(state.epoch)"
    }
  }
}

extension Network {
  /// What `NetworkMetrics.score` is.
  package var scoreName: String { training.task == .regression ? "R²" : "accuracy" }
  /// The quantity that `NetworkMetrics.score` is: `accuracy` or `r2`.
  package var scoreQuantity: String { training.task == .regression ? "r2" : "accuracy" }
}
