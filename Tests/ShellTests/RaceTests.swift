import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing

@Suite(.serialized) struct RaceTests {
  private func theta(_ object: [String: Any]) throws -> [Double] {
    try #require(object["theta"] as? [Double])
  }

  @Test(arguments: [
    "surface rosenbrock",
    "data moons n=40; network 2-4:tanh-1:sigmoid; dropout drop=0.5; batch 8; seed 3",
  ])
  func raceAgreesWithSteppingAlone(setUp: String) throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(setUp)
    let raced = try objects(
      transcript.run("race gd momentum adagrad rmsprop adam lr=0.002 steps=60"))
    #expect(
      raced.map { $0["rule"] as? String } == ["gd", "momentum", "adagrad", "rmsprop", "adam"])
    for object in raced {
      let rule = try #require(object["rule"] as? String)
      transcript.run("optimizer \(rule) lr=0.002; reset; run 60")
      let alone = try objects(transcript.run("print theta; print loss"))
      #expect(try theta(object) == alone[0]["value"] as? [Double], "\(rule)")
      #expect(object["loss"] as? Double == alone[1]["value"] as? Double, "\(rule)")
    }
  }

  @Test func ownSettingsStandAboveTheCommonRate() throws {
    let transcript = Transcript(traits: Traits(json: true))
    let found = try objects(
      transcript.run("surface ravine; race gd adam:lr=0.05,beta1=0.8 adam lr=0.1 tuned=no")
    ).suffix(3)
    #expect(found.map { $0["lr"] as? Double } == [0.1, 0.05, 0.1])
    #expect(Set(found.compactMap { $0["loss"] as? Double }).count == 3)
  }

  @Test func aRaceLeavesTheRunWhereItIs() throws {
    let transcript = Transcript()
    transcript.run("surface ravine; optimizer adam lr=0.2; run 5")
    let before = transcript.run("status")
    transcript.run("race gd adam; sweep lr 0.1 0.2; race saddle")
    #expect(transcript.run("status") == before)
  }

  @Test(arguments: [
    ("race gdd", "gd"), ("race gd:lrr=1", "lr"), ("race gd:lr", "lr=0.05"), ("race gd gd", "twice"),
    ("race", "race valley"), ("race valley gd", "surface valley"), ("race gd:lr=-1", "greater"),
    ("sweep lrr 1", "lr"), ("sweep lr 1e-3 -1", "greater"), ("sweep lr log(0,1,3)", "LOW"),
    ("sweep lr", "value"), ("sweep batch 1", "penalty"), ("animate race", "race gd adam"),
    ("export svg /tmp", "folder"), ("export png x", "svg"),
    ("export svg x.svg nonsense", "nonsense"),
  ])
  func errorsSayWhatWouldBeRight(line: String, hint: String) {
    let transcript = Transcript()
    transcript.run("surface ravine; run 3")
    if line.hasPrefix("export svg /tmp") { transcript.run("plot surface") }
    let text = transcript.run(line)
    #expect(transcript.outcome == .failed)
    #expect(line.hasPrefix("export svg /tmp") || text.contains(hint), "\(text)")
  }

  @Test func exportWritesTheLastFigure() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("race valley steps=40")
    for (name, words) in [
      ("a", ""), ("b", "race animated theme=dark"), ("c", "surface"), ("d", "theme=light"),
    ] {
      let path = folder.path + "/\(name).svg"
      if name == "c" { transcript.run("surface ravine; run 5") }
      let text = transcript.run("export svg \(path) \(words)")
      #expect(transcript.outcome == .done, "\(text)")
      let svg = try String(contentsOfFile: path, encoding: .utf8)
      #expect(svg.hasPrefix("<svg") || svg.hasPrefix("<?xml"))
      #expect(svg.contains("@keyframes") == (name == "b"))
      #expect(svg.contains("ravine") == ("cd".contains(name)))
    }
  }

  @Test func animationEndsWithTheWholePicture() {
    let traits = Traits(isInteractive: true)
    var polls = 0
    let stopped = Transcript(traits: traits) {
      polls += 1
      return polls > 2_000
    }
    stopped.run("surface ravine; run 30")
    let plot = stopped.run("plot surface").split(separator: "\n").map(String.init)
    polls = 2_001
    let shown = stopped.run("animate surface").split(separator: "\n").map(String.init)
    #expect(shown.contains { $0.hasPrefix("\u{1B}[") })
    // The last frame has the marks of the whole picture: all its axis labels.
    #expect(shown.suffix(2).first == plot.suffix(2).first || shown.count > plot.count)
  }

  @Test func interruptionChangesNothing() {
    let transcript = Transcript(interrupt: { true })
    transcript.run("surface ravine")
    #expect(transcript.run("race gd adam").contains("interrupted"))
    #expect(transcript.run("sweep lr 1 2").contains("interrupted"))
  }

  @Test func fiveRulesAThousandStepsAreDrawnAtOnce() {
    let transcript = Transcript()
    transcript.run("surface rosenbrock")
    let clock = ContinuousClock()
    let best = (0..<5).map { _ in
      clock.measure {
        transcript.run("race gd momentum adagrad rmsprop adam steps=1000 lr=1e-3 tuned=no")
      }
    }.min()
    print("race of five rules, 1000 steps:", best ?? .zero)
    #expect(best ?? .zero < .milliseconds(100))
  }
}
