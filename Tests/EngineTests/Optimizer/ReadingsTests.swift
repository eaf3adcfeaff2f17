import Engine
import Testing

/// A made-up gradient that changes from update to update, so that every slot of a rule is at work.
struct WavySlope: Objective {
  let count: Int
  var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.append("w", shape: [count])
    return layout
  }
  var exampleCount: Int { 0 }
  var dropoutLayers: [DropoutLayer] { [] }
  func initialParameters(seed: UInt32) -> [Double] {
    var generator = MersenneTwister(seed: seed)
    return generator.normals(count)
  }
  func makeEvaluator() -> any Evaluator { Slope(count: count) }

  final class Slope: Evaluator {
    let count: Int
    init(count: Int) { self.count = count }
    func loss(at theta: UnsafePointer<Double>) -> Double {
      (0..<count).reduce(0) { $0 + theta[$1] * theta[$1] }
    }
    func gradient(
      at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
    ) -> Double {
      for i in 0..<count {
        // Every 97th parameter has a gradient of 0 throughout: 0/0 must be taken as 0.
        gradient[i] = i % 97 == 0 ? 0 : 2 * theta[i] + Double(i % 13) / 7 - 0.8
      }
      return loss(at: theta)
    }
    func gradient(
      at theta: UnsafePointer<Double>, batch: Minibatch,
      into gradient: UnsafeMutablePointer<Double>
    ) -> Double { self.gradient(at: theta, into: gradient) }
  }
}

struct RuleCase: Sendable, CustomTestStringConvertible {
  let rule: String
  let convention: Convention
  var testDescription: String { "\(rule), \(convention.rawValue)" }

  static let all = RuleDeclaration.builtIn.flatMap { declaration in
    Convention.allCases.map { RuleCase(rule: declaration.name, convention: $0) }
  }
}

@Suite("The readings of an update rule")
struct ReadingsTests {
  /// 1,003 parameters run through wide lanes, pairs and one single at the end.
  @Test("bulk, recording and explaining agree bit for bit", arguments: RuleCase.all)
  func readingsAgree(_ subject: RuleCase) throws {
    let experiment = Experiment(
      objective: WavySlope(count: 1003),
      optimizer: try Optimizer(named: subject.rule, convention: subject.convention),
      schedule: LearningRateSchedule(.cosine(period: 60)), penalty: Penalty(l1: 1e-3, l2: 1e-2))
    var bulk = experiment.start()
    let trainer = Trainer(experiment)
    _ = trainer.run(&bulk, updates: 50)

    var timeline = Timeline(experiment)
    for t in 1...50 {
      timeline.advance(by: 1)
      let record = try #require(timeline.record)
      #expect(record.t == t)
      // Explaining a component costs a replay; a few of each kind of lane will do at each step.
      for i in [0, 1, 97, 500 + t, 1001, 1002] {
        for line in timeline.explanations(component: i) {
          let recorded = try #require(
            line.quantity == "eta" ? record.eta : record.values(of: line.quantity)?[i])
          #expect(
            line.result.bitPattern == recorded.bitPattern, "\(line.quantity)[\(i)] at t \(t)")
        }
      }
    }
    #expect(timeline.state.theta.map(\.bitPattern) == bulk.theta.map(\.bitPattern))
    #expect(timeline.state.slots.map(\.bitPattern) == bulk.slots.map(\.bitPattern))
  }

  @Test("each line's formula, evaluated, is its result", arguments: RuleCase.all)
  func formulasEvaluate(_ subject: RuleCase) throws {
    let experiment = Experiment(
      objective: try #require(CataloguedSurface.named("rosenbrock")).surface(),
      optimizer: try Optimizer(
        named: subject.rule, convention: subject.convention, settings: ["lr": 1e-3]),
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
}
