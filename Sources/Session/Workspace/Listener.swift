import Console
import Plot

/// A program that listens to a session: it is told as values what a person sees as text.
package struct Listener {
  /// Each report, with its verb, before its text is written.
  package var report: (Report, String) -> Void
  /// Each error, in the place of its text.
  package var failure: (ShellError, SourceLocation?) -> Void
  /// A statement is over: what was written since the last one belongs to it.
  package var statementEnd: () -> Void
  /// A figure that plays from here on, at so many times its usual speed; it was drawn just before.
  package var movie: (Figure, Double) -> Void

  package init(
    report: @escaping (Report, String) -> Void,
    failure: @escaping (ShellError, SourceLocation?) -> Void,
    statementEnd: @escaping () -> Void, movie: @escaping (Figure, Double) -> Void
  ) {
    self.report = report
    self.failure = failure
    self.statementEnd = statementEnd
    self.movie = movie
  }
}

extension Host {
  /// Tells the program that listens of a report that is about to be shown.
  package func tell(_ report: Report, verb: String) {
    guard report.readers != .people else { return }
    listener?.report(report, verb)
  }
}
