import Console
import Engine
import Formula
import Wording

extension Setup {
  /// What holds before anything is set.
  package init() {
    do { self.init(optimizer: try Optimizer(named: "gd"), batchSize: 32) } catch {
      preconditionFailure("the rule gd is always there: \(error)")
    }
  }

  /// The experiment that begins on an objective with these settings.
  package func experiment(on objective: any Objective) -> Experiment { Experiment(objective, self) }

  /// The commands that bring these settings about.
  ///
  /// - Parameters:
  ///   - old: the settings before; nil writes all.
  ///   - usual: what holds then of settings that only networks have, which are not written for a
  ///     surface where they are the usual ones.
  ///   - forgotten: what is to be set again though it is as it was.
  ///   - isNetwork: whether there is a network, which is told all that only networks have.
  package func commands(
    after old: Setup?, beginning usual: Setup = Setup(), forgetting forgotten: Forgotten = [],
    isNetwork: Bool
  ) -> [String] {
    var lines: [String] = []
    if optimizer.convention != old?.optimizer.convention {
      lines.append("convention \(optimizer.convention.rawValue)")
    }
    if optimizer != old?.optimizer || forgotten.contains(.rule) {
      let settings = optimizer.declaration.hyperparameters.map {
        " \($0.name)=\(exact(optimizer.settings[$0.name] ?? 0))"
      }
      lines.append("optimizer \(optimizer.name)" + settings.joined())
    }
    if schedule != old?.schedule { lines.append("schedule \(scheduleCommand)") }
    if penalty != old?.penalty { lines.append("penalty \(penaltyText)") }
    if seed != old?.seed { lines.append("seed \(seed)") }
    if old.map({ batchSize != $0.batchSize }) ?? (isNetwork || batchSize != usual.batchSize) {
      lines.append("batch \(batchSize.map(String.init) ?? "all")")
    }
    if old.map({ dropout != $0.dropout }) ?? (isNetwork || dropout != usual.dropout) {
      lines.append(dropoutCommand)
    }
    if old.map({ stopping != $0.stopping }) ?? true || forgotten.contains(.stopping) {
      lines.append("stop \(stoppingText)")
    }
    return lines
  }

  /// The dropout as one would type it.
  package var dropoutCommand: String {
    guard let dropout else { return "dropout none" }
    var text = "dropout \(dropout.style.rawValue) keep=\(exact(dropout.keep))"
    text += " input=\(exact(dropout.inputDrop))"
    text += " per=\(dropout.isPerBatch ? "batch" : "example")"
    if let layers = dropout.layers {
      text += " layers=" + layers.sorted().map(String.init).joined(separator: ",")
    }
    return text
  }

  /// The schedule with what its time counts.
  private var scheduleCommand: String {
    schedule.isConstant ? scheduleText : "\(scheduleText) per=\(schedule.unit.rawValue)"
  }

  /// The schedule as one would type it.
  package var scheduleText: String {
    if case .formula(let expression) = schedule.shape {
      return "\"\(expression.typeset(.exact))\""
    }
    let settings = schedule.settings.map { " \($0.name)=\($0.text($1, exact))" }
    return schedule.name + settings.joined()
  }

  /// The penalty as one would type it.
  package var penaltyText: String {
    var parts: [String] = []
    if penalty.l1 != 0 { parts.append("l1=\(exact(penalty.l1))") }
    if penalty.l2 != 0 { parts.append("l2=\(exact(penalty.l2))") }
    if penalty.includesBiases { parts.append("biases=yes") }
    return parts.isEmpty ? "none" : parts.joined(separator: " ")
  }

  /// Early stopping as one would type it.
  package var stoppingText: String {
    guard let stopping else { return "none" }
    return "monitor=\(stopping.monitor) patience=\(stopping.patience) "
      + "min_delta=\(exact(stopping.minDelta)) restore=\(stopping.restoresBest ? "yes" : "no")"
  }

  /// The dropout in words.
  package var dropoutText: String {
    guard let dropout else { return "none" }
    // 1 − 0.7 is not quite 0.3.
    let style = NumberStyle(digits: 6, unicode: false)
    var text = "\(dropout.style.rawValue)   drop \(style.format(dropout.drop))"
    text += "   keep \(style.format(dropout.keep))"
    if dropout.inputKeep < 1 { text += "   inputs: drop \(style.format(dropout.inputDrop))" }
    if dropout.isPerBatch { text += "   one mask for the whole batch" }
    if let layers = dropout.layers?.sorted() {
      text += "   layers " + layers.map(String.init).joined(separator: ", ")
    }
    return text
  }
}
