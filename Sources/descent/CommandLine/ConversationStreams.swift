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

/// The two streams of a conversation, out of reach of what it is about: a command that reads `/dev/stdin`
/// finds nothing there and takes no request away, and one that writes to `/dev/stdout` breaks no event.
struct ConversationStreams {
  let input: Int32
  let output: Int32

  /// Puts nothing in the place of the standard input, and the standard error in the place of the output.
  /// ^C is heard from here on, and the other side's end is told by a write that fails, not by a signal.
  ///
  /// - Returns: nil where the system has no more open files.
  init?() {
    Interrupt.install()
    signal(SIGPIPE, SIG_IGN)
    // Programs that are started do not have them either.
    input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    let nothing = open("/dev/null", O_RDONLY)
    guard input >= 0, output >= 0, nothing >= 0, dup2(nothing, STDIN_FILENO) >= 0,
      dup2(STDERR_FILENO, STDOUT_FILENO) >= 0
    else { return nil }
    close(nothing)
  }
}

extension ConversationStreams {
  /// A session of a conversation.
  static func session(
    _ output: Session.Output, _ isInterrupted: @escaping () -> Bool
  ) -> Session {
    let session = Session(output: output, interrupt: isInterrupted)
    session.stateFolder = Folders.state
    return session
  }

  /// - Returns: the status of a conversation that cannot begin.
  static func refuse() -> ExitCode {
    StandardStreams.complain("the system has no more open files for a conversation")
    return .failure
  }
}

extension Interrupts {
  /// ^C as the whole process hears it.
  static let process = Interrupts(
    request: { Interrupt.request() }, forget: { Interrupt.take() },
    isPending: { Interrupt.pending })
}
