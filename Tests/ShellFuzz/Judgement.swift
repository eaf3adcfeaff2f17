/// What must not happen.
enum Fault: Equatable {
  /// The program ended by itself: the signal's number, negative, or an exit status.
  case ended(Int32, words: String)
  /// It asks for no line, not even after ^C.
  case hangs
  /// A line that gave an error changed the state.
  case changed(before: String, after: String)
  /// An error that is no sentence.
  case illSaid(String)

  /// What tells one fault from another of its kind.
  var signature: String {
    switch self {
    case .ended(let status, let words):
      let place = words.split(separator: "\n").last { $0.contains("Fatal error") }
      return "ended with \(status)" + (place.map { ": \($0.suffix(120))" } ?? "")
    case .hangs: return "hangs"
    case .changed: return "changed"
    case .illSaid: return "ill said"
    }
  }

  var words: String {
    switch self {
    case .ended(_, let words), .illSaid(let words): "said: \(words.suffix(900))"
    case .changed(let before, let after): "before: \(before)\n  after: \(after)"
    case .hangs: ""
    }
  }

  /// What is shown of it: the acts that lead to it, and how to see it again.
  ///
  /// - Parameter isFirm: whether it came again; else the acts are the last ones before it.
  func report(
    _ signature: String, isFirm: Bool, in surroundings: Surroundings, _ acts: [Act], session: Int,
    again: String
  ) -> String {
    let head = "--- \(signature), session=\(session)\(isFirm ? "" : ", not again")"
    let shown = acts.suffix(isFirm ? 60 : 12).map { "\($0)" }
    return
      ([head]
      + (["\(surroundings)"] + shown + [words, "again: shell-fuzz \(again)"])
      .map { "  \($0)" }).joined(separator: "\n")
  }
}

/// What is wrong with an error's words, quotations taken out; nil for a sentence.
func complaint(about errors: String) -> String? {
  let errors = errors.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  var plain = ""
  var isQuoted = false
  for character in errors {
    if character == "'" { isQuoted.toggle() }
    if !isQuoted { plain.append(character == "\n" ? " " : character) }
  }
  while plain.last == " " { plain.removeLast() }
  // Of a text with an apostrophe, more is taken for the program's own words than is.
  let isTwo =
    !errors.contains("…") && errors.count { $0 == "'" } <= 2
    && plain.matches(of: /[a-z)]\. [A-Z][a-z]/).count > 0
  let isLong = errors.count > 1_500
  let hasControl = errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }
  return isTwo || isLong || hasControl || plain.isEmpty ? errors : nil
}

/// How often something happened.
struct Counts {
  var lines = 0
  var sessions = 0
  var errors = 0
  var compared = 0
  var interrupts = 0
  var slow = 0
  var leavings = 0
  /// How many lines were answered within 10 ms, 100 ms, 1 s, 10 s, and later.
  var waits = [0, 0, 0, 0, 0]

  mutating func note(wait seconds: Double) {
    waits[[0.01, 0.1, 1, 10].firstIndex { seconds < $0 } ?? 4] += 1
  }

  mutating func add(_ other: Counts) {
    lines += other.lines
    sessions += other.sessions
    errors += other.errors
    compared += other.compared
    interrupts += other.interrupts
    slow += other.slow
    leavings += other.leavings
    for i in waits.indices { waits[i] += other.waits[i] }
  }
}
