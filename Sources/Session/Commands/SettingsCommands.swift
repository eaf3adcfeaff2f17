import Console
import Engine
import Formula
import Wording

/// The verbs about everything else that is set: `schedule`, `penalty`, `seed`, `stop`, `status`.
extension Verbs {
  fileprivate static let scheduleName = Argument<String?>(
    "name", as: .positional, .word,
    "\(LearningRateSchedule.names.joined(separator: ", ")), or a formula in lr and t",
    names: .schedules)
  fileprivate static let scheduleUnit = Argument<LearningRateSchedule.Unit>(
    "per", default: .epoch, "what t counts on a network; on a surface always updates")

  package static let schedule = Command(
    "schedule", .setUp, "chooses how the learning rate changes with time",
    discussion: """
      \(LearningRateSchedule.formulas) A formula in lr and t, in quotes, is a schedule too. \
      On a surface t counts updates, on a network completed epochs unless per=step.
      """,
    parameters: [scheduleName],
    dependentParameters: { _, words in Workspace.scheduleSettings(words) },
    examples: [
      "schedule", "schedule step factor=0.1 milestones=30,60", "schedule cosine T=100",
      "schedule \"lr/(1 + 0.1*t)\"", "schedule constant",
    ]
  ) { workspace, arguments throws(ShellError) in
    var effect: String?
    if arguments.isGiven(scheduleName) {
      var schedule = try workspace.schedule(from: arguments)
      schedule.unit = arguments[scheduleUnit]
      effect = workspace.changeSettings { $0.schedule = schedule }
    }
    var report = workspace.scheduleReport(effect: effect)
    if !arguments.isGiven(scheduleName) { report.listSchedules() }
    return [report]
  }

  private static let noPenalty = Argument<String?>(
    "name", as: .positional, .choice(["none"]), "'none' removes the penalty")
  private static let l1 = Argument<Double?>("l1", .nonnegative, "λ of the L1 penalty")
  private static let l2 = Argument<Double?>("l2", .nonnegative, "λ of the L2 penalty")
  private static let biases = Argument<Bool?>("biases", "whether biases are penalized too")

  package static let penalty = Command(
    "penalty", .setUp, "adds an L1 or L2 penalty on the parameters",
    discussion: """
      l2 adds (λ/2)‖θ‖² to the loss, so that each update also takes η λ w off a weight w: \
      (1 − ηλ) w − η ∂L/∂w. l1 adds λ‖θ‖₁ and takes off η λ sgn(w). 'penalty none' removes both.
      """,
    parameters: [noPenalty, l1, l2, biases],
    examples: ["surface ravine; penalty l2=0.01", "penalty l1=1e-3", "penalty", "penalty none"]
  ) { workspace, arguments throws(ShellError) in
    let given = arguments.givenNames
    if arguments.isGiven(noPenalty), given.count > 1 {
      throw arguments.error("'none' stands alone: it removes the penalty", about: noPenalty)
    }
    var effect: String?
    if !given.isEmpty {
      let penalty = Penalty(
        l1: arguments[l1] ?? 0, l2: arguments[l2] ?? 0, includesBiases: arguments[biases] ?? false)
      effect = workspace.changeSettings { $0.penalty = penalty }
    }
    return [workspace.penaltyReport(effect: effect)]
  }

  private static let seedNumber = Argument<Int?>(
    "seed", as: .positional, 0...Int(UInt32.max), "the seed")

  package static let seed = Command(
    "seed", .setUp, "sets the seed of the random numbers",
    discussion: """
      Initial weights are drawn from NumPy's RandomState(seed), batches from RandomState(seed + 1), \
      dropout's masks from RandomState(seed + 2). A surface draws nothing.
      """,
    parameters: [seedNumber],
    examples: ["seed", "seed 7"]
  ) { workspace, arguments throws(ShellError) in
    if let seed = arguments[seedNumber] {
      _ = workspace.changeSettings { $0.seed = UInt32(clamping: seed) }
    }
    var report = Report(json: ["seed": .integer(Int(workspace.setup.seed))])
    report.line("seed \(workspace.setup.seed)")
    return [report]
  }

  private static let noStopping = Argument<String?>(
    "name", as: .positional, .choice(["none"]), "'none' removes early stopping")
  private static let monitor = Argument<String?>(
    "monitor", .word,
    "what to watch: loss, or on a network val_loss (the default there), val_accuracy, ...",
    names: .open { $0.monitors })
  private static let patience = Argument<Int>(
    "patience", 1...1_000_000, default: 10, "updates without improvement before it stops")
  private static let minDelta = Argument<Double>(
    "min_delta", .nonnegative, default: 0, "a smaller improvement does not count")
  private static let restore = Argument<Bool>(
    "restore", default: true, "whether to go back to the best parameters")

  package static let stop = Command(
    "stop", .setUp, "stops a run early when a value no longer improves",
    discussion: """
      A run stops when the monitored value has not improved by min_delta for 'patience' updates \
      (epochs on a network), and goes back to the best parameters unless restore=no.
      """,
    parameters: [noStopping, monitor, patience, minDelta, restore],
    examples: [
      "surface bowl; stop patience=5 min_delta=1e-3", "stop", "run 1000", "stop none",
    ]
  ) { workspace, arguments throws(ShellError) in
    let given = arguments.givenNames
    if arguments.isGiven(noStopping), given.count > 1 {
      throw arguments.error("'none' stands alone: it removes early stopping", about: noStopping)
    }
    var effect: String?
    if !given.isEmpty {
      let monitors = workspace.monitors
      let name = arguments[monitor] ?? EarlyStopping.usualMonitor(among: monitors)
      guard monitors.contains(name) || workspace.rebuilding != nil else {
        let near = Spelling.candidates(for: name, in: monitors)
        throw arguments.error(
          "'\(shortened(name))' cannot be watched"
            + (near.isEmpty ? "; what can is \(listed(monitors))" : suggestion(near)),
          about: monitor)
      }
      let stopping =
        arguments.isGiven(noStopping)
        ? nil
        : EarlyStopping(
          monitor: name, patience: arguments[patience], minDelta: arguments[minDelta],
          restoresBest: arguments[restore])
      effect = workspace.changeSettings { $0.stopping = stopping }
    }
    return [workspace.stoppingReport(effect: effect)]
  }

  package static let status = Command(
    "status", .setUp, "shows where training stands and everything that is set",
    examples: ["status", "surface rosenbrock; optimizer adam lr=0.1; step 3; status"],
    effect: .looks
  ) { workspace, _ throws(ShellError) in
    [workspace.statusReport]
  }
}

extension Names {
  /// Learning-rate schedules, and formulas in lr and t.
  package static var schedules: Names {
    Names(
      "schedule",
      hint: "there are \(listed(LearningRateSchedule.names)), or a formula in lr and t, as "
        + "\"lr*0.9^t\"",
      isOther: { text, isQuoted, _ in
        isQuoted || ["lr", "t"].contains(text)
          || !text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0 == "_" || $0 == "-"
          }
      }
    ) { _ in LearningRateSchedule.names }
  }
}

extension Workspace {
  /// What early stopping can watch now.
  package var monitors: [String] {
    branch?.timeline.experiment.objective.makeEvaluator().monitors ?? ["loss"]
  }

  // MARK: Schedules

  /// The settings of the schedule that the words name.
  package static func scheduleSettings(_ words: [String]) -> [Parameter] {
    guard let name = words.first, name != LearningRateSchedule.constant.name else { return [] }
    let own = LearningRateSchedule.shape(typed: name)?.parameters ?? []
    return own.map(Parameter.init) + [Verbs.scheduleUnit.parameter]
  }

  package func schedule(from arguments: Arguments) throws(ShellError) -> LearningRateSchedule {
    let name = arguments[Verbs.scheduleName] ?? ""
    if let shape = LearningRateSchedule.shape(typed: name) {
      var values = ScheduleValues()
      for parameter in shape.parameters { values[parameter] = try arguments.value(of: parameter) }
      return LearningRateSchedule(.declared(shape, values))
    }
    let formula = try formula(
      name, column: arguments.column(Verbs.scheduleName),
      variables: ["lr", "t"] + LearningRateSchedule.rateNames, as: "a schedule")
    let expression = formula.expression.replacingVariables {
      ["lr", "t"].contains($0) ? nil : .variable("lr")
    }
    return LearningRateSchedule(.formula(expression))
  }
}

extension LearningRateSchedule {
  /// The schedule of a name, or of the formula that help shows for it.
  fileprivate static func shape(typed text: String) -> (any ScheduleShape.Type)? {
    shape(named: text) ?? shape(written: text)
  }

  /// `cosine: ½ α₀ (1 + cos(tπ/T)).` and so on, for help.
  fileprivate static var formulas: String {
    shapes.filter { $0.name != constant.name }.map { "\($0.name): \($0.formula)." }
      .joined(separator: " ")
  }
}

extension Parameter {
  fileprivate init(_ parameter: ScheduleParameter) {
    let kind: Kind =
      switch parameter.kind {
      case .number(let range): .number(range.numbers)
      case .whole(let range): .integer(range)
      case .wholes(let count): .numbers(count: count)
      }
    self.init(
      parameter.name, aliases: parameter.aliases, .option, kind,
      default: parameter.text(parameter.defaultValue, exact), parameter.meaning)
  }
}

extension Arguments {
  /// What to write for `30-60`, in which a dash stands between two numbers.
  private func rangeHint(_ name: String, _ typed: String) -> String {
    let parts = typed.unicodeScalars.split(whereSeparator: isDash).map { String($0) }
    guard parts.count > 1, parts.allSatisfy({ $0.allSatisfy { $0.isNumber || $0 == "," } }) else {
      return ""
    }
    return "; did you mean \(name)=\(parts.joined(separator: ","))?"
  }

  fileprivate func value(of parameter: ScheduleParameter) throws(ShellError) -> [Double] {
    switch values[parameter.name]?.first?.reading {
    case .number(let number): return [number]
    case .integer(let whole): return [Double(whole)]
    case .numbers(let numbers):
      guard numbers.allSatisfy({ $0 > 0 && Int(exactly: $0) != nil }) else {
        let declaration = Parameter(parameter)
        let typed = text(declaration) ?? ""
        throw error(
          "\(parameter.name) are whole numbers above 0 with commas between them, not "
            + "'\(shortened(typed))'" + rangeHint(parameter.name, typed), about: declaration)
      }
      return numbers.sorted()
    default: return parameter.defaultValue
    }
  }
}
