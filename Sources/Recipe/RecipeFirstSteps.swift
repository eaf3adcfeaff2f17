import Console
import Diagnostics
import Engine
import Numerics
import Session
import Wording

/// Steps 1 to 3: is the network in order, and which rate moves it?
extension Workspace {
  // MARK: Step 1

  func initialLossStep() throws(ShellError) -> StepOutcome {
    let (network, timeline) = try requireNetwork(for: "recipe")
    let comparison = Penalty(l2: 1e-3)
    let initial = InitialLoss(of: timeline.experiment, on: network, comparison: comparison)
    var body = Report(json: [
      "loss": .number(initial.loss), "expected": .number(initial.expected),
      "penalty": .number(initial.penalty), "with_penalty": .number(initial.loss + initial.penalty),
      "finding": .string(initial.finding.rawValue),
    ])
    let loss = symbol(of: "loss")
    body.paragraph(
      "  " + StyledText(loss, .quantity) + " \(number(initial.loss))   "
        + StyledText("guessing costs \(guessText(of: network))", .faint), indent: 2)
    let isSet = !timeline.experiment.penalty.isNone
    body.paragraph(
      "  "
        + StyledText(
          isSet ? "with the penalty: " : "with a penalty of l2=0.001, were it set: ", .faint)
        + "\(number(initial.loss)) + \(number(initial.penalty)) = "
        + "\(number(initial.loss + initial.penalty))", indent: 2)
    let ratio = initial.loss / initial.expected
    let accepted = InitialLoss.accepted(network.architecture.loss)
    let range = "\(number(accepted.lowerBound)) to \(number(accepted.upperBound)) times are usual"
    let name = freeBranchName("start")
    var byHand = ["fork \(name)"]
    if timeline.state.t > timeline.extent.lowerBound { byHand.append("reset") }
    byHand.append("print loss")
    if let guess = guessCommand(of: network) { byHand.append(guess) }
    if !isSet { byHand.append("penalty l2=0.001") }
    byHand += ["print penalty", "switch \(branch?.name ?? Branch.firstName)"]
    var outcome = StepOutcome(isPassed: initial.finding == .asExpected, finding: "", byHand: byHand)
    outcome.body = body
    switch initial.finding {
    case .asExpected:
      outcome.finding =
        "The loss is \(number(ratio, digits: 3)) times what guessing costs; \(range)."
      if initial.isBlind {
        outcome.remedy =
          "But the network says the same for every x: are all weights 0? Step 2 shows whether it can "
          + "learn."
      }
    case .tooLarge, .notFinite:
      outcome.finding =
        initial.loss.isFinite
        ? "The loss is \(number(ratio, digits: 3)) times what guessing costs; \(range). The outputs are "
          + "too large before anything is learned."
        : "The loss is not finite before anything is learned."
      outcome.remedy = scalingAdvice(network, initial)
    case .tooSmall:
      outcome.finding =
        "The loss is \(number(ratio, digits: 3)) times what guessing costs: better than guessing "
        + "before anything is learned; \(range)."
      outcome.remedy =
        "Look at the data: 'print mean(y)'. Does a feature give the target away, or were weights "
        + "given that are trained already?"
    case .penaltyMissing:
      outcome.finding = "The penalty adds nothing to the loss."
      outcome.remedy = "'penalty' shows what is set; weights of 0 have no penalty."
    }
    return outcome
  }

  /// What one would type to see it; nil where no short expression says it.
  private func guessCommand(of network: Network) -> String? {
    switch network.architecture.loss {
    case .crossEntropy: "print log(\(network.architecture.outputs))"
    case .bce: "print log(2)"
    case .mse:
      network.training.task == .regression && network.training.targetCount == 1
        ? "print mean((y - mean(y))^2)" : nil
    }
  }

  private func scalingAdvice(_ network: Network, _ initial: InitialLoss) -> String {
    var parts: [String] = []
    let data = branch?.place.data
    if let offset = initial.targetOffset, offset > 1, data?.split.targetScaling == nil {
      parts.append(
        "the targets' mean lies \(number(offset, digits: 2)) standard deviations from 0, which the "
          + "network must learn first ('data ... standardize=yes standardize_target=yes')")
    }
    if data?.split.featureScaling == nil {
      parts.append("the inputs are not standardized ('data ... standardize=yes')")
    }
    if parts.isEmpty || !initial.isBlind && (network.initializer != nil || network.start != nil) {
      parts.append("the weights may begin too wide (init=he for relu, init=xavier otherwise)")
    }
    return "What to look at: " + parts.joined(separator: "; ") + "."
  }

  /// A name no branch has.
  func freeBranchName(_ wish: String) -> String {
    let names = Set(branches.map(\.name))
    if !names.contains(wish) { return wish }
    let number = (2...101).first { !names.contains("\(wish)\($0)") } ?? 101
    return "\(wish)\(number)"
  }

  // MARK: Step 2

  func smallSampleStep() throws(ShellError) -> StepOutcome {
    let (network, timeline) = try requireNetwork(for: "recipe")
    guard let source = branch?.place.data else {
      throw ShellError("the network's data are not known here; set them up again with 'data'")
    }
    let count = min(SmallSample.size, network.exampleCount)
    let sample = try engineError { try source.taking(count) }
    let small = try engineError {
      try Network(
        network.architecture, data: sample.split, initializer: network.initializer,
        start: network.start)
    }
    var plain = timeline.experiment.setup
    plain.penalty = .none
    plain.dropout = nil
    plain.stopping = nil
    plain.batchSize = nil
    plain.schedule = .constant
    let own = plain.optimizer.settings.lr
    // 0.1 first: it works most often.
    let others = [0.1, 0.01, 1, 0.001, 1e-4].filter { $0 != own }
    var trials: [SmallSample] = []
    let meter = meter("recipe 2", of: Double(SmallSample.updates), "updates", isLimit: true)
    for lr in [own] + others {
      var setup = plain
      setup.optimizer = try engineCall { () throws(EngineError) in
        try plain.optimizer.replacing(lr: lr)
      }
      guard
        let trial = SmallSample(
          of: setup.experiment(on: small), on: small, isInterrupted: host.interrupt,
          progress: { meter.update(Double($0), "lr \(number(lr))") })
      else { throw .interrupted() }
      trials.append(trial)
      if trial.isReached { break }
    }
    guard let last = trials.last?.isReached ?? false ? trials.last : trials.first else {
      throw ShellError("no rate was tried")
    }
    let goal = last.goal.map { "loss < \(exact($0))" } ?? "accuracy == 1"
    let name = freeBranchName("sample")
    var byHand = ["fork \(name)", sample.command]
    let setup = timeline.experiment.setup
    if !setup.penalty.isNone { byHand.append("penalty none") }
    if setup.dropout != nil { byHand.append("dropout none") }
    if setup.stopping != nil { byHand.append("stop none") }
    if !setup.schedule.isConstant { byHand.append("schedule constant") }
    if setup.batchSize != nil { byHand.append("batch all") }
    if last.lr != own { byHand.append("optimizer lr=\(exact(last.lr))") }
    byHand += [
      "run \(SmallSample.updates) until \(goal)", "switch \(branch?.name ?? Branch.firstName)",
    ]
    var outcome = StepOutcome(isPassed: last.isReached, finding: "", byHand: byHand)
    outcome.body = sampleBody(trials, last, count: count)
    if last.isReached {
      outcome.finding =
        (last.goal.map {
          "The loss of \(count) examples is below \(number($0)), a hundredth of their "
            + "variance,"
        } ?? "All \(count) examples are right")
        + " after \(counted(last.updates, "update")) at lr \(number(last.lr))."
      if last.lr != own, let first = trials.first {
        outcome.remedy =
          "At the rate in force, \(number(own)), it was not there after "
          + "\(counted(first.updates, "update")): \(word(for: first)). Step 3 looks for a rate."
      }
    } else {
      outcome.finding = sampleFailure(trials, count: count)
      outcome.remedy = sampleAdvice(trials, small)
    }
    return outcome
  }

  private func word(for trial: SmallSample) -> String {
    trial.isReached ? "there" : trial.curves.judgement.verdict.rawValue
  }

  private func sampleBody(_ trials: [SmallSample], _ last: SmallSample, count: Int) -> Report {
    let scoreName = last.network.scoreName
    var table = Table([
      Table.Column(StyledText("lr", .faint)), Table.Column(StyledText("updates", .faint)),
      Table.Column(StyledText(symbol(of: "loss"), .faint)),
      Table.Column(StyledText(scoreName, .faint)), Table.Column("", .leading),
    ])
    table.indent = 2
    table.rows = trials.map { trial in
      [
        StyledText(number(trial.lr), .strong), StyledText("\(trial.updates)"),
        StyledText(number(trial.loss)), StyledText(number(trial.score)),
        StyledText(word(for: trial), trial.isReached ? .good : .bad),
      ]
    }
    var body = Report(json: [
      "sample": .integer(count), "updates": .integer(last.updates),
      "loss": .number(last.loss), "score": .number(last.score), "lr": .number(last.lr),
      "goal": last.goal.map(JSON.number) ?? .null,
      "tried": .array(
        trials.map {
          .object([
            "lr": .number($0.lr), "updates": .integer($0.updates), "loss": .number($0.loss),
            "score": .number($0.score), "verdict": .string(word(for: $0)),
          ])
        }),
    ])
    body.table(table)
    return body
  }

  private func sampleFailure(_ trials: [SmallSample], count: Int) -> String {
    let best = trials.max {
      ($0.score.isNaN ? -1e300 : $0.score) < ($1.score.isNaN ? -1e300 : $1.score)
    }
    let reached = best.map { "\($0.network.scoreName) \(number($0.score)) at lr \(number($0.lr))" }
    return "The network cannot memorize \(count) examples at any of "
      + "\(counted(trials.count, "rate")): at best \(reached ?? "nothing")."
  }

  /// What to look at where no rate learns the sample.
  private func sampleAdvice(_ trials: [SmallSample], _ network: Network) -> String {
    let start = network.initialParameters(seed: setup.seed)
    let statistics = network.layerStatistics(at: start)
    let hidden = statistics.dropLast()
    if hidden.contains(where: { $0.weightNorm == 0 }) {
      return
        "What to look at: all weights begin at 0 (init=\(network.initializer.map { "\($0)" } ?? "zero")), "
        + "so that every unit of a layer does the same and gets the same gradient. 'network "
        + "\(network.architecture)' draws them at random."
    }
    if let layer = statistics.first(where: { $0.gradientNorm == 0 }) {
      return
        "What to look at: no gradient reaches layer \(layer.number) ('goto 0', then 'gradients')."
    }
    if let first = statistics.first, let last = statistics.last, last.gradientNorm > 0,
      first.gradientNorm < 1e-3 * last.gradientNorm
    {
      return "What to look at: the first layer's gradient is "
        + "\(number(first.gradientNorm / last.gradientNorm)) of the last one's: it vanishes "
        + "('gradients activation=relu,tanh')."
    }
    if let layer = hidden.first(where: { ($0.deadShare ?? 0) > 0.5 }) {
      return
        "What to look at: \(percent(layer.deadShare ?? 0)) of layer \(layer.number)'s units are "
        + "dead at the start ('units \(layer.number)')."
    }
    if trials.allSatisfy({ $0.curves.judgement.verdict == .rateTooHigh }) {
      return "What to look at: every rate is too high, so the inputs or the first weights are too "
        + "large ('recipe 1')."
    }
    return
      "What to look at: more units or layers, another activation (relu, maxout) or update rule "
      + "(adam); two examples with the same x and different y cannot both be right."
  }

  // MARK: Step 3

  func rateStep() throws(ShellError) -> StepOutcome {
    let (network, timeline) = try requireNetwork(for: "recipe")
    let setup = timeline.experiment.setup
    let own = setup.optimizer.settings.lr
    let rates = [own] + RateTrial.ladder.filter { $0 != own }
    // A look at the loss is a pass over all examples.
    let isLarge = network.exampleCount * network.layout.count > 20_000_000
    var trials: [RateTrial] = []
    let meter = meter("recipe 3", of: Double(rates.count * RateTrial.updates), "updates")
    for lr in rates {
      var tried = setup
      tried.optimizer = try engineCall { () throws(EngineError) in
        try setup.optimizer.replacing(lr: lr)
      }
      guard
        let trial = RateTrial(
          of: tried.experiment(on: network), on: network, every: isLarge ? 20 : 4,
          isInterrupted: host.interrupt,
          progress: {
            meter.update(Double(trials.count * RateTrial.updates + $0), "lr \(number(lr))")
          })
      else { throw .interrupted() }
      trials.append(trial)
    }
    let mine = trials[0]
    let best = trials.filter(\.falls).min { $0.last < $1.last }
    let values = rates.map { exact($0) }.joined(separator: " ")
    var outcome = StepOutcome(
      isPassed: mine.falls, finding: "",
      byHand: ["sweep lr \(values) steps=\(RateTrial.updates)"])
    outcome.body = rateBody(trials, best: best)
    outcome.best = best.map { ($0.lr, setup.penalty.l2) }
    let fall = "\(number(mine.first)) to \(number(mine.last))"
    if mine.falls {
      outcome.finding =
        "At lr \(number(own)) the loss falls from \(fall) within \(RateTrial.updates) updates; "
        + "the same answer for every x costs \(number(network.constantLoss))."
      if let best, best.lr != own {
        outcome.remedy =
          "Of those tried lr \(number(best.lr)) makes it fall the most; the grid of step 4 looks "
          + "around both."
      }
      return outcome
    }
    let word = mine.verdict(among: trials).rawValue
    outcome.finding =
      word.prefix(1).uppercased() + word.dropFirst() + ": at lr \(number(own)) the loss "
      + (mine.divergedAt.map { "has run away by t \($0)" }
        ?? "goes from \(fall) in \(RateTrial.updates) updates")
      + "; it should be below \(number(RateTrial.fall * min(mine.first, network.constantLoss)))."
    outcome.remedy =
      best.map {
        "lr \(number($0.lr)) makes it fall to \(number($0.last)): 'optimizer lr=\(exact($0.lr))', then "
          + "'recipe next'."
      }
      ?? "No rate of these makes it fall: 'gradients' shows whether any gets through; then another "
      + "rule ('optimizer adam'), initialization or activation."
    return outcome
  }

  private func rateBody(_ trials: [RateTrial], best: RateTrial?) -> Report {
    var table = Table([
      Table.Column(StyledText("lr", .faint)),
      Table.Column(StyledText("\(symbol(of: "loss")) after \(RateTrial.updates)", .faint)),
      Table.Column("", .leading), Table.Column("", .leading),
    ])
    table.indent = 2
    let own = trials.first?.lr
    for trial in trials.sorted(by: { $0.lr > $1.lr }) {
      var notes: [String] = []
      if trial.lr == own { notes.append("in force") }
      if trial.lr == best?.lr { notes.append("falls the most") }
      table.rows.append([
        StyledText(number(trial.lr), .strong),
        trial.divergedAt == nil
          ? StyledText(number(trial.last)) : StyledText("diverged", .bad),
        StyledText(
          trial.falls ? "falls" : trial.verdict(among: trials).rawValue, trial.falls ? .good : .bad),
        StyledText(notes.joined(separator: ", "), .faint),
      ])
    }
    var body = Report(json: [
      "lr": .number(own ?? .nan), "best": best.map { .number($0.lr) } ?? .null,
      "tried": .array(
        trials.map {
          .object([
            "lr": .number($0.lr), "loss": .number($0.last), "falls": .boolean($0.falls),
            "verdict": .string($0.falls ? "falls" : $0.verdict(among: trials).rawValue),
            "diverged_at": $0.divergedAt.map(JSON.integer) ?? .null,
          ])
        }),
    ])
    body.table(table)
    return body
  }
}
