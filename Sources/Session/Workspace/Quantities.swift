import Console
import Engine
import Timelines

extension Workspace {
  /// The names that an expression may use now.
  package var quantityNames: [String] {
    var names = QuantityDeclaration.all.map(\.name)
    if let branch { names += Moment(branch.timeline).namesOfCourse }
    names += setup.optimizer.declaration.names
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// The names that have a value now.
  package var liveQuantityNames: [String] {
    guard let branch else { return [] }
    let moment = Moment(branch.timeline)
    return quantityNames.filter(moment.hasValue(of:))
  }

  /// What the quantities are: the program's, and those of the rules defined here.
  package var quantities: QuantityRegistry {
    QuantityRegistry(
      inUse: setup.optimizer.declaration, own: ownRules.map(\.declaration))
  }
}
