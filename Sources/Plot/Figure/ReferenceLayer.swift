/// A straight line across the panel at one value of x or of y.
public struct ReferenceLayer: Sendable, Equatable {
  public enum Direction: Sendable, Equatable { case vertical, horizontal }
  public var direction: Direction
  public var value: Double
  public var name: String
}
