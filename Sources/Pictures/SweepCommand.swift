import Arithmetic
import Console
import Engine
import Formula
import Plot
import Session
import Wording

extension Verbs {
  fileprivate static let key = Argument<String>(
    required: "key", .word, "the setting", names: .sweepable, suggestions: { $0.sweepableKeys })
  static let sweptValues = Argument<[String]>(
    "value", .formula, required: true, "values, lists, log(LOW,HIGH,N) or, for lr, ramp(LOW,HIGH)")
  static let steps = Argument<Int>("steps", 1...1_000_000, default: 200, "updates for each")
  static let lossTarget = Argument<Double?>("target", .any, "the loss to reach")

  static let sweep = Command(
    "sweep", .see, "trains once for each of several values of a setting",
    discussion: """
      The setting is one of the present rule's (lr, beta1, ...), penalty.l1, penalty.l2, seed, or on \
      a network batch, dropout.drop, input_drop, layers, units, units1, ... Values are numbers, \
      lists with commas, log(1e-4,1,9) for nine values evenly spread over the decades, or \
      lin(0,1,5). Each run begins at the start with all other settings as they are; the present run \
      stays where it is. 'sweep lr ramp(1e-6,10)' is the learning-rate range test: one run whose \
      rate grows by the same factor at each update, with the loss over the rate.
      """,
    parameters: [key, sweptValues, steps, lossTarget],
    examples: [
      "surface ravine; sweep lr 0.01 0.1 0.4 0.51 steps=60",
      "optimizer adam; sweep lr log(1e-3,1,6)", "sweep penalty.l2 0,0.1,1 steps=50",
      "sweep lr ramp(1e-6,10)",
    ]
  ) { workspace, arguments throws(ShellError) in
    let (figure, reports) = try workspace.sweep(arguments)
    workspace.lastFigure = figure
    return reports
  }
}

extension Console.Names where Context == Workspace {
  /// The settings that a sweep can vary.
  static var sweepable: Names {
    Names(
      "setting", own: { $0.ownRuleSettings }
    ) { workspace in
      workspace.trialSettings().filter { $0.words == nil }.flatMap { [$0.name] + $0.aliases }
        .filter { !workspace.ownRuleSettings.contains($0) }
    }
  }
}

extension Workspace {
  /// The settings of the present rule where that is the user's own.
  fileprivate var ownRuleSettings: [String] {
    guard let rule = ownRules.first(where: { $0.declaration.name == setup.optimizer.name }) else {
      return []
    }
    return rule.declaration.hyperparameters.map(\.name)
  }

  /// The settings that take numbers, the lecture's own names among them.
  fileprivate var sweepableKeys: [String] {
    trialSettings().filter { $0.words == nil }.map { $0.aliases.first ?? $0.name }
  }

  fileprivate func sweep(
    _ arguments: Arguments
  ) throws(ShellError) -> (Figure, [Report]) {
    let key = asciiName(arguments[Verbs.key])
    guard let setting = trialSettings().first(where: { $0.isNamed(key) && $0.words == nil }) else {
      let near = Spelling.candidates(for: key, in: sweepableKeys)
      throw arguments.error(
        "'\(shortened(key))' cannot be swept"
          + (near.isEmpty ? "; there are \(listed(sweepableKeys))" : suggestion(near)),
        about: Verbs.key)
    }
    if let ramp = try ramp(arguments) {
      guard setting.isNamed("lr") else {
        throw arguments.error(
          "ramp(LOW,HIGH) is for lr, unlike log(LOW,HIGH,N)", about: Verbs.sweptValues)
      }
      return try rangeTest(ramp, arguments)
    }
    let swept = try sweptValues(arguments)
    let values = swept.map(\.value)
    let contest = try contest(
      updates: arguments[Verbs.steps], target: arguments[Verbs.lossTarget])
    let meter = meter("sweep", of: Double(values.count * contest.updates), "updates")
    var entries: [Contest.Entry] = []
    for (value, word) in swept {
      let before = entries.count * contest.updates
      let detail = "\(symbol(of: key)) \(number(value))" + best(of: entries)
      var candidate = Candidate(setup: setup, objective: contest.objective)
      let experiment: Experiment
      do throws(ShellError) {
        try candidate.apply([(setting, .number(value))])
        experiment = try candidate.experiment()
      } catch {
        // A list or a spread is named as it was typed.
        let isSpread = Double(word) == nil
        throw error.retold { $0 + (isSpread ? " (in '\(shortened(word))')" : "") }
          .at(column: arguments.column(Verbs.sweptValues))
      }
      guard
        let course = Course(
          of: experiment, updates: contest.updates, every: contest.stride,
          isInterrupted: host.interrupt,
          progress: { meter.update(Double(before + $0), detail) })
      else { throw .interrupted() }
      entries.append(.init(name: setup.optimizer.name, course: course, slot: 0))
    }
    let figure = sweepFigure(contest, key, values, entries)
    let reports = zip(values, entries).map { value, entry in
      var json: JSON.Object = ["key": .string(key), "value": .number(value)]
      for member in outcome(of: entry.course, in: contest).members {
        json[member.name] = member.value
      }
      return Report(json: json).only(for: .programs)
    }
    guard !traits.json else { return (figure, reports) }
    var table = Table(
      [Table.Column(StyledText(symbol(of: key), .faint))] + outcomeColumns(in: contest))
    table.rows = zip(values, entries).map { value, entry in
      [StyledText(number(value), .strong)] + outcomeCells(of: entry.course, in: contest)
    }
    var report = Report([.drawing(drawing(of: figure)), .table(table)]).only(for: .people)
    if let target = contest.target {
      report.paragraph(StyledText("target: L ≤ \(number(target))", .faint))
    }
    return (figure, reports + [report])
  }

  /// The least loss of some courses so far, as a meter says it.
  private func best(of entries: [Contest.Entry]) -> String {
    let least = entries.map(\.course.finalLoss).filter(\.isFinite).min()
    return least.map { "  best \(symbol(of: "loss")) \(number($0))" } ?? ""
  }

  /// One panel a value as long as they can be read, otherwise the last loss over the value.
  private func sweepFigure(
    _ contest: Contest, _ key: String, _ values: [Double], _ entries: [Contest.Entry]
  ) -> Figure {
    let name = symbol(of: key)
    let title = "\(contest.name), \(setup.optimizer.name): \(counted(contest.updates, "step"))"
    guard values.count > 6 else {
      return Figure(
        title: title,
        panels: contest.panels(
          zip(values, entries).map { ("\(name) \(number($0))", [$1]) }))
    }
    let isLog = values.allSatisfy { $0 > 0 } && (values.max() ?? 1) > 50 * (values.min() ?? 1)
    let losses = entries.map { $0.course.divergedAt == nil ? $0.course.finalLoss : .nan }
    let finite = losses.filter(\.isFinite)
    let isWide = finite.allSatisfy { $0 > 0 } && (finite.max() ?? 1) > 50 * (finite.min() ?? 1)
    let lost = losses.count - finite.count
    return Figure(
      title: title,
      panels: [
        Panel(
          x: Axis(name, scale: isLog ? .log : .linear),
          y: Axis("L at the end", scale: isWide ? .log : .linear),
          layers: [
            .line(x: values, y: losses, slot: 0), .points(x: values, y: losses, slot: 0),
          ])
      ],
      notes: lost > 0 ? ["\(counted(lost, "value")) diverged"] : [])
  }

  /// The values typed, in their order, each once.
  private func sweptValues(
    _ arguments: Arguments
  ) throws(ShellError) -> [(value: Double, word: String)] {
    let column = arguments.column(Verbs.sweptValues)
    var values: [(value: Double, word: String)] = []
    for word in arguments[Verbs.sweptValues] {
      let spread = ["log", "lin"].first {
        word.lowercased().hasPrefix($0 + "(") && word.hasSuffix(")")
      }
      let parts = spread.map { listParts(of: String(word.dropFirst($0.count))) } ?? []
      guard let spread, parts.count == 3 else {
        values += try numbers(word, column: column).map { ($0, word) }
        continue
      }
      var ends: [Double] = []
      for part in parts { ends.append(try number(part, column: column)) }
      guard let count = Int(exactly: ends[2]), (2...200).contains(count), ends[0] < ends[1],
        spread == "lin" || ends[0] > 0
      else {
        throw ShellError(
          "\(spread)(LOW,HIGH,N) needs \(spread == "log" ? "0 < " : "")LOW < HIGH and N from 2 to "
            + "200, unlike '\(shortened(word))'", column: column)
      }
      for k in 0..<count {
        let share = Double(k) / Double(count - 1)
        let value =
          spread == "lin"
          ? (ends[1] - ends[0]).isFinite
            ? ends[0] + (ends[1] - ends[0]) * share : ends[0] * (1 - share) + ends[1] * share
          : Elementary.geometric(ends[0], ends[1], share)
        values.append((k == count - 1 ? ends[1] : Self.rounded(value), word))
      }
    }
    guard values.allSatisfy(\.value.isFinite), values.count <= 200 else {
      throw ShellError("a sweep takes up to 200 finite values", column: column)
    }
    var seen: Set<Double> = []
    return values.filter { seen.insert($0.value).inserted }
  }

  /// A spread value with the digits that a person would type.
  private static func rounded(_ value: Double) -> Double {
    Double(NumberStyle(digits: 12, unicode: false).format(value)) ?? value
  }
}
