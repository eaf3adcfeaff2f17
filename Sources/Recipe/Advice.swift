import Conversion
import Diagnostics
import Engine
import Session
import Wording

/// A diagnosis in words: whose fault it is, why, and what to try.
struct Advice {
  /// By the lecture's recipe: `training`, `overfitting`, `no validation`, `good`; besides these `may be
  /// noise`, `may leak the target` and `nothing to learn`.
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
struct AdviceWriter {
  let diagnosis: Diagnosis
  let network: Network
  let experiment: Experiment
  let workspace: Workspace

  var e: LearningCurves.Evidence { diagnosis.evidence }
  var curves: LearningCurves { diagnosis.curves }
  var lr: Double { experiment.optimizer.settings.lr }
  func number(_ value: Double) -> String { workspace.number(value) }
  func percent(_ share: Double) -> String { workspace.percent(share) }

  /// `accuracy 0.95`, and the balanced one where it is another matter.
  var score: String {
    let text = "\(network.scoreName) \(number(diagnosis.training.score))"
    guard let balanced = diagnosis.training.balancedAccuracy,
      balanced < LearningCurves.Limits.balanced,
      diagnosis.training.score >= LearningCurves.Limits.learned
    else { return text }
    return text + " (balanced over the classes \(number(balanced)))"
  }

  /// The verdict's words. What is learned may be learned in spite of its inputs, which is worth a word too.
  var advice: Advice {
    var advice = advice(for: diagnosis.verdict)
    if diagnosis.unscaled != nil, curves.isLearned(e), diagnosis.verdict != .unscaled {
      advice.because += " " + unscaledInputs + " It is learned all the same."
      advice.remedy +=
        " With 'data NAME standardize=yes' it gets there sooner, and usual rates fit."
    }
    return advice
  }

  private func advice(for verdict: LearningCurves.Verdict) -> Advice {
    switch verdict {
    case .good:
      Advice(
        fault: "good",
        because: doubtfulGap
          ?? "Good on both: the training set is learned and the validation set keeps up.",
        remedy: network.test == nil
          ? "Set a test set aside for the end: 'data NAME split=0.7,0.15,0.15'."
          : "What is left is the test set, once.")
    case .mayLeak: leak
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
            + "\(score) so far." + earlyStop,
        remedy: "Train first: 'run 20 epochs', then 'diagnose'.")
    case .notConverged where curves.isLearned(e):
      Advice(
        fault: "good",
        because: "Not yet converged: the training set is learned (\(score)) and the validation "
          + "loss is still falling.",
        remedy: "Train longer: 'run 50 epochs', then 'diagnose'.")
    case .oneAnswer: oneAnswer
    case .mayBeNoise: noise
    default: training
    }
  }

  /// A gap that may be chance; nil where there is none.
  private var doubtfulGap: String? {
    guard curves.mayHaveGap(e), let gap = e.gap, let count = network.validation?.count else {
      return nil
    }
    return "Good in training, and about as good in validation: it lags by \(number(gap)), which on "
      + "\(counted(count, "example")) is either chance or a little overfitting. To tell, take a larger "
      + "validation set or another split ('data NAME split=0.6,0.4 seed=1')."
  }

  private var leak: Advice {
    let feature = diagnosis.leak?.feature ?? ""
    return Advice(
      fault: "may leak the target",
      because: "Learned (\(score)), but \(feature) alone gives the target away: it is the target "
        + "in another form, or the task is very easy.",
      remedy: "Ask whether \(feature) is known before the answer is. If it is not, leave it out: "
        + "'data FILE.csv ignore=\(feature)', and train again.")
  }

  private var unvalidated: Advice {
    guard let count = network.validation?.count else {
      return Advice(
        fault: "no validation",
        because: "The training set is learned (\(score)); without a validation set nothing can be "
          + "said about overfitting.",
        remedy: "Set one aside: 'data NAME split=0.7,0.3'.")
    }
    return Advice(
      fault: "no validation",
      because: "The training set is learned (\(score)); \(counted(count, "example")) to validate "
        + "on are too few to say anything about overfitting: one of them is "
        + "\(percent(1 / Double(count))) of it.",
      remedy: "Set more aside: 'data NAME split=0.7,0.3'.")
  }

  private var overfitting: String {
    var text =
      curves.isLearned(e)
      ? "Overfitting: the training set is learned (\(score))" : "Overfitting: \(score) in training"
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
    because += validationSays
    if let kernel = diagnosis.kernel {
      because +=
        ", and a kernel regression does no better on examples that it has not seen "
        + "(\(network.scoreName) \(number(kernel.score)))"
    }
    return Advice(
      fault: "may be noise", because: because + ".",
      remedy:
        "How to know: measure some x again and see how far y differs, or try a larger network; "
        + "where that does no better either, x does not say more about y.")
  }
}
