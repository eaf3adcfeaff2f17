import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing

/// Random sessions are saved, killed, loaded and gone on with; nothing tells them from sessions that
/// were not.
///
/// `DESCENT_PROGRAMS=2000 swift test --filter StatePropertyTests` runs as many of each kind;
/// `DESCENT_SEED` is the first one's number.
@Suite struct StatePropertyTests {
  private static let count = environment("DESCENT_PROGRAMS") ?? 40
  private static let first = environment("DESCENT_SEED") ?? 0
  /// Tests of one argument list run side by side: each takes its share of the programs.
  private static let shares = 4

  private static func environment(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  private static func programs(_ share: Int) -> [Int] {
    (0..<count).filter { $0 % shares == share }.map { first + $0 }
  }

  private func session() -> Transcript { Transcript(traits: Traits(json: true, digits: 17)) }

  /// The file that `save` writes: all that a state is, with a digest of the bits of every branch.
  private func saved(_ transcript: Transcript, _ folder: TemporaryFolder, _ name: String) -> String
  {
    let text = transcript.run("save \(folder.path)/\(name)")
    guard transcript.outcome == .done else { return text }
    return (try? folder.read(name)) ?? "not written"
  }

  /// What can be seen of where one is.
  private func sight(_ transcript: Transcript) -> String {
    transcript.session.prompt
      + transcript.run("status; branches; break; watch; display; optimizer; search table; recipe")
      + ["theta", "loss", "eta", "g", "delta", "batch", "masks", "m", "v", "sigma", "penalty"]
      .map { transcript.run("print \($0)") }.joined()
  }

  @Test(arguments: 0..<shares)
  func aProgramGoesOnAsIfItHadNotBeenKilled(share: Int) throws {
    let folder = try TemporaryFolder()
    for seed in Self.programs(share) {
      var program = RandomProgram(seed: seed)
      let here = session()
      var lines = program.beginning()
      for _ in 0..<Int(20 + seed % 15) { lines.append(program.next()) }
      for line in lines { here.run(line) }
      let before = saved(here, folder, "a")
      let isSaved = here.outcome == .done
      #expect(isSaved, "program \(seed): \(before)\n\(lines)")
      guard isSaved else { continue }
      let there = session()
      let loading = there.run("load \(folder.path)/a")
      #expect(there.outcome == .done, "program \(seed): \(loading)\n\(lines)\n\(before)")
      guard there.outcome == .done else { continue }
      #expect(saved(there, folder, "b") == before, "program \(seed)\n\(lines)")
      #expect(sight(there) == sight(here), "program \(seed)\n\(lines)")
      for _ in 0..<12 {
        let line = program.next()
        // What was undoable before the kill is not after it.
        guard !line.hasPrefix("undo") else { continue }
        lines.append(line)
        #expect(there.run(line) == here.run(line), "program \(seed)\n\(lines)")
      }
      #expect(saved(there, folder, "b") == saved(here, folder, "a"), "program \(seed)\n\(lines)")
      #expect(sight(there) == sight(here), "program \(seed)\n\(lines)")
    }
  }

  /// A command that changed something is taken back to the very state before it; one that changed
  /// nothing leaves nothing to take back.
  @Test(arguments: 0..<shares)
  func undoGivesBackTheStateBefore(share: Int) throws {
    let folder = try TemporaryFolder()
    for seed in Self.programs(share) {
      var program = RandomProgram(seed: seed &+ 1_000_000)
      // One never does what the other takes back.
      let (doer, other) = (session(), session())
      var lines = program.beginning()
      for line in lines {
        doer.run(line)
        other.run(line)
      }
      for k in 0..<24 {
        let line = program.next()
        // One statement at a time: that is what `undo` takes back.
        guard !line.contains(";"), line != "undo" else { continue }
        lines.append(line)
        guard k % 3 == 0 else {
          #expect(doer.run(line) == other.run(line), "program \(seed)\n\(lines)")
          continue
        }
        let (before, sightBefore) = (saved(doer, folder, "a"), sight(doer))
        doer.run(line)
        let after = saved(doer, folder, "a")
        #expect(doer.outcome == .done, "program \(seed): \(after)\n\(lines)")
        if state(after) == state(before) {
          #expect(sight(doer) == sightBefore, "program \(seed)\n\(lines)")
          continue
        }
        let undone = doer.run("undo")
        #expect(
          undone.contains("\"undone\":\"\(line.prefix(4))"), "program \(seed): \(undone)\n\(lines)")
        let back = saved(doer, folder, "a")
        #expect(state(back) == state(before), "program \(seed)\n\(lines)")
        #expect(sight(doer) == sightBefore, "program \(seed)\n\(lines)")
      }
      #expect(sight(doer) == sight(other), "program \(seed)\n\(lines)")
    }
  }

  /// The text without what a notebook would hold, which looks at things too.
  private func state(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { !$0.hasPrefix("# did ") && !$0.hasPrefix("# end ") }
  }
}
