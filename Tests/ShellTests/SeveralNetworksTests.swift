import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing

/// Networks beside each other: `network ... branch=`, `ensemble`, and `plot ... branches=yes`.
@Suite(.serialized) struct SeveralNetworksTests {
  private let transcript = Transcript(traits: Traits(json: true))

  private func last(_ line: String) throws -> [String: Any] {
    try #require(try objects(transcript.run(line)).last, "\(line): \(transcript.errors)")
  }

  private func value(_ expression: String) throws -> Double {
    try #require(try last("print \(expression)")["value"] as? Double)
  }

  private func numbers(_ expression: String) throws -> [Double] {
    let value = try last("print \(expression)")["value"]
    if let rows = value as? [[Double]] { return rows.flatMap { $0 } }
    return try #require(value as? [Double])
  }

  /// ŷ = x and ŷ = 2x + 1 for y = 1, 2, 4 at x = 0, 1, 2: by hand.
  private static let twoLines = """
    data points x=0,1,2 y=1,2,4; network 1-1:linear theta=1,0; \
    network 1-1:linear theta=2,1 branch=b
    """

  /// Whether a value of an object is a number, but for rounding.
  private func isNear(_ value: Any?, _ expected: Double) -> Bool {
    guard let number = value as? Double else { return false }
    return (number - expected).magnitude <= 1e-12
  }

  // MARK: ensemble

  @Test func meanOfTwoLinesIsThatWorkedOutByHand() throws {
    transcript.run(Self.twoLines)
    let report = try last("ensemble")
    let members = try #require(report["members"] as? [[String: Any]])
    #expect(members.map { $0["name"] as? String } == ["main", "b"])
    // The errors are −1, −1, −2 and 0, 1, 1; those of the mean are −1/2, 0, −1/2.
    let losses = members.compactMap { $0["loss"] as? Double }
    #expect(losses[0] == 2)
    #expect(isNear(losses.last, 2.0 / 3))
    let mean = try #require(report["mean"] as? [String: Any])
    #expect(isNear(mean["loss"], 0.5 / 3))
    // Σ(y − 7/3)² = 14/3.
    #expect(isNear(mean["score"], 1.0 - 1.5 / 14))
    #expect(mean["val_loss"] == nil)
  }

  @Test func aBranchBesideIsComparedAndTakesNoPart() throws {
    transcript.run(Self.twoLines + "; network 1-1:linear theta=0,3 branch=c")
    let report = try last("ensemble beside=c")
    #expect((report["members"] as? [Any])?.count == 2)
    let mean = try #require(report["mean"] as? [String: Any])
    #expect(isNear(mean["loss"], 0.5 / 3))
    let beside = try #require(report["beside"] as? [String: Any])
    // 3 for 1, 2, 4: errors 2, 1, −1.
    #expect(beside["loss"] as? Double == 2)
    // All three are asked where none is left out.
    let all = try last("ensemble")
    #expect((all["members"] as? [Any])?.count == 3)
  }

  /// Probabilities are averaged, not what comes before the sigmoid: worked out again from the
  /// examples themselves.
  @Test func classesAreJudgedByTheMeanOfTheProbabilities() throws {
    transcript.run(
      "data moons n=40 noise=0.1 split=0.5,0.5; network 2-1:sigmoid theta=1,-2,0.5; "
        + "network 2-1:sigmoid theta=-3,-1,1 branch=b")
    let (x, y) = (try numbers("x"), try numbers("y"))
    #expect(y.count == 20 && x.count == 40)
    // Features by examples or examples by features: the shape is asked for.
    let rows = try #require(try last("print x")["value"] as? [[Double]])
    var points: [(Double, Double)] = []
    if rows.count == 2 {
      for i in rows[0].indices { points.append((rows[0][i], rows[1][i])) }
    } else {
      for row in rows { points.append((row[0], row[1])) }
    }
    func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
    var mean: [Double] = []
    for (a, b) in points {
      let first = sigmoid(a - 2 * b + 0.5)
      let second = sigmoid(1 - 3 * a - b)
      mean.append((first + second) / 2)
    }
    var loss = 0.0
    for (p, y) in zip(mean, y) { loss -= (y == 1 ? log(p) : log(1 - p)) / 20 }
    let right = zip(mean, y).count { ($0 >= 0.5) == ($1 == 1) }
    let report = try #require(try last("ensemble main b")["mean"] as? [String: Any])
    #expect(isNear(report["loss"], loss))
    #expect(report["score"] as? Double == Double(right) / 20)
    #expect(report["val_loss"] is Double && report["val_score"] is Double)
  }

  @Test(arguments: [
    ("surface bowl", "ensemble", "is for networks"),
    ("data moons; network 2-1:sigmoid", "ensemble", "needs two branches at least"),
    ("data moons; network 2-1:sigmoid", "ensemble main main", "named twice"),
    ("data moons; network 2-1:sigmoid", "ensemble main there", "there"),
    ("data moons; network 2-1:sigmoid; network 2-2-1 branch=b", "ensemble beside=no", "no"),
    (
      "data moons n=40; network 2-1:sigmoid; fork b; data moons n=40 take=7", "ensemble",
      "on the same data"
    ),
    (
      "data moons; network 2-1:sigmoid; network 2-1:sigmoid loss=mse branch=b", "ensemble",
      "same outputs and loss"
    ),
  ])
  func ensembleSaysWhatIsMissing(_ setUp: String, _ line: String, _ reason: String) {
    transcript.run(setUp)
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    let before = transcript.run("branches; print t; print theta")
    #expect(transcript.run(line).contains(reason), "\(line): \(transcript.errors)")
    #expect(transcript.outcome == .failed)
    #expect(transcript.run("branches; print t; print theta") == before)
  }

  // MARK: network LAYERS branch=

  @Test func aNetworkBeginsAsABranchAndTheOthersStay() throws {
    transcript.run("data moons n=40; network 2-3:tanh-1:sigmoid; run 4")
    let main = transcript.run("print theta; print t; print x")
    transcript.run("network 2-5:relu-1:sigmoid branch=wide")
    #expect(try value("t") == 0)
    #expect(try numbers("theta").count == 21)
    transcript.run("run 3; switch main")
    #expect(transcript.run("print theta; print t; print x") == main)
    transcript.run("switch wide")
    #expect(try value("t") == 3)
    // The same data for both.
    #expect(main.hasSuffix(transcript.run("print x")))
  }

  @Test func undoTakesTheBranchAway() throws {
    transcript.run("data moons n=40; network 2-3:tanh-1:sigmoid; run 4")
    let before = transcript.run("branches; print theta; print t")
    transcript.run("network 2-5:relu-1:sigmoid branch=wide; undo")
    #expect(transcript.run("branches; print theta; print t") == before)
  }

  @Test func savedAndLoadedWithTheirNetworks() throws {
    let folder = try TemporaryFolder()
    transcript.run(
      "data moons n=40 split=0.5,0.5; network 2-3:tanh-1:sigmoid; run 4; "
        + "network 2-5:relu-1:sigmoid branch=wide; run 3; network 2-1:sigmoid branch=none; run 2")
    func states() -> [String] {
      ["main", "wide", "none"].map {
        transcript.run("switch \($0); print theta; print t; network; optimizer")
      } + [transcript.run("ensemble main wide none")]
    }
    let before = states()
    let file = folder.path + "/three.descent"
    #expect(transcript.run("save \(file)").contains("bytes"))
    transcript.run("surface bowl; load \(file)")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    #expect(states() == before)
  }

  @Test(arguments: [
    ("data moons", "network 2-1:sigmoid branch=b", "there is no branch yet"),
    (
      "data moons; network 2-1:sigmoid; fork b; switch main", "network 2-3-1:sigmoid branch=b",
      "'b'"
    ),
    ("data moons; network 2-1:sigmoid", "network 2-3-1:sigmoid branch=9,9", "9,9"),
    ("data moons; network 2-1:sigmoid", "network 3-1:sigmoid branch=b", "2"),
  ])
  func aBranchThatCannotBeginChangesNothing(_ setUp: String, _ line: String, _ reason: String) {
    transcript.run(setUp)
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    let before = transcript.run("branches; network")
    #expect(transcript.run(line).contains(reason), "\(line): \(transcript.errors)")
    #expect(transcript.outcome == .failed)
    #expect(transcript.run("branches; network") == before)
  }

  // MARK: plot QUANTITY branches=yes

  @Test func everyBranchIsDrawnWithItsOwnValues() throws {
    transcript.run(
      "surface bowl; optimizer gd lr=0.1; run 3; fork fast; optimizer momentum lr=0.2; run 2")
    let drawn = try last("plot loss branches=yes")
    let series = try #require(drawn["series"] as? [[String: Any]])
    #expect(Set(series.compactMap { $0["name"] as? String }) == ["main: loss", "fast: loss"])
    for one in series {
      let name = try #require(one["name"] as? String)
      transcript.run("switch \(name.prefix { $0 != ":" })")
      let times = try #require(one["t"] as? [Double])
      #expect(times == (0...Int(try value("t"))).map(Double.init))
      for (t, drawn) in zip(times, try #require(one["values"] as? [Double])) {
        transcript.run("goto \(Int(t))")
        #expect(try value("loss") == drawn)
      }
    }
  }

  @Test func theTitleNamesNoSingleRuleAndTheAxisTheQuantity() {
    let screen = Transcript(traits: Traits(width: 80))
    screen.run(
      "surface bowl; optimizer gd lr=0.1; run 9; fork fast; optimizer momentum lr=0.2; run 2")
    let drawn = screen.run("plot loss branches=yes").split(separator: "\n").map(String.init)
    #expect(drawn[0].contains("bowl, branch by branch") && !drawn[0].contains("momentum"))
    #expect(drawn[1].hasPrefix("L"))
    let legend = drawn.last { $0.contains("─●─") } ?? ""
    #expect(legend.contains("fast, momentum") && legend.contains("main, gd"), "\(legend)")
    #expect(!legend.contains(": L"))
    // With two quantities the legend tells them apart.
    let two = screen.run("plot x y branches=yes")
    #expect(two.contains("main, gd: x") && two.contains("fast, momentum: y"))
  }

  @Test func branchesWithoutUpdatesAreLeftOut() throws {
    transcript.run("surface bowl; fork b; run 2")
    let series = try #require(try last("plot x branches=yes")["series"] as? [[String: Any]])
    #expect(series.compactMap { $0["name"] as? String } == ["b: x"])
    transcript.run("reset")
    #expect(transcript.run("plot x branches=yes").contains("no value to draw"))
  }
}
