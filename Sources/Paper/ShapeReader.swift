/// SVG's shapes as segments.
enum ShapeReader {
  typealias Segment = PaperDrawing.Segment

  static func segments(of name: String, _ attributes: [String: String]) -> [Segment] {
    func number(_ key: String) -> Double { attributes[key].flatMap { Double($0) } ?? 0 }
    switch name {
    case "rect":
      let (x, y) = (number("x"), number("y"))
      let (right, bottom) = (x + number("width"), y + number("height"))
      return [.move(x, y), .line(right, y), .line(right, bottom), .line(x, bottom), .close]
    case "line": return [.move(number("x1"), number("y1")), .line(number("x2"), number("y2"))]
    case "circle": return circle(number("cx"), number("cy"), number("r"))
    default: return path(attributes["d"] ?? "")
    }
  }

  /// Four cubic curves; 0.5523 is how far their handles reach.
  private static func circle(_ x: Double, _ y: Double, _ r: Double) -> [Segment] {
    let h = 0.552284749831 * r
    return [
      .move(x + r, y), .curve(x + r, y + h, x + h, y + r, x, y + r),
      .curve(x - h, y + r, x - r, y + h, x - r, y), .curve(x - r, y - h, x - h, y - r, x, y - r),
      .curve(x + h, y - r, x + r, y - h, x + r, y), .close,
    ]
  }

  /// The commands that the renderer writes: M, L, H, V, h, v, Z.
  private static func path(_ d: String) -> [Segment] {
    var segments: [Segment] = []
    var (x, y) = (0.0, 0.0)
    var start = (x: 0.0, y: 0.0)
    let bytes = Array(d.utf8)
    var place = 0
    func number() -> Double {
      while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x2C { place += 1 }
      let first = place
      while place < bytes.count,
        (0x30...0x39).contains(bytes[place]) || bytes[place] == 0x2E
          || (bytes[place] == 0x2D && place == first)
      {
        place += 1
      }
      return Double(String(decoding: bytes[first..<place], as: UTF8.self)) ?? 0
    }
    while place < bytes.count {
      let command = bytes[place]
      place += 1
      switch command {
      case UInt8(ascii: "M"):
        (x, y) = (number(), number())
        start = (x, y)
        segments.append(.move(x, y))
        continue
      case UInt8(ascii: "L"): (x, y) = (number(), number())
      case UInt8(ascii: "H"): x = number()
      case UInt8(ascii: "V"): y = number()
      case UInt8(ascii: "h"): x += number()
      case UInt8(ascii: "v"): y += number()
      case UInt8(ascii: "Z"):
        (x, y) = start
        segments.append(.close)
        continue
      default: continue
      }
      segments.append(.line(x, y))
    }
    return segments
  }
}
