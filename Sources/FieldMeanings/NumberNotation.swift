import Conversion
import Wording

/// A number written in another way than the one that is read: `1,200`, `$900`, `45 %`, `1D+03`.
///
/// A reader that took such a field for a text would make a category of each value.
package struct NumberNotation: Equatable {
  /// What it is, after "is": `a number with a currency`.
  package var what: String
  /// What to write instead.
  package var advice: String
  /// Whether such values may be names as well.
  package var mayBeName = false

  /// The notation of a text that is not a plain number; nil for a text that is no number at all.
  ///
  /// - Parameter comma: whether the table's numbers have decimal commas.
  package init?(_ text: String, comma: Bool) {
    let scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty, scalars.count <= 48 else { return nil }
    if Self.infinities.contains(text.lowercased().drop { "+-−".contains($0) }) {
      self.init(what: "not a finite number", advice: "write a finite one, or leave the field empty")
      return
    }
    guard scalars.contains(where: { $0.properties.numericType != nil }) else { return nil }
    guard
      let found = Self.compound(text) ?? Self.otherDigits(scalars) ?? Self.decorated(text, comma)
        ?? Self.embellished(text, comma: comma)
    else { return nil }
    self = found
  }

  init(what: String, advice: String, mayBeName: Bool = false) {
    self.what = what
    self.advice = advice
    self.mayBeName = mayBeName
  }

  private static let infinities: Set<Substring> = ["inf", "infinity", "∞"]

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    DecimalNumber.value(of: text) != nil || DecimalNumber.value(of: text, comma: true) != nil
  }

  // MARK: Several numbers in one

  private static func compound(_ text: String) -> NumberNotation? {
    let lower = text.lowercased()
    if let radix = ["0x": 16, "0b": 2, "0o": 8][String(lower.prefix(2))],
      let value = Int(lower.dropFirst(2), radix: radix)
    {
      return NumberNotation(
        what: "a number to the base \(radix)", advice: "write \(value)", mayBeName: true)
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, parts.allSatisfy({ isNumber(withoutWhiteSpaceAround($0)) }) {
      return NumberNotation(
        what: "a fraction or two numbers in one", advice: "write one decimal number",
        mayBeName: true)
    }
    let pair = text.split(separator: ":", omittingEmptySubsequences: false)
    if pair.count == 2, pair.allSatisfy({ isNumber(withoutWhiteSpaceAround($0)) }) {
      return NumberNotation(
        what: "two numbers with a colon between", advice: "write a column for each",
        mayBeName: true)
    }
    if let unit = lower.last, "ij".contains(unit),
      let sign = lower.dropLast().lastIndex(where: { "+-".contains($0) }),
      isNumber(withoutWhiteSpaceAround(lower[sign...].dropLast())),
      sign == lower.startIndex || isNumber(withoutWhiteSpaceAround(lower[..<sign]))
    {
      return NumberNotation(
        what: "a complex number", advice: "write its real and its imaginary part in two columns",
        mayBeName: true)
    }
    return nil
  }

  private static func otherDigits(_ scalars: [Unicode.Scalar]) -> NumberNotation? {
    let digits = scalars.filter { $0.properties.numericType == .decimal }
    guard !digits.isEmpty, !digits.contains(where: \.isASCII), scalars.count - digits.count <= 2
    else { return nil }
    let plain = digits.map { "\(Int(exactly: $0.properties.numericValue ?? 0) ?? 0)" }.joined()
    return NumberNotation(
      what: "a number in other digits than 0 to 9",
      advice: digits.count == scalars.count ? "write \(plain)" : "write it with 0 to 9",
      mayBeName: true)
  }

  // MARK: One number with something about it

  private static func decorated(_ text: String, _ comma: Bool) -> NumberNotation? {
    var rest = withoutWhiteSpaceAround(text)
    var isNegative = false
    var isAccounted = false
    var isTypographic = false
    var currency: String?
    var percent: String?
    if rest.first == "(", rest.last == ")" {
      rest = withoutWhiteSpaceAround(rest.dropFirst().dropLast())
      isAccounted = true
    }
    // A sign and a currency, in either order.
    for i in 0..<2 {
      if let first = rest.first, "+-−–".contains(first), i == 0 || currency != nil {
        isTypographic = isTypographic || "−–".contains(first) || rest.dropFirst().first == " "
        isNegative = isNegative || first != "+"
        rest = withoutWhiteSpaceAround(rest.dropFirst())
      }
      if currency == nil, let mark = prefixedCurrency(rest) {
        currency = mark
        rest = withoutWhiteSpaceAround(rest.dropFirst(mark.count))
      }
    }
    if let last = rest.last, "%‰".contains(last) {
      percent = String(last)
      rest = withoutWhiteSpaceAround(rest.dropLast())
    }
    if currency == nil, let mark = suffixedCurrency(rest) {
      currency = mark
      rest = withoutWhiteSpaceAround(rest.dropLast(mark.count))
    }
    if let last = rest.last, "-−".contains(last), rest.dropLast().last?.isNumber == true {
      rest = rest.dropLast()
      isAccounted = true
    }
    guard rest.first?.isNumber == true || ".,".contains(rest.first ?? " "),
      let core = Core(rest, comma: comma)
    else { return nil }
    let sign = isNegative || isAccounted ? "-" : ""
    let plain = sign + core.plain
    if let currency {
      return NumberNotation(
        what: "a number with a currency",
        advice: "write \(plain) and put \(currency) into the column's name")
    }
    if let percent {
      return NumberNotation(
        what: "a number with a percent sign",
        advice: "write \(plain) and put \(percent) into the column's name")
    }
    if let what = core.what {
      return NumberNotation(what: what, advice: core.advice ?? "write \(plain)")
    }
    if isAccounted || isTypographic {
      return NumberNotation(
        what: isAccounted
          ? "a negative number as accounts write it" : "a number with another sign than + or -",
        advice: "write \(plain)")
    }
    // Plain and yet not read: too large for a double.
    return NumberNotation(
      what: "not a finite number", advice: "a number of up to 1.8e308 is read")
  }

  private static let currencyCodes = [
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN",
    "US$", "kr", "zł", "Rs", "Fr.", "SFr.",
  ]

  static func prefixedCurrency(_ text: Substring) -> String? {
    if let code = currencyCodes.first(where: { text.hasPrefix($0) }) { return code }
    return text.first.flatMap { isCurrency($0) ? String($0) : nil }
  }

  private static func suffixedCurrency(_ text: Substring) -> String? {
    if let code = currencyCodes.first(where: { text.hasSuffix($0) }) { return code }
    return text.last.flatMap { isCurrency($0) ? String($0) : nil }
  }

  private static func isCurrency(_ character: Character) -> Bool {
    character.unicodeScalars.first?.properties.generalCategory == .currencySymbol
  }
}

extension NumberNotation {
  /// The digits of a number without sign, currency and percent sign.
  private struct Core {
    /// As it would be read.
    var plain: String
    /// What is unusual about it; nil for nothing.
    var what: String?
    var advice: String?

    init?(_ text: Substring, comma: Bool) {
      if DecimalNumber.value(of: text, comma: comma) != nil {
        plain = String(text)
        return
      }
      let exponent = text.firstIndex { "eEdD×*".contains($0) }
      let mantissa = exponent.map { text[..<$0] } ?? text
      guard let digits = Grouped(withoutWhiteSpaceAround(mantissa), comma: comma) else {
        return nil
      }
      plain = digits.plain
      what = digits.what
      advice = digits.advice
      guard let exponent else { return }
      guard let power = Self.power(text[exponent...]) else { return nil }
      plain += "e\(power)"
      if !"eE".contains(text[exponent]) {
        what = what ?? "a number with another exponent than e"
      }
      if advice != nil { advice = "write \(plain)" }
    }

    /// The power of ten in `e3`, `D+03`, `×10^3`.
    private static func power(_ text: Substring) -> Int? {
      var rest = text.dropFirst()
      if "×*".contains(text.first ?? " ") {
        rest = withoutWhiteSpaceAround(rest)
        guard rest.hasPrefix("10") else { return nil }
        rest = rest.dropFirst(2)
        if rest.first == "^" { rest = rest.dropFirst() }
      }
      return Int(rest)
    }
  }

  /// Digits with a decimal sign and marks between groups.
  private struct Grouped {
    var plain: String
    var what: String?
    var advice: String?

    init?(_ text: Substring, comma: Bool) {
      let marks = text.filter { !("0"..."9").contains($0) }
      let kinds = Set(marks)
      guard text.contains(where: { ("0"..."9").contains($0) }),
        kinds.allSatisfy({ ".,'’_".contains($0) || $0.isWhitespace })
      else { return nil }
      let decimal: Character = comma ? "," : "."
      let other: Character = comma ? "." : ","
      guard let last = marks.last, DecimalNumber.value(of: text, comma: comma) == nil else {
        plain = String(text)
        return
      }
      let groups = text.split(omittingEmptySubsequences: false) { kinds.contains($0) }
      let isEvenlyGrouped =
        groups.first.map { (1...3).contains($0.count) } ?? false
        && groups.dropFirst().allSatisfy { (2...3).contains($0.count) }
      if kinds.count == 1, marks.count == 1, last == other {
        // One mark, and it is the other decimal sign.
        let whole = groups[0].isEmpty ? "0" : String(groups[0])
        plain = "\(whole)\(decimal)\(groups[1])"
        let name = comma ? "point" : "comma"
        let isOpen = groups[1].count == 3 && (1...3).contains(whole.count) && whole != "0"
        what = "a number with a \(name)" + (isOpen ? " for thousands or for decimals" : "")
        advice =
          "write \(isOpen ? "\(whole)\(groups[1])" : plain)"
          + (comma ? "" : ", or give decimal=comma where commas are for decimals")
        return
      }
      if kinds.count == 1 {
        guard isEvenlyGrouped || last == "_" else { return nil }
        plain = groups.joined()
        what = "a number with \(Self.name(of: last)) between its digits"
        return
      }
      // Two kinds of marks: the last stands once and is the decimal sign.
      guard kinds.count == 2, ".,".contains(last), marks.filter({ $0 == last }).count == 1,
        let fraction = groups.last, groups.count > 2,
        groups.dropLast().first.map({ (1...3).contains($0.count) }) ?? false,
        groups.dropLast().dropFirst().allSatisfy({ (2...3).contains($0.count) })
      else { return nil }
      plain = groups.dropLast().joined() + String(decimal) + fraction
      let mark = marks.first ?? last
      what = "a number with \(Self.name(of: mark)) between its thousands"
    }

    private static func name(of mark: Character) -> String {
      switch mark {
      case ",": "commas"
      case ".": "points"
      case "_": "underscores"
      case "'", "’": "apostrophes"
      default: "blanks"
      }
    }
  }
}
