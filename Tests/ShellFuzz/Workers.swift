import CTestSupport
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Starts workers, learns how they ended, and starts the next one after the session or the file that
/// ended one.
struct Workers {
  private let options: Options
  private let tally: Tally
  private let folder: TrialFolder
  private let situations: [Situation]
  private let readsFiles: Bool

  private init(_ options: Options, _ tally: Tally) throws {
    self.options = options
    self.tally = tally
    folder = try TrialFolder()
    readsFiles = if case .files = options.mode { true } else { false }
    situations = readsFiles ? [] : Situation.usual()
  }

  /// - Returns: whether no fault was seen.
  static func run(_ options: Options) async throws -> Bool {
    say("seed=\(options.seed), within the process")
    let tally = Tally(options)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<options.jobs {
        group.addTask { try Workers(options, tally).run() }
      }
      try await group.waitForAll()
    }
    return tally.close()
  }

  private func run() {
    let batch = options.session == nil ? (readsFiles ? 2_000 : 50) : 1
    while let range = tally.nextSessions(batch) {
      var next = range.lowerBound
      while next < range.upperBound {
        let outcome = work(range.upperBound - next, from: next)
        tally.add(outcome.counts)
        for (fault, number, act) in outcome.faults {
          if readsFiles { reportFile(fault, number) } else { report(fault, number, act) }
        }
        next = outcome.status == 0 ? range.upperBound : outcome.session + 1
      }
    }
  }

  private func work(_ count: Int, from next: Int) -> Outcome {
    let seed = "\(options.seed)"
    return work(
      readsFiles
        ? ["files", seed, "\(next)", options.from ?? "", "\(count)"]
        : ["plan", seed, "\(next)", "\(count)"])
  }

  private func report(_ fault: Fault, _ session: Int, _ act: Int) {
    let plan = Plan(seed: options.seed, number: session, situations: situations)
    let acts = Array(plan.acts[...act])
    let verb = acts[act].text?.split(separator: " ").first.map(String.init) ?? "\(acts[act])"
    let signature = "\(fault.signature) in '\(verb.prefix(40))'"
    guard tally.isNew(signature) else { return }
    func fails(_ acts: [Act]) -> Bool {
      guard write(Array(acts.map(\.encoded).joined(separator: "\n").utf8)) else { return false }
      let outcome = work(["acts", "\(options.seed)", "\(session)"])
      return outcome.faults.contains { $0.fault.signature == fault.signature }
    }
    let isFirm = fails(acts)
    tally.count(isFirm ? signature : Tally.onceOnly + signature)
    let shortest = isFirm ? Shrinker(seconds: 40, stillFails: fails).shrink(acts) : acts
    say(
      fault.report(
        signature, isFirm: isFirm, in: plan.surroundings, shortest, session: session,
        again: "within seed=\(options.seed) session=\(session)"))
  }

  /// Shows the least of a damaged file that makes a fault, and keeps the file.
  private func reportFile(_ fault: Fault, _ number: Int) {
    let kind = folder.text(of: folder.path + "/kind")
    let signature = "\(fault.signature) in a file: \(kind)"
    guard tally.isNew(signature) else { return }
    let ending = FileKind(rawValue: kind)?.ending ?? ""
    let damaged = bytes(of: folder.work + "/damaged" + ending)
    func fails(_ bytes: [UInt8]) -> Bool {
      guard write(bytes) else { return false }
      let outcome = work(
        ["file", "\(options.seed)", "\(number)", options.from ?? "", "1"])
      return outcome.faults.contains { $0.fault.signature == fault.signature }
    }
    let isFirm = fails(damaged)
    tally.count(isFirm ? signature : Tally.onceOnly + signature)
    let shortest =
      isFirm ? Shrinker(seconds: 60, stillFails: fails).withoutNeedless(damaged) : damaged
    let name = "/tmp/shell-fuzz-\(options.seed)-\(number)\(ending)"
    keep(shortest, at: name)
    say(
      """
      --- \(signature), file \(number)\(isFirm ? "" : ", not again"), \(shortest.count) bytes in \(name)
        \(String(decoding: shortest.prefix(400), as: UTF8.self).debugDescription)
        \(fault.words)
        again: shell-fuzz files seed=\(options.seed) session=\(number)
      """)
  }

  private func keep(_ bytes: [UInt8], at path: String) {
    guard let file = fopen(path, "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  private func write(_ bytes: [UInt8]) -> Bool { folder.write(bytes, to: "acts") }

  private struct Outcome {
    var status: Int32
    var session = 0
    var counts = Counts()
    var faults: [(fault: Fault, session: Int, act: Int)] = []
  }

  private func work(_ arguments: [String]) -> Outcome {
    folder.fill(editsAsVi: false)
    let progress = folder.path + "/progress"
    let output = folder.path + "/output"
    unlink(progress)
    unlink(folder.errors)
    var variables = folder.variables
    variables["LANG"] = "C.UTF-8"
    variables["SHELL_FUZZ_FOLDER"] = folder.path
    // Less than the limit below, so that what is too large is refused and does not fail.
    variables["DESCENT_MEMORY"] = "\(4 << 30)"
    let launch = Launch(
      path: options.ownPath,
      arguments: ["worker", progress, folder.path + "/acts"] + arguments, environment: variables,
      folder: folder.work)
    guard
      let process = try? launch.start(input: "/dev/null", output: output, errors: folder.errors)
    else { return Outcome(status: 127) }
    ct_limit_memory(process, 6 << 30)
    var code: Int32 = 0
    while waitpid(process, &code, 0) < 0, errno == EINTR {}
    var outcome = Outcome(status: Launch.status(of: code))
    let (session, act) = place(in: progress)
    outcome.session = session
    read(folder.text(of: output), into: &outcome)
    if outcome.status != 0 {
      let words = folder.errors(from: 0).text
      outcome.faults.append(
        (
          TimeLimit.ended(outcome.status) ? .hangs : .ended(outcome.status, words: words), session,
          act
        ))
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
