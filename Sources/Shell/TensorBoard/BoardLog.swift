import Conversion
import Engine
import LongWork
import TensorBoard

/// The log that `log tensorboard` keeps while training goes on.
///
/// A run is a folder with one event file. Every update that is due gets one entry, once: going back and
/// repeating what was done writes nothing, and a course that turns elsewhere begins a run of its own.
final class BoardLog {
  let folder: String
  /// nil for what fits the objective: ``BoardRhythm/init(for:)``.
  let rhythm: BoardRhythm?
  /// The folder of the run being written; nil before its first entry.
  private(set) var run: String?
  private var file: AppendedFile?
  private var values: BoardValues?
  /// The part of the course that the last entry belongs to, the update it stands for, and the update
  /// of the next one.
  private var mark: (token: SegmentToken, t: Int, next: Int)?

  init(folder: String, rhythm: BoardRhythm?) {
    self.folder = folder
    self.rhythm = rhythm
  }

  private func rhythm(for timeline: Timeline) -> BoardRhythm {
    rhythm ?? BoardRhythm(for: timeline)
  }

  /// The updates from here to the next entry.
  func updatesToNext(_ timeline: Timeline, in workspace: Workspace) -> Int {
    rhythm(for: timeline).next(after: timeline, in: workspace) - timeline.state.t
  }

  /// Begins where training stands now: what lies behind it is not logged.
  func begin(in workspace: Workspace) {
    guard let timeline = workspace.branch?.timeline else { return }
    setMark(timeline, in: workspace)
  }

  private func setMark(_ timeline: Timeline, in workspace: Workspace) {
    let t = timeline.state.t
    guard let token = timeline.lineage.last(where: { $0.start <= t })?.token else { return }
    mark = (token, t, rhythm(for: timeline).next(after: timeline, in: workspace))
  }

  /// Writes every entry that has become due.
  ///
  /// What was gone through without being looked at, as by `goto`, is gone through again for it.
  func follow(_ workspace: Workspace) throws(ShellError) {
    guard let branch = workspace.branch else { return }
    let timeline = branch.timeline
    if !continues(timeline) {
      (run, file, values) = (nil, nil, nil)
      // The run begins where the course turned.
      var start = timeline
      let turn = timeline.lineage.last { $0.start <= timeline.state.t }?.start ?? 0
      start.go(to: turn, isInterrupted: workspace.host.interrupt)
      guard start.state.t == turn else { return }
      setMark(start, in: workspace)
    }
    guard let mark, timeline.state.t >= mark.next else { return }
    if file == nil {
      var first = timeline
      first.go(to: mark.t, isInterrupted: workspace.host.interrupt)
      guard first.state.t == mark.t, let entry = entry(of: first) else { return }
      try open(branch, in: workspace)
      try file?.append(entry)
    }
    if timeline.state.t == mark.next {
      guard let entry = entry(of: timeline) else { return }
      try file?.append(entry)
      setMark(timeline, in: workspace)
      return
    }
    var copy = timeline
    copy.go(to: mark.t, isInterrupted: workspace.host.interrupt)
    while !workspace.host.interrupt() {
      let next = rhythm(for: copy).next(after: copy, in: workspace)
      guard next <= timeline.state.t else { break }
      copy.go(to: next, isInterrupted: workspace.host.interrupt)
      guard copy.state.t == next, let entry = entry(of: copy) else { break }
      try file?.append(entry)
      setMark(copy, in: workspace)
    }
  }

  /// Whether a timeline goes on from the last entry or goes through it again.
  private func continues(_ timeline: Timeline) -> Bool {
    guard let mark else { return false }
    let lineage = timeline.lineage
    guard let index = lineage.firstIndex(where: { $0.token === mark.token }) else { return false }
    return index + 1 == lineage.count || lineage[index + 1].start >= mark.t
  }

  /// Begins the file of a new run, in the first folder of the branch's name that is not there yet.
  private func open(_ branch: Branch, in workspace: Workspace) throws(ShellError) {
    try Files.makeFolder(folder, mode: 0o777)
    var name = branch.name
    var number = 1
    while try !Files.makeNewFolder(folder + "/" + name) {
      number += 1
      name = "\(branch.name)-\(number)"
    }
    let time = BoardValues.now()
    let path = "\(folder)/\(name)/events.out.tfevents.\(Int(clamping: time)).descent"
    let file = try AppendedFile(creating: path)
    let opening = BoardValues.opening(branch, in: workspace, wallTime: time)
    try file.append(Event.version(wallTime: time).record + opening.record)
    self.file = file
    run = name
  }

  /// The bytes of a moment's entry; nil where ^C cuts it short: it is then due again later.
  private func entry(of timeline: Timeline) -> [UInt8]? {
    // Settings may have changed, and with them the objective.
    let values = values.flatMap { $0.fits(timeline) ? $0 : nil } ?? BoardValues(timeline)
    self.values = values
    let record = values.entry(timeline, wallTime: BoardValues.now()).record
    return Interruption.hasGivenUp ? nil : record
  }
}

extension Workspace {
  /// Writes to the log what has become due; where that fails, says so and ends the log, and training
  /// goes on.
  func followLog() {
    guard let log = host.log, sandbox == nil, rebuilding == nil else { return }
    let result = Interruption(host.interrupt).whileInForce {
      Result { () throws(ShellError) in try log.follow(self) }
    }
    do throws(ShellError) { try result.get() } catch {
      host.log = nil
      var report = Report(json: ["warning": .string(error.message)])
      report.line(StyledText("the log has ended: \(error.message)", .warning))
      emit(report, as: "log")
    }
  }
}
