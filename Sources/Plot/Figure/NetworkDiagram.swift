/// A network as columns of units; dropped units are crossed out and lose their connections.
public struct NetworkDiagram: Sendable, Equatable {
  public struct Layer: Sendable, Equatable {
    public var name: String
    public var units: Int
    /// Indices of this step's dropped units.
    public var dropped: Set<Int>

    public init(_ name: String = "", units: Int, dropped: Set<Int> = []) {
      self.name = name
      self.units = max(units, 0)
      self.dropped = dropped.filter { $0 >= 0 && $0 < units }
    }

    /// A layer from a mask of 0s and 1s, one entry for each unit; 0 is dropped.
    public init(_ name: String = "", mask: [Double]) {
      self.init(
        name, units: mask.count, dropped: Set(mask.indices.filter { mask[$0] == 0 }))
    }
  }

  public var layers: [Layer]

  public init(layers: [Layer]) {
    self.layers = layers
  }
}
