import Console
import Conversion
import Disk
import Engine
import LongWork
import Session
import TensorBoard
import Timelines

/// The log that `log tensorboard` keeps while training goes on.
///
/// A run is a folder with one event file; every branch has its own. Every update that is due gets one
/// entry, once: going back and repeating what was done writes nothing, and a course that turns
/// elsewhere begins a run of its own.
final class BoardLog: TrainingLog {
  let folder: String
  /// nil for what fits the objective: ``BoardRhythm/init(for:)``.
  let rhythm: BoardRhythm?
  /// What is written of each branch, by the branch's name.
  private var courses: [String: Course] = [:]

  /// What is written of one branch.
  fileprivate struct Course {
    /// The folder of the run being written; nil before its first entry.
    var run: String?
    var file: GrowingFile?
    var values: BoardValues?
    /// The part of the course that the last entry belongs to, the update it stands for, and the
    /// update of the next one.
    var mark: (token: SegmentToken, t: Int, next: Int)?
  }

  init(folder: String, rhythm: BoardRhythm?) {
    self.folder = folder
    self.rhythm = rhythm
  }

  /// The folder of the run that a branch is written to; nil before its first entry.
  func run(of branch: Branch?) -> String? { branch.flatMap { courses[$0.name]?.run } }

  private func rhythm(for timeline: Timeline) -> BoardRhythm {
    rhythm ?? BoardRhythm(for: timeline)
  }

  /// The updates from here to the next entry.
  func updatesToNext(_ timeline: Timeline) -> Int {
    rhythm(for: timeline).next(after: timeline) - timeline.state.t
  }

  /// Begins with where training stands now: the past is not logged.
  func begin(in workspace: Workspace) {
    guard let branch = workspace.branch else { return }
    courses[branch.name] = Course(mark: mark(branch.timeline))
  }

  private func mark(_ timeline: Timeline) -> (token: SegmentToken, t: Int, next: Int)? {
    let t = timeline.state.t
    guard let token = timeline.lineage.last(where: { $0.start <= t })?.token else { return nil }
    return (token, t, rhythm(for: timeline).next(after: timeline))
  }

  /// Writes every entry of the present branch that has become due.
  ///
  /// What was gone through without being looked at, as by `goto`, is gone through again for it.
  func follow(_ workspace: Workspace) throws(ShellError) {
    guard let branch = workspace.branch else { return }
    // A branch that is seen for the first time has just been forked, or lay there before the log.
    guard var course = courses[branch.name] else { return begin(in: workspace) }
    defer { courses[branch.name] = course }
    try fromDisk { () throws(DiskError) in try follow(branch, in: workspace, &course) }
  }

  private func follow(
    _ branch: Branch, in workspace: Workspace, _ course: inout Course
  ) throws(DiskError) {
    let timeline = branch.timeline
    if !course.continues(timeline) {
      // The run begins where the course turned.
      var start = timeline
      let turn = timeline.lineage.last { $0.start <= timeline.state.t }?.start ?? 0
      start.go(to: turn, isInterrupted: workspace.host.interrupt)
      guard start.state.t == turn else { return }
      course = Course(mark: mark(start))
    }
    guard let mark = course.mark, timeline.state.t >= mark.next else { return }
    if course.file == nil {
      var first = timeline
      first.go(to: mark.t, isInterrupted: workspace.host.interrupt)
      guard first.state.t == mark.t, let entry = course.entry(of: first) else { return }
      try open(branch, in: workspace, &course)
      try course.file?.append(entry)
    }
    if timeline.state.t == mark.next {
      guard let entry = course.entry(of: timeline) else { return }
      try course.file?.append(entry)
      course.mark = self.mark(timeline)
      return
    }
    var copy = timeline
    copy.go(to: mark.t, isInterrupted: workspace.host.interrupt)
    while !workspace.host.interrupt() {
      let next = rhythm(for: copy).next(after: copy)
      guard next <= timeline.state.t else { break }
      copy.go(to: next, isInterrupted: workspace.host.interrupt)
      guard copy.state.t == next, let entry = course.entry(of: copy) else { break }
      try course.file?.append(entry)
      course.mark = self.mark(copy)
    }
  }

  /// Begins the file of a new run, in the first folder of the branch's name that is not there yet.
  private func open(
    _ branch: Branch, in workspace: Workspace, _ course: inout Course
  ) throws(DiskError) {
    let above = try Disk.makeFolder(folder, mode: 0o777)
    let run = try Self.newRun(
      named: branch.name, in: folder, besides: workspace.branches.map(\.name))
    let time = BoardValues.now()
    let path = "\(folder)/\(run)/events.out.tfevents.\(Int(clamping: time)).descent"
    let file: GrowingFile
    do throws(DiskError) {
      file = try GrowingFile(creating: path)
      let opening = BoardValues.opening(branch, in: workspace, wallTime: time)
      try file.append(Event.version(wallTime: time).record + opening.record)
    } catch {
      // A run of which nothing could be written leaves nothing.
      Disk.remove(path)
      Disk.removeEmptyFolders(above + ["\(folder)/\(run)"])
      throw error
    }
    course.file = file
    course.run = run
  }

  /// Makes the folder of a new run: the branch's name, or the first `main-2`, `main-3`, ... that is
  /// not there yet and that no other branch is called.
  static func newRun(
    named branch: String, in folder: String, besides branches: [String]
  ) throws(DiskError) -> String {
    try Disk.makeFolder(folder, mode: 0o777)
    var name = branch
    var number = 1
    while true {
      let isAnothers = number > 1 && branches.contains(name)
      if !isAnothers, try Disk.makeNewFolder(folder + "/" + name) { return name }
      number += 1
      name = "\(branch)-\(number)"
    }
  }
}

extension BoardLog.Course {
  /// Whether a timeline goes on from the last entry or goes through it again.
  fileprivate func continues(_ timeline: Timeline) -> Bool {
    guard let mark else { return false }
    let lineage = timeline.lineage
    guard let index = lineage.firstIndex(where: { $0.token === mark.token }) else { return false }
    return index + 1 == lineage.count || lineage[index + 1].start >= mark.t
  }

  /// The bytes of a moment's entry; nil where ^C cuts it short: it is then due again later.
  fileprivate mutating func entry(of timeline: Timeline) -> [UInt8]? {
    // Settings may have changed, and with them the objective.
    let values = values.flatMap { $0.fits(timeline) ? $0 : nil } ?? BoardValues(timeline)
    self.values = values
    let record = values.entry(timeline, wallTime: BoardValues.now()).record
    return Interruption.hasGivenUp ? nil : record
  }
}
