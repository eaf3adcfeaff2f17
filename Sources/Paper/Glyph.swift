/// What a letter is drawn with in the fonts that every PDF reader has: Helvetica for Latin letters,
/// Symbol for Greek ones and mathematical signs. What neither has is put together from both.
struct Glyph {
  enum Font: String { case regular = "F1", bold = "F2", symbol = "F3" }

  var font: Font
  var code: UInt8
  /// Of the font's size, without the scale.
  var width: Double
  /// Of the text's size.
  var scale = 1.0
  var rise = 0.0
  /// How far back it stands, of the text's size: an accent over the letter before it.
  var back = 0.0
  /// Whether the letter after it stands where it stands itself.
  var isZeroWidth = false
}
