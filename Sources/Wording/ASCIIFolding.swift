/// The ASCII form of everything the shell prints, for terminals that show nothing else.
///
/// Quantities take the names that a user types (`m_hat`, `beta1`), signs their nearest equivalent.
/// What has no entry becomes `?`, so that nothing else ever reaches such a terminal.
public enum ASCIIFolding {
  public static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    let scalars = Array(text.unicodeScalars)
    var folded = ""
    var i = 0
    while i < scalars.count {
      let scalar = scalars[i]
      // Two letters side by side are a product; two names side by side are another name.
      if i > 0, isSmallGreek(scalars[i - 1]), isSmallGreek(scalar) || isFactor(scalar) {
        folded += isIndex(scalars[i...]) ? "_" : "*"
      }
      if scalar.isASCII {
        folded.unicodeScalars.append(scalar)
        i += 1
        continue
      }
      // Superscripts in a row are one exponent: ⁻¹² is ^-12.
      if let first = superscripts[scalar] {
        var exponent = first
        i += 1
        while i < scalars.count, let more = superscripts[scalars[i]] {
          exponent += more
          i += 1
        }
        let isSum = exponent.dropFirst().contains { $0 == "+" || $0 == "-" }
        folded += isSum && first != "(" ? "^(\(exponent))" : "^" + exponent
        continue
      }
      if scalar == "\u{302}" {
        folded += "_hat"
      } else if scalar == "\u{304}" {
        folded += "_bar"
      } else if scalar == "·" {
        // Between blanks it separates; in a formula it multiplies.
        folded += folded.hasSuffix(" ") || folded.isEmpty ? "-" : "*"
      } else if scalar == "∇", i + 1 < scalars.count, scalars[i + 1] == "L" {
        folded += "grad"
        i += 1
      } else if scalar == "Δ", i + 1 < scalars.count, scalars[i + 1] == "θ" {
        folded += "delta"
        i += 1
      } else if displayWidth(of: scalar) > 0 {
        folded += replacements[scalar] ?? "?"
      }
      i += 1
    }
    return folded
  }

  /// Whether `max` or `min` stands here: `κmax` is one name.
  private static func isIndex(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    let word = String(String.UnicodeScalarView(rest.prefix { $0.properties.isAlphabetic }))
    return word == "max" || word == "min"
  }

  private static func isSmallGreek(_ scalar: Unicode.Scalar) -> Bool {
    (0x3B1...0x3C9).contains(scalar.value)
  }

  private static func isFactor(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "∇" || scalar == "∂" || scalar == "√"
      || (scalar.isASCII && scalar.properties.isAlphabetic)
  }

  private static let superscripts: [Unicode.Scalar: String] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁺": "+", "⁻": "-", "⁽": "(", "⁾": ")", "ᵗ": "t", "ⁱ": "i", "ⁿ": "n", "ᵀ": "T",
    "ᵃ": "a", "ᵇ": "b", "ᶜ": "c", "ʲ": "j", "ᵏ": "k", "ᵐ": "m", "ᵖ": "p", "ʳ": "r", "ˢ": "s",
    "ˣ": "x", "ʸ": "y", "ᶻ": "z", "ᴹ": "M",
  ]

  private static let replacements: [Unicode.Scalar: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "η": "eta", "θ": "theta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Δ": "Delta", "Σ": "sum", "Θ": "Theta", "Λ": "Lambda", "Π": "Pi", "Ω": "Omega", "Φ": "Phi",
    "∇": "grad ", "∂": "d", "∑": "sum", "√": "sqrt", "∞": "inf", "±": "+/-", "ŷ": "y_hat",
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "₊": "+", "₋": "-", "ₜ": "t", "ᵢ": "i", "ₘ": "m", "ₐ": "a", "ₓ": "x",
    "−": "-", "–": "-", "—": "-", "‐": "-", "×": "*", "⋅": "*", "÷": "/", "⁄": "/",
    "→": "->", "←": "<-", "↑": "^", "↓": "v", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~", "∈": "in", "‖": "||", "•": "*", "…": "...", "½": "1/2", "¼": "1/4",
    "✓": "ok", "✗": "x", "“": "\"", "”": "\"", "‘": "'", "’": "'", "«": "\"", "»": "\"",
    "│": "|", "─": "-", "┼": "+", "├": "|", "└": "`", "\u{A0}": " ", "°": "deg",
    "′": "'", "″": "\"",
    "à": "a", "á": "a", "ä": "a", "ç": "c", "è": "e", "é": "e", "ö": "o", "ü": "u", "ß": "ss",
  ]
}
