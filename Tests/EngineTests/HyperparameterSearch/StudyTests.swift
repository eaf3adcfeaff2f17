import Foundation
import HyperparameterSearch
import LongWork
import Numerics
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// Studies, their files and their trials.
@Suite struct StudyTests {
  static func definition(
    _ method: StudyDefinition.Method = .random, trials: Int = 12
  ) throws -> StudyDefinition {
    StudyDefinition(
      setUp: ["data moons", "network 2-8:relu-1:sigmoid"], fingerprint: 0x1234_5678_9abc_def0,
      space: try SearchSpaceTests.space([("lr", "log(0.001,1)"), ("batch", "16,32,64")]),
      method: method, task: .epochs(5), seed: 3, monitor: "val_loss", isGain: false, trials: trials)
  }

  static let trials = [
    Trial(
      number: 0, point: [0.125, 0.5], outcome: .value(0.1), times: [0, 5], curve: [0.7, 0.1]),
    Trial(
      number: 2, point: [1, 0], outcome: .diverged(at: 5), times: [0, 5], curve: [0.7, .nan]),
    Trial(number: 1, point: [0, 1], outcome: .refused("layer 3 is no hidden layer; see at 3")),
    Trial(number: 3, point: [0.3, 0], outcome: .value(-1.5e-300)),
  ]

  /// A study with the trials above.
  private static func study() throws -> Study {
    var study = Study(try definition())
    for trial in trials { study.add(trial) }
    return study
  }

  /// Writes that study, and gives the file's bytes.
  private static func write(at path: String) throws -> Data {
    try StudyFile.create(at: path, study())
    return try Data(contentsOf: URL(filePath: path))
  }

  // MARK: As text

  @Test func definitionsReadBack() throws {
    for method in [.random, .grid([4, 3]), .bayes(parallel: 2, start: 5)]
      as [StudyDefinition.Method]
    {
      let definition = try Self.definition(method)
      #expect(try StudyDefinition(lines: definition.lines.dropLast()) == definition)
    }
  }

  @Test func trialsReadBack() throws {
    for trial in Self.trials {
      let read = try #require(Trial(line: trial.line))
      #expect(read.line == trial.line)
      #expect(read.number == trial.number && read.point == trial.point)
      #expect(read.outcome == trial.outcome && read.times == trial.times)
    }
  }

  @Test func theBestIsTheLeastOrTheGreatest() throws {
    var study = try Self.study()
    #expect(study.trials.map(\.number) == [0, 1, 2, 3])
    #expect(study.best?.number == 3)
    #expect(study.ranked.map(\.number) == [3, 0, 1, 2])
    #expect(study.bestSoFar == [0.1, 0.1, 0.1, -1.5e-300])
    study.definition.isGain = true
    #expect(study.best?.number == 0)
    #expect(study.bestSoFar == [0.1, 0.1, 0.1, 0.1])
  }

  /// A study goes on under what it was begun with; how many trials it has may change.
  private static let changes:
    [(change: @Sendable (inout StudyDefinition) throws -> Void, says: String?)] = [
      ({ $0.setUp[0] = "data blobs" }, "it trains something else or with other settings"),
      ({ $0.fingerprint ^= 1 }, "its data are not these"),
      (
        { $0.space = try SearchSpaceTests.space([("lr", "log(0.01,1)")]) },
        "its space is another one"
      ),
      ({ $0.method = .bayes(parallel: 1, start: 5) }, "its method is another one"),
      ({ $0.task = .steps(5) }, "its budget is another one"),
      ({ $0.seed += 1 }, "its seed is another one"),
      ({ $0.monitor = "loss" }, "it monitors val_loss"),
      ({ $0.isGain.toggle() }, "it monitors val_loss"), ({ $0.trials += 1 }, nil), ({ _ in }, nil),
    ]

  @Test func whatAStudyWasBegunWithIsCompared() throws {
    for (change, says) in Self.changes {
      var changed = try Self.definition()
      try change(&changed)
      #expect(changed.difference(from: try Self.definition()) == says)
    }
  }

  // MARK: Files

  @Test func filesKeepWhatIsAppended() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.study"
    try StudyFile.create(at: path, Study(try Self.definition()))
    #expect(throws: EngineError.self) {
      try StudyFile.create(at: path, Study(try Self.definition()))
    }
    do {
      let (file, contents) = try StudyFile.open(at: path)
      #expect(contents.study.trials.isEmpty && contents.remarks.isEmpty)
      // No other process may write at the same time.
      #expect(throws: EngineError.self) { try StudyFile.open(at: path) }
      try file.append([Self.trials[0]])
      try file.append(Array(Self.trials[1...]))
      try file.append(trialCount: 40)
    }
    let contents = try StudyFile.read(path)
    #expect(contents.remarks.isEmpty)
    #expect(contents.study.definition.trials == 40)
    #expect(
      contents.study.trials.map(\.line) == Self.trials.sorted { $0.number < $1.number }.map(\.line))
  }

  /// A file cut anywhere is a sentence, or all trials before the cut.
  @Test func truncation() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.study"
    let bytes = try Self.write(at: path)
    var recovered: Set<Int> = []
    for length in 0..<bytes.count {
      try bytes.prefix(length).write(to: URL(filePath: path))
      let text = String(decoding: bytes.prefix(length), as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      let whole = lines.count { $0.dropFirst(17).hasPrefix("trial ") }
      let hasBegun = lines.contains { $0.hasSuffix(" begin") }
      do {
        let (file, contents) = try StudyFile.open(at: path)
        #expect(hasBegun)
        #expect(contents.study.trials.count == whole)
        #expect(contents.remarks.isEmpty == text.hasSuffix("\n"))
        recovered.insert(whole)
        // And it can be gone on with.
        try file.append([Trial(number: 9, point: [0, 0], outcome: .value(1))])
        let again = try StudyFile.read(path)
        #expect(again.remarks.isEmpty)
        #expect(again.study.trials.count == whole + 1)
      } catch let error as EngineError {
        #expect(!hasBegun)
        #expect(error.description.contains(path))
      }
    }
    #expect(recovered == [0, 1, 2, 3])
  }

  /// A changed byte anywhere is a sentence, or one trial less.
  @Test func damage() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.study"
    let study = try Self.study()
    let bytes = try Self.write(at: path)
    for place in 0..<bytes.count {
      var changed = bytes
      changed[place] ^= 0x11
      try changed.write(to: URL(filePath: path))
      do {
        let contents = try StudyFile.read(path)
        // A line end that is gone makes one damaged line of two.
        #expect(contents.study.trials.count >= 2 && !contents.remarks.isEmpty)
        #expect(
          contents.study.trials.allSatisfy { read in
            study.trials.contains { $0.line == read.line }
          })
      } catch let error as EngineError {
        #expect(error.description.count > 20)
      }
    }
  }

  @Test func otherFilesAreNoStudies() throws {
    let folder = try TemporaryFolder()
    for text in ["", "x", "# descent session 1\n", "# descent study 2\n", "# descent study 1"] {
      let path = folder.path + "/b"
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      #expect(throws: EngineError.self) { try StudyFile.read(path) }
    }
    #expect(throws: EngineError.self) { try StudyFile.read(folder.path) }
    #expect(throws: EngineError.self) {
      try StudyFile.create(at: "/nowhere/x", Study(Self.definition()))
    }
  }

  // MARK: Running

  /// A trial's work: something that takes a varying while.
  private static let work: TrialRunner.Work = { number, point, isStopped in
    var x = point[0]
    for _ in 0..<(number % 5 * 2_000) { x = 3.9 * x * (1 - x) }
    return isStopped() ? nil : Trial(number: number, point: point, outcome: .value(x))
  }

  /// Results do not depend on the number of workers.
  @Test(arguments: [1, 2, 4, 7])
  func workers(count: Int) throws {
    for method in [.random, .grid([10, 3])] as [StudyDefinition.Method] {
      let definition = try Self.definition(method, trials: 30)
      var study = Study(definition)
      var recorded: [Trial] = []
      let isComplete = try TrialRunner(try Proposals(definition), workers: count).run(
        &study, isInterrupted: { false }, record: { recorded += $0 }, progress: { _ in }, Self.work)
      #expect(isComplete)
      let proposals = try Proposals(definition)
      var proposed: [Int: [Double]] = [:]
      var alone: [Trial] = []
      for number in 0..<30 {
        let point = try #require(proposals.point(number, after: [:], proposed: &proposed))
        let trial = Self.work(number, point) { false }
        alone.append(try #require(trial))
      }
      #expect(study.trials == alone)
      #expect(recorded.sorted { $0.number < $1.number } == alone)
    }
  }

  /// A Bayesian search proposes the same whatever comes back first.
  @Test(arguments: [1, 2, 3])
  func bayesianWorkers(parallel: Int) throws {
    let definition = try Self.definition(.bayes(parallel: parallel, start: 4), trials: 14)
    func study(workers: Int) throws -> Study {
      var study = Study(definition)
      let isComplete = try TrialRunner(try Proposals(definition), workers: workers).run(
        &study, isInterrupted: { false }, record: { _ in }, progress: { _ in }, Self.work)
      #expect(isComplete && study.trials.count == 14)
      return study
    }
    let alone = try study(workers: 1)
    for workers in [2, 5] { #expect(try study(workers: workers) == alone) }
    // Another number under way is another search, after the first points.
    let other = try Self.definition(.bayes(parallel: parallel + 1, start: 4), trials: 14)
    var differing = Study(other)
    _ = try TrialRunner(try Proposals(other), workers: 2).run(
      &differing, isInterrupted: { false }, record: { _ in }, progress: { _ in }, Self.work)
    #expect(differing.trials.prefix(4) == alone.trials.prefix(4))
    #expect(differing.trials != alone.trials)
  }

  @Test func aProposalThatIsGivenUpIsNone() throws {
    let proposals = try Proposals(try Self.definition(.bayes(parallel: 1, start: 4), trials: 9))
    var known: [Int: Trial] = [:]
    var proposed: [Int: [Double]] = [:]
    for number in 0..<8 {
      let point = try #require(proposals.point(number, after: known, proposed: &proposed))
      known[number] = Self.work(number, point) { false }
    }
    let before = proposed
    for questions in [0, 1, 5] {
      var asked = 0
      let interruption = Interruption {
        asked += 1
        return asked > questions
      }
      let point = interruption.whileInForce {
        proposals.point(8, after: known, proposed: &proposed)
      }
      #expect(point == nil && interruption.gaveUp && proposed == before)
    }
    #expect(proposals.point(8, after: known, proposed: &proposed) != nil)
  }

  @Test func aBayesianSearchEndsWhereEverythingHasBeenTried() throws {
    var definition = try Self.definition(.bayes(parallel: 2, start: 2), trials: 40)
    definition.space = try SearchSpaceTests.space([("a", "int(1,3)"), ("b", "x,y")])
    var study = Study(definition)
    let isComplete = try TrialRunner(try Proposals(definition), workers: 2).run(
      &study, isInterrupted: { false }, record: { _ in }, progress: { _ in }, Self.work)
    #expect(isComplete && study.trials.count == 6)
    #expect(Set(study.trials.map(\.point)).count == 6)
  }

  /// What is interrupted goes on to the same end.
  @Test(arguments: [false, true])
  func interruption(isModelled: Bool) throws {
    let definition = try Self.definition(
      isModelled ? .bayes(parallel: 2, start: 5) : .random, trials: isModelled ? 16 : 40)
    var whole = Study(definition)
    let runner = TrialRunner(try Proposals(definition), workers: 2)
    _ = try runner.run(
      &whole, isInterrupted: { false }, record: { _ in }, progress: { _ in }, Self.work)
    var study = Study(definition)
    var parts = 0
    var isComplete = false
    while !isComplete, parts < 100 {
      let before = study.trials.count
      var seen = before
      isComplete = try runner.run(
        &study, isInterrupted: { seen > before + 3 }, record: { seen += $0.count },
        progress: { _ in }, Self.work)
      parts += 1
    }
    #expect(parts > 1)
    #expect(study == whole)
  }

  @Test func aStudyThatCannotBeKeptEndsTheSearch() throws {
    struct Full: Error {}
    let definition = try Self.definition(trials: 40)
    var study = Study(definition)
    var kept = 0
    #expect(throws: Full.self) {
      _ = try TrialRunner(try Proposals(definition), workers: 2).run(
        &study, isInterrupted: { false },
        record: { trials in
          if kept + trials.count > 10 { throw Full() }
          kept += trials.count
        }, progress: { _ in }, Self.work)
    }
    // Only what was kept counts.
    #expect(study.trials.count == kept)
  }

  @Test func machinesShareTheTrials() throws {
    let definition = try Self.definition(trials: 20)
    var parts: [Trial] = []
    for index in 0..<3 {
      var study = Study(definition)
      let runner = TrialRunner(try Proposals(definition), workers: 2) { $0 % 3 == index }
      _ = try runner.run(
        &study, isInterrupted: { false }, record: { _ in }, progress: { _ in }, Self.work)
      parts += study.trials
    }
    #expect(parts.map(\.number).sorted() == Array(0..<20))
  }
}
