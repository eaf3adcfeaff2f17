/// A number as it stands in a text.
struct Numeral: Hashable {
  /// As it is written, a sign among it.
  let written: String
  /// Without its sign: a text has its own way of saying minus.
  let text: String
  let value: Double
  /// One unit of its last digit.
  let unit: Double

  /// The numbers of a text that stand for themselves: not those within a word or a name, as in `R²`,
  /// `8b` or `10⁴`.
  static func all(in text: String) -> [Numeral] {
    let characters = Array(text)
    var found: [Numeral] = []
    var i = 0
    while i < characters.count {
      guard characters[i].isDigit else {
        i += 1
        continue
      }
      let start = i
      func skipDigits() { while i < characters.count, characters[i].isDigit { i += 1 } }
      skipDigits()
      var places = 0
      if i + 1 < characters.count, characters[i] == ".", characters[i + 1].isDigit {
        i += 1
        let first = i
        skipDigits()
        places = i - first
      }
      var exponent = 0
      if i < characters.count, characters[i] == "e" {
        var j = i + 1
        let isNegative = j < characters.count && "-−".contains(characters[j])
        if isNegative { j += 1 }
        let digits = characters[j...].prefix(while: \.isDigit)
        if let power = Int(String(digits)), power < 1_000 {
          exponent = isNegative ? -power : power
          i = j + digits.count
        }
      }
      let before = start > 0 ? characters[start - 1] : " "
      let after = i < characters.count ? characters[i] : " "
      guard !before.isLetter, !before.isNumber, before != ".", before != "^", before != "_",
        !after.isLetter, !after.isNumber
      else { continue }
      let isNegative = "-−".contains(before)
      let plain = String(characters[start..<i]).replacingMinus
      guard let size = Double(plain), let unit = Double("1e\(exponent - places)") else { continue }
      found.append(
        Numeral(
          written: (isNegative ? String(before) : "") + String(characters[start..<i]), text: plain,
          value: isNegative ? -size : size, unit: unit))
    }
    return found
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

extension String {
  fileprivate var replacingMinus: String { String(map { $0 == "−" ? "-" : $0 }) }
}
