import Console
import Engine
import Wording

extension Session {
  /// What comes before the place where you type, ending with a blank: the surface, the rule, the
  /// branch unless it is the first, and t.
  package var prompt: String {
    if pager.isWaiting { return pagerPrompt }
    return ordinaryPrompt
  }

  /// The prompt without its colours, for its width.
  package var plainPrompt: String { strippingEscapes(ordinaryPrompt) }

  private var ordinaryPrompt: String {
    if let definition = workspace.definition { return "rule \(definition.name)> " }
    if let guide { return guide.prompt(in: self) }
    guard let branch = workspace.branch else { return "descent> " }
    var parts = [branch.place.name, branch.timeline.experiment.optimizer.name]
    if branch.name != Branch.firstName { parts.append(branch.name) }
    parts.append("t=\(branch.timeline.state.t)")
    let place = parts.joined(separator: traits.unicode ? " · " : " - ")
    return traits.color == .none ? place + " > " : "\u{1B}[1m\(place)\u{1B}[0m > "
  }
}
