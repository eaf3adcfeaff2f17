import Conversion
import Formula
import Wording

/// A line at the foot of a terminal, or a few, rewritten in place while a command runs.
///
/// The owner of the terminal hands it to the session, and erases it before anything else is written.
package struct StatusLine {
  /// Shows a text, whose lines are shorter than the window; nil erases it.
  package var show: (String?) -> Void
  /// The columns that the window has now.
  package var columns: () -> Int
  /// Told how much is done of how much, with the text, in the place of `show`: for a program that
  /// draws it itself.
  package var progress: ((_ done: Double, _ total: Double?, _ text: String) -> Void)?

  package init(
    show: @escaping (String?) -> Void, columns: @escaping () -> Int,
    progress: ((_ done: Double, _ total: Double?, _ text: String) -> Void)? = nil
  ) {
    self.show = show
    self.columns = columns
    self.progress = progress
  }
}

/// How far a long command is, for a person who waits:
/// `run  ████░░░░  43 %  4300 of 10000 updates  loss 0.2134  1230 updates/s  5 s left`.
///
/// It appears when the command has taken 0.3 s, moves at most ten times a second, and is gone when
/// the command is over. Told of every update it costs a look at the clock each. Calls come one at a
/// time, from any thread.
package final class ProgressMeter: @unchecked Sendable {
  private let what: String
  private let total: Double?
  private let unit: String
  private let isLimit: Bool
  private let line: StatusLine?
  private let unicode: Bool
  private let widest: Int
  /// Told of each look.
  private let shown: () -> Void
  private let clock: () -> Double
  private let start: Double
  private var due: Double
  /// Lines above its own, for so many columns: what else is kept in sight.
  package var above: ((_ columns: Int) -> [String])?
  /// Moments of the last seconds with what was done by then, the oldest first.
  private var moments: [(time: Double, done: Double)]

  /// Seconds before it appears, between two looks, and over which the rate is taken. Tests that must
  /// see one set the first two to 0: how long a run takes is the machine's affair.
  @TaskLocal package static var delay = 0.3
  @TaskLocal package static var interval = 0.1
  package static let memory = 6.0

  /// - Parameters:
  ///   - what: the command.
  ///   - total: how much there is to do; nil where that is not known.
  ///   - unit: what is counted, in the plural.
  ///   - isLimit: whether it may be over long before `total`.
  ///   - line: nil shows nothing.
  package convenience init(
    _ what: String, of total: Double?, _ unit: String, isLimit: Bool = false, on line: StatusLine?,
    unicode: Bool = true, widest: Int = .max, shown: @escaping () -> Void = {}
  ) {
    let begin = ContinuousClock.now
    self.init(
      what, of: total, unit, isLimit: isLimit, on: line, unicode: unicode, widest: widest,
      shown: shown
    ) { Self.seconds(since: begin) }
  }

  package init(
    _ what: String, of total: Double?, _ unit: String, isLimit: Bool = false, on line: StatusLine?,
    unicode: Bool = true, widest: Int = .max, shown: @escaping () -> Void = {},
    clock: @escaping () -> Double
  ) {
    self.what = what
    self.total = total
    self.unit = unit
    self.isLimit = isLimit
    self.line = line
    self.unicode = unicode
    self.widest = widest
    self.shown = shown
    self.clock = clock
    start = clock()
    due = start + Self.delay
    moments = [(start, 0)]
  }

  /// Tells how much is done now.
  ///
  /// - Parameter detail: what else is worth knowing, such as the loss; asked only when it is shown.
  package func update(_ done: Double, _ detail: @autoclosure () -> String = "") {
    guard let line else { return }
    let now = clock()
    guard now >= due else { return }
    due = now + Self.interval
    moments.append((now, done))
    while moments.count > 2, now - moments[0].time > Self.memory { moments.removeFirst() }
    // Room for the ^C that a terminal shows behind it.
    let columns = min(line.columns(), widest) - 4
    let text = text(done: done, rate: rate, detail: detail(), columns: columns)
    let lines = (above?(columns) ?? []) + [unicode ? text : ASCIIFolding.fold(text)]
    let shownText = lines.joined(separator: "\n")
    if let progress = line.progress {
      progress(done, total, shownText)
    } else {
      line.show(shownText)
    }
    shown()
  }

  package static func seconds(since begin: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - begin).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  private var rate: Double? {
    guard let first = moments.first, let last = moments.last, last.time > first.time else {
      return nil
    }
    let rate = (last.done - first.done) / (last.time - first.time)
    return rate > 0 ? rate : nil
  }

  /// The line, its least important parts left out where it would be too long.
  private func text(done: Double, rate: Double?, detail: String, columns: Int) -> String {
    let limit = isLimit ? "at most " : ""
    // In the order shown; what is left out first has the largest number.
    var parts: [(rank: Int, text: String)] = [(0, what)]
    if let total, total > 0 {
      let share = min(max(done / total, 0), 1)
      if !isLimit { parts += [(5, bar(share)), (1, "\(Int(clamping: share * 100)) %")] }
      if total.rounded() == total, total > 1 {
        parts.append(
          (isLimit ? 1 : 6, "\(amount(done.rounded(.down))) of \(limit)\(amount(total)) \(unit)"))
      }
    } else {
      parts.append((1, "\(amount(done.rounded(.down))) \(unit)"))
    }
    if !detail.isEmpty { parts.append((3, detail)) }
    if let rate {
      if !unit.isEmpty { parts.append((4, "\(amount(rate)) \(unit)/s")) }
      if let total, total > done {
        parts.append((2, limit + Self.duration((total - done) / rate) + " left"))
      }
    }
    func joined() -> String {
      // Symbols take more room once they are names.
      let text = parts.map(\.text).joined(separator: "  ")
      return unicode ? text : ASCIIFolding.fold(text)
    }
    while displayWidth(of: joined()) > columns,
      let last = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }), parts[last].rank > 0
    {
      parts.remove(at: last)
    }
    return displayWidth(of: joined()) > columns ? String(what.prefix(max(columns, 0))) : joined()
  }

  private func bar(_ share: Double) -> String {
    let cells = 12
    let full = Int(clamping: share * Double(cells), from: 0, to: cells)
    let (done, open) = unicode ? ("█", "░") : ("#", ".")
    return String(repeating: done, count: full) + String(repeating: open, count: cells - full)
  }

  private func amount(_ value: Double) -> String {
    value >= 100 && value < 1e9
      ? "\(Int(clamping: value.rounded()))" : NumberStyle(digits: 3, unicode: unicode).format(value)
  }

  package static func duration(_ seconds: Double) -> String {
    guard seconds < 360_000 else { return "more than 100 h" }
    let whole = Int(clamping: seconds.rounded(), from: 1)
    func padded(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
    return "\(whole / 3_600) h \(padded(whole % 3_600 / 60)) min"
  }
}
