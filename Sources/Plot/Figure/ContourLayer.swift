import PlotGeometry

/// Lines of equal value of a function.
public struct ContourLayer: Sendable, Equatable {
  public var grid: SampledGrid
  public var levels: ContourLevels
  /// Colours the areas too, where the renderer has the colours for it.
  public var isFilled: Bool
  public var name: String
}
