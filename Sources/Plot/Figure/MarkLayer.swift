/// A single place of a known meaning.
public struct MarkLayer: Sendable, Equatable {
  public enum Kind: Sendable, Equatable { case start, minimum, end }
  public var kind: Kind
  public var x: Double
  public var y: Double
  public var name: String
}
