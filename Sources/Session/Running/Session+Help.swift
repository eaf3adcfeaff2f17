import Arithmetic
import Console
import Formula
import LongWork
import Wording

/// What an editor asks about code that is being written.
extension Session {
  /// Whether code is whole.
  package enum Completeness: Equatable, Sendable {
    case complete
    /// A line more is wanted, behind these blanks.
    case incomplete(indent: String)
    /// It is refused as it stands.
    case invalid
  }

  /// Whether lines can be carried out, or more belongs to them: a quote is open, or a `define rule`
  /// has no `end`.
  package func completeness(of code: String) -> Completeness {
    if guide != nil { return .complete }
    var isDefining = workspace.definition != nil
    for line in CellLine.lines(of: code) {
      if LineSyntax.endsInQuotes(line.text) { return .incomplete(indent: "") }
      guard let statements = try? LineSyntax.statements(of: line.text) else { return .invalid }
      for statement in statements {
        if isDefining {
          isDefining = statement.text != "end"
          continue
        }
        guard let verb = statement.tokens.first, verb.key == nil, !verb.isQuoted,
          let command = try? workspace.table.command(for: verb.text)
        else { return .invalid }
        isDefining = command.name == Verbs.define.name
      }
    }
    return isDefining ? .incomplete(indent: "  ") : .complete
  }

  /// What there is to know of a word: a quantity's value and meaning, or a verb's help.
  ///
  /// - Parameter verb: what the line begins with, whose help stands in for a word without one.
  package func inspection(of word: String, verb: String?) -> Report? {
    let help = Help(workspace: workspace)
    var report = Report()
    if workspace.quantities.declaration(of: asciiName(word)) != nil, workspace.isQuicklyShown,
      let formula = try? workspace.expression(word, column: nil),
      let value = Interruption.suspended({ try? workspace.value(of: formula) })
    {
      report.blocks += workspace.report(on: value, of: formula).blocks
    }
    if let found = try? help.report(about: word, column: nil) {
      report.blocks += found.blocks
    } else if let verb, let found = try? help.report(about: verb, column: nil) {
      report.blocks += found.blocks
    }
    return report.blocks.isEmpty ? nil : report
  }

  /// What an expression comes to now.
  ///
  /// - Throws: `ShellError` as `print` does.
  package func value(of text: String) throws(ShellError) -> Value {
    let interruption = Interruption(workspace.host.interrupt)
    let result = interruption.whileInForce {
      Result { () throws(ShellError) in
        try workspace.value(of: workspace.expression(text, column: nil))
      }
    }
    guard !interruption.gaveUp else { throw .interrupted("") }
    return try result.get()
  }

  /// A value as `print` tells it to programs.
  package func json(of value: Value) -> JSON { workspace.json(of: value) }

  /// Whether lines of a definition wait for their `end`.
  package var isHalfTyped: Bool { workspace.definition != nil }
}
