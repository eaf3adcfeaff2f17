import Console
import Session
import Shell
import TestSupport
import Testing

/// ^C stays ^C on its way to who asked: it is no error of the command, nor of the file whose line it was
/// in.
@Suite struct InterruptedErrorTests {
  @Test func aLargerSentenceAndAnotherPlaceLeaveAnInterruptionOne() {
    let stopped = ShellError.interrupted("nothing was read")
    #expect(stopped.at(column: 7).isInterruption && stopped.at(column: 7).column == 7)
    let retold = stopped.retold { "f:3: \($0)" }
    #expect(retold.isInterruption && retold.message == "interrupted; nothing was read")
    let other = ShellError("no such file", column: 4).retold { "f:3: \($0)" }
    #expect(other == ShellError("f:3: no such file") && !other.isInterruption)
  }

  /// Reading that is given up, by hand and in a line of a file.
  @Test(arguments: [
    "compare arrays.npz", "network 2-4-1 weights=arrays.npz", "data arrays.npz", "data long.csv",
    "explain grad_W1[0,0]", "why grad_W1",
  ])
  func whatIsGivenUpIsAnInterruption(line: String) throws {
    let folder = try TemporaryFolder()
    let rows = (0..<100_000).map { "\($0),\($0 % 7),1.5\n" }.joined()
    try folder.write(Array(("a,b,y\n" + rows).utf8), to: "long.csv")
    let typed = line.replacing(/(arrays|long)\./) { "\(folder.path)/\($0.output.1)." }
    try folder.write(Array("print 1\n\(typed)\n".utf8), to: "lines.descent")
    for command in [typed, "source \(folder.path)/lines.descent"] {
      let all = try outcome(of: command, in: folder, pressedAfter: .max).questions
      #expect(all > 0, "\(command) asks nothing")
      var heard = 0
      for k in 0..<min(all, 12) {
        let (_, errors) = try outcome(
          of: command, in: folder, pressedAfter: k * all / min(all, 12))
        #expect(errors.allSatisfy { $0.isInterruption }, "\(command): \(errors)")
        #expect(errors.allSatisfy { $0.message.hasPrefix("interrupted") }, "\(errors)")
        heard += errors.count
      }
      #expect(heard > 0, "\(command) does not hear")
    }
  }

  /// How often a command asks, and the errors where ^C is pressed after so many questions.
  private func outcome(
    of command: String, in folder: TemporaryFolder, pressedAfter count: Int
  ) throws -> (questions: Int, errors: [ShellError]) {
    var questions = 0
    var limit = Int.max
    let transcript = Transcript(interrupt: {
      questions += 1
      return questions > limit
    })
    var errors: [ShellError] = []
    transcript.session.workspace.host.listener = Listener(
      report: { _, _ in }, failure: { error, _ in errors.append(error) }, statementEnd: {},
      movie: { _, _ in })
    transcript.run("data moons n=600; network 2-300:relu-300:tanh-1; step")
    transcript.run("export weights \(folder.path)/arrays.npz force=yes")
    #expect(errors.isEmpty, "\(errors)")
    (questions, limit) = (0, count)
    transcript.run(command)
    return (questions, errors)
  }
}
