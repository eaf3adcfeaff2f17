import Arithmetic
import Formula
import Wording

/// Reads a number as people type it: `87 %`, `6 MPa`, `1/e`, `σ(2)`, `= 9`.
struct NumberReading<Lab: Laboratory> {
  let lab: Lab
  /// What is asked, with its values put in: it names the unit.
  let ask: String

  /// The number in its shortest form, or why it is none; nil for a command.
  func read(_ text: String) -> Result<String, LaboratoryError>? {
    var body = Self.withoutName(text)
    guard !lab.isVerb(body) else { return nil }
    if let message = Self.decimalComma(in: body) { return .failure(LaboratoryError(message)) }
    for (typed, meant) in Self.spellings { body = body.replacing(typed, with: meant) }
    var share = 1.0
    if (try? parse(body)) == nil {
      switch quantity(in: body) {
      case .success(let found)?: (body, share) = found
      case .failure(let error)?: return .failure(error)
      case nil: break
      }
    }
    guard let formula = try? parse(body) else {
      return looksLikeNumber(body) || !lab.understands(text)
        ? .failure(LaboratoryError(Self.refusal(of: text))) : nil
    }
    do {
      let value = try lab.value(of: formula, others: { Self.constants[$0].map { Value($0) } })
      guard let number = value.scalar else {
        return .failure(
          LaboratoryError("'\(shortened(text))' is not a single number; the answer is one"))
      }
      return .success(NumberStyle.shortest.format(number * share))
    } catch {
      return .failure(error)
    }
  }

  private static var constants: [String: Double] { ["e": 2.718281828459045] }

  /// Signs that people type in the place of the language's own.
  private static var spellings: KeyValuePairs<String, String> {
    ["σ(": "sigmoid(", "sigma(": "sigmoid(", "**": "^", "½": "0.5", "¼": "0.25", "¾": "0.75"]
  }

  private func parse(_ text: String) throws(ParseError) -> Expression {
    try Parser.parse(text, variables: lab.quantityNames + Array(Self.constants.keys))
  }

  /// `y = 1.2`, `= 1.2` and `≈ 1.2` mean 1.2.
  private static func withoutName(_ text: String) -> String {
    var body = text
    if let equals = text.firstIndex(of: "="),
      !text[..<equals].trimmed.contains(where: { $0.isWhitespace || "<>!=\"".contains($0) }),
      text[text.index(after: equals)...].first != "="
    {
      body = String(text[text.index(after: equals)...].trimmed)
    }
    while let first = body.first, "≈~".contains(first) { body = String(body.dropFirst().trimmed) }
    return body
  }

  /// What to say to `0,5`.
  private static func decimalComma(in body: String) -> String? {
    let parts = body.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let last = parts[0].last, last.isNumber,
      let first = parts[1].first, first.isNumber, !body.contains("(")
    else { return nil }
    return "'\(shortened(body))' has a comma: a decimal point is a point, as in "
      + "\(parts[0]).\(parts[1]). This was no attempt."
  }

  /// A number and what follows it: a percent sign or a unit that the question names.
  ///
  /// - Returns: nil where nothing but a number is there.
  private func quantity(in body: String) -> Result<(String, Double), LaboratoryError>? {
    guard looksLikeNumber(body) else { return nil }
    let starts = body.indices.filter { body[$0].isLetter || "%°µ".contains(body[$0]) }
    let split = starts.first { start in
      let before = body[..<start].trimmed
      return !before.isEmpty && (try? parse(String(before))) != nil
    }
    guard let split else { return nil }
    let unit = String(body[split...].trimmed)
    let number = String(body[..<split].trimmed)
    let word = unit.lowercased()
    if ["%", "percent", "per cent"].contains(word) {
      // 87 % is 0.87, but for a question that asks for percent.
      return .success((number, asksForPercent ? 1 : 0.01))
    }
    guard names(unit: unit) else {
      // A formula that cannot be read is no unit.
      if unit.contains(where: { "()[]\"+".contains($0) }) { return nil }
      return .failure(
        LaboratoryError(
          "this question names no unit '\(shortened(unit))': answer with the number alone. This "
            + "was no attempt."))
    }
    return .success((number, 1))
  }

  private var asksForPercent: Bool {
    let asked = ask.lowercased()
    return ["in percent", "in %", "many percent", "what percent", "per cent"].contains {
      asked.contains($0)
    }
  }

  /// Whether the question has this unit as a word of its own.
  private func names(unit: String) -> Bool {
    let asked = Self.words(of: ask)
    let stems = Set(asked.map { Words.stem($0.lowercased()) })
    let typed = Self.words(of: unit)
    return !typed.isEmpty
      && typed.allSatisfy { asked.contains($0) || stems.contains(Words.stem($0.lowercased())) }
  }

  private static func words(of text: String) -> Set<String> {
    Set(text.split { !($0.isLetter || $0.isNumber || "°µμ/²³".contains($0)) }.map(String.init))
  }

  private func looksLikeNumber(_ body: String) -> Bool {
    body.first.map { $0.isNumber || "-−+.(√".contains($0) } ?? false
  }

  private static func refusal(of text: String) -> String {
    "'\(shortened(text))' is no number. Answer with one, as 0.25, or with a formula, as 1/4 or "
      + "2*0.8^5. This was no attempt."
  }
}
