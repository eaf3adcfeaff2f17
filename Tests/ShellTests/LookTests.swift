import Console
import Foundation
import Testing

/// The looks that a page's gestures need, each one command: `predict`, one subnetwork, a weight's fresh
/// gradient, a whole unit; and the Hessian of networks.
@Suite struct LookTests {
  private static let network =
    "data moons n=40; network 2-4:tanh-3:maxout2-1:sigmoid; dropout drop=0.5; batch 8; seed 3; run 9"

  private func session(_ lines: String = network, json: Bool = true) -> Transcript {
    let transcript = Transcript(traits: Traits(json: json, digits: 17))
    transcript.run(lines)
    return transcript
  }

  private func object(_ output: String) throws -> [String: Any] {
    try #require(try objects(output).last)
  }

  private func number(_ transcript: Transcript, _ expression: String) throws -> Double {
    try #require(try object(transcript.run("print \(expression)"))["value"] as? Double)
  }

  @Test func predictIsTheForwardPassOfTesting() throws {
    let transcript = session(
      "data points x=1,2 y=3; network 2-2:tanh-1:linear theta=0.5,1,-1,2,0,0.5,3,-1,0.25")
    let answer = try object(transcript.run("predict x=0.5,-1"))
    // z = (0.5·0.5 − 1, −0.5 − 2 + 0.5), ŷ = 3 tanh(−0.75) − tanh(−2) + 0.25
    let expected = 3 * tanh(-0.75) - tanh(-2.0) + 0.25
    let output = try #require(answer["output"] as? Double)
    #expect(abs(output - expected) < 1e-12)
    let layers = try #require(answer["layers"] as? [[String: Any]])
    #expect(layers[0]["z"] as? [Double] == [-0.75, -2])
    #expect(transcript.run("predict x=1").contains("2 inputs, not 1"))
    #expect(session("surface bowl").run("predict").contains("network"))
  }

  @Test func predictNamesTheClassAndScalesVanillaDropout() throws {
    let transcript = session()
    let answer = try object(transcript.run("predict x=0.5,0.25"))
    let p = try #require(answer["output"] as? Double)
    #expect(answer["class"] as? String == (p >= 0.5 ? "1" : "0"))
    #expect(answer["confidence"] as? Double == max(p, 1 - p))
    let scaled = try object(transcript.run("subnets x=0.5,0.25"))["weight_scaled"] as? Double
    #expect(abs(p - (scaled ?? .nan)) < 1e-12)
  }

  @Test func aMaskNamesOneSubnetwork() throws {
    let transcript = session()
    let all = try object(transcript.run("subnets list=all"))["subnetworks"] as? [[String: Any]]
    let members = try #require(all)
    for k in [0, 17, 100] {
      let mask = try #require(members[k]["mask"] as? [Int])
      let words = mask.map(String.init).joined(separator: ",")
      let answer = try object(transcript.run("subnets mask=\(words)"))
      let one = try #require((answer["subnetworks"] as? [[String: Any]])?.first)
      #expect(one["mask"] as? [Int] == mask)
      #expect(one["output"] as? Double == members[k]["output"] as? Double)
      #expect(one["probability"] as? Double == members[k]["probability"] as? Double)
    }
    #expect(transcript.run("subnets mask=1,0").contains("7 droppable units"))
    #expect(transcript.run("subnets mask=1,0,1,1,0,1,2").contains("a 1 or 0"))
    #expect(transcript.run("subnets mask=1,0,1,1,0,1,1 list=3").contains("list= several"))
  }

  @Test(arguments: ["grad_W1[3,0]", "grad_b2[5]", "grad[6]", "grad[W3[0,1]]"])
  func aFreshGradientIsExplained(quantity: String) throws {
    let transcript = session()
    let answer = try object(transcript.run("explain \(quantity)"))
    let explanations = try #require(answer["explanations"] as? [[String: Any]])
    #expect(explanations.count == 1)
    let value = try #require(explanations.first?["value"] as? Double)
    let printed =
      quantity == "grad[W3[0,1]]" ? "grad_W3[0,1]" : quantity
    #expect(abs(value - (try number(transcript, printed))) < 1e-13)
    let numbers = try #require(explanations.first?["numbers"] as? String)
    #expect(abs(try number(transcript, numbers) - value) < 1e-9)
  }

  @Test func wholePartsOfTheGradientShowTheirFirstComponents() throws {
    let transcript = session()
    let answer = try object(transcript.run("explain grad_W1"))
    #expect((answer["explanations"] as? [Any])?.count == 4)
    #expect(transcript.run("explain grad_W1[9,0]").contains("4 × 2"))
  }

  @Test func aUnitIsExplainedInOne() throws {
    let transcript = session()
    let answer = try object(transcript.run("explain unit 1 3"))
    let explanations = try #require(answer["explanations"] as? [[String: Any]])
    #expect(explanations.map { $0["quantity"] as? String } == ["z1[3,0]", "a1[3,0]", "d1[3,0]"])
    for one in explanations {
      let name = try #require(one["quantity"] as? String)
      let value = try #require(one["value"] as? Double)
      #expect(abs(try number(transcript, name) - value) < 1e-13)
    }
    // A maxout unit has two pieces.
    let maxout =
      try object(transcript.run("explain unit 2 1 5"))["explanations"] as? [[String: Any]]
    #expect(
      maxout?.map { $0["quantity"] as? String }
        == ["z2[2,5]", "z2[3,5]", "a2[1,5]", "d2[2,5]", "d2[3,5]"])
    for (line, says) in [
      ("explain unit", "a layer from 1"), ("explain unit 4 0", "layers 1 to 3"),
      ("explain unit 1 4", "units 0 to 3"), ("explain unit 1 3 8", "examples 0 to 7"),
      ("explain m 3", "behind 'unit'"),
    ] { #expect(transcript.run(line).contains(says), "\(line): \(transcript.run(line))") }
  }

  // MARK: Curvature

  @Test func theHessianOfANetworkIsTheLargestFirst() throws {
    let transcript = session("data moons n=30; network 2-5:tanh-1:sigmoid; batch all; run 20")
    let answer = try object(transcript.run("hessian"))
    let all = try #require(answer["eigenvalues"] as? [Double])
    #expect(all.count == 21 && all == all.sorted(by: >))
    #expect(abs((answer["trace"] as? Double ?? 0) - all.reduce(0, +)) < 1e-12)
    #expect(answer["sharpness"] as? Double == all[0])
    #expect(abs((answer["stable_rate"] as? Double ?? 0) - 2 / all[0]) < 1e-12)
    #expect(answer["smallest"] as? Double == all[20])
    let top = try object(transcript.run("hessian top=3"))["eigenvalues"] as? [Double]
    #expect(top == Array(all.prefix(3)))
    #expect(abs(try number(transcript, "sharpness") - all[0]) < 1e-9 * all[0])
    #expect(session("surface bowl").run("hessian top=2").contains("two eigenvalues"))
  }

  @Test func sharpnessIsDrawnBesideWhatTheRateAllows() throws {
    let transcript = session(
      "data moons n=30; network 2-5:tanh-1:sigmoid; batch all; optimizer gd lr=0.5; run 20")
    let answer = try object(transcript.run("plot sharpness"))
    let values = try #require(answer["sharpness"] as? [Double])
    #expect(answer["t"] as? [Double] == (0...20).map(Double.init))
    #expect(answer["limit"] as? [Double] == [Double](repeating: 4, count: 21))
    #expect(abs(values[20] - (try number(transcript, "sharpness"))) < 1e-12)
    let adam = session("surface rosenbrock; optimizer adam; run 5")
    #expect(try object(adam.run("plot sharpness"))["limit"] is NSNull)
    // Beside another quantity it is the quantity that is drawn.
    let series = try object(transcript.run("plot sharpness loss"))["series"] as? [[String: Any]]
    #expect(series?.count == 2)
    #expect(try number(session("surface stretched_bowl"), "sharpness") == 10)
  }

  /// gd above 2/κmax leaves a quadratic; the quantity stops the run where that begins.
  @Test func sharpnessStopsARun() throws {
    let transcript = session("surface \"x^4 + y^2\" at=0.1,1; optimizer gd lr=0.4")
    // κmax = max(12 x², 2) is below 2/η = 5 here.
    #expect(try number(transcript, "sharpness < 2/eta") == 1)
  }

  // MARK: The range test

  @Test func theRampMakesOneUpdateAtEachRate() throws {
    let transcript = session("surface \"5*x^2 + 0*y\" at=1,0; optimizer gd")
    let answer = try object(transcript.run("sweep lr ramp(1e-3,10) steps=200"))
    let rates = try #require(answer["rates"] as? [Double])
    let losses = try #require(answer["losses"] as? [Double])
    #expect(rates[0] == 1e-3)
    // f = 5 x², so that each update multiplies x by 1 − 10 η.
    var x = 1.0
    for (rate, loss) in zip(rates, losses) {
      #expect(abs(loss - 5 * x * x) <= 1e-6 * loss)
      x *= 1 - 10 * rate
    }
    for k in rates.indices.dropFirst() {
      #expect(abs(rates[k] / rates[k - 1] - pow(10_000, 1.0 / 199)) < 1e-9)
    }
    // η above 0.2 diverges.
    #expect((answer["runs_away"] as? Double ?? 0) > 0.2)
    #expect((answer["steepest"] as? Double ?? 1) < (answer["lowest"] as? Double ?? 0))
    for (line, says) in [
      ("sweep lr ramp(1,0.1)", "0 < LOW < HIGH"), ("sweep lr ramp(1e-3,1) 0.1", "stands alone"),
      ("sweep seed ramp(1,2)", "is for lr"), ("sweep lr ramp(1e-3,1) target=1", "no target"),
    ] { #expect(transcript.run(line).contains(says), "\(line): \(transcript.run(line))") }
  }

  @Test func theRampOfANetworkSmoothsItsBatches() throws {
    let transcript = session("data moons n=60; network 2-4:tanh-1:sigmoid; batch 10; optimizer gd")
    let answer = try object(transcript.run("sweep lr ramp(1e-6,10) steps=50"))
    let losses = try #require(answer["losses"] as? [Double])
    let smoothed = try #require(answer["smoothed"] as? [Double])
    var mean = 0.0
    for (k, loss) in losses.enumerated() {
      mean = 0.9 * mean + 0.1 * loss
      #expect(abs(smoothed[k] - mean / (1 - pow(0.9, Double(k + 1)))) < 1e-12)
    }
    // The present run stays where it is.
    #expect(transcript.session.workspace.branch?.timeline.state.t == 0)
  }

  /// What only scatters from batch to batch is no fall.
  @Test(arguments: 1...8) func theRampTakesNoScatterForAFall(seed: Int) throws {
    let line = "data moons n=40; seed \(seed); network 2-4-1:sigmoid; batch 8; optimizer gd"
    let still = try object(session(line).run("sweep lr ramp(1e-12,1e-9)"))
    #expect(still["steepest"] is NSNull)
    let words = session(line, json: false).run("sweep lr ramp(1e-12,1e-9)")
    #expect(words.contains("than the batches differ"))
    let moving = try object(session(line).run("sweep lr ramp(1e-6,10) steps=400"))
    #expect((moving["steepest"] as? Double ?? 0) > 1e-3, "\(seed)")
  }
}
