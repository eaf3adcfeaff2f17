import Engine
import Formula
import Testing
import Timelines

@Suite struct EarlyStoppingTests {
  /// A value that stays is no improvement: the first is the best, and patience runs out.
  @Test func whatStaysIsNoImprovement() throws {
    let flat = try Surface(name: "flat", formula: Parser.parse("1 + 0*x*y"), start: [1, 1])
    var timeline = Timeline(
      Experiment(
        objective: flat, optimizer: try Optimizer(named: "gd"),
        stopping: EarlyStopping(monitor: "loss", patience: 3)))
    #expect(timeline.advance(by: 20) == .early(best: 1, bestT: 1, restored: true))
    #expect(timeline.state.t == 4)
  }
}
