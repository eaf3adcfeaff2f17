#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Moments of the day, for people.
package enum WallClock {
  /// Seconds since 1970.
  package static var now: Int { time(nil) }

  /// Seconds and nanoseconds since 1970, of the same width always, so that later ones sort behind.
  package static var exactText: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let fraction = String(time.tv_nsec)
    return "\(time.tv_sec)-" + String(repeating: "0", count: max(0, 9 - fraction.count)) + fraction
  }

  /// `today 14:05`, `yesterday 14:05` or `2026-11-30 14:05`, in local time.
  package static func text(of moment: Int, now: Int = WallClock.now) -> String {
    let day = formatted(moment, "%Y-%m-%d")
    let clock = formatted(moment, "%H:%M")
    switch day {
    case formatted(now, "%Y-%m-%d"): return "today \(clock)"
    case formatted(now - 86_400, "%Y-%m-%d"): return "yesterday \(clock)"
    default: return "\(day) \(clock)"
    }
  }

  private static func formatted(_ moment: Int, _ format: String) -> String {
    var moment = moment
    var parts = tm()
    localtime_r(&moment, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
