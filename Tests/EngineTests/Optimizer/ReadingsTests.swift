import CKernels
import Engine
import Formula
import Landscapes
import Testing
import Timelines

/// The readings of an update rule.
///
/// The readings of a rule — in bulk over SIMD lanes, one parameter at a time, recorded, explained —
/// give the same bits: 1,003 parameters (whole vectors, a pair and a single one) over 50 updates.
@Suite struct ReadingsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: String
    let convention: Convention
    var settings: [String: Double] = [:]
    var testDescription: String { "\(rule) \(convention) \(settings.isEmpty ? "" : "\(settings)")" }

    func experiment(_ objective: Springs) throws -> Experiment {
      Experiment(
        objective: objective,
        optimizer: try Optimizer(named: rule, convention: convention, settings: settings),
        schedule: LearningRateSchedule(.cosine(period: 40)),
        penalty: Penalty(l1: 1e-3, l2: 1e-2))
    }

    static let all: [Case] =
      RuleDeclaration.builtIn.flatMap { rule in
        Convention.allCases.map { Case(rule: rule.name, convention: $0) }
      } + [
        Case(rule: "adagrad", convention: .lecture, settings: ["eps": 0.25]),
        Case(rule: "rmsprop", convention: .lecture, settings: ["eps": 0.25]),
        // 1 − β₁ᵗ and 1 − β₂ᵗ are 1 from some update on, and in bulk nothing is divided by 1.
        Case(rule: "adam", convention: .lecture, settings: ["beta1": 0.3, "beta2": 0.2]),
      ]
  }

  static let count = 1003
  static let updates = 50

  /// Bulk and scalar agree bit for bit.
  ///
  /// SIMD lanes against one parameter at a time: an objective of a single parameter never fills a
  /// vector.
  @Test(arguments: Case.all)
  func bulkAndScalarReadingsAgree(_ example: Case) throws {
    let experiment = try example.experiment(Springs(0..<Self.count))
    var bulk = experiment.start()
    #expect(Trainer(experiment).run(&bulk, updates: Self.updates) == .completed)
    let slots = experiment.optimizer.declaration.slots.count
    for i in 0..<Self.count {
      let alone = try example.experiment(Springs(i..<i + 1))
      var state = alone.start()
      #expect(Trainer(alone).run(&state, updates: Self.updates) == .completed)
      expectSameBits(state.theta, [bulk.theta[i]], "theta[\(i)]")
      let slotsOfBulk = (0..<slots).map { bulk.slots[$0 * Self.count + i] }
      expectSameBits(state.slots, slotsOfBulk, "the memory of parameter \(i)")
      expectSameBits(state.shared, bulk.shared, "the memory of all parameters")
    }
  }

  /// The bulk readings of all instruction sets agree bit for bit, with parameters that fill vectors of
  /// every width, that leave some over, and that threads share.
  @Test(arguments: Case.all)
  func everyLevelHasTheSameBits(_ example: Case) throws {
    for count in [8, 9, 11, 15, 31, 1_003, 17_001] {
      let experiment = try example.experiment(Springs(0..<count))
      var plain: TrainingState?
      MatrixKernelTests.withEachLevel { level in
        var state = experiment.start()
        #expect(Trainer(experiment).run(&state, updates: 6) == .completed)
        #expect(state == (plain ?? state), "\(count) parameters at level \(level)")
        plain = plain ?? state
      }
    }
  }

  /// The level that a bulk reading is made for is the one in force.
  @Test func levelsAreThereWhereTheProcessorHasThem() {
    let before = dk_set_level(-1)
    #expect(dk_level() == 0)
    dk_set_level(99)
    #expect(dk_level() == dk_best_level())
    dk_set_level(before)
  }

  /// Recording and explaining agree with bulk bit for bit.
  ///
  /// What a step records, and every line `explain` shows, against the memory after the bulk update.
  @Test(arguments: Case.all)
  func recordedAndExplainedReadingsAgreeWithBulk(_ example: Case) throws {
    let experiment = try example.experiment(Springs(0..<Self.count))
    let trainer = Trainer(experiment)
    var bulk = experiment.start()
    var timeline = Timeline(experiment)
    let slots = experiment.optimizer.declaration.slots
    for _ in 0..<Self.updates {
      #expect(trainer.run(&bulk, updates: 1) == .completed)
      timeline.advance(by: 1)
      let record = try #require(timeline.record)
      let explainer = try #require(timeline.explainer())
      expectSameBits(record.theta, bulk.theta, "theta at t \(bulk.t)")
      expectSameBits(zip(record.thetaBefore, record.delta).map { $0 + $1 }, bulk.theta, "delta")
      for (k, name) in slots.enumerated() {
        let column = Array(bulk.slots[(k * Self.count)..<((k + 1) * Self.count)])
        expectSameBits(try #require(record.values(of: name)), column, "\(name) at t \(bulk.t)")
      }
      for i in 0..<Self.count {
        let lines = explainer.explanations(component: i)
        #expect(lines.last?.quantity == "theta")
        #expect(lines.contains { $0.quantity == "delta" })
        for line in lines {
          let recorded =
            record.number(of: line.quantity) ?? record.values(of: line.quantity)?[i]
          expectSameBits(
            [line.result], [try #require(recorded, "no \(line.quantity)")],
            "\(line.quantity)[\(i)] at t \(bulk.t) as explained")
        }
      }
    }
  }

  /// With ε = 0 a parameter whose gradients have all been 0 stays: 0/0 is taken as 0.
  @Test(
    arguments: RuleDeclaration.builtIn.filter { $0.hyperparameters.contains { $0.name == "eps" } }
      .map(\.name))
  func withoutEpsilonNothingBecomesNaN(rule: String) throws {
    let surface = try Surface(name: "f", formula: Parser.parse("x^2"), start: [1, 2])
    var timeline = Timeline(
      Experiment(
        objective: surface, optimizer: try Optimizer(named: rule, settings: ["eps": 0])))
    timeline.advance(by: 3)
    #expect(timeline.state.t == 3)
    #expect(timeline.state.theta[0] < 1)
    let decay = try #require(timeline.record).values(of: "decay_move")?[1] ?? 0
    #expect(decay == 0 ? timeline.state.theta[1] == 2 : timeline.state.theta[1] < 2)
  }

  /// Each line's formula, evaluated, is its result.
  @Test(arguments: Case.all)
  func formulasEvaluate(_ subject: Case) throws {
    let experiment = Experiment(
      objective: try #require(CataloguedSurface.named("rosenbrock")).surface(),
      optimizer: try Optimizer(
        named: subject.rule, convention: subject.convention,
        settings: subject.settings.merging(["lr": 1e-3]) { $1 }),
      schedule: LearningRateSchedule(.inverseSquareRoot), penalty: Penalty(l2: 0.1))
    var timeline = Timeline(experiment)
    for _ in 1...5 {
      timeline.advance(by: 1)
      for line in timeline.explanations(component: 1) {
        let value = try line.formula.evaluateScalar { line.values[$0] }
        #expect(value.bitPattern == line.result.bitPattern, "\(line.quantity)")
      }
    }
  }

  private func expectSameBits(_ a: [Double], _ b: [Double], _ what: @autoclosure () -> String) {
    guard a.map(\.bitPattern) != b.map(\.bitPattern) else { return }
    Issue.record("\(what()): \(a.prefix(3)) and \(b.prefix(3)) differ")
  }
}

/// Independent springs of very different stiffness, ½ c (θ − a)², some of them slack (their gradient
/// is always 0, of either sign): parameter i moves as if it were alone.
struct Springs: Objective {
  let range: Range<Int>
  let layout: ParameterLayout

  init(_ range: Range<Int>) {
    self.range = range
    var layout = ParameterLayout()
    // Every other one escapes the penalty, so that slack springs without any gradient occur.
    for i in range { layout.append("p\(i)", shape: [], isBias: i % 2 == 1) }
    self.layout = layout
  }

  static func stiffness(_ i: Int) -> Double {
    if i % 50 == 7 { return 0 }
    // From 1/64 to 16, none of them a round number.
    return Double(1 + i % 11) * 1.375e-2 * Double(1 << (i % 7))
  }
  static func rest(_ i: Int) -> Double { Double(i * 7919 % 1009) / 504.5 - 1 }
  static func start(_ i: Int) -> Double { Double(i * 104_729 % 2003) / 1001.5 - 1 }

  var exampleCount: Int { 0 }
  var dropoutLayers: [DropoutLayer] { [] }
  func initialParameters(seed: UInt32) -> [Double] { range.map(Self.start) }
  func makeEvaluator() -> any Evaluator { SpringsEvaluator(range) }
}

private final class SpringsEvaluator: Evaluator {
  private let range: Range<Int>

  init(_ range: Range<Int>) { self.range = range }

  var parameterCount: Int { range.count }

  func loss(at theta: UnsafePointer<Double>) -> Double {
    range.reduce(0) { sum, i in
      let stretch = theta[i - range.lowerBound] - Springs.rest(i)
      return sum + 0.5 * Springs.stiffness(i) * stretch * stretch
    }
  }

  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    for i in range {
      let k = i - range.lowerBound
      gradient[k] = Springs.stiffness(i) * (theta[k] - Springs.rest(i))
    }
    return loss(at: theta)
  }
}
