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

    package var integer: Int? { if case .integer(let value) = reading { value } else { nil } }
    package var number: Double? { if case .number(let value) = reading { value } else { nil } }
    var numbers: [Double]? { if case .numbers(let value) = reading { value } else { nil } }
    var truth: Bool? { if case .truth(let value) = reading { value } else { nil } }

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
  package func isGiven(_ declaration: some ParameterDeclaration) -> Bool {
    values[declaration.name]?.contains { $0.isGiven } ?? false
  }

  /// The value as typed, quotes taken off; nil where there is none.
  package func text(_ declaration: some ParameterDeclaration) -> String? {
    values[declaration.name]?.first?.text
  }

  /// All values of the parameter, as typed.
  package func texts(_ declaration: some ParameterDeclaration) -> [String] {
    values[declaration.name]?.map(\.text) ?? []
  }

  /// The column of the value in its line.
  package func column(_ declaration: some ParameterDeclaration) -> Int? {
    values[declaration.name]?.first?.column
  }

  /// An error about one argument, at its place.
  package func error(
    _ message: String, about declaration: some ParameterDeclaration
  ) -> ShellError {
    ShellError(message, column: column(declaration))
  }

  /// Does something with one argument; what goes wrong is at its place.
  package func locating<R>(
    _ declaration: some ParameterDeclaration, _ body: () throws(ShellError) -> R
  ) throws(ShellError) -> R {
    do throws(ShellError) { return try body() } catch {
      throw error.at(column: column(declaration))
    }
  }

  /// An error about a value that is refused, with the value as it was typed:
  /// `milestones are whole numbers above 0, not '0.5'`.
  package func refusal(
    _ message: String, about declaration: some ParameterDeclaration
  ) -> ShellError {
    error(
      message + (text(declaration).map { ", not '\(shortened($0))'" } ?? ""), about: declaration)
  }
}
