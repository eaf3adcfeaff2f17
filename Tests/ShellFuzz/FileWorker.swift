import Console
import LineEditor
import Session
import Shell
import TestSupport

/// Reads damaged files within this process, each as the program reads files of its kind. What ends
/// the process ends a worker, which its parent watches (`Workers`).
struct FileWorker {
  private let progress: Worker.Progress
  private let seed: UInt64
  private let folder: TrialFolder
  private let seeds: FileSeeds
  /// The names under which the program keeps progress.
  private let progressNames: [String]

  /// Seconds that one file may compute.
  static let patience = 5

  init(progress: Worker.Progress, seed: UInt64, from: String) {
    self.progress = progress
    self.seed = seed
    folder = TrialFolder(at: Environment.path("SHELL_FUZZ_FOLDER") ?? "/nowhere")
    seeds = FileSeeds(writingIn: folder, others: from.isEmpty ? nil : from)
    progressNames = names(in: folder.path + "/home/state/lessons/-")
  }

  /// Reads the files of a range of numbers, or those bytes in the place of the one file.
  func run(_ given: [UInt8]?, _ first: Int, _ count: Int) -> Counts {
    var counts = Counts()
    for number in first..<(first + count) {
      if number % 500 == 499 { folder.fill(editsAsVi: false) }
      var damage = Damage(chance: Chance(seed: seed, number: number), seeds: seeds)
      let (kind, bytes) = damage.file()
      let path = "damaged" + kind.ending
      guard folder.write(given ?? bytes, to: "home/work/" + path) else { continue }
      _ = folder.write(Array(kind.rawValue.utf8), to: "kind")
      TimeLimit.begin(seconds: Self.patience)
      progress.note(number, 0)
      var reading = Reading(
        kind: kind, path: path, bytes: given ?? bytes, chance: damage.chance, folder: folder,
        progressNames: progressNames)
      reading.run()
      counts.lines += 1
      counts.add(reading.counts)
      if let complained = reading.complained {
        say("FAULT \(number) 0 \(Fault.illSaid(complained).signature)\n\(complained)\nEND")
      }
      if number % 100 == 99 { say(counts.encoded) }
    }
    TimeLimit.end()
    counts.sessions = count
    return counts
  }
}

/// One damaged file being read.
private struct Reading {
  let kind: FileKind
  let path: String
  let bytes: [UInt8]
  var chance: Chance
  let folder: TrialFolder
  let progressNames: [String]
  var counts = Counts()
  private(set) var complained: String?

  init(
    kind: FileKind, path: String, bytes: [UInt8], chance: Chance, folder: TrialFolder,
    progressNames: [String]
  ) {
    self.kind = kind
    self.path = path
    self.bytes = bytes
    self.chance = chance
    self.folder = folder
    self.progressNames = progressNames
  }

  mutating func run() {
    switch kind {
    case .table: type(tableLines())
    case .images:
      type([
        "data idx images=\(path) labels=labels.idx", "data idx images=images.idx labels=\(path)",
        "status",
      ])
    case .script, .saved:
      switch chance.whole(0...2) {
      case 0: type(["load \(path)", "status", "step", "back"])
      case 1: type(["source \(path)", "status", "undo"])
      default: runAsScript()
      }
    case .notebook:
      if chance.happens(0.5) { type(["source \(path)", "status"]) } else { check() }
    case .lesson:
      if chance.happens(0.5) {
        type([
          "lesson \(path)", "1", "hint", "a", "next", "skip", "progress", "play", "step", "quit",
        ])
      } else {
        check()
      }
    case .receipt: _ = LessonTools.grade([path, "receipt"], lessons: [], csv: nil, items: nil)
    case .study:
      type([
        "search table \(path)", "plot search", "search use \(path)", "search resume \(path)",
        "search table sort=value", "plot search importance",
      ])
    case .journal:
      _ = folder.write(bytes, to: "home/state/journals/0.journal")
      type(["journal", "journal restore", "status", "undo"], keepsJournal: true)
    case .progress:
      for name in progressNames { _ = folder.write(bytes, to: "home/state/lessons/-/" + name) }
      type(["lessons", "progress", "lesson 4", "1", "skip", "progress export out.receipt", "quit"])
    case .formula:
      let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? ""
      type([
        "surface \"\(text)\"", "step", "hessian", "explain", "print \(text)", "plot \"\(text)\"",
        "break when \(text)",
      ])
    }
  }

  private mutating func tableLines() -> [String] {
    let heads = (bytes.split(separator: 0x0A).first ?? []).split {
      [0x2C, 0x3B, 0x09].contains($0)
    }
    .map { Session.word(for: String(decoding: $0.prefix(200), as: UTF8.self)) }
    let (x, y) = (chance.word(of: heads), chance.word(of: heads))
    let options = ["", " header=no", " drop_missing=yes", " standardize=yes", " split=0.7,0.3"]
    return [
      "data \(path)" + chance.word(of: options),
      "data \(path) target=\(x)" + chance.word(of: options), "status", "print x",
      "surface line data=\(path) x=\(x) y=\(y)", "step",
    ]
  }

  /// A session of its own, whose lines are all carried out.
  private mutating func type(_ lines: [String], keepsJournal: Bool = false) {
    let heard = Heard()
    let session = heard.session(
      Traits(
        width: chance.one(of: [1, 40, 80], else: 80), color: .none, unicode: chance.happens(0.7),
        isInteractive: keepsJournal || chance.happens(0.7), json: chance.happens(0.3)))
    heard.begin(seconds: 1)
    if keepsJournal { session.keepJournal(offers: true) }
    for line in lines {
      heard.begin(seconds: 0.5)
      heard.output = ""
      heard.errors = ""
      let outcome = session.execute(line)
      if heard.wasInterrupted { counts.slow += 1 }
      if outcome == .failed {
        counts.errors += 1
        complained = complained ?? complaint(about: heard.errors)
      }
      if outcome == .quit { break }
    }
    if keepsJournal { session.closeJournal() }
  }

  /// As `descent run FILE` does it.
  private mutating func runAsScript() {
    let heard = Heard()
    let session = heard.session(Traits(json: chance.happens(0.5)))
    session.file = path
    guard let input = try? PlainInput(path: path) else { return }
    heard.begin(seconds: 1)
    while let line = try? input.next() {
      guard session.execute(line, at: .init(file: path, line: input.lineNumber)) == .done,
        !heard.wasInterrupted
      else { break }
    }
    _ = session.finish(at: .init(file: path, line: input.lineNumber))
  }

  private func check() {
    var options = LessonTools.CheckOptions()
    options.seeds = 1
    options.patience = .milliseconds(300)
    _ = LessonTools.check([path], options) { _, _ in }
  }
}
