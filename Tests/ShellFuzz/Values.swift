import Console
import Session
import Shell

/// Writes values as a person might, good ones and bad ones.
struct ValueWriter {
  var chance: Chance

  /// A value for a parameter, mostly one that it takes.
  mutating func value(for parameter: Verbs.Parameter, in situation: Situation) -> String {
    if chance.happens(0.06) { return chance.word(of: Words.names + Words.numbers) }
    let suggestions = situation.session.suggestions(for: parameter)
    if !suggestions.isEmpty, chance.happens(0.6) { return quoted(chance.word(of: suggestions)) }
    switch parameter.kind {
    case .integer(let range): return integer(in: range)
    case .number(let range): return number(in: range)
    case .numbers(let count):
      let wanted =
        chance.happens(0.9) ? chance.whole(count.lowerBound...min(count.upperBound, 6)) : 3
      return (0..<max(wanted, 1)).map { _ in number(in: .any) }.joined(separator: ",")
    case .formula:
      let text = formula(in: situation, depth: chance.happens(0.02) ? 60 : 3)
      return parameter.form == .option || chance.happens(0.5) ? quoted(text) : text
    case .quantity: return quantity(in: situation)
    case .choice(let choices):
      let choice = chance.word(of: choices)
      return chance.happens(0.05) ? misspelt(choice) : choice
    case .truth: return chance.word(of: ["yes", "no", "on", "off", "true", "1"])
    case .path, .output: return quoted(chance.word(of: Words.paths))
    case .word:
      return quoted(chance.word(of: chance.happens(0.5) ? Words.names : structures))
    }
  }

  /// Words with a form of their own that no declaration spells out.
  private let structures = [
    "2-3:tanh-1:sigmoid", "2-1", "4-3:softmax", "8-2-1", "1-4-1", "2-3:maxout2-2:elu-1:linear",
    "64-10:softmax", "2-0-1", "2-99999-99999-1", "2-3:relu-", "1-1:linear", "W1[0,0],W2[0,0]",
    "W1[0,0]", "W2", "b1", "random", "gradient", "path", "lin(0,1,3)", "log(1e-3,1,4)",
    "linear(0,1)", "log(1e-300,1e300)", "choice(1,2,3)", "integer(1,9)", "lin(0,1e308,3)",
    "gd", "adam", "momentum", "rmsprop", "adamw", "10", "3", "epochs", "updates",
  ]

  mutating func number(in range: NumberRange) -> String {
    switch chance.whole(0...9) {
    case 0: return chance.word(of: Words.numbers)
    case 1:
      let ends = [range.lower, range.upper].compactMap(\.self)
      let end = chance.one(of: ends, else: 0)
      return "\(chance.one(of: [end, end.nextUp, end.nextDown, -end], else: end))"
    case 2: return "\(Double(bitPattern: chance.next()))"
    case 3: return "\(chance.whole(-9...9))*\(chance.whole(1...9))/7"
    default:
      let low = range.lower ?? -3
      let high = min(range.upper ?? low + 6, low + 6)
      let value = low + (high - low) * Double(chance.whole(1...99)) / 100
      return chance.happens(0.5) ? "\((value * 8).rounded() / 8)" : "\(value)"
    }
  }

  private mutating func integer(in range: ClosedRange<Int>) -> String {
    switch chance.whole(0...19) {
    case 0: return chance.word(of: Words.numbers)
    case 1: return "\(range.lowerBound)"
    case 2 where range.upperBound < 5_000: return "\(range.upperBound)"
    case 2, 3: return chance.word(of: ["\(range.upperBound)", "\(range.lowerBound &- 1)", "10^4"])
    default:
      let high = max(range.lowerBound, min(range.upperBound, range.lowerBound + 12))
      return "\(chance.whole(range.lowerBound...high))"
    }
  }

  /// A quantity that is there, with or without an index, or one that is not.
  mutating func quantity(in situation: Situation) -> String {
    let name = chance.word(of: situation.session.quantityNames + ["x", "y", "t", "m_hat", "a1"])
    switch chance.whole(0...7) {
    case 0: return "\(name)[\(chance.whole(0...3))]"
    case 1: return "\(name)[\(chance.whole(0...3)),\(chance.whole(0...3))]"
    case 2: return "\(name)[\(chance.word(of: Words.numbers))]"
    default: return name
    }
  }

  mutating func formula(in situation: Situation, depth: Int) -> String {
    guard depth > 0, chance.happens(0.8) else {
      switch chance.whole(0...3) {
      case 0: return chance.word(of: Words.numbers)
      case 1: return quantity(in: situation)
      default: return chance.word(of: ["x", "y", "2", "3", "0.5", "theta", "g"])
      }
    }
    switch chance.whole(0...6) {
    case 0: return "-" + formula(in: situation, depth: depth - 1)
    case 1: return "(" + formula(in: situation, depth: depth - 1) + ")"
    case 2, 3:
      let count = chance.whole(1...2)
      let parts = (0..<count).map { _ in formula(in: situation, depth: depth - 1) }
      return chance.word(of: Words.functions) + "(" + parts.joined(separator: ",") + ")"
    case 4 where depth > 10:
      return formula(in: situation, depth: depth - 1) + "^" + formula(in: situation, depth: 0)
    default:
      return formula(in: situation, depth: depth / 2) + chance.word(of: Words.operators)
        + formula(in: situation, depth: depth - 1)
    }
  }

  mutating func misspelt(_ word: String) -> String {
    var letters = Array(word)
    guard !letters.isEmpty else { return word }
    let place = chance.whole(0...(letters.count - 1))
    switch chance.whole(0...4) {
    case 0: letters.remove(at: place)
    case 1: letters.insert("q", at: place)
    case 2: return word.uppercased()
    case 3: return String(word.prefix(place))
    default: letters.swapAt(0, place)
    }
    return String(letters)
  }

  mutating func quoted(_ text: String) -> String {
    guard text.contains(" ") || chance.happens(0.3) else { return text }
    if text.contains("\"") { return "'" + text + "'" }
    return chance.happens(0.7) ? "\"" + text + "\"" : "'" + text + "'"
  }
}
