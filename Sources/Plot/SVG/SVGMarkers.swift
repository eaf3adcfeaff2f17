import PlotGeometry

/// The marker shapes, defined once and used by reference.
enum SVGMarkers {
  /// Stands for the figure's own name in ids and classes while the document is written.
  static let placeholder = String(SVGRenderer.scope)

  static func definitions(scope: String) -> String {
    let shapes = [
      "<circle r=\"4.6\"/>", "<rect x=\"-4.2\" y=\"-4.2\" width=\"8.4\" height=\"8.4\"/>",
      "<path d=\"M0-5.6L5.2 4H-5.2Z\"/>", "<path d=\"M0-6L6 0L0 6L-6 0Z\"/>",
      "<path d=\"M0 5.6L5.2-4H-5.2Z\"/>", "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"/>",
      "<path d=\"M0-5.6L5.2 4H-5.2Z\"/>", "<path d=\"M0-5.6L5.6 0L0 5.6L-5.6 0Z\"/>",
    ]
    var text = ""
    for (i, shape) in shapes.enumerated() {
      text += "<g id=\"\(scope)m\(i)\">\(shape)</g>\n"
    }
    text +=
      "<path id=\"\(scope)star\" d=\"M0-9L2.1-2.9L8.6-2.8L3.4 1.1L5.3 7.3L0 3.6L-5.3 7.3"
      + "L-3.4 1.1L-8.6-2.8L-2.1-2.9Z\"/>\n"
    let hatches = [
      "", "M0 8L8 0M-2 2L2-2M6 10L10 6", "M0 2H8M0 6H8", "M2 0V8M6 0V8",
    ]
    for slot in Palette.onLight.indices {
      let hatch = hatches[Palette.index(slot, hatches.count)]
      guard !hatch.isEmpty else { continue }
      text +=
        "<pattern id=\"\(scope)b\(slot)\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
        + "<path class=\"s\(slot)\" fill=\"none\" stroke-width=\"2\" d=\"\(hatch)\"/></pattern>\n"
    }
    return text
  }

  /// The last three of eight markers are outlines.
  static func use(_ slot: Int, x: Double, y: Double) -> String {
    let shape = Palette.index(slot, Palette.markers.count)
    return "<use xlink:href=\"#\(placeholder)m\(shape)\" class=\"\(kind(slot))\" "
      + "x=\"\(coordinateText(x))\" y=\"\(coordinateText(y))\"/>"
  }

  static func kind(_ slot: Int) -> String {
    let color = Palette.index(slot, Palette.onLight.count)
    return Palette.index(slot, Palette.markers.count) >= 5 ? "h\(color) hollow" : "f\(color)"
  }

  static func stroke(_ slot: Int) -> String {
    "s\(Palette.index(slot, Palette.onLight.count))"
  }

  /// Classes of a reference line: the first pattern is the plain class's.
  static func reference(_ style: Int) -> String {
    style == 0 ? "reference" : "reference r\(style)"
  }

  static func dash(_ slot: Int) -> String {
    let dash = Palette.dashes[Palette.index(slot, Palette.dashes.count)]
    return dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
  }

  /// A bar's fill: plain for the first slot, hatched for others.
  static func fill(_ slot: Int) -> String {
    let color = Palette.index(slot, Palette.onLight.count)
    return Palette.index(slot, 4) == 0 || slot >= Palette.onLight.count
      ? " class=\"f\(color)\""
      : " class=\"\(stroke(slot))\" style=\"fill:url(#\(placeholder)b\(color))\""
  }

  static func mark(_ kind: MarkLayer.Kind, x: Double, y: Double) -> String {
    switch kind {
    case .start:
      "<circle class=\"start\" stroke-width=\"2.2\" cx=\"\(coordinateText(x))\" cy=\"\(coordinateText(y))\" r=\"5.5\"/>"
    case .minimum:
      "<use xlink:href=\"#\(placeholder)star\" class=\"mark\" x=\"\(coordinateText(x))\" y=\"\(coordinateText(y))\"/>"
    case .end:
      "<circle class=\"mark\" cx=\"\(coordinateText(x))\" cy=\"\(coordinateText(y))\" r=\"6\"/>"
    }
  }
}
