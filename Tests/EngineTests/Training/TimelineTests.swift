import Datasets
import Engine
import Formula
import Landscapes
import Numerics
import Testing
import Timelines

/// Going back and forth in time.
@Suite struct TimelineTests {
  static func rosenbrock(_ rule: String = "adam", lr: Double = 0.1) throws -> Experiment {
    Experiment(
      objective: try #require(CataloguedSurface.named("rosenbrock")).surface(),
      optimizer: try Optimizer(named: rule, settings: ["lr": lr]))
  }

  /// Copies share a trainer, which only one of them may use at a time.
  @Test func copiesTrainOnSeveralThreadsAtOnce() async throws {
    let network = try Network(
      NetworkArchitecture(parsing: "2-8:tanh-1:sigmoid"), training: DataGenerator.moons.dataset(),
      dropout: Dropout(keep: 0.5))
    let experiment = Experiment(
      objective: network, optimizer: try Optimizer(named: "adam"), batchSize: 16)
    var begun = Timeline(experiment)
    begun.advance(by: 3)
    let start = begun
    var alone = start
    alone.advance(by: 300)
    await withTaskGroup(of: TrainingState.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var copy = start
          for _ in 0..<300 { copy.advance(by: 1) }
          return copy.state
        }
      }
      for await state in group { #expect(state == alone.state) }
    }
  }

  /// Any mix of step, back, goto and run ends where the straight run ends.
  @Test(arguments: 0..<40)
  func randomPrograms(_ seed: UInt32) throws {
    var generator = MersenneTwister(seed: seed)
    let rules = RuleDeclaration.builtIn.map(\.name)
    let experiment = try Self.rosenbrock(rules[Int(seed) % rules.count], lr: 0.0005)
    var wandering = Timeline(experiment)
    var forked: Timeline?
    for _ in 0..<25 {
      let n = Int(generator.nextInteger(through: 300))
      switch generator.nextInteger(through: 4) {
      case 0: wandering.advance(by: n % 7)
      case 1: wandering.advance(by: n)
      case 2: wandering.go(to: max(0, wandering.state.t - n))
      case 3: wandering.go(to: n)
      default:
        // A fork goes its own way and must leave the first timeline alone.
        var fork = forked ?? wandering
        fork.advance(by: n)
        fork.change(to: try Self.rosenbrock("momentum", lr: 0.0001))
        fork.advance(by: 5)
        forked = fork
      }
      var straight = Timeline(experiment)
      straight.advance(by: wandering.state.t)
      #expect(straight.state == wandering.state)
      #expect(straight.record == wandering.record)
    }
  }

  /// Going back over a change of settings and forward again repeats the change.
  @Test func changesAreRepeated() throws {
    var timeline = Timeline(try Self.rosenbrock("gd", lr: 0.001))
    timeline.advance(by: 5)
    timeline.change(to: try Self.rosenbrock("adam"))
    timeline.advance(by: 5)
    let end = timeline.state
    timeline.go(to: 2)
    #expect(timeline.experiment.optimizer.name == "gd")
    timeline.advance(by: 8)
    #expect(timeline.state == end)
    #expect(timeline.experiment.optimizer.name == "adam")
    timeline.go(to: 5)
    #expect(timeline.experiment.optimizer.name == "adam")
    #expect(timeline.record?.quantities.isEmpty == true)
    timeline.change(to: try Self.rosenbrock("momentum", lr: 0.001))
    #expect(timeline.extent == 0...5)
  }

  /// A long run stays within its memory and still goes anywhere.
  @Test func longRuns() throws {
    var timeline = Timeline(try Self.rosenbrock())
    timeline.advance(by: 1_000_000)
    var straight = Timeline(try Self.rosenbrock())
    straight.advance(by: 123_457)
    timeline.go(to: 123_457)
    #expect(timeline.state == straight.state)
  }

  /// A run stops after the current update when interrupted.
  @Test func interruption() throws {
    var timeline = Timeline(try Self.rosenbrock())
    var asked = 0
    let stop = timeline.advance(
      by: 1_000_000_000,
      isInterrupted: {
        asked += 1; return asked > 20
      })
    #expect(stop == .interrupted)
    #expect(timeline.record?.t == timeline.state.t)
    var straight = Timeline(try Self.rosenbrock())
    straight.advance(by: timeline.state.t)
    #expect(straight.state == timeline.state)
  }

  /// Courses that diverge: to infinity, to NaN, past a domain's edge, with a look-ahead, and from a
  /// start where the loss is not finite.
  static let diverging: [(formula: String, start: [Double], rule: String, lr: Double)] = [
    ("(1-x)^2 + 100*(y-x^2)^2", [-1.2, 1], "gd", 0.1), ("x^2 + y^2", [2, 1.5], "gd", 3),
    ("x^2 + y^2", [2, 1.5], "momentum", 2.5), ("x^2 + y^2", [2, 1.5], "nesterov", 3),
    ("x^4 + y^4", [2, 1], "nesterov", 0.5), ("log(x) + y^2", [0.5, 1], "gd", 0.3),
    ("log(x) + y^2", [0.5, 1], "nesterov", 0.1), ("sqrt(x) + y^2", [0.3, 1], "adam", 0.1),
    ("exp(x) + y^2", [700, 1], "gd", 1e-300), ("1/(x - 1) + y", [1.5, 1], "momentum", 0.3),
    ("log(x) + y^2", [-1, 1], "gd", 0.3), ("exp(exp(x)) + y^2", [6.5, 1], "gd", 1e-300),
  ]

  /// A run stops where steps by hand, a run in pieces and a run with a condition do.
  @Test(
    arguments: 0..<diverging.count)
  func nonFinite(_ k: Int) throws {
    let (formula, start, rule, lr) = Self.diverging[k]
    let experiment = Experiment(
      objective: try Surface(name: "f", formula: Parser.parse(formula), start: start),
      optimizer: try Optimizer(named: rule, settings: ["lr": lr]))
    for length in [1, 2, 3, 7, 60, 64, 65, 1000] {
      var running = Timeline(experiment)
      let reason = running.advance(by: length)
      var others: [(Timeline, StopReason)] = []
      for piece in [1, 5, 64] {
        var timeline = Timeline(experiment)
        var reason = StopReason.completed
        while reason == .completed, timeline.state.t < length {
          reason = timeline.advance(by: min(piece, length - timeline.state.t))
        }
        others.append((timeline, reason))
      }
      var asking = Timeline(experiment)
      others.append((asking, asking.advance(by: length, until: { _ in false })))
      others[others.count - 1].0 = asking
      for (other, why) in others {
        #expect(other.state == running.state, "\(formula) \(rule) \(length)")
        #expect(other.record?.t == running.record?.t)
        #expect(why == reason)
      }
    }
  }

  /// A network's run and steps by hand stop at the same update.
  @Test(arguments: ["gd", "nesterov"])
  func nonFiniteNetworks(rule: String) throws {
    let data = try Dataset(points: [1, 2, 3, 4], targets: [1, -2, 3, 5])
    let network = try Network(
      NetworkArchitecture(parsing: "1-3:relu-1:linear", task: data.task), training: data)
    let experiment = Experiment(
      objective: network, optimizer: try Optimizer(named: rule, settings: ["lr": 5]), batchSize: 2,
      seed: 2)
    var running = Timeline(experiment)
    let reason = running.advance(by: 1000)
    #expect(reason != .completed)
    var stepping = Timeline(experiment)
    var last = StopReason.completed
    while last == .completed, stepping.state.t < 1000 { last = stepping.advance(by: 1) }
    #expect(stepping.state == running.state && last == reason)
    // On from there too.
    running.advance(by: 5)
    stepping.advance(by: 1)
    #expect(stepping.state == running.state)
  }

  /// A condition is asked after every update.
  @Test func conditions() throws {
    var timeline = Timeline(try Self.rosenbrock())
    let stop = timeline.advance(by: 1000, until: { ($0.record?.t ?? 0) >= 17 })
    #expect(stop == .condition)
    #expect(timeline.state.t == 17)
  }

  /// A past that another course has is taken from it, bit for bit.
  @Test func sharing() throws {
    let experiment = try Self.rosenbrock("gd", lr: 0.0005)
    let other = try Self.rosenbrock("momentum", lr: 0.0001)
    var first = Timeline(experiment)
    first.advance(by: 5_000)
    var alone = Timeline(experiment)
    alone.advance(by: 3_000)
    for end in [5_000, 7_000] {
      var sharing = Timeline(experiment)
      sharing.share(with: first, upTo: 3_000)
      // Nearly all of it is there before anything is trained.
      #expect(sharing.state.t > 2_800 && sharing.state.t <= 3_000)
      sharing.go(to: 3_000)
      #expect(sharing.state == alone.state && sharing.extent == alone.extent)
      sharing.change(to: other)
      var straight = alone
      straight.change(to: other)
      sharing.share(with: first, upTo: end)
      #expect(sharing.state.t == 3_000)
      sharing.advance(by: end - 3_000)
      straight.advance(by: end - 3_000)
      #expect(sharing.state == straight.state && sharing == straight)
      sharing.go(to: 1_234)
      straight.go(to: 1_234)
      #expect(sharing.state == straight.state)
    }
    // What turned off earlier is of no use beyond.
    var turned = Timeline(experiment)
    turned.advance(by: 500)
    turned.change(to: other)
    turned.advance(by: 2_000)
    var short = Timeline(experiment)
    short.share(with: turned, upTo: 3_000)
    #expect(short.state.t > 400 && short.state.t <= 500)
    short.go(to: 3_000)
    #expect(short.state == alone.state)
  }
}
