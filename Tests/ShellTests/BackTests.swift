import Arithmetic
import Console
import Engine
import Formula
import Foundation
import Session
import Testing
import Timelines

/// `back until` and `back to change` find what a scan from the start finds.
///
/// `DESCENT_PROGRAMS=2000 swift test --filter BackTests` goes through as many random programs.
@Suite struct BackTests {
  private static let count =
    ProcessInfo.processInfo.environment["DESCENT_PROGRAMS"].flatMap { Int($0) } ?? 120
  /// Tests of one argument list run side by side: each takes its share of the programs.
  private static let shares = 4

  private static let conditions = [
    "loss > 0.5", "loss < 0.3", "t - 7*floor(t/7) == 3", "g[0] > 0", "norm(g) > 1", "eta < 0.01",
    "theta[0] < theta[1]", "batch_loss > loss", "delta[1] < 0", "norm(v) > 0.1", "epoch == 2",
    "m_hat[0] > 0", "penalty > 0.01", "t < 3", "loss > 1e9",
  ]
  private static let quantities = [
    "g[0]", "theta", "loss for=rise", "loss for=fall", "loss", "delta[1]", "eta for=fall", "v",
    "batch_loss for=fall", "norm(g) for=rise", "theta[0] for=sign", "penalty for=fall", "grad",
  ]

  /// Each moment's value, by going to each in turn from the start; nil where it has none.
  private func values(_ formula: TypedFormula, of timeline: Timeline) -> [Int: Value] {
    var copy = timeline
    var values: [Int: Value] = [:]
    for t in timeline.extent.lowerBound..<max(timeline.state.t, timeline.extent.lowerBound) {
      copy.go(to: t)
      guard copy.state.t == t else { break }
      let moment = Moment(copy)
      values[t] = try? formula.expression.evaluate { try moment.value(of: $0) }
    }
    return values
  }

  private func session(_ seed: Int) -> Transcript {
    var program = RandomProgram(seed: seed)
    let transcript = Transcript(traits: Traits(json: true, digits: 17))
    for line in program.beginning() { transcript.run(line) }
    for _ in 0..<(6 + seed % 9) { transcript.run(program.next()) }
    return transcript
  }

  private func found(_ output: String) throws -> (found: Bool, t: Int) {
    let object = try #require(try objects(output).last)
    return (try #require(object["found"] as? Bool, "\(output)"), try #require(object["t"] as? Int))
  }

  @Test(arguments: 0..<shares)
  func randomProgramsAreSearchedAsByAScan(share: Int) throws {
    var (hits, misses) = (0, 0)
    for seed in 0..<Self.count where seed % Self.shares == share {
      let transcript = session(seed)
      guard let timeline = transcript.session.workspace.branch?.timeline else { continue }
      let (start, now) = (timeline.extent.lowerBound, timeline.state.t)
      let text = Self.conditions[seed % Self.conditions.count]
      let condition = try transcript.session.workspace.expression(text, column: nil)
      let holding = values(condition, of: timeline).filter { (try? $0.value.condition()) ?? false }
      let output = transcript.run("back until \(text)")
      if transcript.outcome == .done {
        let (isFound, t) = try found(output)
        #expect(isFound == !holding.isEmpty, "program \(seed): \(text)")
        #expect(t == holding.keys.max() ?? now, "program \(seed): \(text)")
        if isFound { hits += 1 } else { misses += 1 }
        transcript.run("goto \(now)")
      }

      let words = Self.quantities[seed / 3 % Self.quantities.count]
      let parts = words.split(separator: " ").map(String.init)
      let quantity = try transcript.session.workspace.expression(parts[0], column: nil)
      let event =
        parts.count > 1
        ? Watch.Event(rawValue: String(parts[1].dropFirst(4))) ?? .sign
        : parts[0] == "loss" ? .rise : .sign
      let all = values(quantity, of: timeline)
      let turns = all.filter { t, value in
        t > start && all[t - 1].flatMap { event.turn(from: $0, to: value) } != nil
      }
      let answer = transcript.run("back to change \(words)")
      guard transcript.outcome == .done else { continue }
      let (isFound, t) = try found(answer)
      #expect(isFound == !turns.isEmpty, "program \(seed): \(words)")
      #expect(t == turns.keys.max() ?? now, "program \(seed): \(words)")
      if isFound { hits += 1 } else { misses += 1 }
    }
    // Both kinds of answers were asked for.
    #expect(hits > 10 && misses > 3)
  }

  /// `back to break` goes to the last update after which a run would have stopped.
  @Test(arguments: 0..<shares)
  func breakpointsAndWatchesAreFoundAsByAScan(share: Int) throws {
    var (hits, misses) = (0, 0)
    for seed in 0..<Self.count where seed % Self.shares == share {
      let transcript = session(seed)
      guard let timeline = transcript.session.workspace.branch?.timeline else { continue }
      let (start, now) = (timeline.extent.lowerBound, timeline.state.t)
      transcript.run("break clear; watch clear")
      var stops: Set<Int> = []
      for place in [seed, seed / 2 + 5] {
        let text = Self.conditions[place % Self.conditions.count]
        transcript.run("break when \(text)")
        guard transcript.outcome == .done else { continue }
        let condition = try transcript.session.workspace.expression(text, column: nil)
        let holding = values(condition, of: timeline).filter {
          (try? $0.value.condition()) ?? false
        }
        stops.formUnion(holding.keys)
      }
      let words = Self.quantities[seed / 3 % Self.quantities.count]
      transcript.run("watch \(words)")
      if transcript.outcome == .done, let watch = transcript.session.workspace.watches.first {
        let all = values(watch.quantity, of: timeline)
        stops.formUnion(
          all.keys.filter { t in
            guard let value = all[t], let before = all[t - 1] else { return false }
            return watch.event.turn(from: before, to: value) != nil
          })
      }
      // A run asks after its updates.
      stops.remove(start)
      let output = transcript.run("back to break")
      guard transcript.outcome == .done else { continue }
      let (isFound, t) = try found(output)
      #expect(isFound == !stops.isEmpty, "program \(seed)")
      #expect(t == stops.max() ?? now, "program \(seed)")
      if isFound { hits += 1 } else { misses += 1 }
    }
    #expect(hits > 5 && misses > 0)
  }

  @Test func backToBreakSaysWhichOneItIs() throws {
    let transcript = Transcript()
    transcript.run("surface ravine; optimizer gd lr=0.4; run 30")
    #expect(transcript.run("back to break").contains("there is no breakpoint and no watch"))
    transcript.run("break when t == 12; watch loss for=rise")
    let text = transcript.run("goto 20; back to break")
    #expect(text.contains("break 1: t == 12 holds, 8 updates back"), "\(text)")
    #expect(transcript.run("back to break").contains("would have stopped a run earlier"))
    #expect(transcript.session.workspace.branch?.timeline.state.t == 12)
    #expect(transcript.run("back to break until t > 3").contains("do not go together"))
    #expect(transcript.run("help back").contains("[to break]"))
  }

  @Test func longRunsAreSearchedStretchByStretch() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("surface rosenbrock; optimizer adam lr=0.01; run 30000")
    for (condition, t) in [("t == 29999", 29_999), ("t < 12346", 12_345), ("t == 0", 0)] {
      transcript.run("goto 30000")
      let answer = try found(transcript.run("back until \(condition)"))
      #expect(answer == (true, t))
    }
  }

  @Test func theStateFoundIsThatOfGoto() throws {
    let transcript = Transcript(traits: Traits(json: true, digits: 17))
    transcript.run("data moons n=40; network 2-4:tanh-1:sigmoid; dropout drop=0.3; batch 8")
    transcript.run("optimizer momentum; run 90")
    _ = transcript.run("back until t == 41")
    let there = transcript.run("print theta; print masks; print v; print batch")
    transcript.run("run 60; goto 41")
    #expect(transcript.run("print theta; print masks; print v; print batch") == there)
    // What was done is still known.
    #expect(transcript.session.workspace.branch?.timeline.extent.upperBound == 101)
  }

  @Test func whereThereIsNoneNothingMovesAndASentenceSaysSo() throws {
    let transcript = Transcript()
    transcript.run("surface bowl; optimizer gd lr=0.1; run 20")
    let text = transcript.run("back until loss > 1e6")
    #expect(text.contains("loss > 1e6 holds at no earlier moment, t 0 to 19; nothing has moved"))
    #expect(transcript.session.workspace.branch?.timeline.state.t == 20)
    #expect(transcript.outcome == .done)
    #expect(transcript.run("back 3 until t < 10").contains("t 17 to 19"))
    #expect(
      transcript.run("back to change g[0] for=rise").contains("g[0] rose"))
    transcript.run("goto 0")
    #expect(transcript.run("back until t == 0").contains("nothing has moved"))
  }

  @Test(arguments: [
    ("back until loss", "is no condition"), ("back to loss", "'to' is followed by 'change'"),
    ("back to change", "'to change' needs a quantity"), ("back for=rise", "for= says which turn"),
    ("back until t > 1 to change loss", "do not go together"),
    ("back to change theta[9]", "out of range"), ("back to change nosuch", "nosuch"),
    ("back to change loss for=ever", "sign, rise or fall"),
  ])
  func whatCannotBeLookedForIsRefused(line: String, says: String) {
    let transcript = Transcript()
    transcript.run("surface bowl; optimizer gd lr=0.1; run 20")
    #expect(transcript.run(line).contains(says), "\(transcript.run(line))")
    #expect(transcript.outcome != .done)
    #expect(transcript.session.workspace.branch?.timeline.state.t == 20)
  }

  @Test func anInterruptedSearchLeavesEverythingWhereItWas() {
    final class Presses { var asked = 0 }
    let presses = Presses()
    let transcript = Transcript(interrupt: {
      presses.asked += 1
      return presses.asked > 400
    })
    transcript.run("surface bowl; optimizer gd lr=0.001; step 50")
    presses.asked = 380
    #expect(transcript.run("back until loss > 1e6").contains("interrupted; nothing has moved"))
    #expect(transcript.session.workspace.branch?.timeline.state.t == 50)
  }
}
