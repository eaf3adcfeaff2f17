import Engine
import Formula
import Landscapes
import Testing

/// On a surface many updates are one loop; it has the bits of updates made one by one, and stops
/// where they stop.
@Suite struct PlaneRunTests {
  private static let schedules: [LearningRateSchedule] = [
    .constant, LearningRateSchedule(.cosine(period: 30)),
  ]

  private func expectTheSame(_ experiment: Experiment, updates: Int) {
    var together = experiment.start()
    var (oneByOne, apart) = (together, together)
    let trainer = Trainer(experiment)
    let reason = trainer.run(&together, updates: updates)
    // In two goes, and recorded.
    let half = Trainer(experiment)
    var second = half.run(&apart, updates: updates / 2)
    if second == .completed {
      second = half.run(&apart, updates: updates - updates / 2, isFirst: false)
    }
    #expect(second == reason)
    #expect(apart == together)
    let single = Trainer(experiment)
    var last = StopReason.completed
    while oneByOne.t < updates, last == .completed { (_, last) = single.step(&oneByOne) }
    #expect(last == reason)
    #expect(oneByOne == together)
  }

  @Test(arguments: ReadingsTests.Case.all, schedules)
  func itHasTheBitsOfSingleUpdates(
    _ subject: ReadingsTests.Case, _ schedule: LearningRateSchedule
  ) throws {
    for name in ["rosenbrock", "rastrigin"] {
      let surface = try #require(CataloguedSurface.named(name)).surface()
      let optimizer = try Optimizer(
        named: subject.rule, convention: subject.convention,
        settings: subject.settings.merging(["lr": 1e-3]) { $1 })
      expectTheSame(
        Experiment(objective: surface, optimizer: optimizer, schedule: schedule), updates: 60)
    }
  }

  /// A rate that is too high, a start where the surface is not defined, a place that it is not
  /// defined at, and a step that leaves the numbers.
  @Test(
    arguments: [
      ("x^4 + y^4", [3.0, 2.0], 10.0), ("log(x) + y^2", [-1, 2], 0.1),
      ("log(x) + y^2", [0.5, 2], 1), ("1e308*x + y", [1, 1], 1e5),
    ], RuleDeclaration.builtIn.map(\.name))
  func itStopsWhereSingleUpdatesStop(
    _ subject: (formula: String, start: [Double], lr: Double), _ rule: String
  ) throws {
    let surface = try Surface(
      name: "f", formula: Parser.parse(subject.formula), start: subject.start)
    let optimizer = try Optimizer(named: rule, settings: ["lr": subject.lr])
    expectTheSame(Experiment(objective: surface, optimizer: optimizer), updates: 200)
  }

  /// A user's rule goes through the same loop.
  @Test func aRuleOfFormulasDoesToo() throws {
    let declaration = try FormulaRule.declaration(
      named: "heavyball",
      lines: ["param k = 0.9", "slot v", "v = k*v - eta*g/sqrt(t)", "delta = v + sign(g)*1e-6"])
    let surface = try #require(CataloguedSurface.named("rosenbrock")).surface()
    let optimizer = try Optimizer(declaration, settings: ["lr": 1e-4])
    expectTheSame(Experiment(objective: surface, optimizer: optimizer), updates: 50)
  }
}
