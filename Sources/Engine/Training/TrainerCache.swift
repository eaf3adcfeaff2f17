/// One trainer kept for reuse, so that stepping by hand does not set one up each time.
///
/// It holds no state of training. Copies of a timeline share it, so copies belong on one thread;
/// what runs in parallel has trainers of its own.
final class TrainerCache: @unchecked Sendable {
  private var trainer: Trainer?
  private var token: SegmentToken?

  func trainer(for experiment: Experiment, token: SegmentToken) -> Trainer {
    if let trainer, self.token === token { return trainer }
    let trainer = Trainer(experiment)
    self.trainer = trainer
    self.token = token
    return trainer
  }
}
