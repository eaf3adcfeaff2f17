import Console
import Engine
import Foundation
import Session
import Shell
import Testing

@testable import View

/// What a page is answered, without a server between.
@Suite struct PageAnswersTests {
  private let session: Session

  init() {
    session = Session(
      output: .init(write: { _ in }, writeError: { _ in }), traits: Traits(isInteractive: true))
  }

  private func look(_ questions: String...) throws -> [[String: Any]] {
    let text = session.workspace.answers(to: questions, within: .seconds(20))
    let objects = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(objects as? [[String: Any]])
  }

  private func numbers(_ packed: Any?) throws -> [Double] {
    let text = try #require(packed as? String)
    let data = try #require(Data(base64Encoded: text))
    return stride(from: 0, to: data.count, by: 8).map { at in
      data[at..<(at + 8)].withUnsafeBytes { Double(bitPattern: $0.loadUnaligned(as: UInt64.self)) }
    }
  }

  /// The path that grew with the steps is the path that is gone through again.
  @Test func thePathIsTheSameHoweverItGrew() throws {
    var draw: UInt64 = 16
    let lines = [
      "step", "step 7", "back", "back 3", "goto 2", "run 40", "optimizer adam lr=0.05",
      "optimizer momentum lr=0.0005", "fork a", "switch a", "switch main", "reset",
      "surface rosenbrock", "surface bowl at=1,2", "optimizer lr=0.0002", "undo",
    ]
    #expect(session.execute("surface rosenbrock; optimizer adam lr=0.1") == .done)
    for _ in 0..<150 {
      draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let line = lines[Int(truncatingIfNeeded: draw >> 33) % lines.count]
      _ = session.execute(line)
      let course = try look("@course")[0]
      let branches = try #require(course["branches"] as? [[String: Any]])
      for branch in session.workspace.branches {
        let told = try #require(branches.first { $0["name"] as? String == branch.name })
        var timeline = branch.timeline
        timeline.go(to: timeline.extent.upperBound)
        let path = timeline.drawnPath
        #expect(try numbers(told["t"]) == path.map { Double($0.t) }, "after \(line)")
        let theta = try #require(told["theta"] as? [String])
        #expect(try numbers(theta[0]) == path.map { $0.theta[0] }, "after \(line)")
        #expect(try numbers(theta[1]) == path.map { $0.theta[1] }, "after \(line)")
      }
    }
  }

  @Test func whatThePageHasIsNotToldAgain() throws {
    _ = session.execute("surface rosenbrock; optimizer gd lr=0.001; step")
    let first = try look("@surface")[0]
    let key = try #require(first["key"] as? String)
    #expect(first["levels"] != nil)
    _ = session.execute("step")
    #expect(try look("@surface \(key)")[0]["levels"] == nil)
    _ = session.execute("surface bowl")
    #expect(try look("@surface \(key)")[0]["levels"] != nil)
  }

  @Test func aRaceIsToldOnceWithItsRunners() throws {
    _ = session.execute("surface rosenbrock; optimizer gd lr=0.001")
    #expect(try look("@race")[0]["error"] != nil)
    _ = session.execute("race gd adam steps=30 tuned=no")
    let race = try look("@race")[0]
    let panels = try #require(race["panels"] as? [[String: Any]])
    let runners = try #require(panels.first?["runners"] as? [[String: Any]])
    #expect(runners.map { $0["name"] as? String } == ["gd", "adam"])
    #expect(try numbers(runners[1]["x"]).count == 31)
    let key = try #require(race["key"] as? String)
    #expect(try look("@race \(key)")[0]["panels"] == nil)
    _ = session.execute("race gd adam steps=30 lr=0.002 tuned=no")
    #expect(try look("@race \(key)")[0]["panels"] != nil)
  }

  /// The numbers of one example are those that `print` shows.
  @Test func aNetworksNumbersAreThoseOfItsExample() throws {
    _ = session.execute("data moons n=40; network 2-3:relu-2:maxout2-1:sigmoid; dropout drop=0.5")
    _ = session.execute("batch 8; optimizer adam lr=0.05; run 5")
    let answers = try look("@layers 3", "print z2", "print a1", "print mask1", "print batch")
    let batch = try #require(answers[4]["value"] as? [Int])
    #expect(answers[0]["batch"] as? [Int] == batch)
    for (name, place, printed) in [("z", 1, 1), ("a", 0, 2), ("mask", 0, 3)] {
      let told = try #require((answers[0][name] as? [Any])?[place] as? [Double])
      let rows = try #require(answers[printed]["value"] as? [[Double]])
      #expect(told == rows.map { $0[3] })
    }
    let input = try #require(answers[0]["input"] as? [Double])
    let all = try #require(try look("print x")[0]["value"] as? [[Double]])
    #expect(input == all[batch[3]])
  }

  @Test(arguments: [
    (
      "data spirals n=60 classes=3; network 2-5:tanh-3:softmax loss=cross_entropy",
      ["winner", "sure", "lead"], 2
    ),
    ("data moons n=40; network 2-3:relu-1:sigmoid", ["output"], 2),
    ("data sine n=30; network 1-4:tanh-1", ["output"], 1),
  ])
  func outputsAndThumbnailsSpanTheData(_ line: String, pictures: [String], features: Int) throws {
    _ = session.execute(line + "; optimizer adam lr=0.05; run 5")
    let told = try look("@answers")[0]
    let (wide, high) = (try #require(told["wide"] as? Int), try #require(told["high"] as? Int))
    #expect((told["points"] as? [String])?.count == features)
    #expect((told["units"] as? [Any])?.count == 2)
    for name in pictures {
      let pictures = try #require((told[name] as? [String: Any])?["pictures"] as? [String])
      #expect(pictures.map { Data(base64Encoded: $0)?.count } == [2 * wide * high])
    }
    // The data are told once.
    let key = try #require(told["key"] as? String)
    _ = session.execute("step")
    #expect(try look("@answers \(key)")[0]["points"] == nil)
    #expect(try look("@answers \(key)")[0]["units"] != nil)
    _ = session.execute(line.replacingOccurrences(of: "n=", with: "n=1") + "; step")
    #expect(try look("@answers \(key)")[0]["points"] != nil)
  }

  /// A picture's numbers are those of `predict` there, as finely as two bytes tell.
  @Test func theOutputsPictureIsWhatIsPredicted() throws {
    _ = session.execute("data blobs n=90 classes=3; network 2-4:tanh-3:softmax loss=cross_entropy")
    _ = session.execute("optimizer adam lr=0.05; run 30")
    let told = try look("@answers")[0]
    let (wide, high) = (try #require(told["wide"] as? Int), try #require(told["high"] as? Int))
    let x = try #require(told["x"] as? [Double])
    let y = try #require(told["y"] as? [Double])
    func picture(_ name: String) throws -> [Double] {
      let one = try #require(told[name] as? [String: Any])
      let (low, top) = (try #require(one["low"] as? Double), try #require(one["high"] as? Double))
      let text = try #require((one["pictures"] as? [String])?.first)
      let bytes = Array(try #require(Data(base64Encoded: text)))
      return stride(from: 0, to: bytes.count, by: 2).map { at in
        let place = UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
        return low + Double(place) * (top - low) / 65_534
      }
    }
    let (winner, sure, lead) = (try picture("winner"), try picture("sure"), try picture("lead"))
    for place in stride(from: 7, to: wide * high, by: 411) {
      let (column, row) = (place % wide, place / wide)
      let at = [
        x[0] + (x[1] - x[0]) * Double(column) / Double(wide - 1),
        y[0] + (y[1] - y[0]) * Double(row) / Double(high - 1),
      ]
      let predicted = try look("predict x=\(at[0]),\(at[1])")[0]
      let outputs = try #require(predicted["output"] as? [Double])
      let sorted = outputs.sorted(by: >)
      #expect(outputs.firstIndex(of: sorted[0]).map(Double.init) == winner[place].rounded())
      #expect(
        abs(sure[place] - sorted[0]) < 1e-4 && abs(lead[place] - sorted[0] + sorted[1]) < 1e-4)
    }
  }

  @Test func moreThanTwoFeaturesHaveNoThumbnails() throws {
    _ = session.execute("data iris; network 4-3:softmax loss=cross_entropy; step")
    #expect(try look("@answers")[0]["error"] != nil)
    #expect(try look("@layers")[0]["error"] == nil)
  }

  @Test func picturesAreToldInTheShellsWords() throws {
    _ = session.execute("surface rosenbrock; optimizer adam lr=0.1; run 20")
    for picture in ["surface", "loss", "norm(grad)"] {
      let words = try #require(try look("@words \(picture)")[0]["text"] as? String)
      #expect(words == (try look("plot \(picture) describe")[0]["description"] as? String))
      #expect(words.contains("rosenbrock"))
    }
    #expect(try look("@words nothing")[0]["error"] != nil)
  }

  /// What is counted further after each update is what is counted from the start.
  @Test func visitsOfSubnetworksGrowWithTheCourse() throws {
    let line = "data moons n=40; network 2-3:relu-1:sigmoid; dropout drop=0.5; batch 8; run 9"
    var history = [line]
    #expect(session.execute(line) == .done)
    for step in [
      "step", "step 3", "back 2", "step 5", "goto 4", "dropout drop=0.4; step 2", "back",
    ] {
      history.append(step)
      _ = session.execute(step)
      let grown = try look("subnets")[0]
      let fresh = PageAnswersTests()
      for line in history { _ = fresh.session.execute(line) }
      let counted = try fresh.look("subnets")[0]
      #expect(grown["visited"] as? Int == counted["visited"] as? Int, "after \(step)")
      #expect(grown["visits"] as? Int == counted["visits"] as? Int, "after \(step)")
    }
  }

  @Test func theMagnifiedStepHasContours() throws {
    _ = session.execute("surface rosenbrock; optimizer adam lr=0.1; step 5")
    let levels = try #require(try look("@patch 0.6 0.7 0.4 0.5")[0]["levels"] as? [[String: Any]])
    #expect(levels.count > 2)
    for wrong in ["@patch", "@patch 1 0 0 1", "@patch 0 1 0 nan", "@patch 0 1 0 1 2"] {
      #expect(try look(wrong)[0]["error"] != nil)
    }
  }

  @Test func aLessonIsAPageInParts() throws {
    #expect(session.execute("lesson 4") == .done)
    func page() throws -> [String: Any] {
      let page = try #require(session.guide?.page)
      let text = session.workspace.answers(to: ["@lesson"], within: .seconds(5), lesson: page)
      let objects = try JSONSerialization.jsonObject(with: Data(text.utf8))
      return try #require((objects as? [[String: Any]])?.first)
    }
    let first = try page()
    #expect(first["phase"] as? String == "reading")
    let parts = try #require(first["parts"] as? [[String: Any]])
    #expect(parts.first?["kind"] as? String == "heading")
    #expect(parts.contains { $0["kind"] as? String == "code" })
    while try page()["phase"] as? String == "reading" { _ = session.execute("next") }
    let asked = try page()
    let question = try #require(asked["question"] as? [String: Any])
    #expect((question["title"] as? String)?.contains(" 1 of ") == true)
    _ = session.execute("123456")
    let said = try #require(try page()["said"] as? [[String: Any]])
    #expect(!said.isEmpty)
    #expect(try look("@lesson")[0]["error"] as? String == "no lesson is open")
  }

  @Test func aLinksSecretIsNotInWhatThePageShows() {
    var transcript = Transcript()
    transcript.begin("view", prompt: "> ", cause: nil)
    transcript.add(
      "the page is at http://127.0.0.1:4/?token=0123456789abcdef and more\n", isError: false)
    let text = transcript.json.text
    #expect(text.contains("?token=… and more"))
    #expect(!text.contains("0123456789abcdef"))
  }

  /// A request that does not come whole, and a connection that rests, are not waited for.
  @Test func slowClientsAreIdle() {
    var client = Client(-1, door: 0)
    let now = ContinuousClock.now
    #expect(!client.isIdle(at: now + .seconds(11)))
    #expect(client.isIdle(at: now + .seconds(61)))
    client.incoming = [0x47]
    #expect(!client.isIdle(at: now + .seconds(9)))
    #expect(client.isIdle(at: now + .seconds(11)))
    client.incoming = []
    client.hearsEvents = true
    #expect(!client.isIdle(at: now + .seconds(1_000)))
  }
}
