import Arithmetic
import Formula

extension Trainer {
  /// Makes up to `updates` updates on a surface, in one loop.
  ///
  /// - Parameter isFirst: whether the first one is made whatever the loss is.
  func descend(
    _ plane: PlaneProgram, _ state: inout TrainingState, updates: Int, isFirst: Bool
  ) -> StopReason {
    for (k, number) in remembered.enumerated() { scalars.set(number, state.shared[k]) }
    let (first, scalars, scalarsT, loss) = (state.ruleT + 1, scalars, scalarsT, batchLoss)
    let rate = hasConstantRate ? nil : rates(from: state)
    let slotCount = state.slots.count / 2
    let run = withMemory(&state) { memory in
      var run = PlaneRun(
        plane: plane, memory: memory, slotCount: slotCount, updates: updates, first: first,
        settings: settings, remembered: remembered, rate: rate, isFirst: isFirst,
        scalars: scalars, scalarsT: scalarsT, loss: loss)
      rule.descend(&run)
      return run
    }
    (self.scalars, self.scalarsT, scalarsEta) = (run.scalars, run.scalarsT, run.scalars.eta)
    batchLoss = run.loss
    state.t += run.made
    state.ruleT += run.made
    for (k, number) in remembered.enumerated() { state.shared[k] = run.scalars[number] }
    return switch run.end {
    case .made: .completed
    case .before: .nonFinite(quantity: "loss")
    case .after: .nonFinite(quantity: run.loss.isFinite ? "theta" : "batch_loss")
    }
  }

  /// The learning rate of the updates after `state`, by their numbers from 0.
  private func rates(from state: TrainingState) -> (Int) -> Double {
    let (schedule, lr, t) = (experiment.schedule, lr, experiment.scheduleTime(of: state))
    return { schedule.rate(lr: lr, afterCompleting: t + $0) }
  }
}
