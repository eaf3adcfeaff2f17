/// Whether a text is a date, a time or both, in the forms that spreadsheets, R and MATLAB write.
func isDate(_ text: String) -> Bool {
  guard text.utf8.count <= 40, text.utf8.contains(where: { (48...57).contains($0) }) else {
    return false
  }
  var words = text.split { $0 == " " || $0 == "T" || $0 == "," }
  if let last = words.last,
    ["am", "pm", "a.m.", "p.m.", "utc", "gmt", "z"].contains(last.lowercased())
  {
    words.removeLast()
  }
  guard let last = words.last, words.count <= 4 else { return false }
  if isTime(last) {
    words.removeLast()
    // A time zone apart: 10:00:00 +0200.
  } else if words.count > 1, isZone(last), isTime(words[words.count - 2]) {
    words.removeLast(2)
  }
  if words.isEmpty { return true }
  let parts = words.flatMap { $0.split { "-/. ".contains($0) } }
  if words.count == 1, let word = words.first { return isNumericDate(word) || isNamedDate(parts) }
  return isNamedDate(parts)
}

/// `12:30`, `1:05:30.25`, with `Z`, `+02:00` or `PM` behind it.
private func isTime(_ text: Substring) -> Bool {
  var rest = text
  for mark in ["Z", "AM", "PM", "am", "pm"] where rest.hasSuffix(mark) {
    rest = rest.dropLast(mark.count)
  }
  if let sign = rest.lastIndex(where: { "+-".contains($0) }), isZone(rest[sign...]) {
    rest = rest[..<sign]
  }
  let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
  guard (2...3).contains(parts.count), let hour = number(parts[0], digits: 1...3), hour <= 240,
    let minute = number(parts[1], digits: 2...2), minute < 60
  else { return false }
  guard parts.count == 3 else { return true }
  let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
  return seconds.count <= 2 && (number(seconds[0], digits: 2...2) ?? 99) < 61
    && seconds.dropFirst().allSatisfy { number($0, digits: 1...9) != nil }
}

/// `+02:00`, `-0500`.
private func isZone(_ text: Substring) -> Bool {
  guard let sign = text.first, "+-".contains(sign) else { return false }
  let digits = text.dropFirst().filter { $0 != ":" }
  return number(digits[...], digits: 4...4) != nil
}

/// `2024-01-05`, `5.1.2024`, `01/05/24`, `2024-01`.
private func isNumericDate(_ text: Substring) -> Bool {
  guard let mark = text.first(where: { "-/.".contains($0) }) else { return false }
  let parts = text.split(separator: mark, omittingEmptySubsequences: false)
  let numbers = parts.compactMap { number($0, digits: 1...4) }
  guard numbers.count == parts.count else { return false }
  func isYear(_ k: Int) -> Bool { parts[k].count == 4 && (1000...2999).contains(numbers[k]) }
  func isMonth(_ k: Int) -> Bool { parts[k].count <= 2 && (1...12).contains(numbers[k]) }
  func isDay(_ k: Int) -> Bool { parts[k].count <= 2 && (1...31).contains(numbers[k]) }
  if parts.count == 2 {
    return mark != "." && ((isYear(0) && isMonth(1)) || (isMonth(0) && isYear(1)))
  }
  guard parts.count == 3 else { return false }
  if isYear(0) { return (isMonth(1) && isDay(2)) || (isDay(1) && isMonth(2)) }
  let endsInYear = isYear(2) || parts[2].count == 2
  return endsInYear && ((isMonth(0) && isDay(1)) || (isDay(0) && isMonth(1)))
}

/// `12-Jan-2020`, `January 5 2020`, `Jan-20`: one month by name among one to two numbers.
private func isNamedDate(_ parts: [Substring]) -> Bool {
  guard (2...3).contains(parts.count) else { return false }
  let names = parts.filter { $0.first?.isLetter == true }
  let numbers = parts.filter { number($0, digits: 1...4) != nil }
  guard names.count == 1, names.count + numbers.count == parts.count,
    let name = names.first?.lowercased(), name.count >= 3
  else { return false }
  return months.contains { $0.hasPrefix(name) }
}

private let months = [
  "january", "february", "march", "april", "may", "june", "july", "august", "september",
  "october", "november", "december",
]

private func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
  guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
    return nil
  }
  return Int(text)
}
