import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Runs reading that has no end on a thread of its own. Signals end the worker's wait, and not this
/// thread's.
package func startReading(_ work: @escaping @Sendable () -> Void) {
  DispatchQueue(label: "descent conversation").async {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    work()
  }
}
