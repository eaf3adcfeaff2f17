import Lessons
import Session

/// What commands did, so that the same commands from the same beginning are not run again.
///
/// Checking and grading go through a lesson many times, and students who drew the same numbers do the
/// same. A memory belongs to one lesson and to one thread at a time: what is kept shares its parts with
/// the states that are made from it.
package final class CommandMemory: @unchecked Sendable {
  struct Known {
    var workspace: Workspace
    var inputs: Set<UInt64>
    var shown: [String]
    var outcome: RunOutcome
  }

  private var known: [UInt64: Known] = [:]

  package init() {}

  /// What is done sooner than this need not be kept.
  private static let shortest = Duration.milliseconds(2)
  /// Each keeps a state, of which the large ones have megabytes.
  private static let most = 400

  subscript(trail: UInt64) -> Known? { known[trail] }

  func keep(_ new: Known, as trail: UInt64, took time: Duration) {
    guard time >= Self.shortest else { return }
    if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
    known[trail] = new
  }
}
