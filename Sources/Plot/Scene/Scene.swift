/// A figure with everything decided that all renderers must agree on: ranges, styles, the legend's
/// entries and the remarks on data that cannot be drawn.
struct Scene {
  var title: String
  var panels: [ScenePanel]
  var legend: [LegendEntry]
  var notes: [String]

  init(_ figure: Figure) {
    var styles = StyleBook()
    title = figure.title
    notes = []
    legend = []
    panels = figure.panels.map { panel in
      let slots = styles.slots(of: panel.layers)
      return ScenePanel(panel, slots: slots)
    }
    for panel in panels {
      let place = panels.count > 1 ? panel.panel.title : ""
      for note in panel.dataNotes() {
        let remark = place.isEmpty ? note : "\(place): \(note)"
        if !notes.contains(remark) { notes.append(remark) }
      }
      for entry in panel.legendEntries() where !legend.contains(where: { $0.covers(entry) }) {
        legend.append(entry)
      }
    }
    notes += figure.notes
  }
}

/// Gives every series its slot: the same name the same slot throughout the figure.
private struct StyleBook {
  private var named: [String: Int] = [:]

  mutating func slots(of layers: [Panel.Layer]) -> [Int] {
    var used = Set<Int>()
    return layers.map { layer in
      guard let series = layer.series else { return 0 }
      if let slot = series.slot {
        if !series.name.isEmpty, named[series.name] == nil { named[series.name] = slot }
        used.insert(slot)
        return slot
      }
      if let slot = named[series.name] {
        used.insert(slot)
        return slot
      }
      let taken = series.name.isEmpty ? used : used.union(named.values)
      var slot = 0
      while taken.contains(slot) { slot += 1 }
      if !series.name.isEmpty { named[series.name] = slot }
      used.insert(slot)
      return slot
    }
  }
}

extension Panel.Layer {
  /// Name and wished-for slot of a layer that is styled as a series.
  var series: (name: String, slot: Int?)? {
    switch self {
    case .line(let line): (line.name, line.slot)
    case .points(let points): (points.name, points.slot)
    case .bars(let bars): (bars.name, bars.slot)
    case .arrow(let arrow): (arrow.name, arrow.slot)
    case .band(let band): (band.name, band.slot)
    case .contour, .heatMap, .mark, .text, .network, .reference: nil
    }
  }
}
