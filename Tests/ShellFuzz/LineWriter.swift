import Console
import Session
import Shell

/// One thing that a user does at the terminal.
enum Act: Equatable {
  /// Types a line and Return.
  case line(String)
  /// Types a line and Return, and ^C so many milliseconds later.
  case interrupted(String, after: Int)
  /// Presses keys in the middle of a line, then drops it.
  case keys(String)
  /// Pastes lines, as terminals mark it or not.
  case paste([String], isBracketed: Bool)
  /// Drags the window's corner.
  case resize(columns: Int, rows: Int)

  /// What was typed, where it was one line.
  var text: String? {
    switch self {
    case .line(let text), .interrupted(let text, _): text
    case .keys, .paste, .resize: nil
    }
  }
}

/// Writes lines out of what the commands declare.
struct LineWriter {
  private var values: ValueWriter
  private let commands = CommandTable.standard.commands

  init(chance: Chance) { values = ValueWriter(chance: chance) }

  mutating func act(in situation: Situation) -> Act {
    switch values.chance.whole(0...199) {
    case 0...3: return .resize(columns: size(), rows: size())
    case 4...6: return .keys(keys(in: situation))
    case 7...8:
      let lines = (0..<values.chance.whole(1...4)).map { _ in line(in: situation) }
      return .paste(lines, isBracketed: values.chance.happens(0.5))
    case 9...16:
      return .interrupted(
        line(in: situation), after: values.chance.one(of: [0, 1, 3, 20], else: 0))
    default: return .line(line(in: situation))
    }
  }

  mutating func size() -> Int {
    values.chance.one(of: [0, 1, 2, 5, 20, 24, 40, 60, 80, 80, 80, 132, 500, 65_535], else: 80)
  }

  mutating func line(in situation: Situation) -> String {
    switch values.chance.whole(0...99) {
    case 0...2: return ""
    case 3...5: return (0..<2).map { _ in command(in: situation) }.joined(separator: "; ")
    case 6...17: return example()
    case 18...21: return soup(in: situation)
    case 22...27: return answer(in: situation)
    case 28...30: return definition(in: situation)
    case 31:
      return String(repeating: values.chance.word(of: Words.names + ["-", "(", "x+"]), count: 700)
    default: return command(in: situation)
    }
  }

  /// A verb with what it declares, or nearly so.
  private mutating func command(in situation: Situation) -> String {
    guard let command = commands.randomElement(using: &values.chance) else { return "" }
    if command.name == "quit", values.chance.happens(0.95) { return "status" }
    var parts = [verb(of: command)]
    var words: [String] = []
    var clauses: [String] = []
    for parameter in command.parameters {
      switch parameter.form {
      case .positional, .rest:
        guard parameter.isRequired || values.chance.happens(0.6) else { continue }
        words.append(values.value(for: parameter, in: situation))
      case .variadic:
        let most = parameter.isRequired ? 1 : 0
        for _ in 0..<values.chance.whole(most...4) {
          words.append(values.value(for: parameter, in: situation))
        }
      case .clause:
        guard values.chance.happens(0.3) else { continue }
        let value = parameter.isWordsAlone ? "" : " " + values.value(for: parameter, in: situation)
        clauses.append(parameter.name + value)
      case .option: continue
      }
    }
    parts += words
    for parameter in situation.session.parameters(of: command, after: words)
    where parameter.form == .option && values.chance.happens(0.25) {
      let value = values.value(for: parameter, in: situation)
      parts.insert("\(parameter.name)=\(value)", at: values.chance.whole(1...parts.count))
    }
    parts += clauses
    if values.chance.happens(0.05) {
      parts.insert(values.chance.word(of: Words.names), at: values.chance.whole(0...parts.count))
    }
    return parts.joined(separator: " ")
  }

  private mutating func verb(of command: Verbs.Command) -> String {
    switch values.chance.whole(0...19) {
    case 0: return values.misspelt(command.name)
    case 1: return String(command.name.prefix(values.chance.whole(1...4)))
    case 2, 3: return values.chance.word(of: [command.name] + command.aliases)
    case 4: return command.shortcut ?? command.name
    default: return command.name
    }
  }

  /// An example of the help, perhaps with a word exchanged.
  private mutating func example() -> String {
    let command = commands.randomElement(using: &values.chance)
    let example = values.chance.word(of: command?.examples ?? [])
    var words = example.split(separator: " ").map(String.init)
    guard values.chance.happens(0.5), !words.isEmpty else { return example }
    words[values.chance.whole(0...(words.count - 1))] =
      values.chance.word(of: Words.numbers + Words.names)
    return words.joined(separator: " ")
  }

  private mutating func soup(in situation: Situation) -> String {
    (0..<values.chance.whole(1...8)).map { _ in
      switch values.chance.whole(0...4) {
      case 0: values.chance.word(of: commands.map(\.name))
      case 1: values.chance.word(of: Words.numbers)
      case 2: values.quantity(in: situation)
      case 3: values.chance.word(of: Words.operators)
      default: values.chance.word(of: Words.names)
      }
    }.joined(separator: values.chance.happens(0.7) ? " " : "")
  }

  /// What lessons are told, and how one moves through them.
  private mutating func answer(in situation: Situation) -> String {
    switch values.chance.whole(0...6) {
    case 0: return "lesson \(values.chance.whole(1...15))"
    case 1: return values.number(in: .any)
    case 2: return values.chance.word(of: ["a", "b", "c", "1", "2", "3", "yes", "no", "1)", "a)"])
    case 3: return values.formula(in: situation, depth: 2)
    default:
      return values.chance.word(of: [
        "next", "hint", "skip", "play", "progress", "lesson", "n", "h",
      ])
    }
  }

  private mutating func definition(in situation: Situation) -> String {
    let formula = values.formula(in: situation, depth: 2)
    return values.chance.word(of: [
      "define rule mine", "slot v", "v = \(formula)", "delta = -\(formula)", "end",
      "show rule mine",
      "define rule mine; slot v; v = g; delta = \(formula); end", "define rule gd", "slot g", "end",
    ])
  }

  /// Keys that do not end a line, in any order.
  private mutating func keys(in situation: Situation) -> String {
    let keys = [
      "\t", "\t\t", "\u{1}", "\u{5}", "\u{2}", "\u{6}", "\u{B}", "\u{15}", "\u{17}", "\u{19}",
      "\u{10}", "\u{E}", "\u{C}", "\u{12}", "\u{14}", "\u{1A}", "\u{7F}", "\u{8}", "\u{4}",
      "\u{1F}",
      "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[H", "\u{1B}[F", "\u{1B}[3~",
      "\u{1B}[5~", "\u{1B}[6~", "\u{1B}[2~", "\u{1B}[1;5C", "\u{1B}OP", "\u{1B}[15~", "\u{1B}b",
      "\u{1B}d", "\u{1B}\u{1B}", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[<0;1;1M", "\u{1B}x", "é",
      "🙂", "\u{F7FF}", "\u{F7C3}", "\u{F7E2}\u{F782}", "\u{F780}",
      "\u{16}", "\u{0}", "\u{1C}", "\u{1D}", "\u{1E}",
    ]
    return (0..<values.chance.whole(1...12)).map { _ in
      values.chance.happens(0.6) ? values.chance.word(of: keys) : word(of: line(in: situation))
    }.joined()
  }

  private mutating func word(of line: String) -> String {
    String(line.prefix(values.chance.whole(0...12)))
  }
}
