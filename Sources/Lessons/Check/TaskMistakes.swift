/// What students do by mistake at a task: the right commands with one of them left out, a number or a word
/// in the place of another, the last one alone, or other data of the lesson.
struct TaskMistakes {
  /// The right commands, in their order.
  let answers: [String]
  /// What the lesson has set up before, as `data concrete`.
  let former: [String]

  /// Each as lines to type, what is soon done first.
  var all: [[String]] {
    var all: [[String]] = []
    if answers.count > 1 {
      all += answers.indices.map { left in answers.indices.filter { $0 != left }.map { answers[$0] }
      }
      if let last = answers.last { all.append([last]) }
    }
    all.append(["optimizer lr=1"] + answers)
    all += former.map { [$0] + answers }
    for (i, answer) in answers.enumerated() {
      for changed in Self.changed(answer) {
        var lines = answers
        lines[i] = changed
        all.append(lines)
      }
    }
    return all
  }

  /// A command with one of its numbers or words changed.
  private static func changed(_ command: String) -> [String] {
    var changed: [String] = []
    for numeral in Set(Numeral.all(in: command)).sorted(by: { $0.value < $1.value }) {
      for factor in [0.5, 2, 0.1, 10, 100] {
        let value = numeral.value * factor
        let text = Int(exactly: value).map(String.init) ?? String(value)
        changed.append(command.replacing(numeral.written, with: text, maxReplacements: 1))
      }
    }
    for (word, other) in words where command.contains(word) {
      changed.append(command.replacing(word, with: other))
    }
    return changed
  }

  /// Words of commands, each with one that is taken for it.
  private static let words = [
    ("vanilla", "inverted"), ("inverted", "vanilla"), ("l1", "l2"), ("l2", "l1"),
    ("tanh", "sigmoid"), ("relu", "sigmoid"), ("leaky_relu", "relu"), ("sigmoid", "relu"),
    ("cosine", "step"), ("step", "cosine"), ("linear", "step"), ("constant", "step"),
    ("inverse_sqrt", "constant"), ("random", "grid"), ("adam", "gd"), ("momentum", "gd"),
    ("gd", "adam"),
  ]
}
