import Engine
import Synchronization

/// One trainer kept for reuse, so that stepping by hand does not set one up each time.
///
/// It holds no state of training. Copies of a timeline share it, on whatever threads they are: a
/// trainer is taken out while it is used, and who finds none makes one.
final class TrainerCache: Sendable {
  /// What is in here belongs to no thread; who takes it out has it alone.
  private struct Kept: @unchecked Sendable {
    let trainer: Trainer
    let token: SegmentToken
  }

  private let kept = Mutex<Kept?>(nil)

  /// The trainer of some settings, which is given back after use.
  func take(for experiment: Experiment, token: SegmentToken) -> Trainer {
    let found = kept.withLock { kept -> Kept? in
      guard kept?.token === token else { return nil }
      defer { kept = nil }
      return kept
    }
    return found?.trainer ?? Trainer(experiment)
  }

  func give(_ trainer: Trainer, token: SegmentToken) {
    let returned = Kept(trainer: trainer, token: token)
    kept.withLock { $0 = returned }
  }

  func use<R>(for experiment: Experiment, token: SegmentToken, _ body: (Trainer) -> R) -> R {
    let trainer = take(for: experiment, token: token)
    defer { give(trainer, token: token) }
    return body(trainer)
  }
}
