import Console
import Session
import Wording

extension Session {
  /// Whether a lesson takes the lines.
  var isGuided: Bool { guide != nil }

  /// Lets a page's line through that sets up, trains, looks, or talks with a lesson.
  ///
  /// - Throws: `ShellError` for a verb that reaches beyond the session, and for files.
  func admitFromPage(_ line: String) throws(ShellError) {
    for statement in try LineSyntax.statements(of: line) {
      guard let verb = statement.tokens.first, verb.key == nil else { continue }
      // What is no verb is an answer to a lesson's question, or an error.
      guard let command = try workspace.table.known(verb.text, column: verb.column) else {
        continue
      }
      let isOfLesson =
        isGuided && command.effect == .talks && Self.lessonVerbs.contains(command.name)
      guard command.effect.isOfExperiment || isOfLesson else {
        throw ShellError(
          "a page may set up experiments, train and look; '\(command.name)' is for the shell, or "
            + "'view trust' there")
      }
      // A lesson's own confinement is not in force for a student's commands.
      let arguments = try? ArgumentReader<Workspace>.read(statement, as: command, in: workspace)
      for parameter in command.parameters(after: arguments?.words ?? [], in: workspace)
      where parameter.kind == .path || parameter.kind == .output {
        guard let arguments, arguments.isGiven(parameter) else { continue }
        let known = parameter.suggestions?(workspace) ?? []
        guard arguments.texts(parameter).allSatisfy(known.contains) else {
          throw ShellError("a page reads and writes no files; 'view trust' in the shell lets it")
        }
      }
    }
  }

  private static let lessonVerbs: Set<String> = [
    "next", "again", "page", "hint", "skip", "done", "help",
  ]
}
