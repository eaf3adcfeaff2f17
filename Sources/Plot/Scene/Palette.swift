import Conversion
import PlotGeometry

/// Colours, markers and dashes by slot. No two of the first 35 slots agree in colour and in marker,
/// and no two of the first eight in marker, so that nothing is told by colour alone.
///
/// The colours are Okabe and Ito's, which remain distinct under the usual colour blindnesses; those
/// too pale for white paper or too dark for a black screen give way to lighter or darker ones.
enum Palette {
  static let onLight = [0x0072B2, 0xD55E00, 0x009E73, 0xE69F00, 0xCC79A7, 0x56B4E9, 0x000000]
    .map { RGB($0) }
  static let onDark = [0x56B4E9, 0xE66A0C, 0x1DB98D, 0xE69F00, 0xCC79A7, 0xF0E442, 0xFFFFFF]
    .map { RGB($0) }
  /// The nearest of a 16-colour terminal's own: blue, red, green, yellow, magenta, cyan, plain.
  static let ansi = [94, 91, 92, 93, 95, 96, 39]

  static func color(_ slot: Int, dark: Bool) -> RGB {
    let colors = dark ? onDark : onLight
    return colors[index(slot, colors.count)]
  }

  static let markers: [Character] = ["●", "■", "▲", "◆", "▼", "□", "△", "◇"]
  /// Letters of different outline; punctuation is left to the shades of a surface.
  static let asciiMarkers: [Character] = ["o", "x", "v", "n", "w", "z", "k", "u"]

  static func marker(_ slot: Int, ascii: Bool) -> Character {
    let set = ascii ? asciiMarkers : markers
    return set[index(slot, set.count)]
  }

  /// Lengths of strokes and gaps in an SVG; the first is a whole line.
  static let dashes = ["", "8 4", "2 3", "10 3 2 3", "5 3", "12 3 2 3 2 3", "3 5", "14 5"]

  static func index(_ slot: Int, _ count: Int) -> Int {
    let rest = slot % count
    return rest < 0 ? rest + count : rest
  }
}

extension ColorScale {
  private static let viridis = [
    0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
    0xFDE725,
  ].map { RGB($0) }
  private static let blueToRed = [0x0A4D80, 0x4A98CF, 0xF4F4F4, 0xE98B4A, 0xA03F00]
    .map { RGB($0) }

  /// The colour at a place of the scale from 0 to 1; dark to light, or blue to white to vermilion.
  func color(at t: Double) -> RGB {
    let stops = self == .sequential ? Self.viridis : Self.blueToRed
    guard t.isFinite else { return RGB(0x808080) }
    let place = min(max(t, 0), 1) * Double(stops.count - 1)
    let i = Int(clamping: place, from: 0, to: stops.count - 2)
    return stops[i].mixed(with: stops[i + 1], place - Double(i))
  }

  /// Characters of the scale from its lower to its upper end. A diverging scale's say the sign too:
  /// more bars, more negative; more strokes crossed, more positive.
  ///
  /// - Parameter isLight: leaves out the darkest, which would drown what is drawn over them.
  func ramp(ascii: Bool, isLight: Bool = false) -> [Character] {
    switch (self, ascii) {
    case (.sequential, true): Array(isLight ? " .:-=" : " .:-=+%#@")
    case (.sequential, false): Array(isLight ? " ·░▒" : " ░▒▓█")
    case (.diverging, true): Array("E=- +%#")
    case (.diverging, false): Array("≡=− +%#")
    }
  }
}
