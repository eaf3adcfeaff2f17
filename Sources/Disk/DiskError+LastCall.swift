#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension DiskError {
  /// What the system said of the call that has just failed.
  ///
  /// - Parameter action: what was tried, as `read` or `write`.
  static func ofLastCall(_ action: String, _ path: String) -> DiskError {
    DiskError("cannot \(action) \(Path.quoted(path)): \(reason(of: errno))")
  }
}
