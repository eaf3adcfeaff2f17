import Console
import Session
import Shell
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Sessions within this process: the same lines as at a terminal, many times as fast. What ends the
/// process ends a worker, which its parent watches (`Workers`).
struct Worker {
  /// Says how far it is, so that the parent knows where it ended.
  let progress: Progress
  /// Seconds that one act may compute before it counts as hung; ^C is pressed after the first.
  var patience = 15

  /// A number in a file that outlives the process.
  struct Progress {
    private let file: Int32

    init(_ path: String) { file = open(path, O_WRONLY | O_CREAT, 0o600) }

    func note(_ numbers: Int...) {
      numbers.withUnsafeBytes { _ = pwrite(file, $0.baseAddress, $0.count, 0) }
    }
  }

  /// Runs a plan and prints the faults that do not end the process.
  func run(_ plan: Plan, number: Int) -> Counts {
    var run = InProcess(plan.surroundings)
    for (place, act) in plan.acts.enumerated() {
      progress.note(number, place)
      TimeLimit.begin(seconds: patience)
      if let fault = run.perform(act, looks: plan.looks.contains(place)) {
        say("FAULT \(number) \(place) \(fault.signature)\n\(fault.words)\nEND")
        break
      }
      if run.hasLeft { break }
    }
    TimeLimit.end()
    run.counts.sessions = 1
    return run.counts
  }
}

/// A session that is typed into without a terminal.
private struct InProcess {
  private let session: Session
  private let heard = Heard()
  var counts = Counts()
  var hasLeft = false

  init(_ surroundings: Surroundings) {
    session = heard.session(
      Traits(
        width: surroundings.columns, height: surroundings.rows,
        color: surroundings.variables["NO_COLOR"] != nil
          ? .none : surroundings.variables["COLORTERM"] != nil ? .trueColor : .palette256,
        unicode: surroundings.variables["LANG"] != "C",
        isInteractive: surroundings.variables["TERM"] != "dumb",
        json: surroundings.editsAsVi || surroundings.variables["TERM"] == "linux"))
  }

  mutating func perform(_ act: Act, looks: Bool) -> Fault? {
    heard.begin(seconds: 1)
    switch act {
    case .line(let line): return type(line, looks: looks)
    case .interrupted(let line, let milliseconds):
      heard.patience = milliseconds * 3
      counts.interrupts += 1
      return type(line, looks: false)
    case .keys(let keys):
      counts.lines += 1
      for end in [keys.utf8.count, keys.utf8.count / 2] {
        _ = session.completions(line: keys, cursorUTF8: end)
      }
      heard.keys = Array(keys.prefix(20))
    case .paste(let lines, _):
      for line in lines {
        if let fault = type(line, looks: false) { return fault }
        if hasLeft { break }
      }
    case .resize(let columns, let rows):
      session.traits.width = columns
      session.traits.height = rows
    }
    return nil
  }

  private mutating func type(_ line: String, looks: Bool) -> Fault? {
    counts.lines += 1
    let isComparable =
      looks && !line.contains(";") && !line.isEmpty
      && !["lesson", "rule "].contains { session.prompt.contains($0) }
    let before = isComparable ? status() : ""
    heard.output = ""
    heard.errors = ""
    let outcome = session.execute(line)
    _ = session.prompt
    if heard.wasInterrupted { counts.slow += 1 }
    if outcome == .quit { hasLeft = true }
    guard outcome == .failed else { return nil }
    counts.errors += 1
    if let complaint = complaint(about: heard.errors) { return .illSaid(complaint) }
    guard isComparable else { return nil }
    counts.compared += 1
    let after = status()
    return before == after ? nil : .changed(before: before, after: after)
  }

  private func status() -> String {
    heard.output = ""
    heard.begin()
    session.execute("status")
    return heard.output
  }
}

enum Environment {
  static func path(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// Does what a parent asks for: the sessions of a seed from one number on, or the acts of a file in
/// the surroundings of one session.
func work(_ worker: Worker, _ actsFile: String, _ task: [String]) {
  guard task.count >= 3, let seed = UInt64(task[1]), let first = Int(task[2]) else { return }
  var counts = Counts()
  if ["files", "file"].contains(task[0]) {
    counts = FileWorker(progress: worker.progress, seed: seed, from: task[3])
      .run(task[0] == "files" ? nil : bytes(of: actsFile), first, Int(task[4]) ?? 1)
    say(counts.encoded)
    return
  }
  let situations = Situation.usual()
  switch task[0] {
  case "acts":
    let plan = Plan(seed: seed, number: first, situations: situations)
    let acts = TrialFolder.text(at: actsFile).split(
      separator: "\n", omittingEmptySubsequences: false
    ).compactMap(Act.init(encoded:))
    counts = worker.run(Plan(plan.surroundings, acts, looks: [acts.count - 1]), number: first)
  default:
    for number in first..<(first + (Int(task.last ?? "") ?? 1)) {
      counts.add(
        worker.run(Plan(seed: seed, number: number, situations: situations), number: number))
      if number % 10 == 9 { say(counts.encoded) }
    }
  }
  say(counts.encoded)
}
