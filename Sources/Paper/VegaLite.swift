import Console
import Plot

/// A figure as a Vega-Lite 5 specification with its numbers in it: a layer for each of its own.
///
/// Axes, ranges, names and colours are the figure's; the places on the page are Vega's.
public struct VegaLite {
  package let json: JSON

  private static let schema = "https://vega.github.io/schema/vega-lite/v5.json"
  private static let tool = "descent"

  public init(_ figure: Figure) {
    let styles = figure.styles
    var names: [(name: String, color: String)] = []
    for (panel, style) in zip(figure.panels, styles) {
      for (layer, color) in zip(panel.layers, style.colors) {
        let name = VegaLayer.seriesName(of: layer)
        if !name.isEmpty, !names.contains(where: { $0.name == name }) {
          names.append((name, color))
        }
      }
    }
    let isOne = figure.panels.count == 1
    let panels = zip(figure.panels, styles).map { panel, style in
      Self.panel(panel, style, names, isOne: isOne)
    }
    var object: JSON.Object = [
      "$schema": .string(Self.schema), "description": .string(describe(figure)),
      "usermeta": .object(["writtenBy": .string(Self.tool)]),
    ]
    if !figure.title.isEmpty { object["title"] = Self.title(figure) }
    if isOne, let panel = panels.first {
      for (name, value) in panel.members where name != "title" || figure.title.isEmpty {
        object[name] = value
      }
    } else {
      object["columns"] = .integer(figure.panelColumns ?? (panels.count > 4 ? 3 : 2))
      object["concat"] = .array(panels.map(JSON.object))
    }
    json = .object(object)
  }

  /// Whether a file's bytes are a figure that this program wrote.
  public static func isOne(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "{\"$schema\":\"\(schema)\",".utf8)
      && String(decoding: bytes, as: UTF8.self).contains(
        "\"usermeta\":{\"writtenBy\":\"\(tool)\"}")
  }

  private static func title(_ figure: Figure) -> JSON {
    var title: JSON.Object = ["text": .string(figure.title)]
    if !figure.notes.isEmpty { title["subtitle"] = .strings(figure.notes) }
    return .object(title)
  }

  private static func panel(
    _ panel: Panel, _ style: PanelStyle, _ names: [(name: String, color: String)], isOne: Bool
  ) -> JSON.Object {
    let maker = VegaLayer(panel: panel, style: style, names: names)
    let layers = panel.layers.indices.flatMap { maker.layers(at: $0) }
    // A panel without layers has axes alone.
    let shown = layers.isEmpty ? [maker.empty] : layers
    var object: JSON.Object = [:]
    if !panel.title.isEmpty { object["title"] = .string(panel.title) }
    object["width"] = .integer(isOne ? 560 : 320)
    object["height"] = .integer(isOne ? 340 : 220)
    object["layer"] = .array(shown)
    return object
  }
}
