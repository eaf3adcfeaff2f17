import CAllocationCount
import Engine
import Testing

/// What `body` allocates on this thread, once what it sets up at its first run is there.
func fewestAllocations(_ body: () -> Void) -> Int {
  (0..<20).map { _ in
    let before = dac_allocations()
    body()
    return dac_allocations() - before
  }.min() ?? 0
}

/// Bulk training allocates nothing a step.
@Suite(.serialized)
struct AllocationTests {
  /// The counter counts.
  @Test(.enabled(if: dac_allocations() >= 0))
  func counts() {
    var kept: [[Double]] = []
    kept.reserveCapacity(20 * 100)
    let count = fewestAllocations {
      for i in 0..<100 { kept.append([Double](repeating: Double(i), count: 50)) }
    }
    #expect(count >= 100)
  }

  @Test(arguments: RuleDeclaration.builtIn.map(\.name))
  func noneForRule(_ rule: String) throws {
    try #require(dac_allocations() >= 0)
    let experiment = Experiment(
      objective: Springs(0..<1_000), optimizer: try Optimizer(named: rule),
      schedule: LearningRateSchedule(.cosine(period: 500)), penalty: Penalty(l1: 1e-4, l2: 1e-4))
    let trainer = Trainer(experiment)
    var state = experiment.start()
    _ = trainer.run(&state, updates: 10)
    // A handful a run may come from the call itself; a hundred updates would show a hundred.
    #expect(fewestAllocations { _ = trainer.run(&state, updates: 100) } < 5)
  }
}
