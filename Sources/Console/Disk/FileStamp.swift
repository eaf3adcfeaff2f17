#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What tells a file from the same file after it was written to.
package struct FileStamp: Hashable {
  package let path: String
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  package init(_ path: String) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    self.path = path
    size = isThere ? Int64(status.st_size) : -1
    (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
  }

  /// When it was written to, in UTC, as `2026-03-01T09:30:00Z`; empty where it is gone.
  package var time: String { size < 0 ? "" : Self.text(of: seconds) }

  /// This moment in the same form.
  package static var now: String { text(of: WallClock.now) }

  private static func text(of seconds: Int) -> String {
    var (time, parts) = (time_t(seconds), tm())
    guard gmtime_r(&time, &parts) != nil else { return "" }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// Whether the file has been written to since, or is gone.
  package var isOutdated: Bool { FileStamp(path) != self }
}
