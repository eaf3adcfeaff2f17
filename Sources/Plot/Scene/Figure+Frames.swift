import PlotGeometry

extension Figure {
  /// The figure as it was after each of some numbers of steps: every path shows its points up to
  /// there and every curve its part up to the same x, on the axes of the whole figure, so that
  /// nothing jumps.
  ///
  /// - Parameter count: about how many frames; the last one is the whole figure.
  public func frames(count: Int) -> [Figure] {
    let scene = Scene(self)
    var whole = self
    for (i, panel) in scene.panels.enumerated() {
      (whole.panels[i].x.from, whole.panels[i].x.to) = (panel.x.low, panel.x.high)
      (whole.panels[i].y.from, whole.panels[i].y.to) = (panel.y.low, panel.y.high)
      // Styles are given by order: fixed now, they cannot change with what is shown.
      for j in whole.panels[i].layers.indices {
        whole.panels[i].layers[j].fixSlot(panel.slots[j])
      }
    }
    let growths = panels.map { $0.layers.map(\.growth) }
    let moments = Moments(growths.joined().compactMap(\.self))
    let steps = moments.steps
    guard steps > 1 else { return [whole] }
    let frames = min(max(count, 1), steps, 10_000)
    return (1...frames).map { frame in
      let shown = frame == frames ? steps : max(1, steps * frame / frames)
      let reach = moments.reach(afterPoints: Double(shown))
      var figure = whole
      for i in figure.panels.indices {
        for j in figure.panels[i].layers.indices {
          let points = growths[i][j]?.rising.map {
            PlotGeometry.count(of: $0, upTo: reach, slack: reach.magnitude * 1e-12)
          }
          figure.panels[i].layers[j].cut(to: max(points ?? shown, 1))
        }
      }
      return figure
    }
  }
}

extension Panel.Layer {
  fileprivate mutating func cut(to count: Int) {
    switch self {
    case .line(var line):
      line.x = Array(line.x.prefix(count))
      line.y = Array(line.y.prefix(count))
      self = .line(line)
    case .points(var points) where points.isFaint:
      points.x = Array(points.x.prefix(count))
      points.y = Array(points.y.prefix(count))
      self = .points(points)
    default: break
    }
  }

  fileprivate mutating func fixSlot(_ slot: Int) {
    switch self {
    case .line(var line):
      line.slot = slot
      self = .line(line)
    case .points(var points):
      points.slot = slot
      self = .points(points)
    case .bars(var bars):
      bars.slot = slot
      self = .bars(bars)
    case .arrow(var arrow):
      arrow.slot = slot
      self = .arrow(arrow)
    case .band(var band):
      band.slot = slot
      self = .band(band)
    case .contour, .heatMap, .mark, .text, .network, .reference: break
    }
  }
}
