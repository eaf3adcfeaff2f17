import Conversion
import Diagnostics
import Engine
import Session
import Wording

/// The words for a learning rate that does not fit, and for what trials of other rates say.
extension AdviceWriter {
  /// What an experiment said: ` 200 updates at lr 0.1 take 40 % off the loss, at this rate 2 %.`
  func trial(_ outcome: Trials.Outcome?) -> String {
    guard let trials = diagnosis.trials, let outcome, trials.gain(of: outcome) >= Diagnosis.telling,
      case .rate(let rate) = outcome.change
    else { return "" }
    return " \(trials.updates) more updates at lr \(number(rate)) take "
      + "\(percent(trials.fall(of: outcome))) off the loss; at lr \(number(trials.rate)) "
      + goingOn(trials) + "."
  }

  /// What comes of going on as things are: `they take 2 %`, `it stays`, `it rises`.
  func goingOn(_ trials: Trials) -> String {
    let fall = trials.fall(of: trials.same)
    return fall >= 0.001 ? "they take \(percent(fall))" : fall > -0.001 ? "it stays" : "it rises"
  }

  var rateTooHigh: (because: String, remedy: String) {
    let isLost = curves.isLost(e)
    var because = "Rate too high: "
    if isLost {
      because += "the loss ran away (\(number(e.first)) → \(number(e.last)))."
      if e.most > 3 * max(e.first, e.last) {
        because += " On the way it was \(number(e.most))."
      }
    } else if let saturation = diagnosis.saturation {
      because +=
        "the loss leapt to \(number(e.most)), and the steps drove layer \(saturation.layer) into "
        + "saturation: \(percent(saturation.share)) of its slopes are next to nothing (at the start "
        + "\(percent(saturation.shareAtStart))), and no rate brings them back from there."
    } else if curves.isLearned(e) {
      because +=
        "the loss jumps by \(percent(e.trainingRoughness)) of all it has gained. The training set is "
        + "learned at this moment (\(score)), but the mean loss of the last tenth is \(number(e.last))."
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

  var rateTooLow: (because: String, remedy: String) {
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
}
