import PlotGeometry

/// A value for each cell of a grid, as colour (or as characters of growing weight).
public struct HeatMapLayer: Sendable, Equatable {
  public var grid: SampledGrid
  public var colors: ColorScale
  public var name: String
  /// Ends of the colour scale; `nil` takes them from the values.
  public var low: Double?
  public var high: Double?
}
