import LongWork

/// The figures of a lesson's text, worked out again.
extension Walk {
  /// Works the figures of a page out, with its commands done and its question not yet answered.
  mutating func checkFigures(in run: LessonRun<Lab>) {
    guard run.stops.indices.contains(run.stop) else { return }
    // A student does not wait for this: it has its own time.
    var lab = run.base
    for source in run.stops[run.stop].figures {
      guard let figure = try? Figure(source) else { continue }
      lab.renewTime()
      let timer = WorkTimer()
      defer {
        lab.renewTime()
        setAside(timer.work)
      }
      do {
        let value = try lab.number(of: figure.expression.source)
        guard !figure.isRounded(value) else { continue }
        fail(
          .figures,
          "the text says \(figure.numeral.written), and it is \(lab.text(of: value))",
          at: source.place)
      } catch { fail(.figures, error.message, at: source.place) }
    }
  }
}
