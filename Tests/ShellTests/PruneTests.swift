import Console
import Session
import Shell
import TestSupport
import Testing

/// `prune below=` and `plot layers`.
@Suite(.serialized) struct PruneTests {
  private let transcript = Transcript(traits: Traits(json: true))

  private func last(_ line: String) throws -> [String: Any] {
    try #require(try objects(transcript.run(line)).last, "\(line): \(transcript.errors)")
  }

  private func theta() throws -> [Double] {
    try #require(try last("print theta")["value"] as? [Double])
  }

  /// Six weights (W1 row by row, W2), three biases.
  private static let setUp = """
    data points x=1,2,-1,3 y=2,5; network 2-2:linear-1:linear \
    theta=0.01,-0.2,0.3,-0.04,0.001,0,0.02,1,0.5
    """

  @Test func smallWeightsBecomeZeroAndBiasesStay() throws {
    transcript.run(Self.setUp)
    let report = try last("prune below=0.05")
    #expect(try theta() == [0, -0.2, 0.3, 0, 0.001, 0, 0, 1, 0.5])
    #expect(report["zero"] as? Int == 3 && report["weights"] as? Int == 6)
    // ŷ = 0.3 x₁ + 0.5 for x₁ = 1 and −1, by hand; y is 2 and 5.
    let errors: [Double] = [0.3 + 0.5 - 2, -0.3 + 0.5 - 5]
    let loss = (errors[0] * errors[0] + errors[1] * errors[1]) / 2
    let shown = try #require(report["loss"] as? Double)
    #expect((shown - loss).magnitude < 1e-14)
    let now = try #require(try last("print loss")["value"] as? Double)
    #expect(now == report["loss"] as? Double)
    #expect(try last("print t")["value"] as? Double == 0)
  }

  @Test func aWeightAsLargeAsTheBoundStays() throws {
    transcript.run(Self.setUp + "; prune below=0.2")
    #expect(try theta() == [0, -0.2, 0.3, 0, 0.001, 0, 0, 1, 0.5])
  }

  @Test func theLossBeforeIsThatOfTheUnprunedNetwork() throws {
    transcript.run("data moons n=60 split=0.5,0.5; network 2-6:relu-1:sigmoid; run 20 epochs")
    let before = try last("print loss")["value"] as? Double
    let validation = try last("print val_loss")["value"] as? Double
    let report = try last("prune below=0.3")
    #expect(report["loss_before"] as? Double == before)
    #expect(report["val_loss_before"] as? Double == validation)
    #expect(try last("print loss")["value"] as? Double == report["loss"] as? Double)
    #expect(try last("print val_loss")["value"] as? Double == report["val_loss"] as? Double)
  }

  @Test func undoBringsTheWeightsBack() throws {
    transcript.run("data moons n=60; network 2-6:relu-1:sigmoid; run 20")
    let before = transcript.run("print theta; print t; print loss")
    transcript.run("prune below=0.5")
    #expect(try theta().count { $0 == 0 } > 0)
    transcript.run("undo")
    #expect(transcript.run("print theta; print t; print loss") == before)
  }

  @Test func savedAndLoadedItStaysPruned() throws {
    let folder = try TemporaryFolder()
    transcript.run("data moons n=60; network 2-6:relu-1:sigmoid; run 20; prune below=0.5; run 3")
    let before = transcript.run("print theta; print t; print loss; back 3; print theta")
    let file = folder.path + "/pruned.descent"
    transcript.run("goto 3; save \(file); surface bowl; load \(file)")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    #expect(transcript.run("print theta; print t; print loss; back 3; print theta") == before)
  }

  @Test(arguments: [
    (
      "1", "data points x=1 y=0; network 1-2:linear-1:linear theta=0.01,2,0,0,3,4,0",
      "1 of 4 weights is 0; each of the others has a size of 0.05 or more"
    ),
    (
      "none", "data points x=1 y=0; network 1-1:linear theta=3,0",
      "0 of 1 weight is 0; each of the others has a size of 0.05 or more"
    ),
    (
      "all", "data points x=1 y=0; network 1-2:linear-1:linear theta=0,0,0,0,0,0,1",
      "4 of 4 weights are 0\n"
    ),
  ])
  func theSentenceIsEnglish(_ which: String, _ setUp: String, _ sentence: String) {
    let screen = Transcript()
    screen.run(setUp)
    #expect(screen.run("prune below=0.05").hasPrefix(sentence), "\(which)")
  }

  @Test(arguments: [
    ("surface bowl", "prune below=0.1", "is for networks"),
    ("data moons; network 2-1:sigmoid", "prune", "below"),
    ("data moons; network 2-1:sigmoid", "prune below=0", "below"),
    ("data moons; network 2-1:sigmoid", "prune below=-1", "below"),
    ("data moons; network 2-1:sigmoid", "prune below=small", "small"),
  ])
  func pruneSaysWhatIsMissing(_ setUp: String, _ line: String, _ reason: String) {
    transcript.run(setUp + "; run 2")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    let before = transcript.run("print t; print theta")
    #expect(transcript.run(line).contains(reason), "\(line): \(transcript.errors)")
    #expect(transcript.outcome == .failed)
    #expect(transcript.run("print t; print theta") == before)
  }

  // MARK: plot layers

  @Test func layersAreTheNormsOfTheGradientsByLayer() throws {
    transcript.run("data moons n=60; network 2-4:tanh-3:tanh-1:sigmoid; run 7")
    let drawn = try last("plot layers")
    let norms = try #require(drawn["norms"] as? [Double])
    #expect(drawn["t"] as? Int == 7 && norms.count == 3)
    for (i, norm) in norms.enumerated() {
      let own = try #require(try last("print norm(grad_W\(i + 1))")["value"] as? Double)
      #expect(abs(norm - own) <= 1e-12 * own)
    }
  }

  @Test(arguments: [
    ("surface bowl", "network"), ("data moons; network 2-40*2-1", "40 layers"),
  ])
  func layersThatCannotBeDrawn(_ setUp: String, _ reason: String) {
    transcript.run(setUp)
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    #expect(transcript.run("plot layers").contains(reason), "\(transcript.errors)")
    #expect(transcript.outcome == .failed)
  }
}
