/// The places of blanks at which no line should end. What stands in short parentheses with an
/// operator, as `(1 − ηλ)`, keeps together, and so do short commands and formulas, of at most
/// `longest` characters.
package func boundBlanks(
  in characters: [(character: Character, isCode: Bool)], longest: Int
) -> Set<Int> {
  let plain = characters.map(\.character)
  return blanksInParentheses(in: plain)
    .union(blanksOfFormulas(in: plain, longest: longest))
    .union(blanksOfCode(in: characters, longest: longest))
}

/// The blanks in short parentheses with an operator, and those before a unit.
private func blanksInParentheses(in characters: [Character]) -> Set<Int> {
  var bound: Set<Int> = []
  var open: [Int] = []
  for (i, character) in characters.enumerated() {
    if character == "(" { open.append(i) }
    // A number keeps its unit, as `87 %`.
    if character == " ", i > 0, characters[i - 1].isNumber {
      let next = String(characters[(i + 1)...].prefix { $0.isLetter || "%°²".contains($0) })
      if units.contains(next) { bound.insert(i) }
    }
    guard character == ")", let start = open.popLast(), i - start <= longestBound else {
      continue
    }
    let inner = characters[start...i]
    guard inner.contains(where: { "+−=·/*<>≤≥".contains($0) }) else { continue }
    for j in inner.indices where characters[j] == " " { bound.insert(j) }
    // A factor of one letter stays before it, as in `a (1 − a)`.
    if start > 1, characters[start - 1] == " ", characters[start - 2].isLetter,
      start == 2 || characters[start - 3] == " "
    {
      bound.insert(start - 1)
    }
  }
  return bound
}

private let units: Set = ["%", "°C", "MPa", "MPa²", "kN", "mm"]
private let longestBound = 24

/// The blanks beside operators, as in `1 − 10 · η = 0.5`, as far as the whole stays short.
private func blanksOfFormulas(in characters: [Character], longest: Int) -> Set<Int> {
  var bound: Set<Int> = []
  /// Where the formula begins that the present word may go on.
  var start = 0
  var i = 0
  while i < characters.count {
    guard !characters[i].isWhitespace else {
      i += 1
      continue
    }
    let word = i
    while i < characters.count, !characters[i].isWhitespace { i += 1 }
    let isOperator = i - word == 1 && "+−=·×÷<>≤≥≈".contains(characters[word])
    guard isOperator, word > 0, i < characters.count else {
      // What is bound to the operator before it belongs to the formula, and so does what it is
      // multiplied by, as in `10 y` and `½ (x² + y²)`.
      if !bound.contains(word - 1) {
        if word > 1, characters[word - 1] == " ", i - start <= longest,
          isProduct(characters[..<(word - 1)].last, characters[word...])
        {
          bound.insert(word - 1)
        } else {
          start = word
        }
      }
      continue
    }
    let next = characters[(i + 1)...].prefix { !$0.isWhitespace }.count
    guard characters[word - 1] == " ", characters[i] == " ", next > 0,
      i + 1 + next - start <= longest
    else {
      start = i + 1
      continue
    }
    bound.formUnion([word - 1, i])
  }
  return bound
}

/// Whether a blank between two words stands for "times": a digit or a fraction before it, and after
/// it a quantity of one letter or a bracket.
private func isProduct(_ before: Character?, _ after: ArraySlice<Character>) -> Bool {
  guard let before, before.isNumber, let first = after.first else { return false }
  if first == "(" {
    // To its end, as `(y − 1)²`.
    let inner = after.prefix { $0 != ")" }
    return inner.count <= longestBound
      && inner.contains { "+−=·/*²³".contains($0) || $0.isNumber }
  }
  guard first.isLetter else { return false }
  let rest = after.dropFirst().prefix { !$0.isWhitespace }
  // `y`, `κ`, `w²`, `y,`: not a word.
  return rest.allSatisfy { !$0.isLetter && !$0.isNumber || "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉".contains($0) }
}

/// The blanks of short commands.
private func blanksOfCode(
  in characters: [(character: Character, isCode: Bool)], longest: Int
) -> Set<Int> {
  var bound: Set<Int> = []
  var i = 0
  while i < characters.count {
    guard characters[i].isCode else {
      i += 1
      continue
    }
    let start = i
    while i < characters.count, characters[i].isCode { i += 1 }
    guard i - start <= longest else { continue }
    bound.formUnion((start..<i).filter { characters[$0].character == " " })
  }
  return bound
}
