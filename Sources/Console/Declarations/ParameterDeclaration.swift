/// An entry of a command's list of parameters.
package protocol ParameterDeclaration<Context> {
  associatedtype Context: CommandContext
  var parameter: Parameter<Context> { get }
}

extension Parameter: ParameterDeclaration {
  package var parameter: Parameter { self }
}
