public struct TextLayer: Sendable, Equatable {
  public var text: String
  public var x: Double
  public var y: Double
}
