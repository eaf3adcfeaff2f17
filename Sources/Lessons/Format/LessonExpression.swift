import Formula

/// An expression of a lesson: the shell's language, `after("COMMANDS").QUANTITY` for what a quantity
/// is once commands have run on a copy, and `rule("adam")`, `schedule("step")`, `dropout("none")`, which
/// are 1 where the rule (the student's own ones too), schedule or style of dropout of that name is in
/// force.
struct LessonExpression: Sendable {
  struct Future: Sendable {
    var commands: String
    var expression: Expression
  }

  /// With a variable `after_N` in the place of each `after(...)`.
  let expression: Expression
  let futures: [String: Future]
  /// What must be in force, with a variable `in_force_N` in the place of each.
  let forces: [String: (kind: String, name: String)]
  let source: SourceText

  /// - Throws: `LessonProblem` at the character that does not parse.
  init(_ source: SourceText) throws(LessonProblem) {
    self.source = source
    var futures: [String: Future] = [:]
    var forces: [String: (kind: String, name: String)] = [:]
    let (text, found) = try Self.withoutForces(source)
    forces = found
    var rest = Substring(text)
    var plain = ""
    while let call = Self.nextCall(in: rest) {
      plain += rest[..<call.lowerBound]
      rest = rest[call.upperBound...]
      guard let quote = rest.firstIndex(of: "\"") else {
        throw Self.problem("the commands of after(\"...\") are never closed", source, at: rest)
      }
      let commands = String(rest[..<quote])
      rest = rest[rest.index(after: quote)...]
      guard rest.hasPrefix(").") else {
        throw Self.problem("behind after(\"...\") stands '.QUANTITY'", source, at: rest)
      }
      rest = rest.dropFirst(2)
      let quantity = try Self.primary(of: &rest, in: source)
      let name = "after_\(futures.count + 1)"
      do {
        futures[name] = Future(commands: commands, expression: try Parser.parse(quantity))
      } catch {
        throw Self.problem(error.message, source, at: rest)
      }
      plain += name
    }
    plain += rest
    do { expression = try Parser.parse(plain) } catch {
      let column = futures.isEmpty ? source.place.column + error.column - 1 : source.place.column
      throw LessonProblem(
        "'\(source.text.abridged)' does not parse: \(error.message)",
        at: Place(line: source.place.line, column: column))
    }
    self.futures = futures
    self.forces = forces
  }

  /// The text with a variable in the place of each `rule("NAME")` and `schedule("NAME")`.
  private static func withoutForces(
    _ source: SourceText
  ) throws(LessonProblem) -> (String, [String: (kind: String, name: String)]) {
    var forces: [String: (kind: String, name: String)] = [:]
    var text = source.text
    for kind in ["rule", "schedule", "dropout"] {
      while let call = text.firstRange(of: kind + "(\"") {
        guard let end = text[call.upperBound...].firstRange(of: "\")") else {
          throw problem("the name in \(kind)(\"...\") is never closed", source, at: "")
        }
        let name = "in_force_\(forces.count + 1)"
        forces[name] = (kind, String(text[call.upperBound..<end.lowerBound]))
        text.replaceSubrange(call.lowerBound..<end.upperBound, with: name)
      }
    }
    return (text, forces)
  }

  /// Whether a name stands for what the lesson's language adds.
  func isOwn(_ name: String) -> Bool { futures[name] != nil || forces[name] != nil }

  /// The one quantity that the expression names, with the commands before it: what a misconception
  /// can be looked up for.
  var label: (commands: String?, label: String)? {
    guard let label = expression.label else { return nil }
    guard let future = futures[label] else {
      return futures.isEmpty ? (nil, label) : nil
    }
    return future.expression.label.map { (future.commands, $0) }
  }

  private static func nextCall(in text: Substring) -> Range<Substring.Index>? {
    text.firstRange(of: "after(\"")
  }

  private static func problem(
    _ message: String, _ source: SourceText, at rest: Substring
  ) -> LessonProblem {
    let offset = max(0, source.text.count - rest.count)
    return LessonProblem(
      "'\(source.text.abridged)': \(message)",
      at: Place(line: source.place.line, column: source.place.column + offset))
  }

  /// A name with its index, or an expression in parentheses.
  private static func primary(
    of rest: inout Substring, in source: SourceText
  ) throws(LessonProblem) -> String {
    func bracketed(_ open: Character, _ close: Character) -> Substring? {
      var depth = 0
      for i in rest.indices {
        if rest[i] == open { depth += 1 }
        if rest[i] == close { depth -= 1 }
        if depth == 0 { return rest[...i] }
      }
      return nil
    }
    if rest.first == "(" {
      guard let inner = bracketed("(", ")") else {
        throw problem("a parenthesis is never closed", source, at: rest)
      }
      rest = rest[inner.endIndex...]
      return String(inner)
    }
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "∇" }
    guard !name.isEmpty else { throw problem("a quantity is missing", source, at: rest) }
    rest = rest[name.endIndex...]
    guard rest.first == "[" else { return String(name) }
    guard let index = bracketed("[", "]") else {
      throw problem("an index is never closed", source, at: rest)
    }
    rest = rest[index.endIndex...]
    return String(name) + index
  }
}

/// A text with values in it: `Here g is {g[1]}.`
struct Message: Sendable {
  enum Piece: Sendable {
    case text(String)
    case value(LessonExpression)
  }

  let pieces: [Piece]

  init(_ source: SourceText) throws(LessonProblem) {
    var pieces: [Piece] = []
    var rest = Substring(source.text)
    var place = source.place
    while let open = rest.firstIndex(of: "{") {
      pieces.append(.text(String(rest[..<open])))
      let inner = rest[rest.index(after: open)...]
      place.column += rest.distance(from: rest.startIndex, to: inner.startIndex)
      guard let close = inner.firstIndex(of: "}") else {
        throw LessonProblem("the brace that opens here is never closed", at: place)
      }
      pieces.append(.value(try LessonExpression(SourceText(String(inner[..<close]), at: place))))
      rest = inner[inner.index(after: close)...]
      place.column += inner.distance(from: inner.startIndex, to: rest.startIndex)
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.pieces = pieces
  }
}
