import Engine
import Numerics
import Testing
import Timelines

/// What a run keeps of its epochs.
@Suite struct EpochMarkTests {
  private static func marks(_ timeline: Timeline) -> [EpochMark] {
    Array(timeline.epochs.within(0...timeline.state.t))
  }

  /// Each mark says what holds at the end of its epoch.
  @Test func eachSaysWhatHolds() throws {
    let experiment = try NetworkTimelineTests.experiment()
    let network = try #require(experiment.objective.network)
    let validation = try #require(network.validation)
    var timeline = Timeline(experiment)
    timeline.advance(by: 4 * 12, epochEnd: { _ in })
    timeline.look()
    let marks = Self.marks(timeline)
    #expect(marks.map(\.epoch) == Array(1...12))
    #expect(marks.map(\.t) == (1...12).map { 4 * $0 })
    let stride = experiment.epochsBetweenTrainingLooks
    #expect(stride > 1 && stride < 12)
    var straight = Timeline(experiment)
    for mark in marks {
      var losses: [Double] = []
      for _ in 0..<4 {
        straight.advance(by: 1)
        losses.append(try #require(straight.record?.batchLoss))
      }
      #expect(mark.batches == losses.reduce(0, +) / 4)
      #expect(mark.eta == straight.record?.eta)
      let theta = straight.state.theta
      #expect(mark.validation == .init(network.metrics(at: theta, on: validation)))
      // The last one, and those whose number says so.
      let looks = mark.epoch.isMultiple(of: stride) || mark.epoch == 12
      #expect(
        mark.training == (looks ? .init(network.metrics(at: theta, on: network.training)) : nil))
    }
    // Without being asked for, no epoch is looked at.
    #expect(Self.marks(straight).isEmpty)
  }

  /// The way to an epoch does not matter.
  @Test(arguments: 0..<8)
  func theWayDoesNotMatter(_ seed: UInt32) throws {
    var generator = MersenneTwister(seed: seed)
    let experiment = try NetworkTimelineTests.experiment(
      stopping: seed % 2 == 0 ? nil : EarlyStopping(monitor: "val_loss", patience: 100))
    var wandering = Timeline(experiment)
    for _ in 0..<12 {
      let n = 1 + Int(generator.nextInteger(through: 30))
      switch generator.nextInteger(through: 3) {
      case 0: wandering.go(to: max(0, wandering.state.t - n), epochEnd: { _ in })
      case 1: wandering.advance(by: n, until: { _ in false }, epochEnd: { _ in })
      default: wandering.advance(by: n, epochEnd: { _ in })
      }
    }
    var straight = Timeline(experiment)
    straight.advance(by: wandering.extent.upperBound, epochEnd: { _ in })
    let end = wandering.extent.upperBound
    #expect(
      Array(wandering.epochs.within(0...end)) == Array(straight.epochs.within(0...end)))
    #expect(wandering.losses.parts == straight.losses.parts)
    // What is cut off is forgotten.
    let middle = end / 2
    wandering.go(to: middle)
    wandering.change(to: try NetworkTimelineTests.experiment(rule: "gd"))
    #expect(wandering.epochs.within(0...end).allSatisfy { $0.t <= middle })
    #expect(wandering.losses.parts.last?.t == middle)
  }

  /// Where early stopping goes back, the last epoch keeps its own figures.
  @Test func restored() throws {
    let stopping = EarlyStopping(monitor: "val_loss", patience: 3)
    var timeline = Timeline(
      try NetworkTimelineTests.experiment(rule: "rmsprop", stopping: stopping))
    guard case .early(let best, let bestT, true) = timeline.advance(by: 10_000, epochEnd: { _ in })
    else {
      Issue.record("early stopping did not stop")
      return
    }
    timeline.look()
    let last = try #require(timeline.epochEnded)
    #expect(last.isRestored)
    #expect(try #require(last.validation?.loss) > best)
    #expect(Self.marks(timeline).first { $0.t == bestT }?.validation?.loss == best)
    let network = try #require(timeline.experiment.objective.network)
    let own = try #require(timeline.record?.theta)
    #expect(own != timeline.state.theta)
    #expect(last.training == .init(network.metrics(at: own, on: network.training)))
  }

  /// The history of batch losses is bounded, and its parts are means.
  @Test func history() throws {
    var timeline = Timeline(try NetworkTimelineTests.experiment("2-3:tanh-1:sigmoid", rule: "gd"))
    timeline.advance(by: 100)
    #expect(timeline.losses.parts.map(\.t) == Array(1...100))
    timeline.advance(by: 5_000)
    let parts = timeline.losses.parts
    #expect((1_000...2_048).contains(parts.count))
    #expect(parts.reduce(0) { $0 + $1.losses.count } == 5_100)
    #expect(parts.last?.t == 5_100)
    #expect(Set(parts.dropLast().map(\.losses.count)).count == 1)
    var sum = 0.0
    timeline.replay((parts[3].t + 1)...parts[4].t) { record, _ in
      sum += record.batchLoss
      return true
    }
    #expect(abs(parts[4].losses.mean - sum / Double(parts[4].losses.count)) < 1e-15)
  }
}
