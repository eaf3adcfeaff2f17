import Console
import Engine
import Foundation
import Testing

/// `why`: each link's value is the quantity's at its time, and shares add up to what they make.
@Suite struct WhyTests {
  private func session(_ lines: String) -> Transcript {
    let transcript = Transcript(traits: Traits(json: true, digits: 17))
    transcript.run(lines)
    return transcript
  }

  private func object(_ output: String) throws -> [String: Any] {
    try #require(try objects(output).last, "\(output)")
  }

  private func causes(_ link: [String: Any]) -> [[String: Any]] {
    link["causes"] as? [[String: Any]] ?? []
  }

  /// Every link of a chain, with its depth.
  private func links(_ link: [String: Any], _ depth: Int = 0) -> [([String: Any], Int)] {
    [(link, depth)] + causes(link).flatMap { links($0, depth + 1) }
  }

  private static let courses = [
    "surface rosenbrock; optimizer adam lr=0.1; penalty l2=1e-3; schedule cosine T=40; run 30",
    "surface ravine; optimizer momentum lr=0.01; run 12",
    "surface rosenbrock; optimizer nesterov lr=0.001; run 8",
    "data moons n=40; network 2-4:tanh-3:maxout2-1:sigmoid; dropout drop=0.3; batch 8; seed 2; "
      + "penalty l2=0.01; optimizer rmsprop; run 20",
    "data blobs n=30; network 2-5:relu-3:softmax; batch 7; optimizer nadam; run 9",
    "data sine n=20; network 1-9:elu-1:linear; batch all; optimizer gd lr=0.1; run 15",
  ]

  @Test func whatIsAskedForHasItsCauses() throws {
    let transcript = session(Self.courses[0])
    for asked in ["m_hat[0]", "delta[1]", "v_hat[1]"] {
      let chain = try object(transcript.run("why \(asked)"))
      #expect(!causes(chain).isEmpty, "\(asked)")
    }
  }

  /// Each link names a quantity at a time; going there, `print` gives the same value.
  @Test(arguments: courses)
  func everyLinkIsTrue(course: String) throws {
    let transcript = session(course)
    let layout = try #require(
      transcript.session.workspace.branch?.timeline.experiment.objective.layout)
    let place = layout.label(of: layout.count / 2)
    let now = try #require(transcript.session.workspace.branch?.timeline.state.t)
    var checked = 0
    for asked in [place, "delta[\(layout.count / 2)]", "g[0]", "batch_loss", "loss"] {
      transcript.run("goto \(now)")
      let chain = try object(transcript.run("why \(asked) depth=6"))
      for (link, depth) in links(chain) {
        let name = try #require(link["quantity"] as? String)
        let t = try #require(link["t"] as? Int)
        #expect(depth <= 6)
        guard !name.hasPrefix("example"), !name.hasPrefix("rest"), name != "slope" else { continue }
        transcript.run("goto \(t)")
        // `delta[x]` is component 0: `print` counts, `explain` takes the parameter's name too.
        let place = (0..<layout.count).first { name.hasSuffix("[\(layout.label(of: $0))]") }
        let typed = place.map { "\(name.prefix { $0 != "[" })[\($0)]" } ?? name
        let printed = try? objects(transcript.run("print \(typed)")).last?["value"] as? Double
        // What only the last update's own pass has is known to 'explain' alone.
        guard let printed, let value = link["value"] as? Double else { continue }
        #expect(abs(printed - value) <= 1e-12 * max(1, abs(value)), "\(course): \(asked): \(name)")
        checked += 1
      }
    }
    #expect(checked > 20, "\(course)")
  }

  @Test func aParameterIsItsStartAndItsMovements() throws {
    let transcript = session("surface ravine; optimizer gd lr=0.4; run 2")
    let chain = try object(transcript.run("why x"))
    let shares = causes(chain).compactMap { $0["share"] as? Double }
    #expect(causes(chain).count == 3)
    #expect(abs(shares.reduce(0, +) - (chain["value"] as? Double ?? .nan)) < 1e-12)
    // The largest first.
    #expect(shares.map(abs) == shares.map(abs).sorted(by: >))
  }

  @Test func aGradientIsTheSumOfItsExamples() throws {
    let transcript = session(
      "data moons n=20; network 2-3:tanh-1:sigmoid; batch 3; optimizer gd; step")
    let chain = try object(transcript.run("why g[W1[1,0]] depth=2"))
    let shares = causes(chain).compactMap { $0["share"] as? Double }
    #expect(causes(chain).count == 3)
    #expect(abs(shares.reduce(0, +) - (chain["value"] as? Double ?? .nan)) < 1e-15)
    for example in causes(chain) {
      let values = causes(example).compactMap { $0["value"] as? Double }
      #expect(abs(values.reduce(1, *) - (example["share"] as? Double ?? .nan)) < 1e-15)
    }
  }

  /// The penalty's share has the sign that it has in the gradient, and all shares add up to it.
  @Test(arguments: ["l2=0.5", "l1=0.5"]) func aGradientHoldsThePenaltysShare(penalty: String) throws
  {
    let transcript = session(
      "data moons n=20; network 2-3:tanh-1:sigmoid; batch 2; penalty \(penalty); optimizer gd; step"
    )
    for place in ["W1[0,0]", "W1[1,0]", "W1[2,1]", "W2[0,1]"] {
      let chain = try object(transcript.run("why g[\(place)] depth=1"))
      let shares = causes(chain).compactMap { $0["share"] as? Double }
      #expect(shares.count == 3)
      #expect(abs(shares.reduce(0, +) - (chain["value"] as? Double ?? .nan)) < 1e-15)
      let weight = try #require(causes(chain).first { $0["quantity"] as? String == place })
      let (value, share) = (weight["value"] as? Double ?? .nan, weight["share"] as? Double ?? .nan)
      #expect(abs(share - 0.5 * (penalty == "l2=0.5" ? value : value > 0 ? 1 : -1)) < 1e-15)
    }
  }

  @Test func depthIsThreeUnlessToldOtherwiseAndLinksAreBounded() throws {
    let transcript = session(Self.courses[3])
    #expect(links(try object(transcript.run("why W1[0,1]"))).map(\.1).max() == 3)
    #expect(links(try object(transcript.run("why W1[0,1] depth=1"))).map(\.1).max() == 1)
    let deep = links(try object(transcript.run("why W1[0,1] depth=12")))
    #expect(deep.count <= 201)
    #expect(deep.contains { $0.0["more"] as? Bool == true })
    #expect(transcript.run("why W1[0,1] depth=13").contains("from 1 to 12"))
  }

  @Test func chainsLeadToTheStartAndToData() throws {
    let start = try object(session("surface bowl at=2,1; optimizer gd").run("why x"))
    #expect(start["reason"] as? String == "the start")
    let transcript = session("data points x=1,2 y=3; network 2-1:linear theta=0.5,1,0; step")
    let all = links(try object(transcript.run("why W1[0,1] depth=4")))
    #expect(all.contains { ($0.0["reason"] as? String ?? "").hasPrefix("data: x2 of example 0") })
    #expect(transcript.run("why nosuch").contains("nosuch"))
    #expect(session("").run("why x").contains("nothing to descend"))
  }

  // MARK: What is not finite

  @Test func theFirstOverflowOfASurfaceIsNamed() throws {
    let transcript = session("surface bowl; optimizer gd lr=50; run 400")
    let object = try object(transcript.run("why loss"))
    let overflow = try #require(object["overflow"] as? [String: Any])
    // f = x² + y²: the square of x is the first that is too large.
    #expect(overflow["operation"] as? String == "x^2")
    let operands = try #require(overflow["operands"] as? [[String: Any]])
    let x = try #require(operands[0]["value"] as? Double)
    #expect(abs(x) > 1e154 && (x * x).isInfinite)
    #expect(overflow["result"] as? String == "Infinity")
    #expect(object["value"] as? String == "Infinity")
  }

  @Test func theFirstOverflowOfANetworkIsNamed() throws {
    let transcript = session(
      "data sine n=20; network 1-6:relu-1:linear; batch all; optimizer gd lr=1e60; run 50")
    let object = try object(transcript.run("why theta[0]"))
    let overflow = try #require(object["overflow"] as? [String: Any])
    let operation = try #require(overflow["operation"] as? String)
    let t = try #require(overflow["t"] as? Int)
    let operands = try #require(overflow["operands"] as? [[String: Any]])
    // Its operands are finite, and it was worked out in the first update that is not.
    #expect(operands.allSatisfy { $0["value"] is Double }, "\(operation): \(operands)")
    let timeline = try #require(transcript.session.workspace.branch?.timeline)
    var first: Int?
    timeline.replay(1...timeline.state.t) { record, _ in
      if record.firstNonFinite != nil { first = record.t }
      return first == nil
    }
    #expect(first == t)
  }
}
