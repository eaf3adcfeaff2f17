import Console
import Disk
import Engine
import LongWork
import Session
import TensorBoard
import Wording

extension Verbs {
  private static let format = Argument<String?>(
    "format", as: .positional, .choice(["tensorboard", "none"]), "what to write")
  private static let folder = Argument<String?>(
    "folder", as: .positional, .output, "where to write")
  private static let every = Argument<Int?>(
    "every", 1...Parameter.mostUpdates, "an entry after every so many updates")

  static let log = Command(
    "log", .keep, "writes what training does to a folder for TensorBoard, as it goes on",
    discussion: """
      From here on every epoch gets an entry: the loss and the other measures of each data set, η, \
      the lengths of θ, g and Δθ, and how each layer's weights and gradients are distributed; and \
      once, the settings and the commands that lead here. On a surface each of the first thousand \
      updates gets one, then every tenth, and so on. every=N asks for every N-th update instead. A \
      branch is a run of its own, under its name, and so is a course that turns elsewhere: main, \
      main-2, ... What is written stays, whatever ends the program. 'log none' ends it, 'log' alone \
      says where it goes. 'export tensorboard' writes the past of every branch. Then: tensorboard \
      --logdir FOLDER
      """,
    parameters: [format, folder, every],
    examples: [
      "data moons; network 2-8-1; log tensorboard runs; run 3 epochs", "log", "log none",
    ], effect: .logs
  ) { workspace, arguments throws(ShellError) in
    switch arguments[format] {
    case "tensorboard":
      guard let folder = arguments[folder], !folder.isEmpty else {
        throw arguments.error("'log tensorboard FOLDER' needs the folder", about: format)
      }
      try Files.makeFolder(folder, mode: 0o777)
      let log = BoardLog(folder: folder, rhythm: arguments[every].map { BoardRhythm.every($0) })
      log.begin(in: workspace)
      workspace.host.log = log
    case "none":
      guard !arguments.isGiven(folder), !arguments.isGiven(every) else {
        throw arguments.error("'log none' takes nothing else", about: folder)
      }
      workspace.host.log = nil
    default: break
    }
    return [workspace.logReport]
  }
}

extension Workspace {
  fileprivate var logReport: Report {
    guard let log = host.log as? BoardLog else {
      var report = Report(json: ["format": .null])
      report.line("nothing is logged; 'log tensorboard FOLDER' begins to")
      return report
    }
    var json: JSON.Object = ["format": "tensorboard", "folder": .string(log.folder)]
    var text = "logging to \(log.folder)"
    if let run = log.run(of: branch) {
      json["run"] = .string(run)
      text += ", run \(run)"
    }
    switch log.rhythm {
    case .every(let count):
      json["every"] = .integer(count)
      text += count == 1 ? ", every update" : ", every \(count) updates"
    default:
      text += branch?.place.network == nil ? "" : ", every epoch"
    }
    var report = Report(json: json)
    report.line(StyledText(text))
    return report
  }

  /// Writes the whole past of every branch, a folder each.
  ///
  /// - Throws: `ShellError` where ^C or the disk prevents it; nothing is written after ^C.
  package func exportBoard(to folder: String, _ arguments: Arguments) throws(ShellError) -> Report {
    _ = try requireBranch()
    let meter = meter("export", of: Double(branches.reduce(0) { $0 + $1.length }), "updates")
    var done = 0
    var files: [(run: String, bytes: [UInt8], entries: Int)] = []
    for branch in branches {
      let made = boardFile(of: branch) { meter.update(Double(done + $0)) }
      guard let (bytes, entries) = made else {
        throw .interrupted("nothing was written")
      }
      done += branch.length
      files.append((branch.name, bytes, entries))
    }
    var runs: [String] = []
    for (branch, bytes, _) in files {
      let isForced = arguments[Workspace.force]
      runs.append(
        try fromDisk { () throws(DiskError) in
          try host.kept(ExportedRuns.init).write(
            bytes, of: branch, besides: branches.map(\.name), in: folder, isForced: isForced)
        })
    }
    let entries = files.reduce(0) { $0 + $1.entries }
    let names = zip(files.map(\.run), runs).map { $0 == $1 ? $0 : "\($0) (as \($1))" }
    var report = Report(json: [
      "format": "tensorboard", "folder": .string(folder),
      "runs": .array(runs.map(JSON.string)), "entries": .integer(entries),
    ])
    report.line(
      "wrote \(counted(entries, "moment")) of \(listed(names)) to \(folder)")
    report.paragraph(
      StyledText("tensorboard --logdir \(Path.quotedForShell(folder))", .faint))
    return report
  }

  /// A branch's course from its start to where it stands; nil after ^C.
  private func boardFile(
    of branch: Branch, progress: (Int) -> Void
  ) -> (bytes: [UInt8], entries: Int)? {
    let time = BoardValues.now()
    var bytes = Event.version(wallTime: time).record
    bytes += BoardValues.opening(branch, in: self, wallTime: time).record
    let end = branch.timeline.state.t
    var timeline = branch.timeline
    timeline.go(to: timeline.extent.lowerBound, isInterrupted: host.interrupt)
    var values = BoardValues(timeline)
    var entries = 0
    while true {
      if !values.fits(timeline) { values = BoardValues(timeline) }
      bytes += values.entry(timeline, wallTime: time).record
      if Interruption.hasGivenUp { return nil }
      entries += 1
      let next = BoardRhythm(for: timeline).next(after: timeline)
      guard next <= end else { break }
      timeline.go(to: next, isInterrupted: host.interrupt)
      if host.interrupt() { return nil }
      progress(timeline.state.t - timeline.extent.lowerBound)
      // Where a run ended of itself, there is no more to go through.
      guard timeline.state.t == next else { break }
    }
    let isFinite = branch.timeline.state.theta.inParts().allSatisfy(\.isFinite)
    let ending = Summary.end(isFinite ? .success : .failure, at: time)
    bytes += Event.summary(wallTime: time, step: end, [ending]).record
    return (bytes, entries)
  }
}

extension Branch {
  /// The updates from the start to where it stands.
  fileprivate var length: Int { timeline.state.t - timeline.extent.lowerBound }
}
