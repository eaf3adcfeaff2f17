// Types at random into the program at a pseudo-terminal; see README.md beside this file.

import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

signal(SIGPIPE, SIG_IGN)
do {
  let options = try Options(Array(CommandLine.arguments.dropFirst()))
  switch options.mode {
  case .terminal:
    exit(try await ShellFuzz.run(options) ? EXIT_SUCCESS : EXIT_FAILURE)
  case .serve:
    exit(try await ServeFuzz.run(options) ? EXIT_SUCCESS : EXIT_FAILURE)
  case .process, .files:
    exit(try await Workers.run(options) ? EXIT_SUCCESS : EXIT_FAILURE)
  case .worker(let progress, let acts, let task):
    work(Worker(progress: .init(progress)), acts, task)
    exit(EXIT_SUCCESS)
  }
} catch {
  print("shell-fuzz: \(error)\n\(Options.usage)")
  exit(2)
}
