import Arithmetic
import Formula
import Wording

/// What a task asks, part by part: the conditions that its `check` joins with `and`.
struct TaskParts {
  private let parts: [(source: SourceText, expression: LessonExpression)]
  private let words: [Block.Remark]

  init(of task: Block) {
    words = task.opens
    parts = (task.check.map(Self.split) ?? []).compactMap { source in
      (try? LessonExpression(source)).map { (source, $0) }
    }
  }

  /// The text cut at each `and` that no bracket or quote holds.
  private static func split(_ check: SourceText) -> [SourceText] {
    var parts: [String] = [""]
    var depth = 0
    var isQuoted = false
    var rest = Substring(check.text)
    while let character = rest.first {
      if depth == 0, !isQuoted, rest.hasPrefix(" and ") {
        parts.append("")
        rest = rest.dropFirst(5)
        continue
      }
      if character == "\"" { isQuoted.toggle() }
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      parts[parts.count - 1].append(character)
      rest = rest.dropFirst()
    }
    return parts.map { check.replaced(by: String($0.trimmed)) }
  }

  /// What does not hold yet, each in words.
  func open<Lab: Laboratory>(in lab: Lab) -> [String] {
    var said: [String] = []
    for part in parts where !lab.holds(part.source) {
      let text: String
      if let own = words.first(where: { Self.isSame($0.pattern, part.source) }) {
        text = lab.text(of: own.message)
      } else {
        text = Self.words(for: part.expression, in: lab)
      }
      if !text.isEmpty, !said.contains(text) { said.append(text) }
    }
    return said
  }

  /// Whether a count that only a step back can lower is past what the task allows.
  func isOvershot<Lab: Laboratory>(in lab: Lab) -> Bool {
    parts.contains { part in
      guard !lab.holds(part.source),
        case .binary(let op, .variable(let name), let bound) = part.expression.expression,
        name == "t" || name == "epoch", [.equal, .less, .lessOrEqual].contains(op),
        let now = try? lab.number(of: part.source.replaced(by: name)),
        let most = try? lab.value(of: bound, others: { _ in nil }).scalar
      else { return false }
      return now > most
    }
  }

  /// The pattern of each `open:` must be a part.
  var strayWords: [SourceText] {
    words.map(\.pattern).filter { own in !parts.contains { Self.isSame($0.source, own) } }
  }

  private static func isSame(_ first: SourceText, _ second: SourceText) -> Bool {
    first.text.filter { !$0.isWhitespace } == second.text.filter { !$0.isWhitespace }
  }

  /// `r2 > 0.9` as "r2 must be above 0.9 (it is 0.4512)".
  private static func words<Lab: Laboratory>(
    for part: LessonExpression, in lab: Lab
  ) -> String {
    if case .variable(let name) = part.expression, let force = part.forces[name] {
      return "the \(force.kind) is not \(force.name) yet"
    }
    guard case .binary(let op, let left, let right) = part.expression, let relation = names[op],
      let name = name(of: left), let bound = try? lab.value(of: right, others: { _ in nil }).scalar
    else { return "" }
    let now = try? lab.value(of: left, others: { _ in nil }).scalar
    if name == "t", op == .greater, bound == 0 { return "no update has been made yet" }
    let state =
      now.flatMap { $0 }.map { " (it is \(lab.text(of: $0)))" } ?? " (it has no value yet)"
    return "`\(name)` \(relation) \(lab.text(of: bound))\(state)"
  }

  private static let names: [BinaryOperator: String] = [
    .less: "must be below", .lessOrEqual: "must be at most", .greater: "must be above",
    .greaterOrEqual: "must be at least", .equal: "must be", .notEqual: "must not be",
  ]

  /// A quantity, a component of one, or a function of one quantity.
  private static func name(of expression: Expression) -> String? {
    switch expression {
    case .variable(let name) where !name.hasPrefix("after_") && !name.hasPrefix("in_force_"): name
    case .index(.variable(let name), let places):
      name + "["
        + places.map { if case .number(let n) = $0 { NumberStyle.shortest.format(n) } else { "…" } }
        .joined(separator: ",") + "]"
    case .call(let function, let arguments) where arguments.count == 1:
      name(of: arguments[0]).map { "\(function.rawValue)(\($0))" }
    default: nil
    }
  }
}
