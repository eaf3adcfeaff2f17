import Console
import TestSupport

/// Conversation after conversation with `descent serve`: requests at random, some of them damaged.
///
/// Each request has its one `done`; each line is a JSON object of a kind that is known; an error is a
/// sentence; nothing ends the program but `shutdown`.
struct ServeFuzz {
  private let options: Options
  private let tally: Tally
  private let folder: TrialFolder
  private let situations = Situation.usual()
  private let seeds: FileSeeds

  private init(_ options: Options, _ tally: Tally) throws {
    self.options = options
    self.tally = tally
    folder = try TrialFolder()
    seeds = FileSeeds(writingIn: folder, others: nil)
  }

  /// - Returns: whether no fault was seen.
  static func run(_ options: Options) async throws -> Bool {
    say("seed=\(options.seed) program=\(options.program), serve")
    let tally = Tally(options)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<options.jobs {
        group.addTask {
          let fuzz = try ServeFuzz(options, tally)
          while let number = tally.nextSessions(1)?.first { fuzz.session(number) }
        }
      }
      try await group.waitForAll()
    }
    return tally.close()
  }

  private func session(_ number: Int) {
    var chance = Chance(seed: options.seed, number: number)
    let situation = chance.one(of: situations, else: Situation([]))
    var trial = ServeTrial(options, folder)
    var writer = RequestWriter(chance: chance, seeds: seeds)
    let fault = trial.run(situation, &writer)
    tally.add(trial.counts)
    guard let fault else { return }
    let last = trial.sent.last ?? ""
    let signature = "\(fault.signature) at \(last.prefix(60))"
    guard tally.isNew(signature) else { return }
    tally.count(signature)
    say(
      (["--- \(signature), session=\(number)"]
        + trial.sent.suffix(8).map { "  -> \($0.prefix(400))" }
        + [
          "  \(fault.words)",
          "  again: serve PROGRAM seed=\(options.seed) session=\(number) show=1",
        ])
        .joined(separator: "\n"))
  }
}

/// One conversation.
private struct ServeTrial {
  private let options: Options
  private let folder: TrialFolder
  private(set) var counts = Counts()
  /// What was sent, for a report.
  private(set) var sent: [String] = []
  /// Ids whose `done` has come.
  private var done: Set<Int> = []
  private var pace = 0.0
  private var hasLeft = false

  private static let kinds: [JSON] = ["report", "text", "figure", "progress", "error", "done"]

  init(_ options: Options, _ folder: TrialFolder) {
    self.options = options
    self.folder = folder
  }

  mutating func run(_ situation: Situation, _ writer: inout RequestWriter) -> Fault? {
    folder.fill(editsAsVi: false)
    counts.sessions += 1
    var surroundings = Surroundings()
    surroundings.variables["LANG"] = "C.UTF-8"
    guard
      let process = try? ServeProcess(
        options.program, surroundings.merging(folder.variables), folder)
    else { return .ended(127, words: "cannot be started") }
    let begin = now()
    guard case .line = process.next(seconds: 60) else { return .hangs }
    pace = min(now() - begin, 1)
    for line in situation.setUp {
      process.send(Array((JSON.object(["do": "execute", "code": .string(line)]).text + "\n").utf8))
    }
    for _ in 0..<100 {
      let turn = writer.turn(in: situation)
      counts.lines += 1
      let begin = now()
      let fault = take(turn, process, &writer)
      counts.note(wait: now() - begin)
      if options.shows { say("\(((now() - begin) * 1000).rounded()) ms \(sent.last ?? "")") }
      if fault != nil || hasLeft { return fault }
    }
    process.send(Array("{\"do\":\"shutdown\"}\n".utf8))
    return end(of: process)
  }

  /// Sends what a turn says and waits until it is done.
  private mutating func take(
    _ turn: Turn, _ process: ServeProcess, _ writer: inout RequestWriter
  ) -> Fault? {
    switch turn {
    case .request(let line, let id, let isInterrupted):
      send(Array(line.utf8), process)
      if isInterrupted {
        counts.interrupts += 1
        process.interrupt()
      }
      return wait(for: id, process)
    case .damaged(let bytes):
      send(bytes, process)
    case .interrupt(let bySignal):
      counts.interrupts += 1
      if bySignal { process.interrupt() } else { send(Array(#"{"do":"interrupt"}"#.utf8), process) }
    }
    let question = writer.question()
    process.send(Array((question.line + "\n").utf8))
    return wait(for: question.id, process)
  }

  private mutating func send(_ bytes: [UInt8], _ process: ServeProcess) {
    sent.append(String(decoding: bytes, as: UTF8.self))
    process.send(bytes + [0x0A])
  }

  private mutating func wait(for id: Int, _ process: ServeProcess) -> Fault? {
    // What takes long is interrupted; what does not hear that hangs.
    for seconds in [options.patience + 10 * pace, 20 + 100 * pace, 20 + 100 * pace] {
      let deadline = now() + seconds
      while now() < deadline {
        switch process.next(seconds: max(deadline - now(), 0)) {
        case .line(let bytes):
          if let fault = judge(bytes) { return fault }
          if done.contains(id) { return nil }
        case .ended(let status): return left(status)
        case .busy: break
        }
      }
      counts.slow += 1
      process.send(Array("{\"do\":\"interrupt\"}\n".utf8))
    }
    return .hangs
  }

  private mutating func judge(_ bytes: [UInt8]) -> Fault? {
    func fault(_ words: String) -> Fault {
      .illSaid(words + ": " + String(decoding: bytes.prefix(500), as: UTF8.self))
    }
    guard let object = try? JSON.object(reading: bytes).object else { return fault("no object") }
    guard let kind = object["event"], Self.kinds.contains(kind), object["id"] != nil else {
      return fault("no event")
    }
    if kind == "error" {
      counts.errors += 1
      guard case .string(let message)? = object["message"] else { return fault("no message") }
      if let complaint = complaint(about: message) { return fault("ill said: \(complaint)") }
    }
    if kind == "figure", case .string(let svg)? = object["svg"], !svg.hasPrefix("<svg") {
      return fault("no picture")
    }
    guard kind == "done", case .integer(let id)? = object["id"] else { return nil }
    guard ["ok", "error", "interrupted"].contains(object["status"]) else {
      return fault("no status")
    }
    // A damaged request may repeat an id.
    done.insert(id)
    return nil
  }

  /// The program may end where it was told to.
  private mutating func left(_ status: Int32) -> Fault? {
    hasLeft = true
    counts.leavings += 1
    let wasTold = sent.last?.contains("shutdown") == true
    let words = folder.text(of: folder.errors)
    return status == 0 && wasTold ? nil : .ended(status, words: words)
  }

  private mutating func end(of process: ServeProcess) -> Fault? {
    let deadline = now() + 20 + 100 * pace
    while now() < deadline {
      switch process.next(seconds: max(deadline - now(), 0)) {
      case .line(let bytes): if let fault = judge(bytes) { return fault }
      case .ended(let status):
        return status == 0 ? nil : .ended(status, words: folder.text(of: folder.errors))
      case .busy: break
      }
    }
    return .hangs
  }
}
