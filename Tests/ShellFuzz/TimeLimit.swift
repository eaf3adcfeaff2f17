import CTestSupport
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Ends this process by a signal where a piece of work takes too long: by the time that it computes,
/// so that a busy machine makes no difference, and by a much longer time that it may wait.
enum TimeLimit {
  /// - Parameter seconds: of computing.
  static func begin(seconds: Int) {
    // Without the parent, no process reads what is found.
    if getppid() == 1 { exit(EXIT_FAILURE) }
    ct_limit_time(Int32(clamping: seconds))
    alarm(UInt32(clamping: 60 + 20 * seconds))
  }

  static func end() {
    ct_limit_time(0)
    alarm(0)
  }

  /// Whether a process that ended so was ended by a limit.
  static func ended(_ status: Int32) -> Bool { status == -SIGPROF || status == -SIGALRM }

  /// Seconds that this process has computed.
  static func busy() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
