import Console
import Session
import Wording

/// What a page asks: verbs that look, in their JSON form, and a few questions that begin with `@`, for
/// what a picture needs in one piece.
extension Workspace {
  /// The verbs that a page may look with.
  private static let lookingVerbs: Set<String> = [
    "status", "explain", "print", "plot", "units", "subnets", "masks", "trace", "inspect",
    "branches", "predict", "gradients", "maxout", "hessian",
  ]

  /// Answers questions, one JSON object each, in an array. Nothing changes.
  ///
  /// - Parameters:
  ///   - time: what all of them together may take; those after it are refused.
  ///   - lesson: the page of the lesson that is taken, for `@lesson`.
  package func answers(
    to questions: [String], within time: Duration, lesson: JSON.Object? = nil
  ) -> String {
    var copy = self
    copy.traits = Traits(unicode: true, isInteractive: false, json: true)
    copy.definition = nil
    copy.sandbox = Sandbox(folders: [])
    // After a long run the last update's quantities are made again once, for all questions.
    copy.branch?.timeline.recallRecord()
    let isTimeUp = host.isTimeUp
    let deadline = ContinuousClock.now + time
    host.isTimeUp = { .now > deadline }
    defer { host.isTimeUp = isTimeUp }
    return "["
      + questions.map { copy.answer(to: $0, lesson: lesson) }.joined(separator: ",") + "]"
  }

  private func answer(to question: String, lesson: JSON.Object?) -> String {
    do throws(ShellError) {
      if question == "@lesson" {
        guard let lesson else { throw ShellError("no lesson is open") }
        return JSON.object(lesson).text
      }
      if question.hasPrefix("@") { return JSON.object(try object(for: question)).text }
      return JSON.object(try look(question)).text
    } catch {
      return JSON.object(["error": .string(error.message)]).text
    }
  }

  /// What a verb that looks has to say.
  ///
  /// - Throws: `ShellError` where it is no such verb, or it fails.
  func look(_ question: String) throws(ShellError) -> JSON.Object {
    guard let report = try reports(of: question).first else {
      throw ShellError("'\(shortened(question))' has no answer")
    }
    return report.json
  }

  func reports(of question: String) throws(ShellError) -> [Report] {
    let statements = try LineSyntax.statements(of: question)
    guard let statement = statements.first, statements.count == 1,
      let verb = statement.tokens.first,
      let command = try table.known(verb.text, column: verb.column),
      Self.lookingVerbs.contains(command.name)
    else { throw ShellError("a page looks with one verb that changes nothing") }
    var draft = self
    return try draft.run(statement).reports
  }

  /// The answer to a question that begins with `@`.
  private func object(for question: String) throws(ShellError) -> JSON.Object {
    let words = question.split(separator: " ").map(String.init)
    switch words.first {
    case "@course": return packedCourse()
    case "@surface": return try surfacePicture(known: words.dropFirst().first ?? "")
    case "@race": return try racePicture(known: words.dropFirst().first ?? "")
    case "@network": return try networkPicture()
    case "@layers":
      return try networkLayers(of: words.dropFirst().first.flatMap { Int($0) } ?? 0)
    case "@answers": return try networkAnswers(known: words.dropFirst().first ?? "")
    case "@words":
      let picture = words.dropFirst().joined(separator: " ")
      guard let text = try look("plot \(picture) describe")["description"] else {
        throw ShellError("'plot \(shortened(picture))' says nothing in words")
      }
      return ["command": "@words", "text": text]
    case "@probe":
      guard words.count == 3, let x = Double(words[1]), let y = Double(words[2]), x.isFinite,
        y.isFinite
      else { throw ShellError("@probe takes two numbers") }
      return try probe(x, y)
    case "@patch":
      let ends = words.dropFirst().compactMap(Double.init)
      guard words.count == 5, ends.count == 4, ends.allSatisfy(\.isFinite), ends[0] < ends[1],
        ends[2] < ends[3]
      else { throw ShellError("@patch takes the ends of x and of y") }
      return try patch(x: (ends[0], ends[1]), y: (ends[2], ends[3]))
    default: throw ShellError("the page has no such question")
    }
  }
}
