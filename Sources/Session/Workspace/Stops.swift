import Arithmetic
import Console
import Engine
import Formula
import LongWork
import Timelines
import Wording

/// Why a run stopped before its last update.
package struct StopCause: Equatable {
  /// The word for ^C.
  package static let interrupted = "interrupted"

  /// The word where a program that debugs the session stopped the run.
  package static let observed = "observed"

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
    /// By the program that debugs the session.
    case observer
  }

  private let condition: TypedFormula?
  /// Whether the condition is asked at the ends of epochs alone.
  private let asksAfterEpochs: Bool
  /// The session's own.
  private var own: StopConditions
  /// Those of the program that debugs the session.
  private var observed: StopConditions?
  private let observer: RunObserver?
  private let evaluator: any Evaluator
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
    let format: (Double) -> String = { workspace.number($0) }
    own = StopConditions(
      breakpoints: workspace.breakpoints, watches: workspace.watches, format: format)
    let isObserved = workspace.files.count <= RunObserver.deepestFile
    observer = isObserved ? workspace.host.observer : nil
    observed = observer.map {
      StopConditions(breakpoints: $0.breakpoints, watches: $0.watches, format: format)
    }
    evaluator = timeline.experiment.objective.makeEvaluator()
    let moment = Moment(timeline, evaluator: evaluator)
    own.begin(at: moment)
    observed?.begin(at: moment)
  }

  /// Whether nothing is asked after the updates but the run's own condition.
  package var hasOnlyCondition: Bool { own.isEmpty && observer?.isEmpty ?? true }
  package var isEmpty: Bool { condition == nil && hasOnlyCondition }

  /// Whether the run's own condition holds before any update.
  package func holdsAlready(at timeline: Timeline) throws(ShellError) -> Bool {
    guard let condition else { return false }
    let moment = Moment(timeline, evaluator: evaluator)
    do { return try condition.value(at: moment).condition() } catch EvaluationError
      .unknownName
    {
      return false
    } catch {
      throw ShellError("'\(shortened(condition.text))' is no condition: \(error)")
    }
  }

  package func shouldStop(after timeline: Timeline) -> Bool {
    let moment = Moment(timeline, evaluator: evaluator)
    do {
      let isObserved = try observer.map { try isStopped(by: $0, at: moment) } ?? false
      if let hit = try own.hits(at: moment).first {
        return stop(hit.isWatch ? .watch(hit.number) : .breakpoint(hit.number), hit.sentence)
      }
      let isDue = !asksAfterEpochs || timeline.isAtEpochEnd
      if let condition, isDue, try condition.value(at: moment).condition() {
        return stop(.until, condition.text + " holds")
      }
      if isObserved { return stop(.observer, "") }
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

  /// Asks all of them, so that each one's hits are counted.
  private func isStopped(by observer: RunObserver, at moment: Moment) throws -> Bool {
    var isStopped = observer.pausesAfterUpdate
    for hit in try observed?.hits(at: moment, isLenient: true) ?? []
    where observer.decide(hit.number, hit.sentence, moment) {
      isStopped = true
    }
    return isStopped
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
      case .observer: return StopCause(StopCause.observed, "")
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
