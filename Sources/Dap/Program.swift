import Console
import Disk
import Session

/// What is debugged: the commands of a command file, a notebook or a lesson, each with its line.
package struct Program: Sendable {
  /// One line of commands.
  package struct Line: Sendable {
    /// From 1.
    package var number: Int
    package var text: String

    package init(number: Int, text: String) {
      (self.number, self.text) = (number, text)
    }
  }

  /// One command of a line.
  struct Step: Equatable {
    var line: Int
    /// From 1.
    var column: Int
    var text: String
    /// The verb as it is typed.
    var verb: String
    /// Why the line cannot be read.
    var failure: String?
    /// Comments that come before it.
    var remarks: [String] = []
  }

  /// What an editor shows above it.
  package var name: String
  /// Where it lies; nil for a lesson of the course, and for the cells of a notebook, whose text the
  /// editor asks for.
  package var path: String?
  /// The whole text, line by line.
  package var text: String
  /// The file whose folder data are looked for in; nil for a lesson of the course.
  package var file: String?
  /// What its commands may do, where a lesson's author wrote them.
  package var sandbox: Sandbox?
  let steps: [Step]

  package init(
    name: String, path: String?, text: String, file: String?, sandbox: Sandbox? = nil,
    lines: [Line]
  ) {
    (self.name, self.path, self.text, self.file) = (name, path, text, file)
    self.sandbox = sandbox
    steps = Self.steps(of: lines)
  }

  private static func steps(of lines: [Line]) -> [Step] {
    var steps: [Step] = []
    var remarks: [String] = []
    for line in lines {
      if let remark = Workspace.remark(in: line.text) { remarks.append(remark) }
      do throws(ShellError) {
        for statement in try LineSyntax.statements(of: line.text) {
          steps.append(
            Step(
              line: line.number, column: statement.column, text: statement.text,
              verb: statement.tokens.first?.text ?? "", remarks: remarks))
          remarks = []
        }
      } catch {
        steps.append(
          Step(
            line: line.number, column: error.column ?? 1, text: line.text, verb: "",
            failure: error.message))
      }
    }
    return steps
  }

  /// The first line with a command at or after a line; nil after the last.
  func commandLine(from line: Int) -> Int? { steps.lazy.map(\.line).filter { $0 >= line }.min() }

  /// What a client shows of it.
  func source() -> JSON {
    var source: JSON.Object = ["name": .string(name)]
    if let path {
      source["path"] = .string(path)
    } else {
      source["sourceReference"] = .integer(Self.reference)
    }
    return .object(source)
  }

  /// The number that a client asks for the text by.
  static let reference = 1

  /// Whether a client's source is this program.
  func isSame(path other: String?, reference: Int, name otherName: String?) -> Bool {
    guard let path else {
      return reference == Self.reference || (other ?? otherName).map { Path.name(of: $0) } == name
    }
    guard let other else { return false }
    return other == path || Path.resolved(other).map { $0 == Path.resolved(path) } ?? false
  }
}
