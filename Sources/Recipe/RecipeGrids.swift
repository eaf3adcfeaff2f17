import Arithmetic
import Console
import Diagnostics
import Engine
import Formula
import Numerics
import Session
import Wording

/// Steps 4 and 5: grids of the rate and the weight decay, made by `search`.
extension Workspace {
  /// The values of a grid's two settings.
  private struct Grid {
    var rates: [Double]
    var decays: [Double]

    func command(epochs: Int) -> String {
      func list(_ values: [Double]) -> String { values.map(exact).joined(separator: ",") }
      return "search grid lr=\(list(rates)) l2=\(list(decays)) epochs=\(epochs) monitor=val_loss"
    }
  }

  /// What came of one: the validation loss by rate and decay, nil where training diverged.
  private struct GridResult {
    var search: Search
    var losses: [[Double?]]
    var best: (lr: Double, l2: Double, loss: Double)?
  }

  mutating func coarseGridStep(
    _ progress: RecipeProgress, epochs: Int
  ) throws(ShellError) -> StepOutcome {
    let own = setup.optimizer.settings.lr
    let found = progress.results[3]?.best?.lr ?? own
    let (low, high) = (min(own, found) / 3, max(own, found) * 3)
    let rates = (0..<4).map { Elementary.geometric(low, high, Double($0) / 3) }
    let grid = Grid(rates: Self.short(rates), decays: [0, 1e-4, 1e-3, 1e-2])
    guard let outcome = try gridStep(grid, epochs: epochs) else { return withoutValidation }
    return outcome
  }

  mutating func fineGridStep(
    _ progress: RecipeProgress, epochs: Int
  ) throws(ShellError) -> StepOutcome {
    let inForce = (lr: setup.optimizer.settings.lr, l2: setup.penalty.l2)
    // Taken again, it goes on from what it has set.
    let isAgain = progress.round > 1 || progress.results[5] != nil
    let center = isAgain ? inForce : progress.results[4]?.best ?? inForce
    // A factor of 3 to either side, its root in the next round, and so on.
    let width = Elementary.power(3, 1 / Double(1 << min(progress.round - 1, 8)))
    let rates = [-1, -0.5, 0, 0.5, 1].map { center.lr * Elementary.power(width, $0) }
    let decays =
      center.l2 == 0
      ? [0, 1e-5, 1e-4] : [-1, 0, 1].map { center.l2 * Elementary.power(width, $0) }
    let grid = Grid(rates: Self.short(rates), decays: Self.short(decays))
    guard var outcome = try gridStep(grid, epochs: epochs) else { return withoutValidation }
    guard outcome.isPassed, let best = outcome.best else { return outcome }
    let before = progress.results[4]?.best
    let optimizer = setup.optimizer
    let changed = try engineCall { () throws(EngineError) in try optimizer.replacing(lr: best.lr) }
    let effect = changeSettings {
      $0.optimizer = changed
      $0.penalty.l2 = best.l2
    }
    outcome.byHand += ["optimizer lr=\(exact(best.lr))", "penalty \(setup.penaltyText)"]
    let edge =
      outcome.remedy.isEmpty
      ? "" : " The rate lies at the edge of this grid: 'recipe 5' again goes beyond it."
    outcome.remedy =
      "Set on this branch: lr \(number(best.lr)), l2 \(number(best.l2))"
      + (effect.map { "; \($0)" } ?? "") + ". 'undo' takes them back."
    if !isAgain, let before, before.lr != best.lr || before.l2 != best.l2 {
      outcome.remedy += " The coarse grid had lr \(number(before.lr)), l2 \(number(before.l2))."
    }
    outcome.remedy += edge
    outcome.body.json["set"] = .object(["lr": .number(best.lr), "l2": .number(best.l2)])
    return outcome
  }

  /// Values to two digits, as a person would type them, each once.
  private static func short(_ values: [Double]) -> [Double] {
    var found: [Double] = []
    for value in values {
      let value = Double(NumberStyle(digits: 2, unicode: false).format(value)) ?? value
      if !found.contains(value) { found.append(value) }
    }
    return found.count > 1 ? found : values
  }

  private var withoutValidation: StepOutcome {
    let command = branch?.place.data?.command ?? "data NAME"
    return StepOutcome(
      isPassed: false,
      finding: "There is no validation set, and on the training set no weight decay always looks "
        + "best.",
      remedy: "'\(command) split=0.7,0.15,0.15' sets one aside; the network begins again on it.",
      byHand: [])
  }

  /// - Returns: nil where there is no validation set to choose by.
  private mutating func gridStep(
    _ grid: Grid, epochs: Int
  ) throws(ShellError) -> StepOutcome? {
    let (network, _) = try requireNetwork(for: "recipe")
    guard network.validation != nil else { return nil }
    let command = grid.command(epochs: epochs)
    let result = try gridResult(grid, command)
    search = result.search
    var outcome = StepOutcome(isPassed: false, finding: "", byHand: [command])
    outcome.body = gridBody(grid, result, epochs: epochs)
    let guess = network.constantLoss
    guard let best = result.best, best.loss <= RateTrial.fall * guess else {
      outcome.finding =
        result.best.map {
          "Even the best, lr \(number($0.lr)) and l2 \(number($0.l2)), comes only to "
            + "\(number($0.loss)) on the validation set, and the same answer for every x costs "
            + "\(number(guess))."
        } ?? "Every combination diverged."
      outcome.remedy =
        "Go back to step 3 for the rate, or train each longer: 'recipe next epochs=\(2 * epochs)'."
      return outcome
    }
    outcome.isPassed = true
    outcome.best = (best.lr, best.l2)
    outcome.finding =
      "lr \(number(best.lr)) and l2 \(number(best.l2)) are best, \(number(best.loss)) on the "
      + "validation set after \(counted(epochs, "epoch"))."
    if best.lr == grid.rates.first || best.lr == grid.rates.last {
      outcome.remedy =
        "The best rate lies at the edge of this grid: the next one goes beyond it."
    }
    return outcome
  }

  /// Makes the grid's trials on a copy, by the very command that one could type.
  private func gridResult(_ grid: Grid, _ command: String) throws(ShellError) -> GridResult {
    var copy = self
    let emit = host.emit
    host.emit = { _, _, _ in }
    defer { host.emit = emit }
    copy.search = nil
    for statement in try LineSyntax.statements(of: command) { _ = try copy.run(statement) }
    if host.interrupt() { throw .interrupted() }
    guard let search = copy.search else { throw ShellError("the grid made no trials") }
    var result = GridResult(
      search: search,
      losses: grid.rates.map { _ in grid.decays.map { _ in nil } })
    for trial in search.study.trials {
      let values = search.values(of: trial).compactMap(\.value.number)
      guard values.count == 2, let i = grid.rates.firstIndex(of: values[0]),
        let j = grid.decays.firstIndex(of: values[1])
      else { continue }
      result.losses[i][j] = trial.value
    }
    if let best = search.study.best, let loss = best.value {
      let values = search.values(of: best).compactMap(\.value.number)
      if values.count == 2 { result.best = (values[0], values[1], loss) }
    }
    return result
  }

  private func gridBody(_ grid: Grid, _ result: GridResult, epochs: Int) -> Report {
    var table = Table([Table.Column(StyledText("val_loss", .quantity))])
    for decay in grid.decays {
      table.columns.append(Table.Column(StyledText("l2 \(number(decay))", .faint)))
    }
    table.indent = 2
    for (i, rate) in grid.rates.enumerated() {
      var row = [StyledText("lr \(number(rate))", .faint)]
      for (j, decay) in grid.decays.enumerated() {
        let isBest = result.best.map { $0.lr == rate && $0.l2 == decay } ?? false
        row.append(
          result.losses[i][j].map {
            StyledText(number($0) + (isBest ? " *" : "  "), isBest ? .good : .plain)
          }
            ?? StyledText("diverged  ", .bad))
      }
      table.rows.append(row)
    }
    var body = Report(json: [
      "epochs": .integer(epochs), "lr": .numbers(grid.rates), "l2": .numbers(grid.decays),
      "val_loss": .array(result.losses.map { .array($0.map { $0.map(JSON.number) ?? .null }) }),
      "best": result.best.map {
        .object(["lr": .number($0.lr), "l2": .number($0.l2), "val_loss": .number($0.loss)])
      } ?? .null,
    ])
    body.table(table)
    return body
  }
}
