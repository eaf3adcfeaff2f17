import Formula
import Wording

/// What commands read and change, as far as their declarations ask about it.
package protocol CommandContext: SendableMetatype {
  /// The verbs there are.
  var table: CommandTable<Self> { get }
  /// How output is shown.
  var traits: Traits { get }
  /// The files that the current command comes from, innermost last; none for what is typed.
  var files: [String] { get }
  /// Whether the paths in its arguments are looked up elsewhere, and not beside `files`.
  var findsOwnPaths: Bool { get }
  /// The names that an expression may use now.
  var quantityNames: [String] { get }
  /// What the field calls things that have another name here.
  static var fieldWords: FieldWords { get }

  /// The number that a text stands for: `0.1`, `1/8`, `2*pi`.
  func number(_ text: String, column: Int?) throws(ShellError) -> Double
}

extension CommandContext {
  /// The numbers of a list, `1,2`, with or without parentheses or brackets around it.
  package func numbers(_ text: String, column: Int?) throws(ShellError) -> [Double] {
    var numbers: [Double] = []
    for part in listParts(of: text) { numbers.append(try number(part, column: column)) }
    return numbers
  }
}
