import Console
import LineEditor

/// How far a tool is; how much there is to do shows when it begins.
final class CountMeter: @unchecked Sendable {
  private let what: String
  private let unit: String
  private let line: TerminalStatusLine?
  private var meter: ProgressMeter?

  init(_ what: String, _ unit: String, _ line: TerminalStatusLine?) {
    self.what = what
    self.unit = unit
    self.line = line
  }

  /// Called one at a time.
  func update(done: Int, of count: Int) {
    let meter =
      meter
      ?? ProgressMeter(
        what, of: Double(count), unit, on: line?.line, unicode: Terminal.usersLocaleIsUTF8)
    self.meter = meter
    meter.update(Double(done))
  }
}
