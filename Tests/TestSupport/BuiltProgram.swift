#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The program as it was built together with these tests, in a home of its own.
package struct BuiltProgram {
  /// The home folder, empty at the start.
  package let home: TemporaryFolder
  package var environment: [String: String]

  package struct Missing: Error, CustomStringConvertible {
    package let description: String
  }

  /// What a program that ran to its end left behind.
  package struct Outcome {
    package var status: Int32
    package var output: String
    package var errors: String
    /// The most memory it had at a time, in bytes, where that was asked for.
    package var peakMemory = 0
  }

  package init() throws {
    home = try TemporaryFolder()
    environment = [
      "HOME": home.path, "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8",
    ]
  }

  /// The program beside the running test bundle. Not finding it is an error, never a skipped test.
  package static func path(of name: String = "descent") throws -> String {
    for argument in CommandLine.arguments {
      guard let bundle = argument.range(of: ".xctest") else { continue }
      let upToBundle = argument[..<bundle.lowerBound]
      guard let slash = upToBundle.lastIndex(of: "/") else { continue }
      let candidate = upToBundle[...slash] + name
      if access(String(candidate), X_OK) == 0 { return String(candidate) }
    }
    throw Missing(
      description: "no '\(name)' beside the test bundle: \(CommandLine.arguments)")
  }

  /// Starts the program at a terminal.
  package func atTerminal(
    _ arguments: [String] = [], columns: Int = 80, rows: Int = 24
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      Self.path(), arguments: arguments, environment: environment, folder: home.path,
      columns: columns, rows: rows)
  }

  /// Starts the program with a file for its output; the caller waits for it.
  package func start(_ arguments: [String], output: String) throws -> pid_t {
    try Launch(
      path: Self.path(), arguments: arguments, environment: environment, folder: home.path
    ).start(input: "/dev/null", output: output, errors: "/dev/null")
  }

  /// Runs the program, or another one, to its end with files for its streams.
  ///
  /// - Parameter measuresMemory: looks again and again at the memory that it has had.
  package func run(
    _ arguments: [String] = [], input: String = "", measuresMemory: Bool = false
  ) throws -> Outcome {
    try run(arguments, input: Array(input.utf8), measuresMemory: measuresMemory)
  }

  package func run(
    _ arguments: [String] = [], input: [UInt8], output: String? = nil, path: String? = nil,
    measuresMemory: Bool = false
  ) throws -> Outcome {
    // Beside the home, so that a program looking around there sees nothing of the test.
    let streams = try TemporaryFolder()
    try streams.write(input, to: "input")
    let process = try Launch(
      path: try path ?? Self.path(), arguments: arguments, environment: environment,
      folder: home.path
    ).start(
      input: streams.path + "/input", output: output ?? streams.path + "/output",
      errors: streams.path + "/errors")
    var status: Int32 = 0
    var peakMemory = 0
    if measuresMemory {
      // What `wait4` tells holds the memory of the process that started it too, which is large here.
      while waitpid(process, &status, WNOHANG) == 0 {
        peakMemory = Self.mostMemory(of: process) ?? peakMemory
        usleep(2_000)
      }
    } else {
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
    return Outcome(
      status: exitStatus(of: status),
      output: output == nil ? try streams.read("output") : "",
      errors: try streams.read("errors"), peakMemory: peakMemory)
  }

  /// The most memory that a running process has had so far; nil where the system does not tell.
  private static func mostMemory(of process: pid_t) -> Int? {
    guard let file = fopen("/proc/\(process)/status", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("VmHWM:") {
        return Int(text.filter(\.isNumber)).map { $0 << 10 }
      }
    }
    return nil
  }
}

extension String {
  /// The first place of a text, without Foundation.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    ranges(of: text).first
  }
}
