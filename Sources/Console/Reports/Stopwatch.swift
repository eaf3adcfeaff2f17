/// Shows that a long command is at work where it has no meter of its own: `gradients   3 s`.
///
/// It is asked whenever the command asks for ^C, appears after a second in which nothing else was
/// shown, and moves twice a second.
package final class Stopwatch {
  private let what: String
  private let line: StatusLine
  private let clock: () -> Double
  private var due = 1.0

  /// Seconds without another sign of life after which it appears, and between two looks.
  private static let patience = 1.0, interval = 0.5

  package init(_ what: String, on line: StatusLine, clock: @escaping () -> Double) {
    self.what = what
    self.line = line
    self.clock = clock
  }

  package convenience init(_ what: String, on line: StatusLine) {
    let begin = ContinuousClock.now
    self.init(what, on: line) { ProgressMeter.seconds(since: begin) }
  }

  /// The command asks whether to go on.
  package func tick() {
    let now = clock()
    guard now >= due else { return }
    due = now + Self.interval
    let columns = max(line.columns() - 4, 0)
    let text = String("\(what)   \(ProgressMeter.duration(now))".prefix(columns))
    if let progress = line.progress {
      progress(now, nil, text)
    } else {
      line.show(text)
    }
  }

  /// Something else has just been shown.
  package func hold() { due = clock() + Self.patience }
}
