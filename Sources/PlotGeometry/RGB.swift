import Conversion

/// A colour, one byte a channel.
package struct RGB: Equatable, Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ hex: UInt32) {
    red = UInt8(hex >> 16 & 0xFF)
    green = UInt8(hex >> 8 & 0xFF)
    blue = UInt8(hex & 0xFF)
  }

  /// `#RRGGBB`.
  package var hex: String {
    let digits = Array("0123456789ABCDEF")
    return [red, green, blue].reduce("#") {
      $0 + String([digits[Int($1 >> 4)], digits[Int($1 & 15)]])
    }
  }

  /// The colour a share `t` of the way to another.
  package func mixed(with other: RGB, _ t: Double) -> RGB {
    func channel(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(
        clamping: Int(
          clamping: (Double(a) + (Double(b) - Double(a)) * min(max(t, 0), 1)).rounded()))
    }
    var result = self
    result.red = channel(red, other.red)
    result.green = channel(green, other.green)
    result.blue = channel(blue, other.blue)
    return result
  }

  /// Perceived lightness from 0 to 255 (Rec. 601 weights).
  package var luma: Double { 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) }
}
