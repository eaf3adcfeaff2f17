import Conversion
import Engine
import Session
import Wording

/// The words for a training set that is not learnt.
extension AdviceWriter {
  var training: Advice {
    let (because, remedy) = cause
    let isPoor = [.underfitting, .plateau, .stuck].contains(diagnosis.verdict)
    return Advice(
      fault: "training",
      because: because
        + (curves.isLearnt(e)
          ? ""
          : " The training set is not learnt: \(score) there, and "
            + "\(number(LearningCurves.Limits.learnt)) is asked for."),
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

  /// What an experiment said: ` 200 updates at lr 0.1 take 40 % off the loss, at this rate 2 %.`
  private func trial(_ outcome: Trials.Outcome?) -> String {
    guard let trials = diagnosis.trials, let outcome, trials.gain(of: outcome) >= Diagnosis.telling,
      case .rate(let rate) = outcome.change
    else { return "" }
    return " \(trials.updates) more updates at lr \(number(rate)) take "
      + "\(percent(trials.fall(of: outcome))) off the loss; at lr \(number(trials.rate)) "
      + goingOn(trials) + "."
  }

  /// What comes of going on as things are: `they take 2 %`, `it stays`, `it rises`.
  private func goingOn(_ trials: Trials) -> String {
    let fall = trials.fall(of: trials.same)
    return fall >= 0.001 ? "they take \(percent(fall))" : fall > -0.001 ? "it stays" : "it rises"
  }

  private var rateTooHigh: (because: String, remedy: String) {
    let isLost = curves.isLost(e)
    var because = "Rate too high: "
    if isLost {
      because += "the loss ran away (\(number(e.first)) → \(number(e.last)))."
      if e.most > 3 * max(e.first, e.last) {
        because += " On the way it was \(number(e.most))."
      }
    } else if curves.isLearnt(e) {
      because +=
        "the loss jumps by \(percent(e.trainingRoughness)) of all it has gained. The training set is "
        + "learnt at this moment (\(score)), but the mean loss of the last tenth is \(number(e.last))."
    } else if e.roughness > LearningCurves.Limits.restless {
      because +=
        "the loss jumps by \(percent(e.roughness)) of all it has gained, and does not settle."
    } else {
      because += "the steps are too long for the loss to settle."
    }
    because += trial(diagnosis.trials?.slower) + deadUnits
    let rate = diagnosis.trials.flatMap { trials in
      trials.slower.flatMap { if case .rate(let rate) = $0.change { rate } else { nil } }
    }
    let isLarger = experiment.batchSize.map { $0 < 16 } ?? false
    return (
      because,
      "Try a tenth of the rate: 'optimizer lr=\(number(rate ?? lr / 10))', then 'reset'."
        + (isLarger ? " A larger batch jumps less too: 'batch 32'." : "")
        + (isLost ? " Bad weights at the start look alike: 'recipe 1' tells." : "")
    )
  }

  private var rateTooLow: (because: String, remedy: String) {
    let hasHardlyMoved = curves.travel.map { $0 < 0.01 } ?? false
    var because =
      "Rate too low: \(counted(Int(clamping: e.updates), "update")) took "
      + (e.fallen >= 0.001 ? "only \(percent(e.fallen))" : "nothing")
      + " off the loss (\(number(e.first)) → \(number(e.last)))"
    if !curves.hasHardlyBegun(e) {
      because =
        "Rate too low: the loss (\(number(e.first)) → \(number(e.last))) now falls by "
        + "\(percent(max(e.lateFall, 0))) in a quarter of the updates only"
    }
    if hasHardlyMoved {
      because += ", and θ has moved by \(percent(curves.travel ?? 0)) of its length"
    }
    because += "." + trial(diagnosis.trials?.faster) + earlyStop
    var rate = lr * 10
    if let trials = diagnosis.trials, let faster = trials.faster,
      trials.gain(of: faster) >= Diagnosis.telling, case .rate(let tried) = faster.change
    {
      rate = tried
    }
    return (
      because,
      "Try a larger rate: 'optimizer lr=\(number(rate))', then 'reset'; 'sweep lr 1 0.1 0.01 0.001 "
        + "steps=100' compares several."
    )
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
  private var unscaledInputs: String {
    guard let unscaled = diagnosis.unscaled else { return "" }
    return "The inputs are not standardized: the numbers of \(unscaled.feature) are about "
      + "\(number(unscaled.size)), and rates and initial weights are made for numbers about 1."
  }

  /// That a layer has died; empty where it has not.
  private var deadUnits: String {
    guard case .deadLayer(let layer) = diagnosis.blockage else { return "" }
    return
      " Every unit of layer \(layer) is \(deadWord(layer)) by now: the gradient of W1 is exactly 0."
  }

  private func deadWord(_ layer: Int) -> String {
    network.architecture.layers[layer - 1].activation == .relu ? "dead" : "saturated"
  }

  private var underfitting: (because: String, remedy: String) {
    var because =
      "Underfitting: the loss has flattened out at \(number(e.last))" + validationSays + "."
    if let trials = diagnosis.trials, trials.others.contains(where: { $0.change != .free }) {
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
        + "learnt."
    )
  }

  private var stuck: (because: String, remedy: String) {
    var because = e.last > 1.1 * curves.guess ? "Stuck: " : "Stuck at guessing: "
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
      if diagnosis.isBlockedByTraining {
        because +=
          " At the start they were not: the updates drove them there, as a rate that is too high does."
        if diagnosis.unscaled != nil { because += " " + unscaledInputs }
        remedy = "Begin again with a smaller rate: 'optimizer lr=\(number(lr / 10))', then 'reset'."
        if diagnosis.unscaled != nil { remedy += " Before that, 'data NAME standardize=yes'." }
        if isReLU { remedy += " leaky_relu units do not die." }
      } else {
        remedy =
          isReLU
          ? "Dead units do not come back: 'reset', and other weights at the start (init=he, another "
            + "seed, biases of 0), leaky_relu, or standardized inputs."
          : "Begin again with smaller weights (init=xavier), standardized inputs, or relu."
      }
    case .noGradient:
      because += "the gradient of W1 is exactly 0."
    case .vanishing(let ratio):
      because +=
        "the gradient vanishes on its way down. That of W1 is, weight for weight, "
        + "\(percent(ratio)) of the last layer's."
      remedy =
        "'gradients' shows it layer by layer: try relu units, fewer layers, or init=xavier for tanh and "
        + "sigmoid, init=he for relu."
    case .equalUnits(let layer):
      because +=
        "all units of layer \(layer) have the same weights. They began equal and stay equal, so the "
        + "layer is worth one unit."
      remedy =
        "Let the weights begin at random: init=he for relu, init=xavier for tanh and sigmoid."
    case nil:
      because += "the loss stays at \(number(e.last))."
      if let kernel = diagnosis.kernel {
        because +=
          kernel.score > kernel.networkScore + Diagnosis.margin
          ? " There is something to learn: a kernel regression comes to "
            + "\(network.scoreName) \(number(kernel.score))."
          : " A kernel regression does no better: x may say nothing about y."
      }
      remedy =
        "Either the weights at the start are to blame or the network is too small. To tell, try another "
        + "seed and init=he or xavier ('gradients' shows where a signal ends), then more units."
    }
    because += " The best answer that is the same for every x costs \(number(curves.guess))"
    if let largest = network.training.classShares.max() {
      because += " and is right for \(percent(largest)) of the examples"
    }
    return (because + ".", remedy)
  }
}
