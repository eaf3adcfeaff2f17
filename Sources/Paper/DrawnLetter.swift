/// A letter of a text with the glyphs that draw it.
struct DrawnLetter {
  /// As it is found and copied.
  var text: String
  var glyphs: [Glyph]
  /// Whether the glyphs alone would be read as something else.
  var isComposed = false
  var isMissing = false
}
