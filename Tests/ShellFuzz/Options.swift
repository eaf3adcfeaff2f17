#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What the fuzzer is told on its command line.
struct Options {
  enum Mode {
    /// The program at pseudo-terminals.
    case terminal
    /// Sessions within this process.
    case process
    /// Conversations with `descent serve`.
    case serve
    /// Damaged files, within this process.
    case files
    /// Started by the fuzzer itself: where to note its place, where acts are written, what to do.
    case worker(progress: String, acts: String, task: [String])
  }

  struct Misuse: Error, CustomStringConvertible {
    let description: String
  }

  static let usage = """
    shell-fuzz PROGRAM|serve PROGRAM|within|files [lines=N] [seconds=N] [seed=N] [session=N] [jobs=N]
      [patience=SECONDS] [show=1] [from=FOLDER]
    """

  var mode = Mode.terminal
  /// This program, to start workers by.
  var ownPath = ""
  var program = ""
  /// Lines to type and seconds to take, whichever is over first.
  var lines = Int.max
  var seconds = Double.infinity
  var seed = UInt64.random(in: 0...999_999_999)
  /// The one session to go through again.
  var session: Int?
  /// Programs at a time.
  var jobs = 1
  /// Seconds after which ^C is pressed, on a machine that has nothing else to do.
  var patience = 0.5
  /// Whether each line is shown as it is typed.
  var shows = false
  /// More files to damage.
  var from: String?

  init(_ arguments: [String]) throws {
    if arguments.first == "worker", arguments.count >= 4 {
      mode = .worker(
        progress: arguments[1], acts: arguments[2], task: Array(arguments.dropFirst(3)))
      return
    }
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        if argument == "serve", program.isEmpty {
          mode = .serve
          continue
        }
        program = argument
        continue
      }
      if parts[0] == "from" {
        from = try Self.whole(parts[1])
        continue
      }
      guard let value = Double(parts[1]), value >= 0 else {
        throw Misuse(description: "'\(argument)' is no number")
      }
      switch parts[0] {
      case "lines", "files": lines = Int(exactly: value) ?? .max
      case "seconds": seconds = value
      case "seed": seed = UInt64(exactly: value) ?? 0
      case "session": session = Int(exactly: value)
      case "patience": patience = value
      case "jobs": jobs = max(1, Int(exactly: value) ?? 1)
      case "show": shows = value != 0
      default: throw Misuse(description: "'\(argument)' is unknown")
      }
    }
    guard !program.isEmpty else { throw Misuse(description: "no program was named") }
    ownPath = try Self.whole(CommandLine.arguments[0])
    switch program {
    case "within": mode = .process
    case "files": mode = .files
    default: program = try Self.whole(program)
    }
    if lines == .max, seconds == .infinity, session == nil { lines = 10_000 }
  }

  /// Programs are started in another folder.
  private static func whole(_ path: String) throws -> String {
    guard let whole = realpath(path, nil) else {
      throw Misuse(description: "there is no '\(path)'")
    }
    defer { free(whole) }
    return String(cString: whole)
  }
}
