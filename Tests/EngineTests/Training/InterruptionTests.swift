import Engine
import Testing

@Suite("Giving up a long pass")
struct InterruptionTests {
  /// A network on so many examples that a pass over all of them is a long one: 94 chunks.
  private static func experiment(
    batch: Int? = nil, stopping: EarlyStopping? = nil
  ) throws -> Experiment {
    let data = try DataGenerator.moons.dataset(.init(count: 24_000, noise: 0.2, seed: 3))
    let network = try Network(
      NetworkArchitecture(parsing: "2-100:relu-128:relu-1:sigmoid", task: data.task),
      training: data, dropout: Dropout(keep: 0.8))
    #expect(network.isLong(passOver: network.exampleCount))
    #expect(!network.isLong(passOver: 8_000))
    return Experiment(
      objective: network, optimizer: try Optimizer(named: "adam", settings: ["lr": 0.01]),
      batchSize: batch, seed: 5, stopping: stopping)
  }

  /// Runs something with an interruption that comes after so many questions.
  private func interrupting<R>(after questions: Int, _ body: () throws -> R) rethrows -> (R, Bool) {
    var asked = 0
    let interruption = Interruption {
      asked += 1
      return asked > questions
    }
    return (try Interruption.$current.withValue(interruption, operation: body), interruption.gaveUp)
  }

  @Test(
    "a long update that is given up is as if it had not been begun",
    arguments: [0, 50, 93 * 2 + 40])
  func updates(questions: Int) throws {
    let experiment = try Self.experiment()
    var straight = Timeline(experiment)
    var timeline = Timeline(experiment)
    let (reason, gaveUp) = interrupting(after: questions) { timeline.advance(by: 4) }
    #expect(reason == .interrupted && gaveUp)
    #expect(timeline.state.t == questions / 93)
    straight.advance(by: questions / 93)
    #expect(timeline.state == straight.state)
    #expect(timeline.record == straight.record)
    timeline.advance(by: 4 - timeline.state.t)
    straight.advance(by: 4 - straight.state.t)
    #expect(timeline.state == straight.state)
    #expect(timeline.record == straight.record)
  }

  @Test func aLookOfEarlyStoppingThatIsGivenUpIsTakenAgain() throws {
    let stopping = EarlyStopping(monitor: "loss", patience: 2)
    let experiment = try Self.experiment(batch: 8_000, stopping: stopping)
    var straight = Timeline(experiment)
    var timeline = Timeline(experiment)
    // The third update ends the epoch; its own passes are 32 chunks long.
    let (reason, _) = interrupting(after: 31 + 20) { timeline.advance(by: 5) }
    #expect(reason == .interrupted)
    #expect(timeline.state.t == 2)
    straight.advance(by: 2)
    #expect(timeline.state == straight.state)
    #expect(timeline.record?.t == 2)
    timeline.advance(by: 3)
    straight.advance(by: 3)
    #expect(timeline.state == straight.state)
    #expect(straight.state.stopping.best != nil)
  }

  @Test func whatWasGivenUpHasNoResult() throws {
    let experiment = try Self.experiment()
    let theta = experiment.start().theta
    func loss() -> Double {
      let evaluator = experiment.objective.makeEvaluator()
      return theta.withUnsafeBufferPointer { $0.baseAddress.map(evaluator.loss(at:)) ?? 0 }
    }
    #expect(loss().isFinite)
    let (cut, gaveUp) = interrupting(after: 10, loss)
    #expect(cut.isNaN && gaveUp)
    let (whole, remains) = interrupting(after: 93, loss)
    #expect(whole == loss() && !remains)
    #expect(interrupting(after: 10) { Course(of: experiment, updates: 2) }.0 == nil)
    #expect(interrupting(after: 150) { Course(of: experiment, updates: 2) }.0 == nil)
    #expect(
      interrupting(after: 400) {
        GradientCheck(of: experiment.objective, at: theta, limit: 3) == nil
      }.0)
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
