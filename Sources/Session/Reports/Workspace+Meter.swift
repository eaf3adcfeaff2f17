import Console

extension Workspace {
  /// The meter of a command, which shows only to a person who types at a terminal.
  ///
  /// It is erased when the command is over.
  package func meter(
    _ what: String, of total: Double?, _ unit: String, isLimit: Bool = false
  ) -> ProgressMeter {
    ProgressMeter(
      what, of: total, unit, isLimit: isLimit, on: isWatched ? host.statusLine : nil,
      unicode: traits.unicode, widest: traits.width,
      shown: { [host] in host.stopwatch?.hold() })
  }

  /// Whether a person at a terminal waits for the current command.
  package var isWatched: Bool {
    traits.isInteractive && !traits.json && sandbox == nil && host.statusLine != nil
  }
}
