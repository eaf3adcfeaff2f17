import CTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A program about to be started.
struct Launch {
  var path: String
  var arguments: [String]
  var environment: [String: String]
  var folder: String

  /// Starts it with a terminal for its three streams, or with files.
  func start(input: String, output: String? = nil, errors: String? = nil) throws -> pid_t {
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

  private func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
