import Engine
import Timelines

/// What a program that debugs a session asks of its runs: breakpoints and watches beside the session's
/// own, and where a run was stopped.
///
/// They are no part of the state: they hold wherever one goes, and `undo` does not take them back.
package final class RunObserver {
  package var breakpoints: [Breakpoint] = []
  package var watches: [Watch] = []
  /// Whether a run stops after each update.
  package var pausesAfterUpdate = false
  /// Asked where one of them would stop, with its number and a sentence; false lets the run go on.
  package var decide: (_ number: Int, _ sentence: String, _ moment: Moment) -> Bool = { _, _, _ in
    true
  }
  /// Files within files that are asked about, at most: a run in a deeper one is not stopped.
  static let deepestFile = 1

  /// What the last run was asked to do; nil where the command made no run.
  package private(set) var begun: UnfinishedRun?
  /// What ended the last run before its last update.
  package private(set) var ended: StopCause?

  package init() {}

  package var isEmpty: Bool { breakpoints.isEmpty && watches.isEmpty && !pausesAfterUpdate }

  /// Forgets the runs before the next command.
  package func begin() { (begun, ended) = (nil, nil) }

  func note(begun run: UnfinishedRun) { (begun, ended) = (run, nil) }
  func note(ended cause: StopCause?) { ended = cause }
}
