import Serve
import Session

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
    guard let streams = ConversationStreams(),
      let server = Server(
        output: streams.output, version: Session.programVersion, interrupts: .process,
        makeSession: ConversationStreams.session)
    else { return ConversationStreams.refuse() }
    switch server.run(input: streams.input) {
    case .orderly: return .success
    case .abandoned:
      StandardStreams.complain(
        "the program that asked has gone; 'journal restore' in a new session takes this one up")
      return .failure
    }
  }
}
