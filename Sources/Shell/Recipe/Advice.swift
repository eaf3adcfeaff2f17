import Conversion
import Engine
import Wording

/// A diagnosis in words: whose fault it is, why, and what to try.
struct Advice {
  /// By the lecture's recipe: `training`, `overfitting`, `no validation`, `good`; besides these `may be
  /// noise` and `nothing to learn`.
  var fault: String
  var because: String
  var remedy: String

  init(fault: String, because: String, remedy: String) {
    self.fault = fault
    self.because = because
    self.remedy = remedy
  }

  init(
    on diagnosis: Diagnosis, _ network: Network, _ experiment: Experiment, in workspace: Workspace
  ) {
    self =
      AdviceWriter(
        diagnosis: diagnosis, network: network, experiment: experiment, workspace: workspace
      ).advice
  }
}

/// Puts a diagnosis into words.
private struct AdviceWriter {
  let diagnosis: Diagnosis
  let network: Network
  let experiment: Experiment
  let workspace: Workspace

  private var e: LearningCurves.Evidence { diagnosis.evidence }
  private var curves: LearningCurves { diagnosis.curves }
  private var lr: Double { experiment.optimizer.settings.lr }
  private func number(_ value: Double) -> String { workspace.number(value) }
  private func percent(_ share: Double) -> String { workspace.percent(share) }

  /// `accuracy 0.95`, and the balanced one where it is another matter.
  private var score: String {
    let text = "\(network.scoreName) \(number(diagnosis.training.score))"
    guard let balanced = diagnosis.training.balancedAccuracy,
      balanced < LearningCurves.Limits.balanced,
      diagnosis.training.score >= LearningCurves.Limits.learnt
    else { return text }
    return text + " (balanced over the classes \(number(balanced)))"
  }

  var advice: Advice {
    switch diagnosis.verdict {
    case .good:
      Advice(
        fault: "good",
        because: "Good on both: the training set is learnt and the validation set keeps up.",
        remedy: network.test == nil
          ? "Set a test set aside for the end: 'data NAME split=0.7,0.15,0.15'."
          : "What is left is the test set, once.")
    case .unvalidated: unvalidated
    case .overfitting:
      Advice(
        fault: "overfitting", because: overfitting,
        remedy: "Try early stopping ('stop'), 'penalty l2=1e-3', 'dropout drop=0.5', or more data.")
    case .tooEarly:
      Advice(
        fault: "training",
        because: e.updates == 0
          ? "Nothing has been trained yet: \(score) is where the network starts."
          : "After \(counted(Int(clamping: e.updates), "update")) it is too early to say: "
            + "\(score) so far.",
        remedy: "Train first: 'run 20 epochs', then 'diagnose'.")
    case .notConverged where curves.isLearnt(e):
      Advice(
        fault: "good",
        because: "Not yet converged: the training set is learnt (\(score)) and the validation loss "
          + "is still falling.",
        remedy: "Train longer: 'run 50 epochs', then 'diagnose'.")
    case .oneAnswer: oneAnswer
    case .mayBeNoise: noise
    default: training
    }
  }

  private var unvalidated: Advice {
    guard let count = network.validation?.count else {
      return Advice(
        fault: "no validation",
        because: "The training set is learnt (\(score)); without a validation set nothing can be "
          + "said about overfitting.",
        remedy: "Set one aside: 'data NAME split=0.7,0.3'.")
    }
    return Advice(
      fault: "no validation",
      because: "The training set is learnt (\(score)); \(counted(count, "example")) to validate on "
        + "are too few to say anything about overfitting: one of them is "
        + "\(percent(1 / Double(count))) of it.",
      remedy: "Set more aside: 'data NAME split=0.7,0.3'.")
  }

  private var overfitting: String {
    var text =
      curves.isLearnt(e)
      ? "Overfitting: the training set is learnt (\(score))" : "Overfitting: \(score) in training"
    if let gap = e.gap, gap > LearningCurves.Limits.gap {
      text += " and the validation set lags by \(number(gap))"
    }
    if let least = e.validationLeast, let last = e.validationLast, let time = e.validationLeastTime,
      last > (1 + LearningCurves.Limits.turn) * least
    {
      text +=
        "; the validation loss was least at t \(Int(clamping: time)), \(number(least)), and has "
        + "risen to \(number(last)) since"
    }
    return text + "."
  }

  private var oneAnswer: Advice {
    let training = network.training
    let answer =
      training.task.classNames.indices.first { training.classShares[$0] == 1 }
      .map { "is of class \(training.task.classNames[$0])" }
      ?? "has the target \(number(training.targets.first ?? .nan))"
    return Advice(
      fault: "nothing to learn",
      because: "Nothing to learn: every example of the training set \(answer).",
      remedy: "Look at the data: 'data' lists the classes; a split or take= may have left some out."
    )
  }

  private var noise: Advice {
    var because =
      "What is left may be noise: the loss has flattened out at \(number(e.last)) (\(score))"
    because += curves.validation.values.isEmpty ? "" : ", the validation set does no worse"
    if let kernel = diagnosis.kernel {
      because +=
        ", and a regression without a network does no better on the same examples "
        + "(\(network.scoreName) \(number(kernel.score)))"
    }
    return Advice(
      fault: "may be noise", because: because + ".",
      remedy:
        "How to know: measure some x again and see how far y differs, or try a larger network; "
        + "where that does no better either, x does not say more about y.")
  }

  // MARK: The training set is not learnt

  private var training: Advice {
    let (because, remedy) = cause
    let isPoor = [.underfitting, .plateau, .stuck].contains(diagnosis.verdict)
    return Advice(
      fault: "training",
      because: because + " The training set is not learnt: \(score) there, and "
        + "\(number(LearningCurves.Limits.learnt)) is asked for.",
      remedy: remedy
        + (isPoor ? " Do not blame overfitting; dropout or a penalty would make it worse." : ""))
  }

  /// What is wrong with training, and what to try.
  private var cause: (because: String, remedy: String) {
    let fall = "\(number(e.first)) → \(number(e.last))"
    switch diagnosis.verdict {
    case .stuck: return stuck
    case .overregularized: return overregularized
    case .unscaled:
      let (name, size) = diagnosis.unscaled ?? ("", .nan)
      return (
        "The inputs are not standardized: the numbers of \(name) are about \(number(size)), and rates "
          + "and initial weights are made for numbers about 1. The loss went \(fall).",
        "Standardize them: 'data NAME standardize=yes', then the same run again."
      )
    case .rateTooHigh:
      let isLost = !(e.last <= 1.05 * e.first)
      return (
        "Rate too high: "
          + (isLost
            ? "the loss ran away (\(fall))."
            : "the loss jumps by \(percent(e.roughness)) of all it has gained, and does not settle."),
        "Try a tenth of the rate: 'optimizer lr=\(number(lr / 10))', then 'reset'. Bad weights at the "
          + "start look alike: 'recipe 1' tells."
      )
    case .rateTooLow:
      let hasHardlyMoved = curves.travel.map { $0 < 0.01 } ?? false
      return (
        "Rate too low: \(counted(Int(clamping: e.updates), "update")) took only "
          + "\(percent(e.fallen)) off the loss (\(fall))"
          + (hasHardlyMoved
            ? ", and θ has moved by \(percent(curves.travel ?? 0)) of its length."
            : ", almost in a straight line."),
        "Try ten times the rate: 'optimizer lr=\(number(lr * 10))', then 'reset'; 'sweep lr "
          + "1 0.1 0.01 0.001 steps=100' compares several."
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
      let size = experiment.batchSize ?? network.exampleCount
      return (
        "Plateau: the loss has stopped falling and jumps by \(percent(e.roughness)) of what it "
          + "gained; the steps are too long to settle.",
        "Now let the rate decay: 'schedule cosine T=100', or 'optimizer lr=\(number(lr / 10))' and "
          + "go on." + (size < 16 ? " A larger batch jumps less: 'batch 32'." : "")
      )
    case .notConverged:
      return (
        "Not yet converged: the last quarter of the updates still took \(percent(e.lateFall)) off "
          + "the loss.",
        "Train longer: 'run 50 epochs', then 'diagnose'. Momentum or adam get there sooner."
      )
    default: return underfitting
    }
  }

  private var underfitting: (because: String, remedy: String) {
    let hasNoGap = (e.gap ?? 1) <= LearningCurves.Limits.gap
    var because = "Underfitting: the loss has flattened out at \(number(e.last))"
    if hasNoGap { because += ", and the validation set does no worse" }
    because += "."
    var remedy =
      "Try more units or layers, another activation (relu, maxout), another rate ('sweep lr')."
    if let kernel = diagnosis.kernel {
      because +=
        " There is more to learn: a regression without a network comes to \(network.scoreName) "
        + "\(number(kernel.score)) where this one comes to \(number(kernel.networkScore))."
    } else if hasNoGap {
      remedy +=
        " Where a larger network does no better, what is left may be noise: measure some x again."
    }
    return (because, remedy)
  }

  private var overregularized: (because: String, remedy: String) {
    var (names, remedies): ([String], [String]) = ([], [])
    if !experiment.penalty.isNone {
      names.append("the penalty")
      let weaker = [("l1", experiment.penalty.l1), ("l2", experiment.penalty.l2)]
        .filter { $0.1 != 0 }.map { "\($0.0)=\(number($0.1 / 10))" }
      remedies.append("'penalty \(weaker.joined(separator: " "))'")
    }
    if let dropout = network.dropout {
      names.append("dropout")
      remedies.append("'dropout drop=\(number(dropout.drop / 2))'")
    }
    return (
      "Regularized too strongly: \(Diagnosis.trialUpdates) updates without \(listed(names)) took "
        + "\(percent(diagnosis.freedFall ?? .nan)) off the training loss.",
      "Try \(remedies.joined(separator: ", ")) first, and more of it only where the training set is "
        + "learnt."
    )
  }

  private var stuck: (because: String, remedy: String) {
    var because = "Stuck at guessing: "
    var remedy = "No signal gets through: 'gradients' shows where it ends."
    switch diagnosis.blockage {
    case .zeroWeights(let layer):
      because += "the gradient of W1 is exactly 0, since the weights of layer \(layer) are all 0."
      remedy =
        "Weights that begin at 0 get nowhere: init=he for relu, init=xavier for tanh and sigmoid."
    case .deadLayer(let layer):
      let isReLU = network.architecture.layers[layer - 1].activation == .relu
      because +=
        "the gradient of W1 is exactly 0, since every unit of layer \(layer) is "
        + (isReLU ? "dead: it gives 0 for every example." : "saturated on every example.")
      remedy =
        isReLU
        ? "Dead units do not come back: 'reset', and other weights at the start (init=he, another "
          + "seed), leaky_relu, standardized inputs, or shorter steps."
        : "Begin again with smaller weights (init=xavier), standardized inputs, or relu."
    case .noGradient:
      because += "the gradient of W1 is exactly 0."
    case .equalUnits(let layer):
      because +=
        "all units of layer \(layer) have the same weights. They began equal and stay equal, so the "
        + "layer is worth one unit."
      remedy =
        "Let the weights begin at random: init=he for relu, init=xavier for tanh and sigmoid."
    case nil:
      because += "the loss stays at \(number(e.last))."
      if let kernel = diagnosis.kernel, kernel.score <= kernel.networkScore + Diagnosis.margin {
        because += " A regression without a network does no better: x may say nothing about y."
      }
      remedy +=
        " Weights that began too large or at 0 (init=he or xavier) and saturated sigmoids look like "
        + "this."
    }
    because += " The best answer that is the same for every x costs \(number(curves.guess))"
    if let largest = network.training.classShares.max() {
      because += " and is right for \(percent(largest)) of the examples"
    }
    return (because + ".", remedy)
  }
}
