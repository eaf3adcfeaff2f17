import Arithmetic
import Formula

/// Who typed a command: what a lesson's file may do is less than what a student may.
public enum Author: Hashable, Sendable {
  case student
  /// What a student typed, done again on coming back: files are not written a second time.
  case replay
  /// The lesson's text, which another person wrote. It may compute and set up experiments, nothing else.
  case lesson
}

/// What became of a line of commands.
public struct RunOutcome: Hashable, Sendable {
  /// Commands that, run in the same state, bring the same about: those of the line that succeeded,
  /// a run that was interrupted as the `goto` that ends where it did.
  public var performed: String
  /// Why the rest was not run.
  public var failure: String?

  public init(performed: String, failure: String? = nil) {
    self.performed = performed
    self.failure = failure
  }
}

/// Why an expression has no value.
public struct LaboratoryError: Error, Hashable, Sendable {
  public var message: String

  public init(_ message: String) { self.message = message }
}

/// What a lesson works in: the shell's state as a value, asked through this protocol.
///
/// A copy is a state of its own: lessons look ahead, play and go back by copying.
public protocol Laboratory: SendableMetatype {
  /// Runs a line; what it prints is passed on as it comes, ready for the terminal.
  mutating func run(
    _ line: String, by author: Author, show: (String) -> Void
  ) -> RunOutcome

  /// Whether more lines belong to what was typed, as in a rule's definition.
  var isHalfTyped: Bool { get }

  /// Drops what is half typed.
  mutating func cancel()

  /// Commands of the lesson have their full time again.
  mutating func renewTime()

  /// What an expression comes to; `others` knows names besides the quantities.
  func value(
    of expression: Expression, others: (String) -> Value?
  ) throws(LaboratoryError) -> Value

  /// The names that an expression may use now.
  var quantityNames: [String] { get }

  /// Whether a word is a verb, an alias or a verb's letter, in full.
  func isVerb(_ word: String) -> Bool

  /// Whether the shell makes anything of a line's first word: runs it, or knows what was meant.
  func understands(_ line: String) -> Bool

  /// Whether the update rule, the schedule or the style of dropout of that name is in force.
  func isInForce(_ kind: String, named name: String) -> Bool

  /// What a known mistake with a quantity of the last update would say that gives this number.
  func mistake(
    answer: Double, label: String, relative: Double, absolute: Double
  ) -> String?

  /// A number as the shell shows it.
  func text(of number: Double) -> String

  /// Equal for equal states, bit for bit, in every process and wherever files lie.
  var digest: UInt64 { get }

  /// Digests of the files that this state came from, by their contents.
  var inputs: Set<UInt64> { get }

  /// Whether both are in the same state: what their digests tell, sooner.
  func isSame(as other: Self) -> Bool
}

extension Laboratory {
  public var inputs: Set<UInt64> { [] }

  public func isSame(as other: Self) -> Bool { digest == other.digest }

  public mutating func renewTime() {}

  public func understands(_ line: String) -> Bool { true }

  public func isInForce(_ kind: String, named name: String) -> Bool { false }
}

extension Laboratory {
  /// Runs commands of the lesson's text without showing anything.
  mutating func runSilently(_ commands: [SourceText]) throws(LaboratoryError) {
    for command in commands {
      if let failure = run(command.text, by: .lesson, show: { _ in }).failure {
        throw LaboratoryError("'\(command.text.abridged)': \(failure)")
      }
    }
  }

  func value(of source: LessonExpression) throws(LaboratoryError) -> Value {
    var futures: [String: Value] = [:]
    for (name, future) in source.futures {
      var copy = self
      if let failure = copy.run(future.commands, by: .lesson, show: { _ in }).failure {
        throw LaboratoryError("after(\"\(future.commands.abridged)\"): \(failure)")
      }
      futures[name] = try copy.value(of: future.expression, others: { _ in nil })
    }
    for (name, force) in source.forces {
      futures[name] = Value(isInForce(force.kind, named: force.name) ? 1 : 0)
    }
    return try value(of: source.expression, others: { futures[$0] })
  }

  func value(of source: SourceText) throws(LaboratoryError) -> Value {
    let expression: LessonExpression
    do { expression = try LessonExpression(source) } catch {
      throw LaboratoryError(error.message)
    }
    return try value(of: expression)
  }

  func number(of source: SourceText) throws(LaboratoryError) -> Double {
    guard let number = try value(of: source).scalar else {
      throw LaboratoryError("'\(source.text.abridged)' is not a single number")
    }
    return number
  }

  /// Whether a condition holds; a quantity that does not exist yet leaves it open.
  func holds(_ source: SourceText) -> Bool {
    guard let value = try? value(of: source), let number = value.scalar else { return false }
    return number != 0 && !number.isNaN
  }

  /// The message with its values put in; one that has no value is shown as it is written.
  func text(of source: SourceText) -> String {
    guard let message = try? Message(source) else { return source.text }
    return message.pieces.reduce(into: "") { text, piece in
      switch piece {
      case .text(let plain): text += plain
      case .value(let expression):
        guard let value = try? value(of: expression) else {
          text += "{\(expression.source.text.abridged)}"
          return
        }
        if let number = value.scalar {
          text += self.text(of: number)
        } else {
          text +=
            "(" + value.elements.prefix(8).map { self.text(of: $0) }.joined(separator: ", ")
            + (value.elements.count > 8 ? ", ...)" : ")")
        }
      }
    }
  }
}
