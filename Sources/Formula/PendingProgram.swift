// Signatures that the engine builds on, until derivatives and compiled programs land.

struct NotYet: Error {}

public struct Program: Sendable {
  public struct Workspace {}
  public init(outputs: [Expression], variables: [String]) throws { throw NotYet() }
  public func makeWorkspace() -> Workspace { Workspace() }
  public func run(
    _ variables: UnsafePointer<Double>, _ outputs: UnsafeMutablePointer<Double>,
    _ workspace: inout Workspace
  ) {}
}

extension Expression {
  public func derivative(withRespectTo: String) throws -> Expression { throw NotYet() }
  public func simplified() -> Expression { self }
}
