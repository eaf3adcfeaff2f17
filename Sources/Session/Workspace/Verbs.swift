import Console

/// The verbs, each declared beside what it does.
package enum Verbs {
  package typealias Command = Console.Command<Workspace>
  package typealias Parameter = Console.Parameter<Workspace>
  package typealias Argument<Value: Sendable> = Console.Argument<Workspace, Value>
  package typealias Declarations = [any ParameterDeclaration<Workspace>]
  package typealias ParameterGroup = Console.ParameterGroup<Workspace>
  package typealias Names = Console.Names<Workspace>
}

package typealias Command = Verbs.Command
typealias CommandTable = Console.CommandTable<Workspace>
package typealias Parameter = Verbs.Parameter
package typealias ParameterGroup = Verbs.ParameterGroup
package typealias Names = Verbs.Names
typealias ArgumentReader = Console.ArgumentReader<Workspace>

extension Workspace: CommandContext {
  package typealias Command = Verbs.Command
  package typealias Parameter = Verbs.Parameter

  package var table: Console.CommandTable<Workspace> { host.rooms.table }
  package var findsOwnPaths: Bool { sandbox != nil }
  package static var fieldWords: FieldWords { .lecture }
}
