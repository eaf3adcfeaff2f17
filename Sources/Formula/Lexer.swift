import Wording

/// Cuts a formula's text into tokens. ASCII and the lecture's symbols give the same tokens.
struct Lexer {
  private let text: String
  private let scalars: [Unicode.Scalar]
  /// The UTF-8 offset of each scalar, and of the end.
  private let offsets: [Int]
  private var position = 0

  static let maximumLiteralLength = 400
  static let maximumNameLength = 100

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
    var offsets = [0]
    offsets.reserveCapacity(scalars.count + 1)
    var offset = 0
    for scalar in scalars {
      offset += UTF8.width(scalar)
      offsets.append(offset)
    }
    self.offsets = offsets
  }

  private func error(_ message: String, _ range: Range<Int>) -> ParseError {
    ParseError(message, at: offsets[range.lowerBound]..<offsets[range.upperBound], in: text)
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    index < scalars.count ? scalars[index] : nil
  }

  /// All tokens, the last of them `.end`.
  mutating func tokens() throws(ParseError) -> [Token] {
    var tokens: [Token] = []
    while true {
      let isThin = skipSpace()
      let start = position
      let kind = try next()
      let range = offsets[start]..<offsets[position]
      tokens.append(Token(kind: kind, range: range, followsThinSpace: isThin))
      if kind == .end { return tokens }
    }
  }

  /// Passes over white space, and says whether a thin space was in it.
  private mutating func skipSpace() -> Bool {
    var isThin = false
    while let scalar = scalar(at: position),
      scalar.properties.isWhitespace || Notation.isInvisible(scalar)
    {
      if scalar == "\u{2009}" { isThin = true }
      position += 1
    }
    return isThin
  }

  private mutating func next() throws(ParseError) -> Token.Kind {
    guard let first = scalar(at: position) else { return .end }
    if Notation.isASCIIDigit(first) || first == "." { return try number() }
    if let word = try word() { return word }
    if let exponent = try superscript() { return exponent }
    if let (kind, length) = Self.sign(first, scalar(at: position + 1)) {
      position += length
      return kind
    }
    if let advice = Self.foreignSigns[first] {
      throw error(advice, position..<position + 1)
    }
    throw error("'\(first.shown)' has no meaning in a formula", position..<position + 1)
  }

  // MARK: Signs

  private static func sign(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar?
  ) -> (Token.Kind, Int)? {
    switch (first, second) {
    case ("*", "*"): return (.operator(.power), 2)
    case ("<", "="): return (.operator(.lessOrEqual), 2)
    case (">", "="): return (.operator(.greaterOrEqual), 2)
    case ("=", "="): return (.operator(.equal), 2)
    case ("!", "="): return (.operator(.notEqual), 2)
    default:
      if isDash(first) { return (.operator(.subtract), 1) }
      return oneScalarSigns[first].map { ($0, 1) }
    }
  }

  private static let oneScalarSigns: [Unicode.Scalar: Token.Kind] = [
    "+": .operator(.add), "*": .operator(.multiply), "·": .operator(.multiply),
    "⋅": .operator(.multiply), "×": .operator(.multiply), "∗": .operator(.multiply),
    "/": .operator(.divide), "÷": .operator(.divide), "∕": .operator(.divide),
    "^": .operator(.power), "<": .operator(.less), ">": .operator(.greater),
    "≤": .operator(.lessOrEqual), "≥": .operator(.greaterOrEqual), "≠": .operator(.notEqual),
    "∧": .operator(.and), "∨": .operator(.or), "¬": .not, "√": .root, "(": .open, ")": .close,
    "[": .openBracket, "]": .closeBracket, ",": .comma, "|": .bar, "‖": .doubleBar,
  ]

  /// Signs of other languages, and what is written here instead.
  private static let foreignSigns: [Unicode.Scalar: String] = [
    "=": "a comparison is written '=='", "!": "write 'not' for '!'", "&": "write 'and' for '&'",
    "%": "there is no '%'; the remainder of x by n is x - n*floor(x/n)",
    "{": "write '(' for '{'", "}": "write ')' for '}'",
    ";": "the parts of a list are separated by ','", ":": "there is no ':' here; write m[0]",
    "\"": "a formula holds no text; leave the quotes away",
    "'": "a formula holds no text; leave the quotes away",
    "“": "a formula holds no text; leave the quotes away",
    "”": "a formula holds no text; leave the quotes away",
    "½": "write 1/2 for '½'", "¼": "write 1/4 for '¼'", "¾": "write 3/4 for '¾'",
    "∑": "write sum(...) for '∑'", "…": "write every part; there is no '…'",
    "∞": "there is no infinity in a formula; compare with a large number such as 1e300",
  ]

  // MARK: Numbers

  private mutating func number() throws(ParseError) -> Token.Kind {
    let start = position
    var digits = skipDigits()
    if scalar(at: position) == "." {
      position += 1
      digits += skipDigits()
    }
    guard digits > 0 else {
      throw error("a number has a digit beside its '.'", start..<position)
    }
    try readExponent(from: start)
    let range = start..<position
    switch scalar(at: position) {
    case "_": throw error("a number has no '_' in it", position..<position + 1)
    case ".": throw error("a number has one '.' at most", position..<position + 1)
    default: break
    }
    guard range.count <= Self.maximumLiteralLength else {
      throw error("a number has at most \(Self.maximumLiteralLength) characters", range)
    }
    let literal = String(
      String.UnicodeScalarView(scalars[range].map { isDash($0) ? "-" : $0 }))
    guard let value = Double(literal), value.isFinite else {
      throw error("this number is beyond the largest, about 1.8e308", range)
    }
    if value == 0,
      scalars[range].prefix(while: { $0 != "e" && $0 != "E" })
        .contains(where: { ("1"..."9").contains($0) })
    {
      throw error("this number is below the smallest, about 4.9e-324", range)
    }
    return .number(value)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let digit = scalar(at: position), Notation.isASCIIDigit(digit) { position += 1 }
    return position - start
  }

  /// `e-3` after a number's digits; what begins otherwise is left for the next token.
  private mutating func readExponent(from start: Int) throws(ParseError) {
    guard scalar(at: position) == "e" || scalar(at: position) == "E" else { return }
    var ahead = position + 1
    var isSigned = false
    if let sign = scalar(at: ahead), sign == "+" || isDash(sign) {
      ahead += 1
      isSigned = true
    }
    guard let digit = scalar(at: ahead), Notation.isASCIIDigit(digit) else {
      if isSigned { throw error("the exponent has no digits; write 1e-3", start..<ahead) }
      return
    }
    position = ahead
    _ = skipDigits()
  }

  // MARK: Names

  /// A name in ASCII or in the lecture's symbols, or nil where none begins here.
  private mutating func word() throws(ParseError) -> Token.Kind? {
    let start = position
    guard let first = scalar(at: start), let startLength = wordStart(first) else { return nil }
    position += startLength
    skipWordTail(afterASCII: Notation.isASCIILetter(first) || first == "_")
    readLayer()
    guard position - start <= Self.maximumNameLength else {
      throw error("a name has at most \(Self.maximumNameLength) letters", start..<position)
    }
    let name = Notation.asciiName(for: String(String.UnicodeScalarView(scalars[start..<position])))
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw error("'\(name)' is no symbol known here", start..<position)
    }
    switch name {
    case "and": return .operator(.and)
    case "or": return .operator(.or)
    case "not": return .not
    default: return .name(name)
    }
  }

  /// How many scalars begin a name here: two for `∇L` and `Δθ`.
  private func wordStart(_ first: Unicode.Scalar) -> Int? {
    let second = scalar(at: position + 1)
    switch first {
    case "∇": return second == "L" || second == "f" ? 2 : 1
    case "Δ", "\u{2206}": return second == "θ" ? 2 : 1
    case "_": return 1
    default:
      let begins =
        Notation.isASCIILetter(first) || Notation.withoutHat[first] != nil
        || Notation.greekLetters.contains(first)
      return begins ? 1 : nil
    }
  }

  /// What may follow a name's first letter: `_`, digits, subscripts, a hat; ASCII letters after
  /// ASCII, so that `ηg` is two names with a `*` missing.
  private mutating func skipWordTail(afterASCII: Bool) {
    var allowsLetters = afterASCII
    while let scalar = scalar(at: position) {
      if scalar == "_" {
        allowsLetters = true
      } else if Notation.isASCIILetter(scalar) {
        guard allowsLetters else { return }
      } else if !Notation.isASCIIDigit(scalar), scalar != Notation.hat,
        !Notation.subscripts.contains(scalar)
      {
        return
      }
      position += 1
    }
  }

  /// The layer of `W⁽¹⁾`.
  private mutating func readLayer() {
    guard scalar(at: position) == "⁽" else { return }
    var ahead = position + 1
    while let digit = scalar(at: ahead), Notation.superscripts.contains(digit) { ahead += 1 }
    guard ahead > position + 1, scalar(at: ahead) == "⁾" else { return }
    position = ahead + 1
  }

  // MARK: Raised exponents

  private static let raisedNames = Dictionary(
    Notation.raisedLetters.map { ($0.symbol, $0.name) }, uniquingKeysWith: { first, _ in first })

  private static let raisedSigns: Set<Unicode.Scalar> = ["⁻", "⁺", "⁽", "⁾", "⁼"]

  private mutating func superscript() throws(ParseError) -> Token.Kind? {
    let start = position
    while let scalar = scalar(at: position), isRaised(scalar) { position += 1 }
    guard position > start else { return nil }
    var run = scalars[start..<position]
    let isNegative = run.first == "⁻"
    if isNegative { run.removeFirst() }
    var exponent: Expression?
    if run.count == 1, let letter = run.first, let name = Self.raisedNames[letter] {
      exponent = .variable(name)
    } else if run.count <= 15 {
      var value = 0
      let isNumber = run.allSatisfy { scalar in
        guard let digit = Notation.superscripts.firstIndex(of: scalar) else { return false }
        value = value * 10 + digit
        return true
      }
      if isNumber, !run.isEmpty { exponent = .number(Double(value)) }
    }
    guard let exponent else {
      throw error(
        "a raised exponent is a whole number or one letter; write ^(...) for others",
        start..<position)
    }
    return .superscript(isNegative ? .unary(.negate, exponent) : exponent)
  }

  private func isRaised(_ scalar: Unicode.Scalar) -> Bool {
    Notation.superscripts.contains(scalar) || Self.raisedNames[scalar] != nil
      || Self.raisedSigns.contains(scalar)
  }
}

extension Unicode.Scalar {
  /// For a message: the character, or its number where it would not show.
  fileprivate var shown: String {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .nonspacingMark:
      "U+" + String(value, radix: 16, uppercase: true)
    default: String(self)
    }
  }
}
