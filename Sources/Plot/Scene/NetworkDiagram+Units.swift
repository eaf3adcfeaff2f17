import PlotGeometry

extension NetworkDiagram.Layer {
  var countText: String {
    dropped.isEmpty ? "\(units)" : "\(units - dropped.count) of \(units)"
  }
}

extension NetworkDiagram {
  package struct PlacedUnit {
    package enum Kind { case kept, dropped, hidden }
    package var center: SIMD2<Double>
    package var kind: Kind
    /// The unit's index, or the number of units left out here.
    package var index: Int
    package var isConnected: Bool { kind == .kept }
  }

  /// Units by layer, each layer centred; of more than `most` the middle ones are left out.
  package func layout(most: Int) -> [[PlacedUnit]] {
    let tallest = min(layers.map(\.units).max() ?? 1, max(most, 1))
    // Equal steps for all layers keep the picture calm; at most `most` rows share the height.
    let step = 1 / Double(max(tallest, 1))
    return layers.enumerated().map { number, layer in
      let x = (Double(number) + 0.5) / Double(layers.count)
      let shown = shownUnits(layer, most: max(most, 3))
      let start = 0.5 + step * Double(shown.count - 1) / 2
      return shown.enumerated().map { row, unit in
        PlacedUnit(
          center: UnitPoint(x, start - step * Double(row)), kind: unit.kind, index: unit.index)
      }
    }
  }

  private func shownUnits(_ layer: Layer, most: Int) -> [(kind: PlacedUnit.Kind, index: Int)] {
    func kind(_ i: Int) -> PlacedUnit.Kind { layer.dropped.contains(i) ? .dropped : .kept }
    guard layer.units > most else { return (0..<layer.units).map { (kind($0), $0) } }
    let first = most / 2
    let last = most - first - 1
    return (0..<first).map { (kind($0), $0) } + [(.hidden, layer.units - first - last)]
      + ((layer.units - last)..<layer.units).map { (kind($0), $0) }
  }
}
