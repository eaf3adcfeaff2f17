/// What all renderers agree on about a panel, for formats that other programs draw.
package struct PanelStyle: Sendable {
  /// The ends of the axes.
  package let x: (low: Double, high: Double)
  package let y: (low: Double, high: Double)
  /// For each layer its series' colour on white paper, and its strokes and gaps.
  package let colors: [String]
  package let dashes: [[Double]]
}
