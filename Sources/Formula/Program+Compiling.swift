import Arithmetic

extension Program {
  /// Compiles the formulas; components with constant indices count as variables by their labels.
  ///
  /// - Throws: `EvaluationError` for a name that is not among the variables, a vector, or more
  ///   than 65,535 registers.
  public init(outputs: [Expression], variables: [String]) throws {
    var compiler = Compiler(variables: variables)
    // The last one first: of a surface training waits for the derivatives, not for the value.
    let results = try outputs.reversed().map { try compiler.compile($0) }
    self = try compiler.program(results: results.reversed())
  }
}
