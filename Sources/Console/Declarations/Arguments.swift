import Formula
import Wording

/// A command's arguments, read and checked against its parameters.
package struct Arguments: Sendable {
  /// One value with the text it was typed as.
  package struct Value: Equatable, Sendable {
    package enum Reading: Equatable, Sendable {
      case integer(Int)
      case number(Double)
      case numbers([Double])
      case truth(Bool)
      case text
    }

    package var reading: Reading
    package var text: String
    package var column: Int
    /// Whether it stood in quotes: a quoted word is a formula or a path, never a name.
    package var isQuoted: Bool
    /// Whether the user typed it, rather than the default filling in.
    package var isGiven: Bool
    /// What it is as a path; nil where it is none, or the name of something that is known.
    package var path: PathUse?

    /// What it came to, as a word that comes to the same at any time.
    package var word: String {
      switch reading {
      case .integer(let integer): String(integer)
      case .number(let number): exact(number)
      case .numbers(let numbers): numbers.map(exact).joined(separator: ",")
      case .truth(let truth): truth ? "yes" : "no"
      case .text: isQuoted ? LineSyntax.quoted(text) : LineSyntax.word(for: text)
      }
    }
  }

  /// The verb's full name.
  package let verb: String
  package var values: [String: [Value]] = [:]
  /// The words that decided which settings there are, as `ArgumentReader.words` gives them.
  package var words: [String] = []
  /// Names of the parameters given, in the order typed.
  package var givenNames: [String] = []

  package init(verb: String) {
    self.verb = verb
  }

  /// Whether the user gave the parameter a value.
  package func isGiven(_ name: String) -> Bool {
    values[name]?.contains { $0.isGiven } ?? false
  }

  package func integer(_ name: String) -> Int? {
    if case .integer(let value)? = values[name]?.first?.reading { value } else { nil }
  }

  package func number(_ name: String) -> Double? {
    if case .number(let value)? = values[name]?.first?.reading { value } else { nil }
  }

  package func numbers(_ name: String) -> [Double]? {
    if case .numbers(let value)? = values[name]?.first?.reading { value } else { nil }
  }

  package func truth(_ name: String) -> Bool? {
    if case .truth(let value)? = values[name]?.first?.reading { value } else { nil }
  }

  /// The value as typed, quotes taken off.
  package func text(_ name: String) -> String? {
    values[name]?.first?.text
  }

  /// All values of a variadic parameter.
  package func texts(_ name: String) -> [String] {
    values[name]?.map(\.text) ?? []
  }

  package func column(_ name: String) -> Int? {
    values[name]?.first?.column
  }

  package func isQuoted(_ name: String) -> Bool {
    values[name]?.first?.isQuoted ?? false
  }

  /// An error about one argument, at its place.
  package func error(_ message: String, about name: String) -> ShellError {
    ShellError(message, column: column(name))
  }

  /// An error about a value that is refused, with the value as it was typed:
  /// `milestones are whole numbers above 0, not '0.5'`.
  package func refusal(_ message: String, about name: String) -> ShellError {
    error(message + (text(name).map { ", not '\(shortened($0))'" } ?? ""), about: name)
  }
}
