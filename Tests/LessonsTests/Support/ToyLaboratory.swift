import Arithmetic
import Digests
import Formula
import Lessons
import Wording

/// A laboratory small enough to see through: x and y descend ½(x² + k·y²) by gradient descent.
///
/// `start X Y`, `rate ETA`, `step [N]`, `show`, `export`; anything else is an unknown verb.
struct ToyLaboratory: Laboratory {
  var x = 0.0
  var y = 0.0
  var eta = 0.1
  var t = 0
  /// What commands of lesson texts were let through.
  var hasExported = false

  static let verbs = ["start", "rate", "step", "show", "export"]

  mutating func run(
    _ line: String, by author: Author, show: (String) -> Void
  ) -> RunOutcome {
    var performed: [String] = []
    for statement in line.split(separator: ";") {
      let words = statement.split(separator: " ").map(String.init)
      guard let verb = words.first else { continue }
      let numbers = words.dropFirst().compactMap(Double.init)
      switch verb {
      case "start":
        guard numbers.count == 2 else {
          return RunOutcome(performed: performed.joined(separator: "; "), failure: "start X Y")
        }
        (x, y, t) = (numbers[0], numbers[1], 0)
      case "rate": eta = numbers.first ?? 0.1
      case "step":
        for _ in 0..<Int(numbers.first ?? 1) {
          x -= eta * x
          y -= eta * 10 * y
          t += 1
        }
        show("t \(t)   x \(text(of: x))   y \(text(of: y))\n")
      case "show": show("x \(text(of: x))\n")
      case "export":
        if author == .lesson {
          return RunOutcome(
            performed: performed.joined(separator: "; "), failure: "a lesson may not export")
        }
        hasExported = true
      default:
        return RunOutcome(
          performed: performed.joined(separator: "; "), failure: "unknown verb '\(verb)'")
      }
      performed.append(words.joined(separator: " "))
    }
    return RunOutcome(performed: performed.joined(separator: "; "))
  }

  var isHalfTyped: Bool { false }

  mutating func cancel() {}

  func value(
    of expression: Expression, others: (String) -> Value?
  ) throws(LaboratoryError) -> Value {
    do {
      return try expression.evaluate { name in
        switch name {
        case "x": Value(x)
        case "y": Value(y)
        case "eta": Value(eta)
        case "t": Value(Double(t))
        case "grad": Value(vector: [x, 10 * y])
        default: others(name)
        }
      }
    } catch {
      throw LaboratoryError("\(error)")
    }
  }

  var quantityNames: [String] { ["x", "y", "eta", "t", "grad"] }

  func isVerb(_ word: String) -> Bool { Self.verbs.contains(word) }

  func understands(_ line: String) -> Bool {
    line.split(separator: " ").first.map { Self.verbs.contains(String($0)) } ?? true
  }

  func mistake(answer: Double, label: String, relative: Double, absolute: Double) -> String? {
    label == "x" && answer == 99 ? "a toy mistake." : nil
  }

  func text(of number: Double) -> String {
    NumberStyle(digits: 4, unicode: true).format(number)
  }

  var digest: UInt64 {
    var digest = Digest()
    digest.add([x, y, eta, Double(t)])
    return digest.value
  }
}

/// A lesson file with front matter and the given body.
func lessonText(_ body: String) -> String {
  "---\nlesson: toy\ntitle: A toy\n---\n" + body
}

/// A well-formed lesson, or what is wrong with it as a test failure would show.
func parsed(_ text: String) -> Lesson {
  LessonParser.parse(text).lesson
}

/// A lesson with every kind of block.
let everyKind = lessonText(
  """
  # A bowl
  We start somewhere on ½(x² + 10y²).
  ```descent setup
  let: k = $pick(4,3,5)
  start $k 2
  rate 0.15
  ```
  ## By hand
  ```descent do id=first
  check: t == 1
  answer: step
  wrong: t > 1 -> That was more than one.
  hint: One command advances one update.
  right: y is {y} now.
  ```
  ```descent number id=next-y
  ask: What is y after the next step?
  expect: after("step").y
  wrong: y + eta*grad[1] -> You added the gradient.
  hint: The gradient is {grad[1]}.
  hint: η is {eta}.
  ```
  ```descent checkpoint id=middle
  ```
  ---
  A page to read.

  ---
  ```descent predict id=far rel=0.1
  ask: Where is y after five more?
  run: step 5
  expect: y
  ```
  ```descent show
  show
  ```
  ```descent output
  x ...
  ```
  ```descent play id=free until="eta < 0.1"
  Try `rate 0.05`.
  ```
  ```descent choice id=why
  ask: y changes its sign because
  - [ ] η is too small. -> A smaller η overshoots less.
  - [x] 10η > 1. -> Each step multiplies y by 1 − 10η.
  ```
  ```descent text id=word
  ask: What is this called?
  accept: zig-zag | zigzag | oscillation
  hint: Z...
  ```
  """)
