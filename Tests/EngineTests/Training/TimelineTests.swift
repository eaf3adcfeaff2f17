import Engine
import Testing

@Suite("Going back and forth in time")
struct TimelineTests {
  static func rosenbrock(_ rule: String = "adam", lr: Double = 0.1) throws -> Experiment {
    Experiment(
      objective: try #require(CataloguedSurface.named("rosenbrock")).surface(),
      optimizer: try Optimizer(named: rule, settings: ["lr": lr]))
  }

  @Test("any mix of step, back, goto and run ends where the straight run ends", arguments: 0..<40)
  func randomPrograms(_ seed: UInt32) throws {
    var generator = MersenneTwister(seed: seed)
    let rules = ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
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

  @Test("going back over a change of settings and forward again repeats the change")
  func changesAreRepeated() throws {
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

  @Test("a long run stays within its memory and still goes anywhere")
  func longRuns() throws {
    var timeline = Timeline(try Self.rosenbrock())
    timeline.advance(by: 1_000_000)
    var straight = Timeline(try Self.rosenbrock())
    straight.advance(by: 123_457)
    timeline.go(to: 123_457)
    #expect(timeline.state == straight.state)
  }

  @Test("a run stops after the update in hand when interrupted")
  func interruption() throws {
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

  @Test("a run stops at the first update after which the loss is not finite, and so does stepping")
  func nonFinite() throws {
    let experiment = try Self.rosenbrock("gd", lr: 0.1)
    var running = Timeline(experiment)
    let stop = running.advance(by: 1000)
    guard case .nonFinite = stop else {
      Issue.record("stopped because of \(stop)")
      return
    }
    var stepping = Timeline(experiment)
    var t = 0
    while stepping.advance(by: 1) == .completed && t < 1000 {
      t += 1
      if stepping.state.t == running.state.t { break }
    }
    #expect(stepping.state == running.state)
  }

  @Test("a condition is asked after every update")
  func conditions() throws {
    var timeline = Timeline(try Self.rosenbrock())
    let stop = timeline.advance(by: 1000, until: { ($0.record?.t ?? 0) >= 17 })
    #expect(stop == .condition)
    #expect(timeline.state.t == 17)
  }
}
