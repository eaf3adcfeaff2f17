import CAllocationCount
import Engine
import Landscapes

extension Workload {
  /// One update of each rule over 100,000 parameters, in nanoseconds a parameter. The gradient is
  /// free: it is a constant vector, which lies where it is read. The C peers make as many updates.
  static let optimizers: [Workload] = RuleDeclaration.builtIn.map { declaration in
    Workload(name: "update-\(declaration.name)") {
      let parameters = 100_000
      let updates = 200
      let experiment = Experiment(
        objective: ConstantSlope(count: parameters, isWrittenOnce: true),
        optimizer: try Optimizer(declaration))
      let trainer = Trainer(experiment)
      var state = experiment.start()
      let seconds = medianSeconds { _ = trainer.run(&state, updates: updates) }
      Figure(
        bench: "update-\(declaration.name)",
        value: seconds * 1e9 / Double(parameters * updates), unit: "ns/parameter"
      ).print()
    }
  }

  /// What bulk training allocates a step: blocks of memory, 0 when all is well.
  static let allocations: [Workload] = RuleDeclaration.builtIn.map { declaration in
    Workload(name: "allocations-\(declaration.name)") {
      let experiment = Experiment(
        objective: ConstantSlope(count: 1_000, isWrittenOnce: false),
        optimizer: try Optimizer(declaration),
        schedule: LearningRateSchedule(.cosine(period: 500)), penalty: Penalty(l1: 1e-4, l2: 1e-4))
      let trainer = Trainer(experiment)
      var state = experiment.start()
      _ = trainer.run(&state, updates: 10)
      let before = dac_allocations()
      _ = trainer.run(&state, updates: 1_000)
      let count = dac_allocations() - before
      Figure(
        bench: "allocations-\(declaration.name)", value: Double(count) / 1_000, unit: "blocks/step"
      ).print()
    }
  }

  /// A step of Adam on Rosenbrock in bulk, in microseconds.
  static let surfaces: [Workload] = [
    Workload(name: "rosenbrock") {
      guard let catalogued = CataloguedSurface.named("rosenbrock") else { return }
      let experiment = Experiment(
        objective: try catalogued.surface(),
        optimizer: try Optimizer(named: "adam", settings: ["lr": 0.1]))
      let trainer = Trainer(experiment)
      let updates = 1_000_000
      let seconds = medianSeconds(runs: 5) {
        var state = experiment.start()
        _ = trainer.run(&state, updates: updates)
      }
      Figure(
        bench: "rosenbrock", value: seconds * 1e6 / Double(updates), unit: "us/step"
      )
      .print()
    }
  ]
}
