/// An entry of a command's list of parameters.
package protocol ParameterDeclaration<Context>: Sendable {
  associatedtype Context: CommandContext
  var parameter: Parameter<Context> { get }
}

extension ParameterDeclaration {
  package var name: String { parameter.name }
}

extension Parameter: ParameterDeclaration {
  package var parameter: Parameter { self }
}
