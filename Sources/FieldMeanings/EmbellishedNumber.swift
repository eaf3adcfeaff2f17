import Conversion
import Formula
import Wording

extension NumberNotation {
  /// A number with signs about it that say more than the number: `<5`, `5 ± 0.1`, `900.-`, `“1.5”`.
  ///
  /// Such texts may be names as well, so a column is refused for them only where most of its values
  /// are numbers in some notation.
  static func embellished(_ text: String, comma: Bool) -> NumberNotation? {
    func plain(_ text: some StringProtocol) -> String? {
      let bare = withoutWhiteSpaceAround(text)
      if DecimalNumber.value(of: bare, comma: comma) != nil { return String(bare) }
      return DecimalNumber.value(of: bare, comma: !comma) != nil ? String(bare) : nil
    }
    func found(_ what: String, _ advice: String) -> NumberNotation {
      NumberNotation(what: what, advice: advice, mayBeName: true)
    }
    func uncertain(_ value: Substring, _ error: Substring) -> NumberNotation? {
      guard let number = plain(value), plain(error) != nil else { return nil }
      return found(
        "a number with its uncertainty",
        "write \(number), and the uncertainty in a column of its own")
    }
    let visible = String(
      String.UnicodeScalarView(text.unicodeScalars.filter { !Notation.isInvisible($0) }))
    if visible != text, let number = plain(visible) {
      return found("a number with an invisible character", "write \(number)")
    }
    if let (first, last) = wrapping.first(where: {
      visible.count > 2 && visible.first == $0.0 && visible.last == $0.1
    }), let number = plain(visible.dropFirst().dropLast()) {
      let isQuote = first == last || "“«„‘‚".contains(first)
      return found(isQuote ? "a number in quotes" : "a number in brackets", "write \(number)")
    }
    if let first = visible.first, "='’‘`".contains(first), let number = plain(visible.dropFirst()) {
      return found("a number that a spreadsheet keeps as a text", "write \(number)")
    }
    let signs = visible.prefix { "+-−–".contains($0) }
    if signs.count > 1, plain(visible.dropFirst(signs.count)) != nil {
      return found("a number with more than one sign", "write it with one")
    }
    let bound = visible.prefix { "<>≤≥≦≧=~≈≃∼".contains($0) }
    if !bound.isEmpty, let number = plain(visible.dropFirst(bound.count)) {
      return found(
        "a bound or an estimate and no number", "write \(number) if that is the value to use")
    }
    for mark in ["±", "+/-", "+-", "(+-)"] {
      guard let range = visible.firstRange(of: mark), range.lowerBound > visible.startIndex else {
        continue
      }
      if let notation = uncertain(visible[..<range.lowerBound], visible[range.upperBound...]) {
        return notation
      }
    }
    if visible.last == ")", let open = visible.lastIndex(of: "("), open > visible.startIndex,
      let notation = uncertain(visible[..<open], visible[open...].dropFirst().dropLast())
    {
      return notation
    }
    let footnote = visible.reversed().prefix { "*†‡§#¹²³ᵃᵇᶜ".contains($0) }.count
    if footnote > 0, let number = plain(visible.dropLast(footnote)) {
      return found("a number with a footnote's mark", "write \(number)")
    }
    return swissAmount(visible).map { amount in
      found("an amount of money", "write \(amount) and put the currency into the column's name")
    } ?? fractionSign(visible) ?? otherMarks(visible, comma: comma)
  }

  private static let wrapping: [(Character, Character)] = [
    ("'", "'"), ("\"", "\""), ("`", "`"), ("‘", "’"), ("‚", "‘"), ("“", "”"), ("„", "“"),
    ("«", "»"), ("»", "«"), ("’", "’"), ("[", "]"), ("{", "}"),
  ]

  /// The francs of `900.-`, `Fr. 900.–` and `900,--`; nil for another text.
  private static func swissAmount(_ text: String) -> String? {
    var rest = withoutWhiteSpaceAround(text)
    if let mark = prefixedCurrency(rest) {
      rest = withoutWhiteSpaceAround(rest.dropFirst(mark.count))
    }
    let dashes = rest.reversed().prefix { "-–—−".contains($0) }.count
    guard (1...2).contains(dashes) else { return nil }
    rest = rest.dropLast(dashes)
    guard let mark = rest.last, ".,".contains(mark) else { return nil }
    let digits = rest.dropLast().filter { !"'’´`′ʼ‘ ".contains($0) }
    return !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) } ? digits : nil
  }

  /// `½`, `2¾`.
  private static func fractionSign(_ text: String) -> NumberNotation? {
    let scalars = text.unicodeScalars
    guard let last = scalars.last, last.properties.numericType == .numeric,
      let part = last.properties.numericValue, part > 0, part < 1
    else { return nil }
    let rest = String(String.UnicodeScalarView(scalars.dropLast()))
    guard let whole = rest.isEmpty ? 0 : DecimalNumber.value(of: rest), whole >= 0 else {
      return nil
    }
    return NumberNotation(
      what: "a number with a fraction sign", advice: "write \(whole + part)", mayBeName: true)
  }

  /// Marks that stand for the usual ones: `1٫5`, `1，5`, `1·234`, `1´234`, `1.5×10³`.
  private static func otherMarks(_ text: String, comma: Bool) -> NumberNotation? {
    let usual = String(
      text.map { character -> Character in
        switch character {
        case "´", "`", "′", "ʼ", "‘", "ʹ", "＇": "'"
        case "٫", "．", "·": "."
        case "，", "﹐", "、": ","
        case "٬": "'"
        default: character
        }
      })
    if let number = power(usual, comma: comma) {
      return NumberNotation(
        what: "a number with another exponent than e", advice: "write \(number)", mayBeName: true)
    }
    guard usual != text else { return nil }
    if let value = DecimalNumber.value(of: usual, comma: comma), value.isFinite {
      return NumberNotation(
        what: "a number with another decimal sign", advice: "write \(usual)", mayBeName: true)
    }
    guard var known = NumberNotation(usual, comma: comma) else { return nil }
    known.mayBeName = true
    return known
  }

  /// `1.5e3` for `1.5 x 10^3`, `1.5·10³` and their kind; nil for another text.
  private static func power(_ text: String, comma: Bool) -> String? {
    let marks: Set<Character> = ["x", "X", "×", "*", ".", "⋅", "∙"]
    for (i, character) in zip(text.indices, text) where marks.contains(character) {
      let mantissa = withoutWhiteSpaceAround(text[..<i])
      var rest = withoutWhiteSpaceAround(text[text.index(after: i)...])
      guard rest.hasPrefix("10"), DecimalNumber.value(of: mantissa, comma: comma) != nil else {
        continue
      }
      rest = rest.dropFirst(2)
      let isRaised = rest.first == "^" || rest.hasPrefix("**")
      if isRaised { rest = rest.drop { "^*".contains($0) } }
      let digits = rest.map { character -> String in
        switch character {
        case "⁻", "−", "–": "-"
        case "⁺": "+"
        default:
          "⁰¹²³⁴⁵⁶⁷⁸⁹".firstIndex(of: character).map {
            "\("⁰¹²³⁴⁵⁶⁷⁸⁹".distance(from: "⁰¹²³⁴⁵⁶⁷⁸⁹".startIndex, to: $0))"
          } ?? String(character)
        }
      }.joined()
      let isWritten = isRaised || digits != rest
      guard isWritten,
        let exponent = Int(digits.hasPrefix("+") ? String(digits.dropFirst()) : digits)
      else { continue }
      return "\(mantissa)e\(exponent)"
    }
    return nil
  }
}
