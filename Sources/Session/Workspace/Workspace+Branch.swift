import Console
import Engine
import Wording

extension Branch {
  /// The name of the branch that `surface` begins.
  package static let firstName = "main"
}

extension Workspace {
  /// The branch one is on.
  ///
  /// - Throws: `ShellError` where no surface has been set up.
  package func requireBranch() throws(ShellError) -> Branch {
    guard let branch else {
      throw ShellError(
        "there is nothing to descend yet: 'surface rosenbrock' sets up a surface, 'surface' lists "
          + "them all; 'data moons', then 'network 2-16:relu-1:sigmoid' sets up a network")
    }
    return branch
  }

  /// The last update.
  ///
  /// - Throws: `ShellError` before the first one.
  package func requireRecord() throws(ShellError) -> StepRecord {
    guard let record = try requireBranch().timeline.record else {
      throw ShellError("no update has been made yet: 'step' makes one")
    }
    return record
  }
}
