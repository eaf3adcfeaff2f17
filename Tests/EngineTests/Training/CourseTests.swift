import Engine
import Landscapes
import Testing
import Timelines

@Suite struct CourseTests {
  private func experiment(_ rule: String, lr: Double, on name: String) throws -> Experiment {
    let surface = try #require(CataloguedSurface.named(name)).surface()
    return Experiment(
      objective: surface, optimizer: try Optimizer(named: rule, settings: ["lr": lr]))
  }

  @Test(arguments: RuleDeclaration.builtIn.map(\.name), [1, 7])
  func aCourseIsSteppingAlone(rule: String, stride: Int) throws {
    let experiment = try experiment(rule, lr: 0.0005, on: "rosenbrock")
    let course = try #require(Course(of: experiment, updates: 150, every: stride))
    var timeline = Timeline(experiment)
    #expect(course.points.count == course.times.count)
    for (t, point) in zip(course.times, course.points) {
      timeline.go(to: t)
      #expect(
        timeline.state.theta.map(\.bitPattern) == [point.x.bitPattern, point.y.bitPattern],
        "\(rule) t \(t)")
    }
    #expect(course.times.last == 150)
    #expect(course.state == timeline.state)
  }

  @Test func stepsAndDistance() throws {
    let course = try #require(
      Course(of: try experiment("gd", lr: 0.25, on: "bowl"), updates: 10))
    // θ halves at each step, L falls to a quarter: 6.25 / 4^k.
    #expect(course.steps(to: 6.25) == 0)
    #expect(course.steps(to: 0.1) == 3)
    #expect(course.steps(to: -1) == nil)
    #expect(course.distance(to: [[0, 0], [9, 9]]) == 2.5 / 1024)
    #expect(course.distance(to: []) == nil)
    #expect(course.divergedAt == nil)
  }

  @Test func divergenceIsForGood() throws {
    let away = try #require(Course(of: try experiment("gd", lr: 1.5, on: "bowl"), updates: 2000))
    // θ doubles at each step: 6.25 · 4^k first exceeds 6.25 · 1001 at k = 5.
    #expect(away.divergedAt == 5)
    #expect(away.reason != .completed)
    let bounces = try #require(Course(of: try experiment("gd", lr: 1, on: "bowl"), updates: 50))
    #expect(bounces.divergedAt == nil)
  }

  @Test func theSweepTakesTheLeastLoss() throws {
    let experiment = try experiment("gd", lr: 3, on: "bowl")
    let best = try #require(try RateSweep.best(of: experiment, updates: 20))
    #expect(best.experiment.optimizer.settings.lr == 0.5)
    #expect(best.finalLoss == 0)
  }

  @Test func interruptionGivesUp() throws {
    let experiment = try experiment("adam", lr: 0.1, on: "bowl")
    #expect(Course(of: experiment, updates: 1_000_000_000, isInterrupted: { true }) == nil)
  }
}
