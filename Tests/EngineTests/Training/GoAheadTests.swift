import Datasets
import Engine
import Synchronization
import Testing
import Timelines

/// Going ahead over what is known costs what going back costs: the way from the last state kept.
@Suite struct GoAheadTests {
  private static func network() throws -> Experiment {
    let network = try Network(
      NetworkArchitecture(parsing: "2-4:tanh-1:sigmoid"), training: DataGenerator.moons.dataset())
    return Experiment(
      objective: network, optimizer: try Optimizer(named: "adam"), batchSize: 16)
  }

  @Test func itMakesFewUpdatesHoweverFarItGoes() {
    let parabola = CountedParabola()
    guard let optimizer = try? Optimizer(named: "gd") else { return }
    var timeline = Timeline(Experiment(objective: parabola, optimizer: optimizer))
    timeline.advance(by: 20_000)
    for t in [10, 19_990, 30, 15_017, 15_016, 15_018] {
      let before = parabola.count
      timeline.go(to: t)
      #expect(timeline.state.t == t)
      // The stride of a surface is 64, and the last update is made again with its record.
      #expect(parabola.count - before < 200, "to \(t)")
    }
  }

  /// The state, the record and the epochs are those of a straight run.
  @Test func itEndsWhereAStraightRunEnds() throws {
    var straight = Timeline(try Self.network())
    straight.advance(by: 2_900, epochEnd: { _ in })
    var wandering = Timeline(try Self.network())
    wandering.advance(by: 3_000, epochEnd: { _ in })
    wandering.go(to: 10, epochEnd: { _ in })
    wandering.go(to: 2_900, epochEnd: { _ in })
    #expect(wandering.state == straight.state)
    #expect(wandering.record == straight.record)
    #expect(wandering.epochsPassed(since: 0) == straight.epochsPassed(since: 0))
    #expect(wandering.losses.parts.last?.t == 3_000)
  }

  /// Epochs that nothing looked at are looked at on the way.
  @Test func epochsThatAreNotKnownAreLookedAt() throws {
    var straight = Timeline(try Self.network())
    straight.advance(by: 500, epochEnd: { _ in })
    var wandering = Timeline(try Self.network())
    wandering.advance(by: 600)
    wandering.go(to: 10)
    wandering.go(to: 500, epochEnd: { _ in })
    #expect(wandering.state == straight.state)
    let (seen, all) = (wandering.epochsPassed(since: 10), straight.epochsPassed(since: 10))
    #expect(seen.map(\.epoch) == all.map(\.epoch))
  }
}

/// x², which counts how often its gradient is asked for.
private final class CountedParabola: Objective {
  private let counter = Mutex(0)
  let layout: ParameterLayout

  init() {
    var layout = ParameterLayout()
    layout.append("x", shape: [])
    self.layout = layout
  }

  var count: Int { counter.withLock { $0 } }
  var exampleCount: Int { 0 }
  var dropoutLayers: [DropoutLayer] { [] }
  func initialParameters(seed: UInt32) -> [Double] { [1] }
  func makeEvaluator() -> any Evaluator { Counting(self) }

  private final class Counting: Evaluator {
    private let parabola: CountedParabola
    let parameterCount = 1

    init(_ parabola: CountedParabola) { self.parabola = parabola }

    func loss(at theta: UnsafePointer<Double>) -> Double { theta[0] * theta[0] }
    func gradient(
      at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
    ) -> Double {
      parabola.counter.withLock { $0 += 1 }
      gradient[0] = 2 * theta[0]
      return loss(at: theta)
    }
  }
}
