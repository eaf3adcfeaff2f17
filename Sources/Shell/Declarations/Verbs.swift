import Console

/// The verbs, each declared beside what it does.
package enum Verbs {
  package typealias Command = Console.Command<Workspace>
  package typealias Parameter = Console.Parameter<Workspace>
}

typealias Command = Verbs.Command
typealias CommandTable = Console.CommandTable<Workspace>
typealias Parameter = Verbs.Parameter
typealias ParameterGroup = Console.ParameterGroup<Workspace>
typealias Names = Console.Names<Workspace>
typealias ArgumentReader = Console.ArgumentReader<Workspace>

extension Workspace: CommandContext {
  package var table: Console.CommandTable<Workspace> { host.table }
  package var findsOwnPaths: Bool { sandbox != nil }
  package static var fieldWords: FieldWords { .lecture }
}
