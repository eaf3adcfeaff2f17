import CTestSupport
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts workers, learns how they ended, and starts the next one after the session that ended one.
struct Workers {
  private let options: Options
  private let folder: TrialFolder
  private let situations = Situation.usual()
  private var counts = Counts()
  private var faults: [String: Int] = [:]
  private let started = now()
  private static let batch = 200

  init(_ options: Options) throws {
    self.options = options
    folder = try TrialFolder()
  }

  mutating func run() -> Bool {
    say("seed=\(options.seed), within the process")
    var next = options.session ?? 0
    while counts.lines < options.lines, now() - started < options.seconds {
      let count = options.session == nil ? Self.batch : 1
      let outcome = work(["plan", "\(options.seed)", "\(next)", "\(count)"])
      counts.add(outcome.counts)
      for (fault, session, act) in outcome.faults { report(fault, session, act) }
      next = outcome.status == 0 ? next + count : outcome.session + 1
      say(summary)
      if options.session != nil { break }
    }
    say(summary)
    for (signature, count) in faults.sorted(by: { $0.value > $1.value }) {
      say("\(count) x \(signature)")
    }
    return faults.isEmpty
  }

  private var summary: String {
    let seconds = now() - started
    return "seed=\(options.seed): \(counts.lines) lines in \(counts.sessions) sessions, "
      + "\(counts.errors) with an error (\(counts.compared) states compared), "
      + "\(counts.interrupts) interrupted, \(counts.slow) slow, "
      + "\(faults.values.reduce(0, +)) faults, "
      + "\((Double(counts.lines) / seconds).rounded()) lines/s in \(seconds.rounded()) s"
  }

  private mutating func report(_ fault: Fault, _ session: Int, _ act: Int) {
    let plan = Plan(seed: options.seed, number: session, situations: situations)
    let acts = Array(plan.acts[...act])
    let verb = acts[act].text?.split(separator: " ").first.map(String.init) ?? "\(acts[act])"
    let signature = "\(fault.signature) in '\(verb.prefix(40))'"
    faults[signature, default: 0] += 1
    guard faults[signature] == 1, faults.count <= 60 else { return }
    let workers = self
    func fails(_ acts: [Act]) -> Bool {
      guard workers.write(acts) else { return false }
      let outcome = workers.work(
        ["acts", "\(workers.options.seed)", "\(session)"], wantsCounts: false)
      return outcome.faults.contains { $0.fault.signature == fault.signature }
    }
    let isFirm = fails(acts)
    let shortest = isFirm ? Shrinker(seconds: 40, stillFails: fails).shrink(acts) : acts
    say("--- \(signature), session=\(session)\(isFirm ? "" : ", not again")")
    say("  \(plan.surroundings)")
    for act in shortest.suffix(isFirm ? 60 : 12) { say("  \(act)") }
    say("  \(fault.words)")
  }

  private func write(_ acts: [Act]) -> Bool {
    let text = acts.map(\.encoded).joined(separator: "\n")
    return folder.write(Array(text.utf8), to: "acts")
  }

  private struct Outcome {
    var status: Int32
    var session = 0
    var counts = Counts()
    var faults: [(fault: Fault, session: Int, act: Int)] = []
  }

  private func work(_ arguments: [String], wantsCounts: Bool = true) -> Outcome {
    folder.fill(editsAsVi: false)
    let progress = folder.path + "/progress"
    let output = folder.path + "/output"
    unlink(progress)
    unlink(folder.errors)
    var variables = folder.variables
    variables["LANG"] = "C.UTF-8"
    var process: pid_t = 0
    let program = options.ownPath
    let failure = withCStrings([program, "worker", progress, folder.path + "/acts"] + arguments) {
      words in
      withCStrings(variables.map { "\($0.key)=\($0.value)" }) { variables in
        ct_start(
          program, words, variables, folder.work, "/dev/null", output, folder.errors, &process)
      }
    }
    guard failure == 0 else { return Outcome(status: 127) }
    ct_limit_memory(process, 8 << 30)
    var code: Int32 = 0
    while waitpid(process, &code, 0) < 0, errno == EINTR {}
    let signal = code & 0x7F
    var outcome = Outcome(status: signal == 0 ? (code >> 8) & 0xFF : -signal)
    let (session, act) = place(in: progress)
    outcome.session = session
    read(folder.text(of: output), into: &outcome)
    if outcome.status != 0 {
      let words = folder.errors(from: 0).text
      outcome.faults.append(
        (outcome.status == -SIGALRM ? .hangs : .ended(outcome.status, words: words), session, act))
    }
    return outcome
  }

  private func place(in path: String) -> (Int, Int) {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return (0, 0) }
    defer { close(file) }
    var numbers = [0, 0]
    _ = numbers.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
    return (numbers[0], numbers[1])
  }

  /// Takes the faults and the counts that a worker printed.
  private func read(_ output: String, into outcome: inout Outcome) {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      let words = line.split(separator: " ", maxSplits: 3)
      if words.first == "COUNTS" {
        outcome.counts = Counts(encoded: line)
      } else if words.first == "FAULT", words.count == 4, let session = Int(words[1]),
        let act = Int(words[2])
      {
        var said = ""
        while let more = lines.popFirst(), more != "END" { said += more + "\n" }
        let fault: Fault =
          words[3] == "changed" ? .changed(before: said, after: "") : .illSaid(said)
        outcome.faults.append((fault, session, act))
      }
    }
  }
}

extension Counts {
  var encoded: String {
    "COUNTS \(lines) \(sessions) \(errors) \(compared) \(interrupts) \(slow) \(leavings)"
  }

  init(encoded: Substring) {
    let numbers = encoded.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 7 else { return }
    (lines, sessions, errors, compared) = (numbers[0], numbers[1], numbers[2], numbers[3])
    (interrupts, slow, leavings) = (numbers[4], numbers[5], numbers[6])
  }
}

extension Act {
  /// As one line; what is typed holds no line end.
  var encoded: String {
    switch self {
    case .line(let text): "line \(text)"
    case .interrupted(let text, let after): "interrupted \(after) \(text)"
    case .keys(let text): "keys \(text)"
    case .paste(let lines, let isBracketed):
      "paste \(isBracketed ? 1 : 0) \(lines.joined(separator: "\u{1}"))"
    case .resize(let columns, let rows): "resize \(columns) \(rows)"
    }
  }

  init?(encoded: Substring) {
    let words = encoded.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = words.count > 1 ? words[1] : ""
    let parts = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let number = parts.first.flatMap { Int($0) } ?? 0
    switch words.first {
    case "line": self = .line(String(rest))
    case "interrupted": self = .interrupted(String(parts.last ?? ""), after: number)
    case "keys": self = .keys(String(rest))
    case "paste":
      let lines = (parts.last ?? "").split(separator: "\u{1}", omittingEmptySubsequences: false)
      self = .paste(lines.map(String.init), isBracketed: number == 1)
    case "resize": self = .resize(columns: number, rows: Int(parts.last ?? "") ?? 0)
    default: return nil
    }
  }
}
