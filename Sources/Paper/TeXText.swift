/// Text of a figure as LaTeX sets it, with nothing but its own commands and pgf's.
struct TeXText {
  private(set) var text = ""
  /// Letters that no command of plain LaTeX makes.
  private(set) var missing: [Character] = []

  init(_ string: String) {
    var letters: [String] = []
    for scalar in string.unicodeScalars {
      if let accent = Self.accents[scalar], let last = letters.popLast() {
        letters.append(Self.math("\(accent){\(Self.mathematical(last))}"))
      } else if let command = Self.command(scalar) {
        letters.append(command)
      } else {
        letters.append("?")
        if let letter = String(scalar).first, !missing.contains(letter) { missing.append(letter) }
      }
    }
    text = letters.joined()
  }

  private static func math(_ command: String) -> String { "\\ensuremath{\(command)}" }

  /// A letter for mathematics: without the command that leads there, and upright letters as such.
  private static func mathematical(_ letter: String) -> String {
    let head = "\\ensuremath{"
    if letter.hasPrefix(head) { return String(letter.dropFirst(head.count).dropLast()) }
    return "\\mathrm{\(letter)}"
  }

  private static func command(_ scalar: Unicode.Scalar) -> String? {
    if let special = specials[scalar] { return special }
    if (0x20..<0x7F).contains(scalar.value) { return String(scalar) }
    if let sign = signs[scalar] { return math("\\" + sign) }
    if let base = GlyphTable.raised[scalar] {
      return "\\textsuperscript{\(command(base) ?? "")}"
    }
    if let base = GlyphTable.lowered[scalar] { return "\\textsubscript{\(command(base) ?? "")}" }
    // Accented letters of Western languages; these few are not in the usual fonts.
    let isLetter = (0xC0...0xFF).contains(scalar.value)
    return isLetter && !"ÐðÞþ×÷".unicodeScalars.contains(scalar) ? String(scalar) : nil
  }

  private static let accents: [Unicode.Scalar: String] = [
    "\u{302}": "\\hat", "\u{303}": "\\tilde", "\u{304}": "\\bar", "\u{305}": "\\overline",
    "\u{307}": "\\dot", "\u{308}": "\\ddot",
  ]

  private static let specials: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#",
    "%": "\\%", "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "\\textquotedbl{}",
    "−": "\\ensuremath{-}", "⁻": "\\textsuperscript{\\ensuremath{-}}", "…": "\\ldots{}",
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "\u{A0}": "~",
    "′": "\\ensuremath{'}", "″": "\\ensuremath{''}", "°": "\\ensuremath{{}^\\circ}",
    "µ": "\\ensuremath{\\mu}", "½": "\\ensuremath{\\frac12}", "²": "\\textsuperscript{2}",
    "•": "\\textbullet{}", "ŷ": "\\^{y}", "ŵ": "\\^{w}", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z",
    "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Χ": "X",
    "ο": "o", "€": "EUR", "\t": " ", "ς": "\\ensuremath{\\varsigma}",
  ]

  private static let signs: [Unicode.Scalar: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "varphi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "∇": "nabla", "∂": "partial",
    "∞": "infty", "∑": "sum", "∏": "prod", "√": "surd", "≤": "leq", "≥": "geq", "≈": "approx",
    "≠": "neq", "≡": "equiv", "∝": "propto", "→": "rightarrow", "←": "leftarrow",
    "↑": "uparrow", "↓": "downarrow", "↔": "leftrightarrow", "∈": "in", "∉": "notin",
    "⊗": "otimes", "⊕": "oplus", "⊙": "odot", "∅": "emptyset", "∩": "cap", "∪": "cup",
    "∧": "wedge", "∨": "vee", "⋅": "cdot", "·": "cdot", "×": "times", "÷": "div", "±": "pm",
    "¬": "neg", "∫": "int", "∗": "ast", "∼": "sim", "⊂": "subset", "⊃": "supset", "‖": "|",
    "∥": "parallel", "⋮": "vdots", "⋯": "cdots",
  ]
}
