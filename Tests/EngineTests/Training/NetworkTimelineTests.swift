import CAllocationCount
import Datasets
import Engine
import Numerics
import Testing
import Timelines

/// Going back and forth in time on a network.
@Suite struct NetworkTimelineTests {
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

  /// Batches, masks and generators come back with the rest.
  @Test(arguments: 0..<12)
  func randomPrograms(_ seed: UInt32) throws {
    var generator = MersenneTwister(seed: seed)
    let rules = RuleDeclaration.builtIn.map(\.name)
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

  /// Early stopping goes back to the best parameters, and repeats itself.
  @Test func earlyStopping() throws {
    let stopping = EarlyStopping(monitor: "val_accuracy", patience: 3)
    let experiment = try Self.experiment(stopping: stopping)
    var timeline = Timeline(experiment)
    let stop = timeline.advance(by: 10_000)
    guard case .early(let best, let bestT, true) = stop else {
      Issue.record("stopped because of \(stop)")
      return
    }
    #expect(bestT < timeline.state.t)
    let network = try #require(experiment.objective.network)
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

  /// An update allocates nothing.
  @Test func allocations() throws {
    try #require(dac_allocations() >= 0)
    let experiment = try Self.experiment()
    let trainer = Trainer(experiment)
    var state = experiment.start()
    _ = trainer.run(&state, updates: 40)
    // 100 updates are 25 epochs, each of which draws a new order of the examples into arrays of its
    // own; a block for each update would come on top of those.
    #expect(fewestAllocations { _ = trainer.run(&state, updates: 100) } < 100)
  }

  /// A way back that is interrupted leaves everything where it was.
  @Test func interruptedWayBack() throws {
    var timeline = Timeline(try Self.experiment())
    timeline.advance(by: 1000)
    timeline.keepFirstStatesAlone()
    let before = timeline.state
    let record = timeline.record
    #expect(timeline.go(to: 900, isInterrupted: { true }) == .interrupted)
    #expect(timeline.state == before)
    #expect(timeline.record == record)
    var told: [Int] = []
    #expect(timeline.go(to: 900, progress: { state, _ in told.append(state.t) }) == .completed)
    #expect(timeline.state.t == 900)
    #expect(told == told.sorted() && told.last == 900)
    timeline.go(to: 1000)
    #expect(timeline.state == before)
  }

  /// A run that is interrupted ends with an update whose quantities are at hand.
  @Test func interruptedRun() throws {
    var timeline = Timeline(try Self.experiment())
    var polls = 0
    let reason = timeline.advance(
      by: 1_000_000,
      isInterrupted: {
        polls += 1
        return polls == 20
      })
    #expect(reason == .interrupted)
    #expect(timeline.record?.t == timeline.state.t)
    var straight = Timeline(try Self.experiment())
    straight.advance(by: timeline.state.t)
    #expect(straight.state == timeline.state)
    #expect(straight.record == timeline.record)
  }

  /// What keeps no states still goes anywhere, and tells the state before its last update.
  @Test func keepsNothing() throws {
    var bare = Timeline(try Self.experiment(rule: "momentum"))
    var full = bare
    for t in [50, 200, 120, 300, 7, 299] {
      bare.go(to: t)
      full.go(to: t)
      bare.keepFirstStatesAlone()
      #expect(bare.state == full.state)
      #expect(bare.record == full.record)
      #expect(bare.stateBeforeLastUpdate()?.0 == full.stateBeforeLastUpdate()?.0)
      #expect(bare.stateBeforeLastUpdate()?.0.t == t - 1)
    }
  }
}
