import Console
import Engine
import Formula
import LongWork
import Wording

/// Why a run stopped before its last update.
package struct StopCause: Equatable {
  /// The word for ^C.
  package static let interrupted = "interrupted"

  /// One word for programs: `until`, `breakpoint`, `watch`, `interrupted`, `nonfinite`, `early`.
  package var kind: String
  /// The same as a sentence.
  package var sentence: String

  package init(_ kind: String, _ sentence: String) {
    self.kind = kind
    self.sentence = sentence
  }
}

/// Everything that may stop a run, asked after each update.
package final class Stops {
  package enum Hit: Equatable {
    case until
    case breakpoint(Int)
    case watch(Int)
  }

  private let condition: TypedFormula?
  /// Whether the condition is asked at the ends of epochs alone.
  private let asksAfterEpochs: Bool
  private let breakpoints: SharedList<Breakpoint>
  private let watches: SharedList<Watch>
  private let evaluator: any Evaluator
  private let format: (Double) -> String
  /// The watched values after the update before.
  private var watched: [Int: Value] = [:]
  /// What stopped the run, and its sentence.
  package private(set) var hit: Hit?
  package private(set) var sentence = ""
  /// A condition that could not be worked out.
  package private(set) var error: ShellError?

  package init(
    of workspace: Workspace, until condition: TypedFormula?, asking: Workspace.Asking,
    on timeline: Timeline
  ) {
    self.condition = condition
    asksAfterEpochs = asking == .afterEpochs
    breakpoints = workspace.breakpoints
    watches = workspace.watches
    evaluator = timeline.experiment.objective.makeEvaluator()
    let moment = Moment(timeline, evaluator: evaluator)
    format = { workspace.number($0) }
    for watch in watches { watched[watch.number] = try? value(watch.quantity, at: moment) }
  }

  package var isEmpty: Bool { condition == nil && breakpoints.isEmpty && watches.isEmpty }

  /// Whether the run's own condition holds before any update.
  package func holdsAlready(at timeline: Timeline) throws(ShellError) -> Bool {
    guard let condition else { return false }
    let moment = Moment(timeline, evaluator: evaluator)
    do { return try value(condition, at: moment).condition() } catch EvaluationError.unknownName {
      return false
    } catch {
      throw ShellError("'\(shortened(condition.text))' is no condition: \(error)")
    }
  }

  package func shouldStop(after timeline: Timeline) -> Bool {
    let moment = Moment(timeline, evaluator: evaluator)
    do {
      for breakpoint in breakpoints where try value(breakpoint.condition, at: moment).condition() {
        return stop(.breakpoint(breakpoint.number), breakpoint.condition.text + " holds")
      }
      for watch in watches where try turns(watch, at: moment) { return hit != nil }
      let isDue = !asksAfterEpochs || timeline.isAtEpochEnd
      if let condition, isDue, try value(condition, at: moment).condition() {
        return stop(.until, condition.text + " holds")
      }
    } catch  where Interruption.hasGivenUp {
      return false
    } catch {
      self.error = error as? ShellError ?? ShellError("the condition has no value: \(error)")
      return true
    }
    return false
  }

  private func stop(_ hit: Hit, _ sentence: String) -> Bool {
    // What was given up half-way shows nothing.
    guard !Interruption.hasGivenUp else { return false }
    self.hit = hit
    self.sentence = sentence
    return true
  }

  private func value(_ formula: TypedFormula, at moment: Moment) throws -> Value {
    try formula.expression.evaluate { try moment.value(of: $0) }
  }

  private func turns(_ watch: Watch, at moment: Moment) throws -> Bool {
    let now = try value(watch.quantity, at: moment)
    defer { watched[watch.number] = now }
    guard let before = watched[watch.number] else { return false }
    guard let turn = watch.event.turn(from: before, to: now) else { return false }
    return stop(.watch(watch.number), watch.event.sentence(watch.quantity.text, turn, format))
  }
}

extension Workspace {
  /// Why a run stopped; nil where it simply made all its updates.
  package func stopCause(_ reason: StopReason, _ stops: Stops?) -> StopCause? {
    switch reason {
    case .completed: return nil
    case .interrupted:
      return StopCause(
        StopCause.interrupted, "interrupted after t \(branch?.timeline.state.t ?? 0)")
    case .condition:
      guard let stops, let hit = stops.hit else { return nil }
      switch hit {
      case .until: return StopCause("until", stops.sentence)
      case .breakpoint(let n): return StopCause("breakpoint", "break \(n): \(stops.sentence)")
      case .watch(let n): return StopCause("watch", "watch \(n): \(stops.sentence)")
      }
    case .nonFinite(let quantity):
      let record = branch?.timeline.record
      let name = record?.firstNonFinite ?? quantity
      let values = branch.flatMap { try? Moment($0.timeline).value(of: name)?.elements }
      let isNaN = values?.first { !$0.isFinite }?.isNaN ?? true
      var sentence =
        "\(isNaN ? "NaN" : "infinity") first appeared in \(name), at t "
        + "\(branch?.timeline.state.t ?? 0)"
      let optimizer = setup.optimizer
      if let rate = branch?.place.catalogued?.suggestedRate(for: optimizer.name),
        optimizer.settings.lr > rate
      {
        sentence += "; lr \(number(optimizer.settings.lr)) is too large here, try \(number(rate))"
      }
      return StopCause("nonfinite", sentence)
    case .early(let best, let bestT, let restored):
      return StopCause(
        "early",
        "early stopping: the best \(setup.stopping?.monitor ?? "loss"), \(number(best)), was at t "
          + "\(bestT)\(restored ? "; its parameters are restored" : "")")
    }
  }
}
