#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Lets time pass; a signal may end it early.
package func pause(milliseconds: Int) {
  var time = timespec()
  time.tv_sec = milliseconds / 1_000
  time.tv_nsec = milliseconds % 1_000 * 1_000_000
  nanosleep(&time, nil)
}
