import Console
import Engine
import Foundation
import LongWork
import Session
import Shell
import TestSupport
import Testing

/// What a search may take of memory, told before its first trial.
@Suite struct SearchMemoryTests {
  /// 50,001 parameters, which go through 75,011 numbers an example, 111 examples at a time: an evaluator
  /// holds 66.6 MB, and a trial two of them.
  private static let wide =
    "data moons n=400 seed=1; network 2-12500:relu-1:sigmoid; optimizer adam"

  private func run(_ lines: [String], machine: Int) -> (text: String, outcome: Session.Outcome) {
    MemoryBudget.$current.withValue(MemoryBudget(machine: machine)) {
      let transcript = Transcript()
      let text = lines.map { transcript.run($0) }.last ?? ""
      return (text, transcript.outcome)
    }
  }

  @Test func manyWorkersAreRefusedWithTheFigureAndWhatWouldFit() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/wide.study"
    let search = "search random lr=log(1e-3,1e-1) epochs=1 study=\(path)"
    let found = run([Self.wide, "\(search) trials=8 workers=4"], machine: 1_000_000_000)
    #expect(found.outcome == .failed)
    #expect(
      found.text.contains(
        "4 trials at a time, each of up to 50001 parameters with adam would take about 756 MB of "
          + "memory, more than half of the 1 GB that this process may use; workers=2 would fit"),
      "\(found.text)")
    #expect(!FileManager.default.fileExists(atPath: path))
    // What it says would fit does.
    let fewer = run([Self.wide, "\(search) workers=2 trials=2"], machine: 1_000_000_000)
    #expect(fewer.outcome == .done, "\(fewer.text)")
  }

  @Test func withoutAWordOfWorkersThereAreAsManyAsFit() {
    let found = run(
      [Self.wide, "search random lr=log(1e-3,1e-1) trials=2 epochs=1"], machine: 700_000_000)
    #expect(found.outcome == .done, "\(found.text)")
  }

  /// The network there is small; a trial's may be large.
  @Test(arguments: ["units=int(2,60000)", "units=60000,2", "layers=1,2 units=logint(10,9000)"])
  func theLargestTrialCounts(space: String) {
    let small = "data moons n=400 seed=1; network 2-8:relu-1:sigmoid; optimizer adam"
    let found = run([small, "search random \(space) trials=3 epochs=1"], machine: 200_000_000)
    #expect(found.outcome == .failed)
    #expect(found.text.contains("a trial of up to "), "\(found.text)")
    #expect(found.text.contains("; search smaller layers or smaller batches"), "\(found.text)")
  }

  @Test func manyResultsAreRefused() {
    let search = "search random \"(x-1)^2\" x=linear(-5,5) trials="
    let found = run([search + "1000000"], machine: 500_000_000)
    #expect(found.outcome == .failed)
    #expect(
      found.text.contains("the results of 1000000 trials would take about ")
        && found.text.contains("; make fewer trials"), "\(found.text)")
    #expect(run([search + "1000"], machine: 500_000_000).outcome == .done)
  }

  /// Where `resume` is refused, the study keeps the trials that were asked for.
  @Test func aRefusedResumeChangesNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/wide.study"
    let begun = run(
      [Self.wide, "search random lr=log(1e-3,1e-1) trials=1 epochs=1 study=\(path)"],
      machine: 8_000_000_000)
    #expect(begun.outcome == .done, "\(begun.text)")
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let found = run(["search resume \(path) trials=9 workers=8"], machine: 1_000_000_000)
    #expect(found.outcome == .failed)
    #expect(found.text.contains("8 trials at a time"), "\(found.text)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }
}
