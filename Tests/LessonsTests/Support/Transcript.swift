import Lessons

/// A lesson taken in a toy laboratory, with everything it showed.
struct Taken {
  var run: LessonRun<ToyLaboratory>
  var shown: [String] = []

  init(_ text: String, student: Student = .transcript) {
    run = LessonRun(parsed(text), student: student, lab: ToyLaboratory())
    var lines: [String] = []
    run.begin { lines += Self.text(of: $0) }
    shown = lines
  }

  /// Types a line; gives what was shown because of it.
  @discardableResult
  mutating func type(_ line: String) -> String {
    var lines: [String] = []
    _ = run.respond(to: line) { lines += Self.text(of: $0) }
    shown += lines
    return lines.joined(separator: "\n")
  }

  private static func text(of item: Shown) -> [String] {
    switch item {
    case .lines(let lines): lines.map(\.plain)
    case .output(let text): [text]
    case .error(let text): ["error: " + text]
    }
  }
}

/// Answers to `everyKind`, line by line, from its first page to its end.
let everyAnswer = [
  "", "step", "", "1.0", "0.5", "", "", "-1", "", "rate 0.05", "next", "2", "", "zigzag", "",
]
