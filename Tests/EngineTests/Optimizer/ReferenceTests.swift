import Engine
import Formula
import Testing

/// Update rules and schedules beside NumPy and torch.optim.
///
/// Steps through the public `Trainer` beside numbers from `Tests/Scripts`: the lecture's rules in
/// NumPy, and `torch.optim`.
///
/// Tolerance: 1e-12 of the quantity's largest component at that step. A component that passes near
/// 0 while the other is large carries the rounding of the large one, so it is measured by that one.
/// (The scripts hold their own numbers to 3e-13 of the same measure, by 50-digit arithmetic.)
/// Δθ is the one quantity that the reference forms by subtraction: 2 ulp of θ come on top.
@Suite struct ReferenceTests {
  /// Lecture's rules agree with NumPy.
  @Test(arguments: try referenceRuns("optimizers.txt"))
  func lectureRulesAgreeWithNumPy(_ run: ReferenceRun) throws {
    try compare(run, convention: .lecture)
  }

  /// Convention pytorch agrees with torch.optim.
  @Test(arguments: try referenceRuns("torch.txt"))
  func pytorchConventionAgreesWithTorch(_ run: ReferenceRun) throws {
    try compare(run, convention: .pytorch)
    #expect(run.rows.last?.first == 200)
  }

  /// Every rule under every schedule.
  @Test(arguments: ["optimizers.txt", "torch.txt"])
  func filesCoverEveryRuleAndSchedule(_ file: String) throws {
    let runs = try referenceRuns(file)
    for rule in RuleDeclaration.builtIn.map(\.name) {
      for schedule in LearningRateSchedule.names {
        #expect(
          runs.contains { $0.settings["rule"] == rule && $0.settings["schedule"] == schedule },
          "\(rule) \(schedule)")
      }
    }
  }

  /// Convention pytorch has torch's defaults.
  @Test(
    arguments: try referenceRuns("torch.txt").filter { $0.settings["schedule"] == "constant" })
  func pytorchConventionHasTorchsDefaults(_ run: ReferenceRun) throws {
    let optimizer = try Optimizer(named: run.text("rule"), convention: .pytorch)
    for name in try settingNames(of: run) where run.settings[name] != nil {
      #expect(try optimizer.settings[name] == run.number(name), "\(name)")
    }
  }

  private func settingNames(of run: ReferenceRun) throws -> [String] {
    let rule = try run.text("rule")
    let declaration = try #require(RuleDeclaration.builtIn.first { $0.name == rule })
    return declaration.hyperparameters.map(\.name).filter { $0 != "lr" }
  }

  private func compare(_ run: ReferenceRun, convention: Convention) throws {
    let experiment = try experiment(of: run, convention)
    let trainer = Trainer(experiment)
    let evaluator = experiment.objective.makeEvaluator()
    var state = experiment.start()
    var rows = run.rows[...]
    while let row = rows.first {
      let (record, stop) = trainer.step(&state)
      try #require(stop == .completed)
      guard Double(record.t) == row[0] else {
        try #require(Double(record.t) < row[0], "the row of an update is missing")
        continue
      }
      rows.removeFirst()
      for name in run.quantities {
        let seen: [Double]
        switch name {
        case "t": seen = [Double(record.t)]
        case "eta": seen = [record.eta]
        case "loss": seen = [evaluator.loss(at: state.theta)]
        case "penalty":
          let layout = experiment.objective.layout
          seen = [experiment.penalty.value(at: state.theta, layout: layout)]
        default:
          let value = record.values(of: name) ?? record.number(of: name).map { [$0] }
          seen = try #require(value, "no quantity \(name)")
        }
        let expected = run.values(of: name, in: row)
        var tolerance = 1e-12 * largest(expected)
        if name == "delta" { tolerance += 2 * largest(state.theta).ulp }
        let error = largest(zip(seen, expected).map { $0 - $1 })
        try #require(seen.count == expected.count)
        // The first quantity that is off tells; what follows from it would only hide it.
        try #require(
          error <= tolerance, "t \(record.t) \(name): \(seen), not \(expected): off by \(error)")
      }
    }
  }

  private func experiment(of run: ReferenceRun, _ convention: Convention) throws -> Experiment {
    var settings = ["lr": try run.number("lr")]
    for name in try settingNames(of: run) where run.settings[name] != nil {
      settings[name] = try run.number(name)
    }
    let formula = try #require(Self.formulas[run.text("surface")])
    return Experiment(
      objective: try Surface(
        name: run.text("surface"), formula: Parser.parse(formula), start: run.numbers("start")),
      optimizer: try Optimizer(
        named: run.text("rule"), convention: convention, settings: settings),
      schedule: try schedule(of: run),
      penalty: Penalty(l1: try run.number("l1"), l2: try run.number("l2")))
  }

  private func schedule(of run: ReferenceRun) throws -> LearningRateSchedule {
    let name = try run.text("schedule")
    let shape = try #require(LearningRateSchedule.shape(named: name), "no schedule \(name)")
    var values = ScheduleValues()
    for parameter in shape.parameters { values[parameter] = try run.numbers(parameter.name) }
    return LearningRateSchedule(.declared(shape, values))
  }

  private static let formulas = [
    "stretched_bowl": "(x^2 + 10*y^2)/2",
    "rosenbrock": "(1 - x)^2 + 100*(y - x^2)^2",
    "two_wells":
      "x^2 + y^2 - 2*exp(-((x - 1)^2 + y^2)/0.2) - 3*exp(-((x + 1)^2 + y^2)/0.2)",
  ]
}

/// The size of the largest component.
func largest(_ values: [Double]) -> Double {
  values.reduce(0) { $1.isNaN ? .infinity : max($0, abs($1)) }
}
