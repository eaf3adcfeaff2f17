import Console
import Session
import Shell
import Testing

/// The rate that is announced is the rate that the next update uses: in mid-epoch, at an epoch's end,
/// after going back, whatever the schedule counts.
@Suite struct NextRateTests {
  static let grounds = [
    "data moons n=40 noise=0.2; network 2-3-1:sigmoid; batch 16; optimizer gd lr=0.1",
    "data moons n=40 noise=0.2; network 2-3-1:sigmoid; batch all; optimizer adam lr=0.1",
    "surface bowl; optimizer momentum lr=0.1",
  ]
  static let schedules = [
    "constant", "cosine T=5", "cosine T=5 per=step", "linear T=4", "linear T=7 per=step",
    "step factor=0.5 milestones=1,2,4", "step factor=0.5 milestones=2,5 per=step", "inverse_sqrt",
    "inverse_sqrt per=step", "\"lr/(1 + t)\"", "\"lr/(1 + t)\" per=step",
  ]
  /// Updates made, then updates taken back; an epoch of the first ground has three.
  static let moments = [(0, 0), (1, 0), (3, 0), (4, 0), (9, 0), (9, 3), (9, 4), (11, 10), (12, 12)]

  private static func numbers(_ output: String, _ key: String) throws -> [Double] {
    try objects(output).compactMap { $0[key] as? Double }
  }

  @Test(arguments: grounds, schedules)
  func theNextUpdateUsesIt(ground: String, schedule: String) throws {
    for (updates, back) in Self.moments {
      let transcript = Transcript(traits: Traits(json: true))
      transcript.run(ground)
      transcript.run("schedule \(schedule)")
      if updates > 0 { transcript.run("run \(updates)") }
      if back > 0 { transcript.run("back \(back)") }
      #expect(transcript.outcome == .done, "\(transcript.output)")
      let said = try Self.numbers(transcript.run("schedule"), "eta")
      let status = try Self.numbers(transcript.run("status"), "next_eta")
      let used = try Self.numbers(transcript.run("step"), "eta")
      #expect(said.count == 1 && said == status && said == used, "\(updates) back \(back)")
      #expect(try Self.numbers(transcript.run("print eta"), "value") == used)
    }
  }

  /// A schedule set in mid-run begins where the run stands; earlier settings hold again after `back`.
  @Test func changesOnTheWay() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.grounds[0])
    transcript.run("run 7; schedule cosine T=10; run 4; schedule linear T=10 per=step; run 5")
    for back in [0, 3, 5, 6, 9, 12] {
      if back > 0 { transcript.run("goto \(16 - back)") }
      let said = try Self.numbers(transcript.run("schedule"), "eta")
      #expect(try Self.numbers(transcript.run("step"), "eta") == said, "back \(back)")
    }
  }

  @Test func theHessianJudgesTheNextRate() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("surface bowl; optimizer gd lr=1.2; schedule linear T=4; run 2")
    let judged = try objects(transcript.run("hessian"))
    #expect(judged.first?["eta"] as? Double == 0.6)
    #expect(judged.first?["stable"] as? Bool == true)
    #expect(try Self.numbers(transcript.run("step"), "eta") == [0.6])
  }

  /// The numbers of a run that was made once with torch's CosineAnnealingLR on epochs.
  @Test func epochsAreCounted() throws {
    let transcript = Transcript()
    transcript.run(
      "data concrete standardize=yes standardize_target=yes; network 8-16-1; batch 32; optimizer gd "
        + "lr=0.1; run 10 epochs")
    #expect(transcript.run("schedule cosine T=100").contains("next η\u{A0}0.09755"))
    #expect(transcript.run("step").contains("η 0.09755"))
  }
}
