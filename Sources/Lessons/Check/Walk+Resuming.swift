/// A lesson that is left and taken up again at every stop.
///
/// Coming back does again what the log holds, from the lesson's beginning. What is done again for one
/// stop is the beginning of what is done for the next, step by step the same; so it goes on from there,
/// and coming back at every stop of a lesson costs as much as going through it once.
struct Resumer<Lab: Laboratory> {
  private(set) var run: LessonRun<Lab>
  /// Entries of the log that have been done again.
  private var done = 0

  init(_ lesson: Lesson, student: Student, lab: Lab) {
    run = LessonRun(lesson, student: student, lab: lab)
    run.enter(0)
    run.waiting = []
  }

  /// Goes on to where `other` stands.
  ///
  /// - Returns: false where the log does not lead there.
  mutating func follow(_ other: LessonRun<Lab>) -> Bool {
    guard other.log.count >= done else { return false }
    let entries = other.log[done...].compactMap(\.asKept)
    guard entries.count == other.log.count - done else { return false }
    done = other.log.count
    return run.replay(entries) && run.advance(to: other.stop)
  }
}

extension LogEntry {
  /// The entry as it is read back from a file; nil where it cannot be.
  fileprivate var asKept: LogEntry? {
    let words = action.line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let text = words.count > 1 ? String(words[1]) : ""
    return words.first.flatMap { Action(mark: String($0), text: text) }.map {
      LogEntry(stop: stop, question: question, action: $0)
    }
  }
}

extension Walk {
  /// Stops here and goes on from what was kept, which must be the same to the last bit.
  mutating func tryResuming(_ run: inout LessonRun<Lab>) {
    guard resumes, !isNotebook, isInTime() else { return }
    // At the beginning, at twice as many stops each time, and at the end from the text itself.
    guard run.isFinished || run.stop.nonzeroBitCount <= 1 else {
      followResumption(of: run)
      return
    }
    resumeFromText(&run)
  }

  private mutating func followResumption(of run: LessonRun<Lab>) {
    var resumer = resumer ?? Resumer(lesson, student: student, lab: makeLaboratory())
    // The walk must not hold a second copy while it is changed.
    self.resumer = nil
    let isThere = resumer.follow(run)
    let resumed = resumer.run
    let last = [run.stop, run.stop - 1].compactMap { stop in
      run.stops.indices.contains(stop) ? run.stops[stop].question?.id : nil
    }
    let isSame =
      isThere && resumed.stop == run.stop && resumed.phase == run.phase
      && resumed.lab.digest == run.lab.digest
      && last.allSatisfy { resumed.results[$0] == run.results[$0] }
    self.resumer = resumer
    if !isSame { failResuming(at: place(of: run)) }
  }

  private mutating func resumeFromText(_ run: inout LessonRun<Lab>) {
    let place = place(of: run)
    let kept: Progress
    do { kept = try Progress(text: run.progress.text) } catch {
      fail(.resume, "what is kept of the progress cannot be read: \(error.message)", at: place)
      return
    }
    var (resumed, resumption) = LessonRun.resumed(lesson, kept, lab: makeLaboratory())
    let isSame =
      resumption == .exact && resumed.stop == run.stop && resumed.phase == run.phase
      && resumed.lab.digest == run.lab.digest && resumed.results == run.results
    guard isSame else {
      failResuming(at: place)
      return
    }
    resumed.capturesOutput = true
    resumed.outputs = run.outputs
    resumed.faults = run.faults
    run = resumed
  }

  private mutating func failResuming(at place: Place) {
    fail(.resume, "stopping here and resuming leads to another state", at: place)
  }
}
