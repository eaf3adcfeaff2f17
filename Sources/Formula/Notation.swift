/// The one table between the ASCII names that a user types and JSON uses (`m_hat`, `beta1`, `W1`)
/// and the symbols of the lecture that a terminal shows (`m̂`, `β₁`, `W⁽¹⁾`).
///
/// A name is a base with an optional `_hat` and an optional number. A Greek base is shown by its
/// letter, the hat by a combining circumflex, the number as a subscript; a layer's quantities
/// (`W1`, `b1`, `z1`, `a1`, `d1`, `mask1`) carry it as a superscript in parentheses.
public enum Notation {
  /// Quantities whose symbol is not their own name or letter.
  static let quantities: [(name: String, symbol: String)] = [
    ("theta", "θ"), ("eta", "η"), ("lambda", "λ"), ("alpha", "α"), ("beta", "β"), ("eps", "ε"),
    ("sigma", "σ"), ("delta", "Δθ"), ("grad", "∇L"), ("loss", "L"), ("pi", "π"),
    // The score R², not a second r.
    ("r2", "r2"),
  ]

  private static let otherGreek: [(name: String, symbol: String)] = [
    ("gamma", "γ"), ("zeta", "ζ"), ("iota", "ι"), ("kappa", "κ"), ("mu", "μ"), ("nu", "ν"),
    ("xi", "ξ"), ("rho", "ρ"), ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("chi", "χ"),
    ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"),
    ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
  ]

  /// Other spellings that a keyboard or a copied slide may give.
  private static let variants: [(name: String, symbol: String)] = [
    ("eps", "ϵ"), ("theta", "ϑ"), ("phi", "ϕ"), ("sigma", "ς"), ("rho", "ϱ"), ("mu", "\u{B5}"),
    ("Omega", "\u{2126}"), ("delta", "Δ"), ("delta", "\u{2206}"), ("delta", "\u{2206}θ"),
    ("delta", "δ"), ("grad", "∇"), ("grad", "∇f"), ("pi", "ϖ"),
  ]

  private static let symbolOfName: [String: String] = Dictionary(
    (quantities + otherGreek).map { ($0.name, $0.symbol) }, uniquingKeysWith: { first, _ in first })

  private static let nameOfSymbol: [String: String] = Dictionary(
    (quantities + otherGreek + variants).map { ($0.symbol, $0.name) },
    uniquingKeysWith: { first, _ in first })

  /// What numbers a layer in `W1`, and the symbol it is shown by.
  private static let layerSymbols: [String: String] = [
    "W": "W", "b": "b", "z": "z", "a": "a", "d": "δ", "mask": "mask",
  ]

  static let hat: Unicode.Scalar = "\u{302}"

  static let subscripts = Array("₀₁₂₃₄₅₆₇₈₉".unicodeScalars)
  static let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars)

  /// Letters that have a raised form in common terminal fonts.
  static let raisedLetters: [(name: String, symbol: Unicode.Scalar)] = [
    ("t", "ᵗ"), ("n", "ⁿ"), ("k", "ᵏ"), ("i", "ⁱ"), ("j", "ʲ"), ("m", "ᵐ"), ("p", "ᵖ"), ("r", "ʳ"),
    ("s", "ˢ"), ("x", "ˣ"), ("y", "ʸ"), ("a", "ᵃ"), ("b", "ᵇ"), ("c", "ᶜ"),
  ]

  /// The lecture's symbol of a quantity, or the name itself where it has none.
  ///
  /// A component keeps its index: `m_hat[0]` gives `m̂[0]`.
  public static func symbol(for name: String) -> String {
    if let bracket = name.firstIndex(of: "[") {
      return symbol(for: String(name[..<bracket])) + name[bracket...]
    }
    if let symbol = symbolOfName[name] { return symbol }
    var base = Substring(name)
    let digitCount = base.utf8.reversed().prefix { (48...57).contains($0) }.count
    let digits = Array(base.utf8.suffix(digitCount))
    base = base.dropLast(digits.count)
    if !digits.isEmpty, let layer = layerSymbols[String(base)] {
      return layer + "⁽" + text(of: digits, in: superscripts) + "⁾"
    }
    let hasHat = base.hasSuffix("_hat")
    if hasHat { base = base.dropLast(4) }
    guard hasHat || !digits.isEmpty, let letter = letter(for: String(base)) else { return name }
    return letter + (hasHat ? String(hat) : "") + text(of: digits, in: subscripts)
  }

  /// The ASCII name of a symbol, or the text itself where it is no symbol of the table.
  public static func asciiName(for symbol: String) -> String {
    if let bracket = symbol.firstIndex(of: "[") {
      return asciiName(for: String(symbol[..<bracket])) + symbol[bracket...]
    }
    if let name = nameOfSymbol[symbol] { return name }
    var base: [Unicode.Scalar] = []
    var suffix = ""
    var hasHat = false
    for scalar in symbol.unicodeScalars {
      if let digit = subscripts.firstIndex(of: scalar) ?? superscripts.firstIndex(of: scalar) {
        suffix += String(digit)
      } else if scalar == hat {
        hasHat = true
      } else if let plain = withoutHat[scalar] {
        base.append(plain)
        hasHat = true
      } else if scalar == "⁽" || scalar == "⁾" {
        continue
      } else if suffix.isEmpty {
        base.append(scalar)
      } else {
        return symbol
      }
    }
    var text = String(String.UnicodeScalarView(base))
    // δ⁽¹⁾ is a layer's d1; δ alone is the movement Δθ.
    if text == "δ", !suffix.isEmpty { text = "d" }
    return spelled(text) + (hasHat ? "_hat" : "") + suffix
  }

  /// A symbol's name, also where ASCII goes on after it: `β1`, `σ_hat`.
  private static func spelled(_ text: String) -> String {
    if let name = nameOfSymbol[text] { return name }
    let tail = text.drop { !$0.isASCII }
    guard !tail.isEmpty, let name = nameOfSymbol[String(text[..<tail.startIndex])] else {
      return text
    }
    return name + tail
  }

  /// The letter that may carry a hat or a number: a Greek one by its name, or one Latin letter.
  private static func letter(for base: String) -> String? {
    if let symbol = symbolOfName[base], symbol.unicodeScalars.count == 1, symbol != "L" {
      return symbol
    }
    let scalars = base.unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first else { return nil }
    return isASCIILetter(scalar) && scalar != "L" ? base : nil
  }

  private static func text(of digits: [UInt8], in table: [Unicode.Scalar]) -> String {
    var scalars = String.UnicodeScalarView()
    for digit in digits { scalars.append(table[Int(digit - 48)]) }
    return String(scalars)
  }

  /// What copying brings along unseen: zero-width blanks and joiners, marks of direction,
  /// soft hyphens.
  public static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{AD}", "\u{200B}"..."\u{200F}", "\u{2060}", "\u{FEFF}": true
    default: false
    }
  }

  static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  static func isASCIIDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  /// Single letters that begin a Greek name: α, Θ, and the math forms that stand for them.
  static let greekLetters: Set<Unicode.Scalar> = Set(
    (quantities + otherGreek + variants).compactMap { entry in
      let scalars = entry.symbol.unicodeScalars
      guard scalars.count == 1, let scalar = scalars.first, scalar.value > 0x7F, scalar != "∇"
      else { return nil }
      return scalar
    })

  /// The letters that Unicode also offers with their circumflex in one piece.
  static let withoutHat: [Unicode.Scalar: Unicode.Scalar] = [
    "â": "a", "ĉ": "c", "ê": "e", "ĝ": "g", "ĥ": "h", "î": "i", "ĵ": "j", "ô": "o", "ŝ": "s",
    "û": "u", "ŵ": "w", "ŷ": "y", "ẑ": "z", "Â": "A", "Ĉ": "C", "Ê": "E", "Ĝ": "G", "Ĥ": "H",
    "Î": "I", "Ĵ": "J", "Ô": "O", "Ŝ": "S", "Û": "U", "Ŵ": "W", "Ŷ": "Y", "Ẑ": "Z",
  ]
}
