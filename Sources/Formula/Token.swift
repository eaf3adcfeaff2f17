import Arithmetic

/// One word, number or sign of a formula.
struct Token: Hashable {
  enum Kind: Hashable {
    case number(Double)
    /// An ASCII name, whatever letters it was written in.
    case name(String)
    case `operator`(BinaryOperator)
    case not
    /// A raised exponent, `²` or `ᵗ`.
    case superscript(Expression)
    case root
    case open, close, openBracket, closeBracket, comma
    /// `|`, which opens an absolute value where an operand is due and closes it elsewhere.
    case bar
    /// `‖`, the same for a norm.
    case doubleBar
    case end
  }

  var kind: Kind
  /// Offsets into the text's UTF-8.
  var range: Range<Int>
  /// A thin space (U+2009), which typesetting writes for a product, comes before it.
  var followsThinSpace = false
}
