import Console
import Diagnostics
import Engine
import Plot
import Session
import Timelines
import Wording

/// Steps 6 and 7: how did it go, and what next?
extension Workspace {
  // MARK: Step 6

  mutating func curvesStep(epochs: Int) throws(ShellError) -> StepOutcome {
    let (network, now) = try requireNetwork(for: "recipe")
    var timeline = Timeline(now.experiment)
    let (updates, overflow) = epochs.multipliedReportingOverflow(
      by: timeline.experiment.updatesPerEpoch)
    guard !overflow else { throw ShellError("\(epochs) epochs are too many updates") }
    let meter = meter("recipe 6", of: Double(updates), "updates")
    timeline.advance(
      by: updates, isInterrupted: host.interrupt,
      progress: { state, _ in meter.update(Double(state.t)) }, epochEnd: { _ in })
    if host.interrupt() { throw .interrupted() }
    timeline.look()
    let diagnosis = Diagnosis(of: timeline, on: network, isInterrupted: host.interrupt)
    if host.interrupt() { throw .interrupted() }
    let curves = diagnosis.curves
    let name = freeBranchName("long")
    var byHand = ["fork \(name)"]
    if now.state.t > now.extent.lowerBound { byHand.append("reset") }
    byHand += ["run \(counted(epochs, "epoch"))", "diagnose"]
    byHand.append("switch \(branch?.name ?? Branch.firstName)")
    var outcome = StepOutcome(
      isPassed: diagnosis.verdict == .good, finding: "", byHand: byHand)
    let advice = Advice(on: diagnosis, network, timeline.experiment, in: self)
    outcome.finding = advice.because
    outcome.remedy = advice.remedy
    var body = Report(json: ["epochs": .integer(epochs)])
    let figure = curvesFigure(curves, network, updatesPerEpoch: timeline.experiment.updatesPerEpoch)
    lastFigure = figure
    body.blocks.append(.drawing(drawing(of: figure, rows: 18)))
    appendScores(of: network, diagnosis, at: timeline.state.theta, to: &body)
    var said = Report()
    append(diagnosis, advice, to: &said)
    body.json["verdict"] = .string(diagnosis.verdict.rawValue)
    body.json["curves"] = said.json["curves"]
    // The verdict itself stands below, at the gate.
    body.blocks += said.blocks.dropFirst(2)
    outcome.body = body
    return outcome
  }

  private func curvesFigure(
    _ curves: LearningCurves, _ network: Network, updatesPerEpoch: Int
  ) -> Figure {
    func epochs(_ curve: Curve) -> [Double] { curve.times.map { $0 / Double(updatesPerEpoch) } }
    let (training, validation) = (curves.training, curves.validation)
    let losses = (training.values + validation.values).filter(\.isFinite)
    let low = losses.min() ?? 0
    let isWide = low > 0 && (losses.max() ?? 0) > 30 * low
    var layers: [Panel.Layer] = [
      .line(x: epochs(training), y: training.values, name: "training", slot: 0)
    ]
    if !validation.values.isEmpty {
      layers.append(
        .line(x: epochs(validation), y: validation.values, name: "validation", slot: 1))
    }
    return Figure(
      title: "learning curves: \(network.architecture) on \(network.training.name)",
      panels: [
        Panel(
          x: Axis("epoch"), y: Axis(symbol(of: "loss"), scale: isWide ? .log : .linear),
          layers: layers)
      ])
  }

  // MARK: Step 7

  func backStep(_ progress: RecipeProgress) -> StepOutcome {
    var outcome = StepOutcome(isPassed: true, finding: "", byHand: [])
    let round = progress.round + 1
    outcome.finding =
      progress.results[6].map { "The curves said: \($0.finding)" }
      ?? "The learning curves have not been looked at yet: step 6 does."
    outcome.remedy =
      "Change what they ask for (units, rule, penalty, dropout, schedule, epochs=), then go on: round "
      + "\(round) begins at step 5, its grid half as wide and its trainings longer."
    outcome.body.json["round"] = .integer(round)
    return outcome
  }
}
