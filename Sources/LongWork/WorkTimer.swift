import CLongWork

/// Measures how much work something is, so that a limit means the same on a busy machine as on an idle
/// one: the processor time of the thread that began it.
///
/// Work that waits, for other threads or for a disk, takes hardly any; so a tenth of the time by the
/// clock counts where that is more, and a limit ends such work too.
public struct WorkTimer: Sendable {
  private let begin = ContinuousClock.now
  private let clock: Int64
  private let beginOnClock: Int64

  /// How many times as long as its work something may take.
  private static let patience = 10

  /// Begins now, on this thread.
  public init() {
    clock = lw_own_clock()
    beginOnClock = lw_nanoseconds(clock)
  }

  /// The work so far. It is asked for on the thread that began, or on one that helps it.
  public var work: Duration { work(after: .now - begin) }

  /// Whether it is more than `limit`; this costs a look at the clock as long as it cannot be.
  public func exceeds(_ limit: Duration) -> Bool {
    let elapsed = ContinuousClock.now - begin
    return elapsed > limit && work(after: elapsed) > limit
  }

  private func work(after elapsed: Duration) -> Duration {
    max(.nanoseconds(max(0, lw_nanoseconds(clock) - beginOnClock)), elapsed / Self.patience)
  }
}
