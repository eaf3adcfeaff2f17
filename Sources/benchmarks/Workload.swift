#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A workload of the performance figures, with its one name.
struct Workload: Sendable {
  let name: String
  let run: @Sendable () throws -> Void

  /// How many runs a figure is the median of, where an argument says it.
  static let runs: Int? = CommandLine.arguments.compactMap { argument in
    argument.hasPrefix("runs=") ? Int(argument.dropFirst("runs=".count)) : nil
  }.first { $0 > 0 }

  static let all: [Workload] = optimizers + surfaces + allocations + networks + search + files
}

/// The median time of `body` in seconds, over `runs` runs after one that is not counted. `runs=N` among
/// the program's arguments makes it N: a run's instructions are what two runs take more than one.
///
/// For work on one thread it is the processor's time, which other programs on the machine disturb
/// least.
func medianSeconds(
  runs: Int = 7, by clock: clockid_t = CLOCK_THREAD_CPUTIME_ID, _ body: () throws -> Void
) rethrows -> Double {
  let runs = Workload.runs ?? runs
  try body()
  return try (0..<runs).map { _ in try seconds(by: clock, body) }.sorted()[runs / 2]
}

/// The time on the clock, for what more than one thread does.
func secondsOnClock(_ body: () -> Void) -> Double { seconds(by: CLOCK_MONOTONIC, body) }

private func seconds(by clock: clockid_t, _ body: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
  let begin = now()
  try body()
  return now() - begin
}

/// Writes to standard error.
func complain(_ text: String) {
  text.withCString { _ = write(2, $0, strlen($0)) }
}
