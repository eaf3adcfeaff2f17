import Console
import LineEditor
import Shell

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A tool that runs again whenever a file changes, until ^C.
struct Watching {
  let path: String
  let isOn: Bool

  init(_ path: String, isOn: Bool) {
    self.path = path
    self.isOn = isOn
  }

  func run(_ tool: () -> LessonTools.Result) -> ExitCode {
    guard isOn else { return tool().shown }
    Interrupt.install()
    while !Interrupt.pending {
      // What is written while the tool runs is a change too.
      let stamp = FileStamp(path)
      _ = tool().shown
      while !Interrupt.pending, !stamp.isOutdated || FileStamp(path).time.isEmpty {
        usleep(100_000)
      }
    }
    return .success
  }
}
