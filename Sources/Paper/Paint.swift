/// How a shape or a text is painted, as the style sheet says.
struct Paint: Sendable, Equatable {
  struct Color: Sendable, Hashable {
    var red: Int
    var green: Int
    var blue: Int

    static let black = Color(red: 0, green: 0, blue: 0)

    init(red: Int, green: Int, blue: Int) { (self.red, self.green, self.blue) = (red, green, blue) }

    /// `#0072B2` or `#000`; nil for anything else.
    init?(hex: some StringProtocol) {
      guard hex.first == "#" else { return nil }
      var digits = String(hex.dropFirst())
      if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
      guard digits.utf8.count == 6, let value = UInt32(digits, radix: 16) else { return nil }
      red = Int(value >> 16 & 0xFF)
      green = Int(value >> 8 & 0xFF)
      blue = Int(value & 0xFF)
    }
  }

  var fill: Color? = .black
  var stroke: Color?
  var fillOpacity = 1.0
  var strokeOpacity = 1.0
  var width = 1.0
  var dashes: [Double] = []
  var hasRoundCaps = false
  var hasRoundJoins = false
  /// A pattern to fill with in the place of a colour, by its id.
  var pattern: String?
  var fontSize = 16.0
  var isBold = false

  /// Takes one property up; what does not concern paper is left out.
  mutating func set(_ name: some StringProtocol, _ value: some StringProtocol) {
    func number() -> Double? {
      Double(value.hasSuffix("px") ? String(value.dropLast(2)) : String(value))
    }
    switch String(name) {
    case "fill":
      pattern = value.hasPrefix("url(#") ? String(value.dropFirst(5).dropLast()) : nil
      fill = Color(hex: value)
    case "stroke": stroke = Color(hex: value)
    case "fill-opacity": fillOpacity = number() ?? 1
    case "stroke-opacity": strokeOpacity = number() ?? 1
    case "stroke-width": width = number() ?? 1
    case "stroke-dasharray":
      let parts = value.split { $0 == " " || $0 == "," }
      dashes = parts.compactMap { Double(String($0)) }
    case "stroke-linecap": hasRoundCaps = value == "round"
    case "stroke-linejoin": hasRoundJoins = value == "round"
    case "font-size": fontSize = number() ?? fontSize
    case "font-weight": isBold = value == "bold"
    default: break
    }
  }
}
