extension Figure {
  /// A style for each panel.
  package var styles: [PanelStyle] {
    Scene(self).panels.map { panel in
      PanelStyle(
        x: (panel.x.low, panel.x.high), y: (panel.y.low, panel.y.high),
        colors: panel.slots.map { Palette.color($0, dark: false).hex },
        dashes: panel.slots.map { slot in
          let dash = Palette.dashes[Palette.index(slot, Palette.dashes.count)]
          return dash.split(separator: " ").compactMap { Double(String($0)) }
        })
    }
  }
}

extension ColorScale {
  /// Colours of the scale at equal distances, from its lower to its upper end.
  package var stops: [String] {
    (0...8).map { color(at: Double($0) / 8).hex }
  }
}
