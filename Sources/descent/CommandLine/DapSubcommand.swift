import Console
import Dap
import Dialogue
import LineEditor
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
  static let dap = Subcommand(
    name: "dap", summary: "Debug a command file, a notebook or a lesson from an editor.",
    discussion: """
      The Debug Adapter Protocol on standard input and output: an editor steps through the file's \
      updates and back, sets breakpoints and conditions, and shows the quantities as a tree. \
      Sources/Dap/README.md says what 'launch' takes, and how VS Code, Emacs and Neovim are set up.
      """
  ) { _ throws(UsageError) in
    Interrupt.install()
    signal(SIGPIPE, SIG_IGN)
    let streams = ConversationStreams()
    let adapter = Adapter(
      output: streams?.output ?? STDOUT_FILENO, interrupts: .process,
      makeSession: { output, isInterrupted in
        let session = Session(output: output, interrupt: isInterrupted)
        session.stateFolder = Folders.state
        return session
      },
      load: { program, student throws(ShellError) in try Dap.Program.load(program, student) })
    guard let adapter, let streams else {
      StandardStreams.complain("the system has no more open files for a conversation")
      return .failure
    }
    adapter.run(input: streams.input)
    return .success
  }
}

extension Interrupts {
  /// ^C as the whole process hears it.
  static let process = Interrupts(
    request: { Interrupt.request() }, forget: { Interrupt.take() },
    isPending: { Interrupt.pending })
}
