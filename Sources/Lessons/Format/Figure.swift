/// `0.182 = 2/11`: a number as the text has it, and what it comes from.
struct Figure {
  let numeral: Numeral
  let expression: LessonExpression

  init(_ source: SourceText) throws(LessonProblem) {
    guard let sign = source.text.firstIndex(of: "=") else {
      throw LessonProblem("'figure:' takes 'NUMBER = EXPRESSION'", at: source.place)
    }
    let left = String(source.text[..<sign].trimmed)
    guard let numeral = Numeral.all(in: left).first, left == numeral.written else {
      throw LessonProblem("'\(left)' is not one number", at: source.place)
    }
    self.numeral = numeral
    expression = try LessonExpression(
      source.replaced(by: String(source.text[source.text.index(after: sign)...].trimmed)))
  }

  /// Whether a value rounds to the number as it is written.
  func isRounded(_ value: Double) -> Bool {
    value == numeral.value
      || (value - numeral.value).magnitude <= 0.5 * numeral.unit * (1 + 1e-9)
  }
}
