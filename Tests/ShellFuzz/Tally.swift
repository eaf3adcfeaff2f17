import Synchronization
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Prints a line at once, into a file too.
func say(_ line: String) {
  print(line)
  fflush(nil)
}

/// What the jobs of a run share: the number of the next session, what was counted, and which faults
/// were seen.
final class Tally: Sendable {
  private struct State {
    var next: Int
    var counts = Counts()
    var faults: [String: Int] = [:]
    var reported: Set<String> = []
    var told = now()
  }

  /// Faults that are gone through again and shown; more of them say nothing new.
  private static let mostReports = 40

  private let state: Mutex<State>
  private let options: Options
  private let started = now()

  init(_ options: Options) {
    self.options = options
    state = Mutex(State(next: options.session ?? 0))
  }

  /// When all is to be done, in seconds of `now()`; no session begins later, and none goes on.
  var deadline: Double { started + options.seconds }

  /// The numbers of the sessions that a job tries next; nil where lines or seconds are used up.
  func nextSessions(_ count: Int) -> Range<Int>? {
    state.withLock { state in
      let isOver =
        options.session.map { state.next > $0 }
        ?? (state.counts.lines >= options.lines || now() >= deadline)
      defer { state.next += count }
      return isOver ? nil : state.next..<(state.next + count)
    }
  }

  func add(_ counts: Counts) {
    let text: String? = state.withLock { state in
      state.counts.add(counts)
      guard now() - state.told > 30 else { return nil }
      state.told = now()
      return summary(of: state)
    }
    if let text { say(text) }
  }

  /// Whether a fault is the first of its kind, and to be shown. Others are counted here.
  func isNew(_ signature: String) -> Bool {
    state.withLock { state in
      if state.reported.count < Self.mostReports, state.reported.insert(signature).inserted {
        return true
      }
      state.faults[signature, default: 0] += 1
      return false
    }
  }

  func count(_ signature: String) {
    state.withLock { $0.faults[signature, default: 0] += 1 }
  }

  /// Says what was done in all.
  ///
  /// - Returns: whether no fault was seen but a wait that did not show itself again.
  func close() -> Bool {
    let (text, faults) = state.withLock { (summary(of: $0), $0.faults) }
    say(text)
    for (signature, count) in faults.sorted(by: { $0.value > $1.value }) {
      say("\(count) x \(signature)")
    }
    return faults.keys.allSatisfy { $0.hasPrefix(Self.onceOnly + "hangs") }
  }

  /// Stands before a fault that did not show itself again.
  static let onceOnly = "(not again) "

  private func summary(of state: State) -> String {
    let (counts, seconds) = (state.counts, now() - started)
    let waits = zip(["10 ms", "100 ms", "1 s", "10 s", "later"], counts.waits)
    return "seed=\(options.seed): \(counts.lines) lines in \(counts.sessions) sessions, "
      + "\(counts.errors) with an error (\(counts.compared) states compared), "
      + "\(counts.interrupts) interrupted, \(counts.slow) slow, \(counts.leavings) left, "
      + "\(state.faults.values.reduce(0, +)) faults, "
      + "\((Double(counts.lines) / seconds).rounded()) lines/s in \(seconds.rounded()) s"
      + (counts.waits.reduce(0, +) == 0
        ? "" : "; answered within " + waits.map { "\($0): \($1)" }.joined(separator: ", "))
  }
}
