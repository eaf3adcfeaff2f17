import CAllocationCount
import Engine
import Testing

@Suite("Going back and forth in time on a network")
struct NetworkTimelineTests {
  static func experiment(
    _ layers: String = "2-8:relu-6:maxout2-1:sigmoid", rule: String = "adam",
    stopping: EarlyStopping? = nil
  ) throws -> Experiment {
    let data = try DataGenerator.moons.dataset(.init(count: 90, noise: 0.2, seed: 3))
    let split = try Split(data, fractions: [0.7, 0.3], seed: 3)
    let network = try Network(
      NetworkArchitecture(parsing: layers, task: split.training.task), data: split,
      dropout: Dropout(keep: 0.6, inputKeep: 0.9, style: .inverted))
    return Experiment(
      objective: network, optimizer: try Optimizer(named: rule, settings: ["lr": 0.01]),
      schedule: LearningRateSchedule(.step(factor: 0.5, milestones: [3, 6])),
      penalty: Penalty(l2: 1e-3), batchSize: 16, seed: 5, stopping: stopping)
  }

  @Test("batches, masks and generators come back with the rest", arguments: 0..<12)
  func randomPrograms(_ seed: UInt32) throws {
    var generator = MersenneTwister(seed: seed)
    let rules = ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
    let experiment = try Self.experiment(rule: rules[Int(seed) % rules.count])
    var wandering = Timeline(experiment)
    for _ in 0..<12 {
      let n = Int(generator.nextInteger(through: 60))
      switch generator.nextInteger(through: 2) {
      case 0: wandering.advance(by: n)
      case 1: wandering.go(to: max(0, wandering.state.t - n))
      default: wandering.go(to: n)
      }
      let draw = wandering.nextDraw()
      var straight = Timeline(experiment)
      straight.advance(by: wandering.state.t)
      #expect(straight.state == wandering.state)
      #expect(straight.record == wandering.record)
      // What is announced is what the next update uses.
      straight.advance(by: 1)
      #expect(straight.record?.minibatch == draw.minibatch)
    }
  }

  @Test("early stopping goes back to the best parameters, and repeats itself")
  func earlyStopping() throws {
    let stopping = EarlyStopping(monitor: "val_accuracy", patience: 3)
    let experiment = try Self.experiment(stopping: stopping)
    var timeline = Timeline(experiment)
    let stop = timeline.advance(by: 10_000)
    guard case .early(let best, let bestT, true) = stop else {
      Issue.record("stopped because of \(stop)")
      return
    }
    #expect(bestT < timeline.state.t)
    let network = try #require(experiment.objective as? Network)
    let validation = try #require(network.validation)
    #expect(network.metrics(at: timeline.state.theta, on: validation).accuracy == best)
    // No epoch before did better.
    var other = Timeline(try Self.experiment())
    for _ in 0..<(timeline.state.t / 4) {
      other.advance(by: 4)
      let accuracy = network.metrics(at: other.state.theta, on: validation).accuracy ?? 0
      #expect(accuracy <= best)
    }
    let end = timeline.state
    timeline.go(to: 1)
    #expect(timeline.advance(by: 10_000) == stop)
    #expect(timeline.state == end)
  }

  @Test("an update allocates nothing")
  func allocations() throws {
    try #require(dac_allocations() >= 0)
    let experiment = try Self.experiment()
    let trainer = Trainer(experiment)
    var state = experiment.start()
    _ = trainer.run(&state, updates: 40)
    // 100 updates are 25 epochs, each of which draws a new order of the examples into arrays of its
    // own; a block for each update would come on top of those.
    #expect(fewestAllocations { _ = trainer.run(&state, updates: 100) } < 100)
  }
}
