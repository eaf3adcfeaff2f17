import Datasets
import Engine
import Explanations
import Landscapes
import LongWork
import Testing
import Timelines

/// Giving up a long pass.
///
/// Loops stay on the test's thread, so that the same work asks equally often each time; where work is
/// given up is a share of the questions that it asked when it was left alone.
@Suite struct InterruptionTests {
  /// A network on so many examples that a pass over all of them is a long one: 94 chunks.
  private static func experiment(
    batch: Int? = nil, stopping: EarlyStopping? = nil
  ) throws -> Experiment {
    let data = try DataGenerator.moons.dataset(.init(count: 24_000, noise: 0.2, seed: 3))
    let network = try Network(
      NetworkArchitecture(parsing: "2-100:relu-128:relu-1:sigmoid", task: data.task),
      training: data, dropout: Dropout(keep: 0.8))
    #expect(network.isLong(passOver: network.exampleCount))
    return Experiment(
      objective: network, optimizer: try Optimizer(named: "adam", settings: ["lr": 0.01]),
      batchSize: batch, seed: 5, stopping: stopping)
  }

  /// Runs something with an interruption that comes after so many questions.
  private func interrupting<R>(after questions: Int, _ body: () throws -> R) rethrows -> (R, Bool) {
    var asked = 0
    let interruption = Interruption.$sharesLoops.withValue(false) {
      Interruption {
        asked += 1
        return asked > questions
      }
    }
    return (try interruption.whileInForce(body), interruption.gaveUp)
  }

  /// How often something asks.
  private func questions(of body: () throws -> Void) rethrows -> Int {
    var asked = 0
    let interruption = Interruption.$sharesLoops.withValue(false) {
      Interruption {
        asked += 1
        return false
      }
    }
    try interruption.whileInForce(body)
    return asked
  }

  /// A long update that is given up is as if it had not been begun.
  @Test(
    arguments: [0, 0.3, 0.49, 0.6, 0.8, 0.99])
  func updates(share: Double) throws {
    let experiment = try Self.experiment()
    var counted = Timeline(experiment)
    let all = questions { counted.advance(by: 4) }
    #expect(all > 300)
    var straight = Timeline(experiment)
    var timeline = Timeline(experiment)
    let (reason, gaveUp) = interrupting(after: Int(share * Double(all))) { timeline.advance(by: 4) }
    #expect(reason == .interrupted && gaveUp)
    let made = timeline.state.t
    #expect(made == Int(share * 4))
    straight.advance(by: made)
    #expect(timeline.state == straight.state)
    #expect(timeline.record == straight.record)
    timeline.advance(by: 4 - made)
    straight.advance(by: 4 - made)
    #expect(timeline.state == straight.state)
    #expect(timeline.record == straight.record)
  }

  /// Once a pass is given up, the layers that it has not come to are not touched: even the biases in
  /// the place of z would take time.
  @Test func aPassThatIsGivenUpGoesNoFurther() throws {
    let data = try DataGenerator.moons.dataset(.init(count: 1_000, noise: 0.2, seed: 3))
    let network = try Network(
      NetworkArchitecture(parsing: "2-400:relu-300:tanh-1:sigmoid", task: data.task),
      training: data)
    let theta = [Double](repeating: 0.5, count: network.layout.count)
    let all = Minibatch(examples: Array(0..<1_000))
    let (trace, gaveUp) = interrupting(after: 0) { network.trace(at: theta, batch: all) }
    #expect(gaveUp)
    // What is shown of work that was given up is its first part.
    #expect(trace.layers[1].z.prefix(Parts.size).allSatisfy { $0 == 0 })
  }

  /// The sum that a fresh gradient is takes two passes over the training set, and is made once for all
  /// that is asked of it.
  @Test func theCauseOfAGradientTakesItsPassesOnce() throws {
    let data = try DataGenerator.moons.dataset(.init(count: 1_000, noise: 0.2, seed: 3))
    let network = try Network(
      NetworkArchitecture(parsing: "2-400:relu-300:tanh-1:sigmoid", task: data.task),
      training: data)
    let timeline = Timeline(
      Experiment(objective: network, optimizer: try Optimizer(named: "gd", settings: ["lr": 0.1])))
    let all = Minibatch(examples: Array(0..<1_000))
    let passes = questions {
      _ = network.trace(at: timeline.state.theta, batch: all).backward()
    }
    let asked = questions {
      #expect(CauseFinder(timeline).cause(of: .gradient(7), depth: 3) != nil)
    }
    #expect(passes > 20 && asked < passes * 3 / 2)
    for share in [0.1, 0.5, 0.9] {
      let (cause, gaveUp) = interrupting(after: Int(share * Double(passes))) {
        CauseFinder(timeline).cause(of: .gradient(7), depth: 3)
      }
      #expect(cause == nil && gaveUp)
    }
  }

  /// Every place at which an update of many parameters asks, one after the other.
  @Test(arguments: ["adam", "momentum", "nesterov", "mine"])
  func updatesOfManyParameters(rule: String) throws {
    let data = try DataGenerator.moons.dataset(.init(count: 40, noise: 0.2, seed: 3))
    let network = try Network(
      NetworkArchitecture(parsing: "2-11000:relu-50:tanh-1:sigmoid", task: data.task),
      training: data, dropout: Dropout(keep: 0.8))
    let optimizer =
      rule == "mine"
      ? try Optimizer(
        FormulaRule.declaration(
          named: rule, lines: ["slot v", "v = 0.9*v + g", "delta = -eta*v/(1 + abs(v))"]),
        convention: .lecture, settings: [:])
      : try Optimizer(named: rule, settings: ["lr": 0.01])
    let experiment = Experiment(
      objective: network, optimizer: optimizer, penalty: Penalty(l1: 1e-4, l2: 1e-4), batchSize: 40,
      seed: 5)
    var straight = Timeline(experiment)
    straight.advance(by: 2)
    var counted = Timeline(experiment)
    let all = questions { counted.advance(by: 2) }
    #expect(all > 100)
    for place in stride(from: 0, to: all, by: max(1, all / 12)) {
      var timeline = Timeline(experiment)
      let (reason, gaveUp) = interrupting(after: place) { timeline.advance(by: 2) }
      #expect(gaveUp && reason == .interrupted && timeline.state.t < 2)
      timeline.advance(by: 2 - timeline.state.t)
      #expect(timeline.state == straight.state && timeline.record == straight.record)
    }
  }

  @Test func aLookOfEarlyStoppingThatIsGivenUpIsTakenAgain() throws {
    let stopping = EarlyStopping(monitor: "loss", patience: 2)
    let experiment = try Self.experiment(batch: 8_000, stopping: stopping)
    var straight = Timeline(experiment)
    straight.advance(by: 3)
    #expect(straight.state.stopping.best != nil)
    var counted = Timeline(experiment)
    let all = questions { counted.advance(by: 3) }
    // The third update ends the epoch, so that the last of it is the look.
    var timeline = Timeline(experiment)
    let (reason, _) = interrupting(after: Int(0.97 * Double(all))) { timeline.advance(by: 3) }
    #expect(reason == .interrupted)
    #expect(timeline.state.t == 2)
    #expect(timeline.record?.t == 2)
    timeline.advance(by: 1)
    #expect(timeline.state == straight.state)
  }

  @Test func whatWasGivenUpHasNoResult() throws {
    let experiment = try Self.experiment()
    let theta = experiment.start().theta
    func loss() -> Double { experiment.objective.makeEvaluator().loss(at: theta) }
    #expect(loss().isFinite)
    let all = questions { _ = loss() }
    let (cut, gaveUp) = interrupting(after: all / 2, loss)
    #expect(cut.isNaN && gaveUp)
    let (whole, remains) = interrupting(after: all, loss)
    #expect(whole == loss() && !remains)
    let course = questions { _ = Course(of: experiment, updates: 2) }
    for asked in [0, 10, course / 3, course - 1] {
      #expect(interrupting(after: asked) { Course(of: experiment, updates: 2) }.0 == nil)
    }
    func check() -> GradientCheck? { GradientCheck(of: experiment.objective, at: theta, limit: 3) }
    let checks = questions { _ = check() }
    for asked in [0, checks / 2, checks - 1] {
      #expect(interrupting(after: asked) { check() == nil }.0)
    }
  }

  @Test func shortUpdatesAreMadeToTheirEnd() throws {
    let small = try NetworkTimelineTests.experiment()
    var timeline = Timeline(small)
    var straight = Timeline(small)
    let (reason, gaveUp) = interrupting(after: 0) { timeline.advance(by: 40) }
    #expect(reason == .completed && !gaveUp)
    straight.advance(by: 40)
    #expect(timeline.state == straight.state)
  }
}
