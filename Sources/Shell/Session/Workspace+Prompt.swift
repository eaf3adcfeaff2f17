import Console
import Engine
import Wording

extension Session {
  /// What stands before the place where one types, ending with a blank: the surface, the rule, the
  /// branch unless it is the first, and t.
  package var prompt: String {
    if pager.isWaiting { return pagerPrompt }
    return ordinaryPrompt
  }

  /// The prompt without its colours, for its width.
  var plainPrompt: String { strippingEscapes(ordinaryPrompt) }

  private var ordinaryPrompt: String {
    if let definition = workspace.definition { return "rule \(definition.name)> " }
    if let lesson { return prompt(of: lesson) }
    guard let branch = workspace.branch else { return "descent> " }
    var parts = [branch.place.name, branch.timeline.experiment.optimizer.name]
    if branch.name != Branch.firstName { parts.append(branch.name) }
    parts.append("t=\(branch.timeline.state.t)")
    let place = parts.joined(separator: traits.unicode ? " · " : " - ")
    return traits.color == .none ? place + " > " : "\u{1B}[1m\(place)\u{1B}[0m > "
  }
}

extension Branch {
  /// The name of the branch that `surface` begins.
  static let firstName = "main"
}

extension Workspace {
  /// The branch one is on.
  ///
  /// - Throws: `ShellError` where no surface has been set up.
  func requireBranch() throws(ShellError) -> Branch {
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
  func requireRecord() throws(ShellError) -> StepRecord {
    guard let record = try requireBranch().timeline.record else {
      throw ShellError("no update has been made yet: 'step' makes one")
    }
    return record
  }
}
