import Formula

/// Numbers that what is said to a wrong answer must not hold: the right one, its negative, and the
/// tolerance.
struct Secrets {
  let numbers: [Double]

  init(of expected: Double, within question: Block) {
    let tolerance = Double.tolerance(
      around: expected, relative: question.relative, absolute: question.absolute)
    numbers = [expected, -expected, tolerance]
  }

  /// The first that a text holds as a number of its own, but for those that the student typed.
  func first(in text: String, but typed: [String], as format: (Double) -> String) -> String? {
    let held = Self.numbers(in: text)
    return numbers.map(format).first { held.contains($0) && !typed.contains($0) }
  }

  /// The numbers of a text as they stand there.
  static func numbers(in text: String) -> Set<String> {
    var found: Set<String> = []
    let characters = Array(text)
    var i = 0
    while i < characters.count {
      let start = i
      if "−-".contains(characters[i]) { i += 1 }
      let digits = i
      while i < characters.count,
        characters[i].isNumber
          || (characters[i] == "." && i + 1 < characters.count
            && characters[i + 1].isNumber)
          || (characters[i] == "e" && i > digits && i + 1 < characters.count
            && (characters[i + 1].isNumber || "−-+".contains(characters[i + 1])))
          || ("−-+".contains(characters[i]) && i > digits && characters[i - 1] == "e")
      {
        i += 1
      }
      if i > digits { found.insert(String(characters[start..<i])) }
      if i == start { i += 1 }
    }
    return found
  }
}
