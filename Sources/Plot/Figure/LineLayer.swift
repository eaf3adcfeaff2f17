/// A line through points in their order; numbers that are not finite interrupt it.
public struct LineLayer: Sendable, Equatable {
  public var x: [Double]
  public var y: [Double]
  public var name: String
  /// A walk through the plane: its start is marked, and an animation lets it grow step by step.
  public var isPath: Bool
  /// Thin and pale, without markers: one of very many.
  public var isFaint = false
  /// Which of the palette's styles; `nil` takes the next free one, or the one of the same name.
  public var slot: Int?
}
