import Conversion
import Engine
import Wording

extension Workspace {
  /// A verdict in words: whose fault it is, why, and what to try.
  func advice(
    on judgement: LearningCurves.Judgement, _ curves: LearningCurves, _ network: Network,
    _ experiment: Experiment
  ) -> Advice {
    let e = judgement.evidence
    let score = curves.trainingScore.map { "\(network.scoreName) \(number($0))" } ?? ""
    let lr = experiment.optimizer.settings.lr
    switch judgement.verdict {
    case .good:
      return Advice(
        fault: "good",
        because: "Good on both: the training set is learnt and the validation set keeps up.",
        remedy: network.test == nil
          ? "Set a test set aside for the end: 'data NAME split=0.7,0.15,0.15'."
          : "What is left is the test set, once.")
    case .unvalidated:
      return Advice(
        fault: "no validation",
        because: "The training set is learnt (\(score)); without a validation set nothing can be "
          + "said about overfitting.",
        remedy: "Set one aside: 'data NAME split=0.7,0.3'.")
    case .overfitting:
      return Advice(
        fault: "overfitting", because: overfitting(e, score: score),
        remedy: "Try early stopping ('stop'), 'penalty l2=1e-3', 'dropout drop=0.5', or more data.")
    case .tooEarly:
      return Advice(
        fault: "training",
        because: e.updates == 0
          ? "Nothing has been trained yet: \(score) is where the network starts."
          : "After \(counted(Int(clamping: e.updates), "update")) it is too early to say: \(score) so far.",
        remedy: "Train first: 'run 20 epochs', then 'diagnose'.")
    case .notConverged where (curves.trainingScore ?? 0) >= LearningCurves.Limits.learnt:
      return Advice(
        fault: "good",
        because: "Not yet converged: the training set is learnt (\(score)) and the validation loss "
          + "is still falling.",
        remedy: "Train longer: 'run 50 epochs', then 'diagnose'.")
    default: break
    }
    let (because, remedy) = trainingAdvice(judgement.verdict, e, curves, lr: lr)
    let isPoor = [.underfitting, .plateau, .stuck].contains(judgement.verdict)
    return Advice(
      fault: "training",
      because: because + " The training set is not learnt: \(score) there, and "
        + "\(number(LearningCurves.Limits.learnt)) is asked for.",
      remedy: remedy
        + (isPoor ? " Do not blame overfitting; dropout or a penalty would make it worse." : ""))
  }

  private func overfitting(_ e: LearningCurves.Evidence, score: String) -> String {
    var text = "Overfitting: the training set is learnt (\(score))"
    if let gap = e.gap, gap > LearningCurves.Limits.gap {
      text += " and the validation set lags by \(number(gap))"
    }
    if let least = e.validationLeast, let last = e.validationLast, let time = e.validationLeastTime,
      last > (1 + LearningCurves.Limits.turn) * least
    {
      text +=
        "; the validation loss was least at t \(Int(clamping: time)), \(number(least)), and has risen "
        + "to \(number(last)) since"
    }
    return text + "."
  }

  /// What is wrong with training, and what to try.
  private func trainingAdvice(
    _ verdict: LearningCurves.Verdict, _ e: LearningCurves.Evidence, _ curves: LearningCurves,
    lr: Double
  ) -> (because: String, remedy: String) {
    let fall = "\(number(e.first)) → \(number(e.last))"
    switch verdict {
    case .rateTooHigh:
      let isLost = !(e.last <= 1.05 * e.first)
      return (
        "Rate too high: "
          + (isLost
            ? "the loss ran away (\(fall))."
            : "the loss jumps by \(percent(e.roughness)) of all it has gained, and does not settle."),
        "Try a tenth of the rate: 'optimizer lr=\(number(lr / 10))', then 'reset'. Bad weights at the "
          + "start or inputs that are not standardized look alike: 'recipe 1' tells."
      )
    case .rateTooLow:
      let hasHardlyMoved = curves.travel.map { $0 < 0.01 } ?? false
      return (
        "Rate too low: \(counted(Int(clamping: e.updates), "update")) took only \(percent(e.fallen)) off the "
          + "loss (\(fall))"
          + (hasHardlyMoved
            ? ", and θ has moved by \(percent(curves.travel ?? 0)) of its length."
            : ", almost in a straight line."),
        "Try ten times the rate: 'optimizer lr=\(number(lr * 10))', then 'reset'; 'sweep lr "
          + "1 0.1 0.01 0.001 steps=100' compares several."
      )
    case .stuck:
      return (
        "Stuck at guessing: the loss stays at \(number(e.last)), and not looking at x at all costs "
          + "\(number(curves.guess)).",
        "No signal gets through. 'gradients' shows where it ends: weights that began at 0 (init=he "
          + "or xavier), dead relu units (a smaller rate), saturated sigmoid units."
      )
    case .lateStart:
      return (
        "Flat, then falling: the first third of the updates brought \(percent(e.earlyShare)) of the "
          + "fall. A bad initialization is the prime suspect.",
        "'goto 0', then 'gradients': try init=he for relu, init=xavier for tanh and sigmoid, or "
          + "standardized inputs."
      )
    case .decayedTooEarly:
      return (
        "Decayed too early: the loss was still falling when the rate dropped at t "
          + "\(Int(clamping: e.dropTime ?? 0)), and hardly moved since.",
        "Try 'schedule constant' first, and drop the rate only where the loss has stopped falling."
      )
    case .plateau:
      return (
        "Plateau: the loss has stopped falling and jumps by \(percent(e.roughness)) of what it "
          + "gained; the steps are too long to settle.",
        "Now let the rate decay: 'schedule cosine T=100', or 'optimizer lr=\(number(lr / 10))' and "
          + "go on."
      )
    case .notConverged:
      return (
        "Not yet converged: the last quarter of the updates still took \(percent(e.lateFall)) off "
          + "the loss.",
        "Train longer: 'run 50 epochs', then 'diagnose'. Momentum or adam get there sooner."
      )
    default:
      let hasNoGap = (e.gap ?? 1) <= LearningCurves.Limits.gap
      return (
        "Underfitting: the loss has flattened out at \(number(e.last))"
          + (hasNoGap ? ", and the validation set does no worse." : "."),
        "Try more units or layers, another activation (relu, maxout), less penalty or dropout, "
          + "another rate ('sweep lr')."
      )
    }
  }
}
