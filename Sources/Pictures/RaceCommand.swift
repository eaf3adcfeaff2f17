import Console
import Engine
import Formula
import Landscapes
import Numerics
import Plot
import Session
import Timelines
import Wording

extension Verbs {
  fileprivate static let racing = Argument<[String]>(
    "rule", .word, "rules, each with its settings: gd:lr=0.02; or valley, saddle", names: .runners)
  fileprivate static let raceSteps = Argument<Int?>(
    "steps", 1...1_000_000, "updates for each; 200 if not given")
  fileprivate static let commonRate = Argument<Double?>("lr", .positive, "the common rate")
  fileprivate static let tuned = Argument<String?>(
    "tuned", .choice(["yes", "no", "both"]), "whether each runs at its best of the sweep")

  static let race = Command(
    "race", .see, "lets update rules run from the same start and draws them together",
    discussion: """
      All begin at the start of the present surface or network, with the same seed and budget. \
      'race gd:lr=0.02 adam:lr=0.05,beta1=0.8' gives a rule settings of its own. The others run at \
      one common rate, lr= or the present rule's; and, so that the tuning makes no winner, again \
      each at its best: of the rates 1, 2 and 5 in each decade from 1e-4 to 10 the one whose loss is \
      least after the last step, rates that diverge left out. tuned=yes shows these alone, tuned=no \
      leaves them out, as on a network where they are not asked for.

      The target is a hundredth of the first loss above the least value known (on a network half the \
      first loss), or target=. A run has diverged where its loss stays not finite or more than 1000 \
      times the first above it. 'race valley' and 'race saddle' are the two well-known animations by \
      Alec Radford: the rates are the catalogue's, chosen to show each rule's way. 'animate race' \
      plays it.
      """,
    parameters: [racing, raceSteps, commonRate, lossTarget, tuned],
    examples: [
      "surface ravine; race gd momentum adam lr=0.05", "race gd:lr=0.4 adam:lr=0.2,beta1=0.8",
      "race valley", "race saddle",
    ], effect: .races
  ) { workspace, arguments throws(ShellError) in
    let race = try workspace.race(arguments)
    workspace.lastRace = race.figure
    workspace.lastFigure = race.figure
    return race.reports
  }
}

extension Console.Names where Context == Workspace {
  /// What races: rules, those with settings behind a colon, and the two animations.
  static var runners: Names {
    Names(
      "optimizer", own: Names.rules.own, isOther: { text, _, _ in text.contains(":") }
    ) { ["valley", "saddle"] + Names.rules.declared($0) }
  }
}

extension Workspace {
  /// A runner as typed: its rule with settings, and whether its rate is its own.
  private struct Runner {
    var label: String
    var optimizer: Optimizer
    var hasOwnRate: Bool
  }

  private static let radford = ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]

  fileprivate func race(
    _ arguments: Arguments
  ) throws(ShellError) -> (figure: Figure, reports: [Report]) {
    let words = arguments[Verbs.racing]
    let updates = arguments[Verbs.raceSteps]
    var contest: Contest
    var runners: [Runner]
    let preset = words.first.flatMap { ["valley", "saddle"].contains($0) ? $0 : nil }
    if let preset, let surface = CataloguedSurface.named(preset) {
      guard words.count == 1 else {
        throw arguments.error(
          "'race \(preset)' brings its own rules; 'surface \(preset)', then 'race gd adam' races "
            + "others on it", about: Verbs.racing)
      }
      contest = try presetContest(
        surface, updates: updates ?? (preset == "saddle" ? 100 : 120), arguments)
      runners = try presetRunners(on: surface, arguments)
    } else {
      contest = try self.contest(updates: updates ?? 200, target: arguments[Verbs.lossTarget])
      runners = try self.runners(words, arguments)
    }
    let hasOpenRate = runners.contains { !$0.hasOwnRate }
    let mode =
      arguments[Verbs.tuned]
      ?? (contest.objective.surface != nil && hasOpenRate ? "both" : "no")
    let base = setup
    // Each runs once, and once at every rate of the sweep.
    let courses = (mode == "yes" ? 0 : 1) + (mode == "no" ? 0 : RateSweep.rates.count)
    let meter = meter(
      "race", of: Double(runners.count * courses * contest.updates), "updates")
    var common: [Contest.Entry] = []
    var tuned: [Contest.Entry?] = []
    for (slot, runner) in runners.enumerated() {
      let before = slot * courses * contest.updates
      func tell(_ updates: Int) { meter.update(Double(before + updates), runner.label) }
      var setup = base
      setup.optimizer = runner.optimizer
      if preset != nil { (setup.schedule, setup.penalty, setup.stopping) = (.constant, .none, nil) }
      let experiment = setup.experiment(on: contest.objective)
      if mode != "yes" || runner.hasOwnRate && preset == nil {
        let entry = try entry(runner, experiment, contest, slot: slot, progress: tell)
        if mode != "yes" { common.append(entry) }
        if runner.hasOwnRate && preset == nil {
          tuned.append(entry)
          continue
        }
      }
      if mode == "no" {
        tuned.append(nil)
        continue
      }
      let best = try engineCall { () throws(EngineError) in
        try RateSweep.best(
          of: experiment, updates: contest.updates, every: contest.stride,
          isInterrupted: host.interrupt,
          progress: { tell($0 + (mode == "yes" ? 0 : contest.updates)) })
      }
      if host.interrupt() { throw .interrupted() }
      tuned.append(best.map { .init(name: runner.label, course: $0, slot: slot) })
    }
    return report(contest, runners, mode: mode, common: common, tuned: tuned, preset: preset)
  }

  private func entry(
    _ runner: Runner, _ experiment: Experiment, _ contest: Contest, slot: Int,
    progress: (Int) -> Void
  ) throws(ShellError) -> Contest.Entry {
    guard
      let course = Course(
        of: experiment, updates: contest.updates, every: contest.stride,
        isInterrupted: host.interrupt, progress: progress)
    else { throw .interrupted() }
    return .init(name: runner.label, course: course, slot: slot)
  }

  // MARK: Who runs

  private func runners(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> [Runner] {
    guard !words.isEmpty else {
      throw ShellError(
        "'race' needs the rules that run: race \(Self.radford.joined(separator: " ")); or 'race "
          + "valley', 'race saddle'")
    }
    guard words.count <= 12 else { throw ShellError("at most 12 rules race at a time") }
    var runners: [Runner] = []
    for word in words {
      let runner = try runner(word, arguments)
      guard !runners.contains(where: { $0.label == runner.label }) else {
        throw arguments.error(
          "'\(shortened(word))' runs twice; give it other settings, as in gd:lr=0.02",
          about: Verbs.racing)
      }
      runners.append(runner)
    }
    return runners
  }

  /// `adam:lr=0.05,beta1=0.8`.
  private func runner(_ word: String, _ arguments: Arguments) throws(ShellError) -> Runner {
    let column = arguments.column(Verbs.racing)
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let declaration = try rule(named: String(parts.first ?? ""), column: column)
    let name = declaration.name
    let known = ruleSettings([name])
    var label = name
    var settings: [String: Double] = [:]
    if declaration.name == setup.optimizer.name { settings = setup.optimizer.changedSettings }
    settings["lr"] = nil
    var hasOwnRate = false
    if parts.count == 2 {
      for part in listParts(of: String(parts[1])) {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2, !pair[0].isEmpty, !pair[1].isEmpty else {
          throw ShellError(
            "'\(shortened(part))' is no setting; write \(name):lr=0.05,... without blanks",
            column: column)
        }
        let typed = asciiName(String(pair[0]))
        let key = Spelling.match(typed, in: known.filter { !$0.isOwn }.map(\.name)) ?? typed
        label += (label == name ? ":" : ",") + "\(key)=\(pair[1])"
        settings[key] = try number(String(pair[1]), column: column)
        hasOwnRate = hasOwnRate || key == "lr"
      }
    }
    let takesRate = declaration.hyperparameters.contains { $0.name == "lr" }
    if !hasOwnRate, takesRate {
      settings["lr"] = arguments[Verbs.commonRate] ?? setup.optimizer.settings.lr
    }
    let convention = setup.optimizer.convention
    let optimizer = try engineCall { () throws(EngineError) in
      try Optimizer(declaration, convention: convention, settings: settings)
    }
    return Runner(label: label, optimizer: optimizer, hasOwnRate: hasOwnRate || !takesRate)
  }

  private func presetContest(
    _ surface: CataloguedSurface, updates: Int, _ arguments: Arguments
  ) throws(ShellError) -> Contest {
    let objective: Surface
    do { objective = try surface.surface() } catch { throw ShellError("\(error)") }
    return Contest(
      name: surface.name, objective: objective, catalogued: surface, minima: surface.minima,
      updates: updates, target: arguments[Verbs.lossTarget], seed: 0)
  }

  private func presetRunners(
    on surface: CataloguedSurface, _ arguments: Arguments
  ) throws(ShellError) -> [Runner] {
    var runners: [Runner] = []
    for name in Self.radford {
      let rate = arguments[Verbs.commonRate] ?? surface.suggestedRate(for: name) ?? 0.01
      let optimizer = try engineCall { () throws(EngineError) in
        try Optimizer(named: name, settings: ["lr": rate])
      }
      runners.append(Runner(label: name, optimizer: optimizer, hasOwnRate: true))
    }
    return runners
  }

  // MARK: What came of it

  private func report(
    _ contest: Contest, _ runners: [Runner], mode: String, common: [Contest.Entry],
    tuned: [Contest.Entry?], preset: String?
  ) -> (figure: Figure, reports: [Report]) {
    var groups: [(title: String, entries: [Contest.Entry])] = []
    let rates = Set(common.map(\.course.experiment.optimizer.settings.lr))
    if mode != "yes" {
      let one = rates.count == 1 ? rates.first : nil
      groups.append((one.map { "all at lr \(number($0))" } ?? "each at its given rate", common))
    }
    if mode != "no" { groups.append(("each at its best rate", tuned.compactMap(\.self))) }
    let title = "\(contest.name): \(counted(contest.updates, "step"))"
    let panels = contest.panels(groups)
    let words =
      preset == nil ? [] : raceWords(contest, mode == "yes" ? tuned.compactMap(\.self) : common)
    let figure = Figure(title: title, panels: panels, panelColumns: panels.count, notes: words)
    var reports: [Report] = []
    for (i, runner) in runners.enumerated() {
      let shown = mode == "yes" ? tuned[i] : common[i]
      var json: JSON.Object = ["rule": .string(runner.optimizer.name)]
      if runner.label != runner.optimizer.name { json["runner"] = .string(runner.label) }
      if let shown {
        json["lr"] = .number(shown.course.experiment.optimizer.settings.lr)
        for member in outcome(of: shown.course, in: contest).members {
          json[member.name] = member.value
        }
      } else {
        // At every rate of the sweep it diverges.
        json["lr"] = .null
        json["loss"] = .null
      }
      if mode == "both", let best = tuned[i] {
        json["best_lr"] = .number(best.course.experiment.optimizer.settings.lr)
        let members = outcome(of: best.course, in: contest)
        for name in ["loss", "steps_to_target", "distance"] {
          json["best_" + name] = members[name]
        }
      }
      reports.append(Report(json: json).only(for: .programs))
    }
    guard !traits.json else { return (figure, reports) }
    var report = Report().only(for: .people)
    report.blocks = [.drawing(drawing(of: figure, hasNotes: false))]
    if mode != "yes" {
      report.table(table(contest, runners, common.map { $0 }))
    }
    if mode != "no" {
      if mode == "both" { report.line("each at its best of \(RateSweep.rates.count) rates:") }
      report.table(table(contest, runners, tuned))
    }
    if let target = contest.target {
      report.paragraph(StyledText("target: L ≤ \(number(target))", .faint))
    }
    for sentence in words { report.paragraph(StyledText(sentence), indent: 2) }
    if preset != nil, mode != "yes" {
      report.paragraph(
        StyledText(
          mode == "both"
            ? "the rates of the first table are the catalogue's"
            : "the rates are the catalogue's; tuned=yes gives each its best", .faint))
    }
    return (figure, reports + [report])
  }

  private func table(
    _ contest: Contest, _ runners: [Runner], _ entries: [Contest.Entry?]
  ) -> Table {
    var table = Table(
      [
        .init(StyledText("rule", .faint), .leading), .init(StyledText("lr", .faint)),
      ] + outcomeColumns(in: contest))
    for (runner, entry) in zip(runners, entries) {
      let name = StyledText(runner.optimizer.name, .strong)
      guard let entry else {
        table.rows.append([name, StyledText("–", .faint), StyledText("diverged at every", .bad)])
        continue
      }
      let lr = number(entry.course.experiment.optimizer.settings.lr)
      table.rows.append([name, StyledText(lr)] + outcomeCells(of: entry.course, in: contest))
    }
    return table
  }
}
