import Console
import Foundation
import Session
import Shell
import Testing

@Suite(.serialized) struct RecipeTests {
  /// Networks in good order, and what is special about each.
  static let setUps = [
    "data moons n=120 noise=0.1 split=0.7,0.3; network 2-16:relu-1:sigmoid; optimizer adam lr=0.03",
    "data concrete split=0.7,0.15,0.15 standardize=yes standardize_target=yes; network 8-16-1; "
      + "optimizer momentum lr=0.02; penalty l2=1e-4; dropout drop=0.1; stop patience=50; "
      + "schedule cosine T=60; seed 3",
    "data iris split=0.7,0.3 standardize=yes; network 4-8:tanh-3; optimizer gd lr=0.1; batch 16; run 7",
  ]

  private static func json(_ setUp: String) -> Transcript {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(setUp)
    return transcript
  }

  private func step(_ transcript: Transcript, _ line: String) throws -> [String: Any] {
    try #require(try objects(transcript.run(line)).last, "\(line)")
  }

  /// Runs what a step says one can type, and gives the objects.
  private func byHand(
    _ step: [String: Any], _ transcript: Transcript
  ) throws -> [[String: Any]] {
    let commands = try #require(step["by_hand"] as? [String])
    #expect(!commands.isEmpty)
    return try commands.flatMap { command in
      let text = transcript.run(command)
      #expect(transcript.outcome == .done, "\(command): \(text)")
      return try objects(text)
    }
  }

  private func value(_ expression: String, in objects: [[String: Any]]) -> Double? {
    objects.first { $0["expression"] as? String == expression }?["value"] as? Double
  }

  // MARK: By hand

  @Test(arguments: setUps)
  func theInitialLossByHand(setUp: String) throws {
    let transcript = Self.json(setUp)
    let before = transcript.run("status; print theta")
    let step = try step(transcript, "recipe 1")
    #expect(transcript.run("status; print theta") == before)
    let shown = try byHand(step, transcript)
    #expect(transcript.run("status; print theta") == before)
    #expect(value("loss", in: shown) == step["loss"] as? Double)
    #expect(value("penalty", in: shown) == step["penalty"] as? Double)
    let guess = try #require(
      shown.compactMap { object in
        (object["expression"] as? String).flatMap {
          $0.hasPrefix("log(") || $0.hasPrefix("mean(") ? object["value"] as? Double : nil
        }
      }.first)
    let expected = try #require(step["expected"] as? Double)
    // Two orders of summation.
    #expect(abs(guess - expected) < 1e-12 * expected)
    #expect(step["passed"] as? Bool == true)
  }

  @Test(arguments: setUps)
  func theSmallSampleByHand(setUp: String) throws {
    let transcript = Self.json(setUp)
    let before = transcript.run("status; print theta; data")
    let step = try step(transcript, "recipe 2")
    #expect(step["passed"] as? Bool == true)
    #expect(transcript.run("status; print theta; data") == before)
    let shown = try byHand(step, transcript)
    let run = try #require(shown.first { $0["command"] as? String == "run" })
    #expect(run["t"] as? Int == step["updates"] as? Int)
    #expect(run["loss"] as? Double == step["loss"] as? Double)
    // And back on one's own branch, with its own data.
    #expect(transcript.run("status; print theta; data") == before)
  }

  @Test(arguments: setUps)
  func theRateByHand(setUp: String) throws {
    let transcript = Self.json(setUp)
    let step = try step(transcript, "recipe 3")
    let tried = try #require(step["tried"] as? [[String: Any]])
    let shown = try byHand(step, transcript)
    #expect(shown.map { $0["value"] as? Double } == tried.map { $0["lr"] as? Double })
    for (a, b) in zip(shown, tried) {
      #expect(a["loss"] as? Double == b["loss"] as? Double)
      #expect(a["diverged_at"] as? Int == nil || b["falls"] as? Bool == false)
    }
  }

  @Test(arguments: setUps)
  func theCurvesByHand(setUp: String) throws {
    let transcript = Self.json(setUp)
    let before = transcript.run("status; print theta")
    let step = try step(transcript, "recipe 6 epochs=8")
    #expect(transcript.run("status; print theta") == before)
    let shown = try byHand(step, transcript)
    let diagnosis = try #require(shown.first { $0["command"] as? String == "diagnose" })
    let (a, b) = (diagnosis["curves"] as? NSDictionary, step["curves"] as? NSDictionary)
    #expect(a != nil && a == b)
    #expect(diagnosis["because"] as? String == step["because"] as? String)
    #expect(transcript.run("status; print theta") == before)
  }

  @Test(arguments: setUps, [4, 5])
  func theGridsByHand(setUp: String, number: Int) throws {
    let transcript = Self.json(setUp)
    let before = transcript.run("status; print theta")
    let step = try step(transcript, "recipe \(number) epochs=2")
    let after = transcript.run("status; print theta")
    #expect(step["passed"] as? Bool == true)
    func theta(_ text: String) throws -> [Double]? { try objects(text).last?["value"] as? [Double] }
    #expect(try theta(after) == theta(before))
    if number == 4 { #expect(after == before) }
    transcript.run(number == 5 ? "undo" : "")
    #expect(transcript.run("status; print theta") == before)
    let shown = try byHand(step, transcript)
    let trials = shown.filter { $0["command"] as? String == "search" && $0["value"] != nil }
    let (rates, decays) = (step["lr"] as? [Double] ?? [], step["l2"] as? [Double] ?? [])
    let losses = step["val_loss"] as? [[Any]] ?? []
    #expect(trials.count == rates.count * decays.count && !trials.isEmpty)
    for trial in trials {
      let i = try #require(rates.firstIndex(of: trial["lr"] as? Double ?? .nan))
      let j = try #require(decays.firstIndex(of: trial["l2"] as? Double ?? .nan))
      #expect(trial["value"] as? Double == losses[i][j] as? Double)
    }
    let best = try #require(step["best"] as? [String: Any])
    let least = trials.compactMap { $0["value"] as? Double }.min()
    #expect(best["val_loss"] as? Double == least)
    // The commands that set what the fifth step sets lead where it led.
    #expect(transcript.run("status; print theta") == after)
  }

  @Test func theFifthStepSaysWhatItSets() throws {
    let transcript = Self.json(Self.setUps[0])
    transcript.run("recipe 4")
    let step = try step(transcript, "recipe 5 epochs=2")
    let set = try #require(step["set"] as? [String: Any])
    #expect((step["try"] as? String)?.contains("Set on this branch") == true)
    let status = try objects(transcript.run("print lr; penalty"))
    #expect(status[0]["value"] as? Double == set["lr"] as? Double)
    #expect(status[1]["l2"] as? Double == set["l2"] as? Double)
    // The last grid is the last search.
    #expect(try objects(transcript.run("search table top=1")).first?["value"] != nil)
  }

  @Test func gridsNeedSomethingToChooseBy() throws {
    let transcript = Self.json("data moons; network 2-8:relu-1:sigmoid; recipe 1; recipe 2")
    let step = try step(transcript, "recipe 4")
    #expect(step["passed"] as? Bool == false)
    #expect((step["try"] as? String)?.contains("'data moons split=0.7,0.15,0.15'") == true)
  }

  @Test func aRoundGoesBackToTheFifthStep() throws {
    let transcript = Self.json(Self.setUps[0])
    transcript.run("recipe all epochs=4")
    let first = try step(transcript, "recipe 5 epochs=2")
    let again = try step(transcript, "recipe 7")
    #expect(again["next"] as? Int == 5 && again["round"] as? Int == 2)
    let second = try step(transcript, "recipe next epochs=2")
    // Half as wide, on a logarithmic scale, up to the two digits that are kept.
    func width(_ step: [String: Any]) throws -> Double {
      let rates = try #require(step["lr"] as? [Double])
      return try #require(rates.last) / #require(rates.first)
    }
    #expect(abs(try width(first) - 9) < 0.5)
    #expect(abs(try width(second) - 3) < 0.3)
  }

  // MARK: Gates

  /// A set-up, the step that shuts its gate, and a word of what it says to look at.
  static let broken: [(setUp: String, step: Int, word: String)] = [
    ("data digits split=0.8,0.2 standardize=yes; network 64-16-10 init=zero", 2, "begin at 0"),
    (
      "data digits split=0.8,0.2 standardize=yes; network 64-16-10; optimizer lr=1e3", 3,
      "Rate too high"
    ),
    (
      "data digits split=0.8,0.2 standardize=yes; network 64-16-10; optimizer lr=1e-9", 3,
      "Rate too low"
    ),
    ("data concrete split=0.8,0.2; network 8-16-1", 1, "standard deviations"),
    ("data concrete split=0.8,0.2 standardize=yes; network 8-16-1", 1, "standardize_target=yes"),
    ("data digits split=0.8,0.2; network 64-16-10", 1, "standardize=yes"),
    ("data spirals n=200 split=0.8,0.2; network 2-1:relu-1:sigmoid", 2, "more units"),
  ]

  @Test(arguments: broken.indices)
  func aBrokenSetUpIsStoppedAtTheRightGate(index: Int) throws {
    let (setUp, number, word) = Self.broken[index]
    let transcript = Self.json(setUp)
    let taken = try objects(transcript.run("recipe all"))
    let steps = taken.filter { $0["step"] != nil && $0["passed"] != nil }
    #expect(steps.map { $0["step"] as? Int } == Array(1...number))
    #expect(steps.map { $0["passed"] as? Bool } == (1...number).map { $0 < number })
    let last = try #require(steps.last)
    let said = "\(last["because"] ?? "") \(last["try"] ?? "")"
    #expect(said.contains(word), "\(said)")
    #expect(taken.last?["next"] as? Int == number)
  }

  @Test func whatAFailedGateProposesOpensIt() throws {
    let transcript = Self.json(
      "data digits split=0.8,0.2 standardize=yes; network 64-16-10; optimizer lr=1e3")
    transcript.run("recipe 1; recipe 2")
    let failed = try step(transcript, "recipe next")
    let advice = try #require(failed["try"] as? String)
    let command = try #require(advice.split(separator: "'").first { $0.hasPrefix("optimizer") })
    transcript.run(String(command))
    let again = try step(transcript, "recipe next")
    #expect(again["step"] as? Int == 3 && again["passed"] as? Bool == true)
    // A rate set afterwards by hand shuts it again.
    transcript.run("optimizer lr=1e-7")
    #expect(try step(transcript, "recipe")["next"] as? Int == 3)
  }

  // MARK: State

  @Test func progressIsAValue() throws {
    let transcript = Self.json(Self.setUps[0])
    #expect(try step(transcript, "recipe")["next"] as? Int == 1)
    transcript.run("recipe next; recipe next")
    #expect(try step(transcript, "recipe")["next"] as? Int == 3)
    transcript.run("undo")
    #expect(try step(transcript, "recipe")["next"] as? Int == 2)
    transcript.run("recipe next; recipe reset")
    #expect(try step(transcript, "recipe")["next"] as? Int == 1)
    transcript.run("undo")
    #expect(try step(transcript, "recipe")["next"] as? Int == 3)
    // With another network the steps start over, and undoing it brings the steps back.
    transcript.run("network 2-4:tanh-1:sigmoid")
    #expect(try step(transcript, "recipe")["next"] as? Int == 1)
    transcript.run("undo")
    #expect(try step(transcript, "recipe")["next"] as? Int == 3)
    transcript.run("run 30")
    #expect(try step(transcript, "recipe")["next"] as? Int == 3)
  }

  @Test(arguments: ["recipe", "recipe next", "recipe all", "recipe 3", "recipe reset"])
  func thereMustBeANetwork(line: String) {
    for setUp in ["", "data moons", "surface bowl"] {
      let transcript = Transcript()
      transcript.run(setUp)
      let text = transcript.run(line)
      #expect(transcript.outcome == .failed)
      #expect(text.contains("'network 2-16:relu-1:sigmoid'"))
    }
  }

  @Test(arguments: [1, 2, 3, 6])
  func interruptionChangesNothing(number: Int) {
    var isPressed = false
    let transcript = Transcript(traits: Traits(json: true)) { isPressed }
    transcript.run(Self.setUps[0])
    let before = transcript.run("recipe; status")
    isPressed = true
    let text = transcript.run("recipe \(number)")
    // The first step is over before a key can be pressed.
    #expect(number == 1 || text.contains("interrupted"))
    isPressed = false
    if number > 1 { #expect(transcript.run("recipe; status") == before) }
  }

  @Test func interruptionOfAllKeepsWhatIsDone() throws {
    var polls = 0
    let transcript = Transcript(traits: Traits(json: true)) {
      polls += 1
      // The second step asks after each of its 153 updates.
      return polls > 120
    }
    transcript.run(Self.setUps[0])
    let taken = try objects(transcript.run("recipe all"))
    #expect(taken.last?["stopped"] as? String == "interrupted")
    let stoppedIn = try #require(taken.last?["step"] as? Int)
    #expect(stoppedIn > 1)
    polls = 0
    #expect(try step(transcript, "recipe")["next"] as? Int == stoppedIn)
  }
}
