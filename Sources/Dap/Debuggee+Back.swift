import Console
import Engine
import LongWork
import Session
import Timelines

/// The way back.
extension Debuggee {
  /// Goes back: a phase, an update, a command or a line.
  func goBack(_ stride: Stride) -> Halt {
    if standing.phase > 0 {
      standing.phase = stride == .phase ? standing.phase - 1 : 0
      return .step
    }
    guard let last = past.last else { return .start }
    switch stride {
    case .phase, .update:
      guard let updates = last.updates(upTo: session.workspace), updates > 1 else {
        let hadUpdate = last.updates(upTo: session.workspace) == 1
        restore(last)
        if stride == .phase, hadUpdate { standing.phase = 2 }
        return .step
      }
      guard stand(after: updates - 1, of: last) else { return .pause }
      if stride == .phase { standing.phase = 2 }
    case .command, .far: restore(last)
    case .line:
      let line = lineOfPast(last)
      restore(last)
      while let earlier = past.last, line != nil, lineOfPast(earlier) == line { restore(earlier) }
    }
    return .step
  }

  private func lineOfPast(_ entry: Past) -> Int? {
    guard !entry.isTyped, program.steps.indices.contains(entry.standing.index) else { return nil }
    return program.steps[entry.standing.index].line
  }

  /// Brings back what was before a command, which is the last one kept.
  private func restore(_ entry: Past) {
    session.workspace = entry.before
    (standing, hits) = (entry.standing, entry.hits)
    past.removeLast()
  }

  /// Goes to a moment of the last run kept.
  ///
  /// - Returns: false where it was interrupted; nothing has moved then.
  private func stand(after updates: Int, of entry: Past) -> Bool {
    guard var timeline else { return false }
    let host = session.workspace.host
    guard timeline.go(to: entry.t + updates, isInterrupted: host.interrupt) != .interrupted,
      timeline.state.t == entry.t + updates
    else { return false }
    session.workspace.branch?.timeline = timeline
    standing = entry.standing(after: updates)
    session.workspace.unfinishedRun = standing.rest
    return true
  }

  // MARK: Reverse-continue

  /// Goes back to the latest earlier place at which a breakpoint would have stopped, else to the
  /// start.
  func reverse() -> Halt {
    standing.phase = 0
    // The present moment is not an earlier one.
    var isPresent = true
    while let last = past.last {
      if let updates = last.updates(upTo: session.workspace), updates > 0 {
        switch latestStop(in: last, before: isPresent ? updates : updates + 1) {
        case .interrupted: return .pause
        case .found(let after, let hit):
          let isEnd = after == updates
          if !isEnd {
            guard stand(after: after, of: last) else { return .pause }
          } else {
            standing = last.standing(after: after, isOver: true)
          }
          return .breakpoint(hit.stopper.kind, numbers: [hit.stopper.number], hit.sentence)
        case .nowhere: break
        }
      }
      restore(last)
      isPresent = false
      if !last.isTyped, let halt = arriveBack() { return halt }
    }
    return .start
  }

  private enum Finding {
    case found(after: Int, (stopper: Stopper, sentence: String))
    case nowhere
    case interrupted
  }

  /// The breakpoint that stands at the command that was gone back to.
  private func arriveBack() -> Halt? {
    // The counts stay what they were before the command.
    let kept = hits
    defer { hits = kept }
    return silently { arrive() }
  }

  /// Looks without saying what log points say.
  private func silently<T>(_ body: () -> T) -> T {
    let told = log
    log = { _ in }
    defer { log = told }
    return body()
  }

  /// The last update of a run, before one of them, after which a breakpoint would have stopped.
  private func latestStop(in entry: Past, before end: Int) -> Finding {
    guard let timeline, program.steps.indices.contains(entry.standing.index) else {
      return .nowhere
    }
    let search = RunObserver()
    search.take(stoppers, line: program.steps[entry.standing.index].line)
    guard !search.isEmpty else { return .nowhere }
    let workspace = session.workspace
    let conditions = Conditions(
      StopConditions(
        breakpoints: search.breakpoints, watches: search.watches, format: { workspace.number($0) }))
    let kept = (hits, met)
    defer { (hits, met) = kept }
    hits = entry.hits
    /// What stops at a moment.
    func stop(at moment: Moment) -> (stopper: Stopper, sentence: String)? {
      met = []
      for hit in (try? conditions.value.hits(at: moment, isLenient: true)) ?? [] {
        _ = observer.decide(hit.number, hit.sentence, moment)
      }
      return met.first
    }
    return silently {
      stoppers.contains { $0.hitCondition != nil }
        ? forwardScan(timeline, of: entry, before: end, conditions, stop)
        : backwardScan(timeline, of: entry, before: end, conditions, stop)
    }
  }

  /// Conditions that a search asks and changes from several places.
  private final class Conditions {
    var value: StopConditions
    init(_ value: StopConditions) { self.value = value }
  }

  private typealias Stop = (Moment) -> (stopper: Stopper, sentence: String)?

  /// Counted hits are counted from the run's beginning.
  private func forwardScan(
    _ timeline: Timeline, of entry: Past, before end: Int, _ conditions: Conditions,
    _ stop: Stop
  ) -> Finding {
    var course = timeline
    let isInterrupted = session.workspace.host.interrupt
    guard course.go(to: entry.t, isInterrupted: isInterrupted) != .interrupted else {
      return .interrupted
    }
    conditions.value.begin(at: Moment(course))
    var finding = Finding.nowhere
    while course.state.t < entry.t + end - 1 {
      if isInterrupted() { return .interrupted }
      let t = course.state.t
      course.advance(by: 1, isInterrupted: isInterrupted)
      guard course.state.t > t else { break }
      if let hit = stop(Moment(course)) { finding = .found(after: t + 1 - entry.t, hit) }
    }
    return finding
  }

  /// The latest one is found without going through the whole run.
  private func backwardScan(
    _ timeline: Timeline, of entry: Past, before end: Int, _ conditions: Conditions,
    _ stop: Stop
  ) -> Finding {
    let isInterrupted = session.workspace.host.interrupt
    let now = timeline.state.t
    if now < entry.t + end {
      // The last moment of the run is an earlier one.
      var course = timeline
      guard course.go(to: now - 1, isInterrupted: isInterrupted) != .interrupted else {
        return .interrupted
      }
      conditions.value.begin(at: Moment(course))
      if let hit = stop(Moment(timeline)) { return .found(after: now - entry.t, hit) }
    }
    var last: (stopper: Stopper, sentence: String)?
    let finding = timeline.latestMoment(from: entry.t, isInterrupted: isInterrupted) {
      moment, isFirst in
      guard !isFirst else {
        conditions.value.begin(at: moment)
        return false
      }
      guard let hit = stop(moment) else { return false }
      last = hit
      return true
    }
    switch finding {
    case .interrupted: return .interrupted
    case .nowhere: return .nowhere
    case .found(let t): return last.map { .found(after: t - entry.t, $0) } ?? .nowhere
    }
  }
}
