import Wording

/// How a formula is written.
public struct TypesetStyle: Hashable, Sendable {
  /// The lecture's symbols, `β₁ᵗ`, `√v̂`, `−`; ASCII otherwise.
  public var unicode: Bool
  /// How numbers put in the place of variables are shown. A formula's own numbers are always exact.
  public var numbers: NumberStyle
  /// What joins the factors of a product that needs no sign. The thin space reads back as a
  /// product; a plain space looks the same on a terminal but does not.
  public var productSpace: String
  /// Whether the text parses to the very same tree: `-(a*b)` keeps its parentheses.
  public var isExact: Bool

  public init(
    unicode: Bool, digits: Int = 4, productSpace: String = "\u{2009}", isExact: Bool = false
  ) {
    self.unicode = unicode
    self.numbers = NumberStyle(digits: digits, unicode: unicode)
    self.productSpace = productSpace
    self.isExact = isExact
  }

  public static let ascii = TypesetStyle(unicode: false)
  /// For what is kept and read again: a formula that was parsed parses to the same tree.
  public static let exact = TypesetStyle(unicode: false, isExact: true)
  public static let unicode = TypesetStyle(unicode: true)
}
