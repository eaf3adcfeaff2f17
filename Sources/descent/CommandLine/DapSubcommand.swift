import Console
import Dap

extension Subcommand {
  static let dap = Subcommand(
    name: "dap", summary: "Debug a command file, a notebook or a lesson from an editor.",
    discussion: """
      The Debug Adapter Protocol on standard input and output: an editor steps through the file's \
      updates and back, sets breakpoints and conditions, and shows the quantities as a tree. \
      Sources/Dap/README.md says what 'launch' takes, and how VS Code, Emacs and Neovim are set up.
      """
  ) { _ throws(UsageError) in
    guard let streams = ConversationStreams(),
      let adapter = Adapter(
        output: streams.output, interrupts: .process, makeSession: ConversationStreams.session,
        load: { program, student throws(ShellError) in try Dap.Program.load(program, student) })
    else { return ConversationStreams.refuse() }
    adapter.run(input: streams.input)
    return .success
  }
}
