import Console
import Disk
import Formula
import Lessons
import Session
import Wording

/// The name of a student, asked for once: on the first page of the first lesson.
extension Session {
  /// Asks a person who was never asked, where no words are awaited that a name could be taken for. A
  /// notebook has a line for the name.
  func askForName(to request: LessonRequest, _ shown: [Shown], at location: SourceLocation?) {
    let shelf = workspace.host.shelf
    guard request.showsProse, traits.isInteractive, !traits.json, shelf.stateFolder != nil,
      !shelf.knowsOfName,
      shelf.student == .transcript, let run = lesson?.run, !run.asksForWords, !run.isFinished
    else { return }
    lesson?.namelessRequest = request
    lesson?.namelessRequest?.namelessPage = shown
    let layout = lesson?.run.layout ?? ProseLayout(width: 80)
    show(
      .lines(
        layout.lines(
          ofInline:
            "What is your name, as your instructor knows you? It gives you numbers of your own. "
            + "Enter goes on without one.", style: .strong)), at: location)
  }

  /// Takes a line for the name that was asked for.
  ///
  /// - Returns: nil where it is none: an empty line, a word of the lesson, a command.
  func takeName(_ line: String, at location: SourceLocation?) -> Outcome? {
    guard let active = lesson, var request = active.namelessRequest else { return nil }
    lesson?.namelessRequest = nil
    let nameless = workspace.host.shelf.progressPath(
      active.run.lesson.id, source: active.source, student: .transcript)
    do throws(ShellError) {
      guard let name = Self.name(in: line, active.run) else {
        // It is asked for once.
        try workspace.host.shelf.remember(student: "none")
        return nil
      }
      // Nothing was done in it yet.
      if let nameless { Disk.remove(nameless) }
      try workspace.host.shelf.remember(student: name)
      leaveLesson(isSilent: true)
      let layout = active.run.layout
      show(
        .lines(
          layout.lines(
            ofInline: "Hello, \(name). `set student NAME` changes it.", style: .good)
        ),
        at: location)
    } catch {
      report(error, at: location)
      return .failed
    }
    request.restarts = false
    return open(request, at: location)
  }

  private static func name(in line: String, _ run: LessonRun<ShellLaboratory>) -> String? {
    guard let name = PlainText.name(line), !run.isWord(name), !run.reads(line),
      name.contains(where: \.isLetter),
      !name.contains(where: { $0.isASCII && $0.isNumber }), let first = name.first
    else { return nil }
    let word = String(name.prefix { !$0.isWhitespace })
    // A verb is typed in small letters.
    let isCommand = run.lab.isVerb(word) || (first.isLowercase && run.lab.understands(name))
    return isCommand ? nil : name
  }
}
