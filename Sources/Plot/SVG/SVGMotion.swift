import Conversion
import PlotGeometry

/// Key frames by which lines grow. All share one clock: at one moment every path of a race has made
/// the same number of steps, and every curve has come to the same x.
struct SVGMotion {
  private let scope: String
  private let duration: Double
  private let moments: Moments
  private var count = 0
  private var keyframes = ""

  /// The last sixth of a round shows the finished figure.
  private static let share = 6.0 / 7

  init(_ scene: Scene, scope: String, duration: Double) {
    self.scope = scope
    self.duration = duration
    moments = Moments(
      scene.panels.flatMap(\.panel.layers).compactMap { layer in
        if case .line = layer { return layer.growth }
        return nil
      })
  }

  /// What a growing line needs: the mask that uncovers it, and the marker at its head.
  struct Growth {
    let name: String
    let mask: String
    fileprivate let end: (x: Double, y: Double)
    fileprivate let timing: String

    func head(_ slot: Int) -> String {
      "<g style=\"animation:\(name)h \(timing)\" "
        + "transform=\"translate(\(coordinateText(end.x)) \(coordinateText(end.y)))\">"
        + SVGMarkers.use(slot, x: 0, y: 0) + "</g>"
    }
  }

  /// `nil` for a line that goes nowhere.
  mutating func growth(of line: LineLayer, in panel: SVGPanel) -> Growth? {
    var places: [(x: Double, y: Double)] = []
    let steps = moments.steps
    let rising = Panel.Layer.line(line).growth?.rising
    var values: [Double] = []
    let points = min(line.x.count, line.y.count)
    // A path of very many steps is followed by every n-th of them.
    let stride = max(1, points / 2000)
    for i in Swift.stride(from: 0, to: points, by: stride) {
      // A missing point is spent waiting at the last one.
      let unit = panel.scene.axes.unit(line.x[i], line.y[i])
      let clamped = unit.map { $0.clamped(lowerBound: .init(-1, -1), upperBound: .init(2, 2)) }
      guard let place = clamped.map({ (panel.x($0.x), panel.y($0.y)) }) ?? places.last else {
        continue
      }
      places.append(place)
      values.append(line.x[i])
    }
    var lengths = [0.0]
    for (a, b) in zip(places, places.dropFirst()) {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      lengths.append((lengths.last ?? 0) + (dx * dx + dy * dy).squareRoot())
    }
    guard let total = lengths.last, total > 0.5, steps > 1, let end = places.last else {
      return nil
    }
    count += 1
    let name = "\(scope)g\(count)"
    let frames = min(steps - 1, 120)
    var (offsets, moves) = ("", "")
    for frame in 0...frames {
      let step = frame * (steps - 1) / frames
      var (i, part) = (min(step / stride, places.count - 1), 0.0)
      if rising != nil {
        let reach = moments.reach(afterPoints: Double(step + 1))
        i = max(PlotGeometry.count(of: values, upTo: reach) - 1, 0)
        if i + 1 < values.count, values[i + 1] > values[i] {
          part = min(max((reach - values[i]) / (values[i + 1] - values[i]), 0), 1)
        }
      }
      let next = min(i + 1, places.count - 1)
      let length = lengths[i] + (lengths[next] - lengths[i]) * part
      let x = places[i].x + (places[next].x - places[i].x) * part
      let y = places[i].y + (places[next].y - places[i].y) * part
      let time = coordinateText(100 * Self.share * Double(frame) / Double(frames))
      let offset = ((1 - length / total) * 10000).rounded(.towardZero) / 10000
      offsets += "\(time)%{stroke-dashoffset:\(decimal(offset))}"
      moves += "\(time)%{transform:translate(\(coordinateText(x))px,\(coordinateText(y))px)}"
    }
    keyframes += "@keyframes \(name){\(offsets)100%{stroke-dashoffset:0}}\n"
    keyframes +=
      "@keyframes \(name)h{\(moves)100%{transform:translate(\(coordinateText(end.x))px,\(coordinateText(end.y))px)}}\n"
    // The mask follows the very points that the key frames name, so that both agree in length.
    let d = places.enumerated().map { i, place in
      (i == 0 ? "M" : "L") + coordinateText(place.x) + " " + coordinateText(place.y)
    }.joined()
    let timing = "\(coordinateText(duration / Self.share))s linear infinite"
    let mask =
      "<mask id=\"\(name)\" maskUnits=\"userSpaceOnUse\" x=\"\(coordinateText(panel.left))\" "
      + "y=\"\(coordinateText(panel.top))\" width=\"\(coordinateText(panel.width))\" "
      + "height=\"\(coordinateText(panel.height))\"><path pathLength=\"1\" fill=\"none\" stroke=\"#FFF\" "
      + "stroke-width=\"14\" stroke-linejoin=\"round\" style=\"stroke-dasharray:1 1;"
      + "animation:\(name) \(timing)\" d=\"\(d)\"/></mask>"
    return Growth(name: name, mask: mask, end: end, timing: timing)
  }

  private func decimal(_ share: Double) -> String {
    let ten = Int(clamping: (share * 10000).rounded())
    let digits = String(ten % 10000)
    return "\(ten / 10000).\(String(repeating: "0", count: 4 - digits.count))\(digits)"
  }

  var styleSheet: String {
    keyframes + "@media (prefers-reduced-motion: reduce){.\(scope) *{animation:none!important}}"
  }
}
