import CTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A program about to be started.
package struct Launch {
  var path: String
  var arguments: [String]
  var environment: [String: String]
  var folder: String

  package init(
    path: String, arguments: [String], environment: [String: String], folder: String
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
  }

  /// Starts it with a terminal for its three streams, or with files.
  package func start(
    input: String, output: String? = nil, errors: String? = nil
  ) throws -> pid_t {
    // A crash should be a status, not a debugger that waits for a key.
    let variables = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { own, _ in own }
    var process: pid_t = 0
    let failure = withCStrings([path] + arguments) { words in
      withCStrings(variables.map { "\($0.key)=\($0.value)" }) { variables in
        ct_start(path, words, variables, folder, input, output, errors, &process)
      }
    }
    guard failure == 0 else {
      errno = failure
      throw PseudoTerminal.Failure.system("start \(path)")
    }
    return process
  }

  /// The exit status of what waitpid tells, or minus the number of the signal that ended it.
  package static func status(of code: Int32) -> Int32 {
    let signal = code & 0x7F
    return signal == 0 ? (code >> 8) & 0xFF : -signal
  }

  /// Ends a program that is still there.
  package static func end(_ process: pid_t) {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }
}

/// Texts as a C program takes its arguments, a null pointer last.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}
