import Conversion
import Diagnostics
import Engine
import Session
import Wording

/// The words for a training set that is not learned.
extension AdviceWriter {
  var training: Advice {
    let (because, remedy) = cause
    let isPoor = [.underfitting, .plateau, .stuck].contains(diagnosis.verdict)
    return Advice(
      fault: "training",
      because: because
        + (curves.isLearned(e)
          ? ""
          : " The training set is not learned: \(score) there, and "
            + "it should be \(number(LearningCurves.Limits.learned)) or more."),
      remedy: remedy
        + (isPoor ? " Do not blame overfitting; dropout or a penalty would make it worse." : ""))
  }

  /// What is wrong with training, and what to try.
  private var cause: (because: String, remedy: String) {
    let fall = "\(number(e.first)) → \(number(e.last))"
    switch diagnosis.verdict {
    case .stuck: return stuck
    case .overregularized: return overregularized
    case .rateTooHigh: return rateTooHigh
    case .rateTooLow: return rateTooLow
    case .unscaled:
      return (
        unscaledInputs + " The loss went \(fall)." + deadUnits,
        "Standardize them: 'data NAME standardize=yes', then the same run again."
      )
    case .outOfReach:
      let name = network.architecture.layers.last.map { "\($0.activation)" } ?? ""
      let reach = network.outputRange.map {
        $0.upperBound.isFinite
          ? "between \(number($0.lowerBound)) and \(number($0.upperBound))"
          : "from \(number($0.lowerBound)) up"
      }
      return (
        "Targets out of reach: the \(name) output gives numbers \(reach ?? "of its own") alone, and "
          + "\(percent(diagnosis.unreachable ?? .nan)) of the targets lie outside.",
        "For numbers end the network with a linear layer (units without a name are linear), or bring the "
          + "targets into that range."
      )
    case .lateStart:
      return (
        "Flat, then falling: the first third of the updates brought \(percent(e.earlyShare)) of the "
          + "fall. A bad initialization is the prime suspect.",
        "'goto 0', then 'gradients': try init=he for relu, init=xavier for tanh and sigmoid, or "
          + "standardized inputs."
      )
    case .decayedTooEarly:
      let when = e.dropTime.map { " when it dropped at t \(Int(clamping: $0))" } ?? ""
      return (
        "Decayed too early: the loss was on its way\(when), and hardly moved since."
          + trial(diagnosis.trials?.faster),
        "Try 'schedule constant' first, and drop the rate only where the loss has stopped falling."
      )
    case .plateau:
      let size = experiment.batchSize ?? network.exampleCount
      return (
        "Plateau: the loss has stopped falling"
          + (trial(diagnosis.trials?.slower).isEmpty
            ? " and jumps by \(percent(e.roughness)) of what it gained" : "")
          + "; the steps are too long to settle." + trial(diagnosis.trials?.slower),
        "Now let the rate decay: 'schedule cosine T=100', or 'optimizer lr=\(number(lr / 10))' and "
          + "go on." + (size < 16 ? " A larger batch jumps less: 'batch 32'." : "")
      )
    case .notConverged: return notConverged
    default: return underfitting
    }
  }

  private var notConverged: (because: String, remedy: String) {
    var because = "Not yet converged: "
    let trial = trial(diagnosis.trials?.faster)
    if e.lateFall > LearningCurves.Limits.falling {
      because += "the last quarter of the updates still took \(percent(e.lateFall)) off the loss."
    } else if let trials = diagnosis.trials, trial.isEmpty {
      because +=
        "\(trials.updates) more updates take \(percent(trials.fall(of: trials.same))) off the loss."
    } else {
      because += "the loss is still on its way down."
    }
    because += trial + earlyStop
    var remedy =
      diagnosis.isStoppedEarly
      ? "Let it wait longer: 'stop patience=20', or 'stop none'; then 'run 50 epochs'."
      : "Train longer: 'run 50 epochs', then 'diagnose'."
    remedy +=
      trial.isEmpty ? " Momentum or adam get there sooner." : " A larger rate gets there sooner."
    return (because, remedy)
  }

  /// How the validation set does beside the training set, after a comma; empty without one.
  var validationSays: String {
    guard let gap = e.gap else { return "" }
    return gap <= LearningCurves.Limits.gap
      ? ", the validation set does no worse" : ", the validation set lags by \(number(gap))"
  }

  /// That early stopping ended the run; empty where it did not.
  var earlyStop: String {
    guard diagnosis.isStoppedEarly, let stopping = experiment.stopping else { return "" }
    let delta = stopping.minDelta > 0 ? ", min_delta \(number(stopping.minDelta))" : ""
    return " Early stopping ended the run too soon (patience \(stopping.patience)\(delta))."
  }

  /// Whose numbers are of another scale than networks are made for.
  var unscaledInputs: String {
    guard let unscaled = diagnosis.unscaled else { return "" }
    return "The inputs are not standardized: the numbers of \(unscaled.feature) are about "
      + "\(number(unscaled.size)), and rates and initial weights are made for numbers about 1."
  }

  /// That a layer has died; empty where it has not.
  var deadUnits: String {
    guard case .deadLayer(let layer) = diagnosis.blockage else { return "" }
    return
      " Every unit of layer \(layer) is \(deadWord(layer)) by now: the gradient of W1 is exactly 0."
  }

  func deadWord(_ layer: Int) -> String {
    network.architecture.layers[layer - 1].activation == .relu ? "dead" : "saturated"
  }

  private var underfitting: (because: String, remedy: String) {
    var because =
      "Underfitting: the loss has flattened out at \(number(e.last))" + validationSays + "."
    if let wider = diagnosis.wider {
      because =
        "Underfitting: the loss creeps, the last quarter of the updates took \(percent(e.lateFall)) off "
        + "it, and the network is too small: in as many updates \(wider.architecture) comes to a loss "
        + "of \(number(wider.loss)), this one to \(number(e.last))."
    } else if let trials = diagnosis.trials, trials.others.contains(where: { $0.change != .free }) {
      because += " Neither a smaller nor a larger rate helps."
    }
    var remedy = "Try more units or layers, or another activation (relu, maxout)."
    if network.architecture.layers.count == 1 {
      remedy =
        "Without a hidden layer it is a linear model: add one, 'network "
        + "\(network.architecture.inputs)-16:relu-\(network.architecture.outputs)'."
    }
    if let kernel = diagnosis.kernel, kernel.score > kernel.networkScore + Diagnosis.margin {
      because +=
        " There is more to learn: a kernel regression comes to \(network.scoreName) "
        + "\(number(kernel.score)) on examples that it has not seen, this one to "
        + "\(number(kernel.networkScore)) on the same."
    } else {
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
    if let decay = experiment.optimizer.settings["decay"], decay != 0 {
      names.append("weight decay")
      remedies.append("'optimizer decay=\(number(decay / 10))'")
    }
    var because = "Regularized too strongly: "
    if let trials = diagnosis.trials, let free = trials.free {
      because +=
        "\(trials.updates) more updates without \(listed(names)) take "
        + "\(percent(trials.fall(of: free))) off the training loss; with \(names.count > 1 ? "them" : "it") "
        + goingOn(trials) + "."
    }
    return (
      because,
      "Try \(remedies.joined(separator: ", ")) first, and more of it only where the training set is "
        + "learned."
    )
  }
}
