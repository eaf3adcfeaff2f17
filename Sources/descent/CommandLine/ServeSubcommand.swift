import Dialogue
import LineEditor
import Serve
import Session
import Shell

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Subcommand {
  static let serve = Subcommand(
    name: "serve", summary: "Hold a conversation in JSON lines: for editors and notebooks.",
    discussion: """
      A request is a JSON object on one line of standard input, as \
      {"id":1,"do":"execute","code":"surface bowl; step"}; its events come as objects on standard \
      output, and 'done' is the last of them. 'do' is execute, complete, inspect, is_complete, get, \
      interrupt or shutdown. Sources/Serve/README.md has all keys.
      """
  ) { _ throws(UsageError) in
    Interrupt.install()
    // A client that has gone is told of below, and ends nothing in the middle of a line.
    signal(SIGPIPE, SIG_IGN)
    let streams = ConversationStreams()
    let server = Server(
      output: streams?.output ?? STDOUT_FILENO, version: Session.programVersion,
      interrupts: .process
    ) { output, isInterrupted in
      let session = Session(output: output, interrupt: isInterrupted)
      session.stateFolder = Folders.state
      return session
    }
    guard let server, let streams else {
      StandardStreams.complain("the system has no more open files for a conversation")
      return .failure
    }
    switch server.run(input: streams.input) {
    case .orderly: return .success
    case .abandoned:
      StandardStreams.complain(
        "the program that asked has gone; 'journal restore' in a new session takes this one up")
      return .failure
    }
  }
}
