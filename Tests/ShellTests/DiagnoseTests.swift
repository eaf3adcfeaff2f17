import Shell
import Testing

/// Real courses of training whose trouble was put there.
@Suite struct DiagnoseTests {
  static let digits =
    "data digits split=0.7,0.15,0.15 standardize=yes; network 64-32-10; batch 32; "
  static let concrete =
    "data concrete split=0.7,0.15,0.15 standardize=yes standardize_target=yes; network 8-16-1; "

  static let courses: [(line: String, fault: String, verdict: String)] = [
    (digits + "optimizer gd lr=1000; run 5 epochs", "training", "rate too high"),
    (concrete + "optimizer gd lr=2; run 5 epochs", "training", "rate too high"),
    (digits + "optimizer adam lr=0.5; run 10 epochs", "training", "rate too high"),
    (digits + "optimizer gd lr=1e-9; run 10 epochs", "training", "rate too low"),
    (digits + "optimizer gd lr=1e-4; run 5 epochs", "training", "rate too low"),
    (digits + "optimizer gd lr=0.01; run 4 epochs", "training", "not yet converged"),
    (
      "data digits split=0.7,0.15,0.15 standardize=yes; network 64-32-10 init=zero; "
        + "optimizer gd lr=0.1; run 20 epochs", "training", "stuck at guessing"
    ),
    (
      "data spirals n=300 noise=0.05 split=0.7,0.3; network 2-1:tanh-1:sigmoid; batch all; "
        + "optimizer adam lr=0.02; run 2000", "training", "underfitting"
    ),
    (
      concrete + "network 8-4-1; batch 4; optimizer gd lr=0.1; run 60 epochs", "training", "plateau"
    ),
    (
      digits + "optimizer gd lr=0.02; schedule step factor=0.01 milestones=1; run 30 epochs",
      "training", "decayed too early"
    ),
    (
      "data moons n=60 noise=0.35 split=0.5,0.5; network 2-64-64-1:sigmoid; optimizer adam lr=0.01; "
        + "run 300 epochs", "overfitting", "overfitting"
    ),
    (digits + "optimizer gd lr=0.05; run 60 epochs", "good", "good"),
    (
      "data digits standardize=yes; network 64-32-10; optimizer adam lr=0.005; run 20 epochs",
      "no validation", "no validation"
    ),
    (digits + "step 3", "training", "too early to say"),
    (digits, "training", "too early to say"),
  ]

  @Test(arguments: courses.indices)
  func theVerdictFits(index: Int) throws {
    let (line, fault, verdict) = Self.courses[index]
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(line)
    let object = try #require(try objects(transcript.run("diagnose")).last)
    let curves = try #require(object["curves"] as? [String: Any])
    #expect(
      curves["verdict"] as? String == verdict, "\(line): \(object["because"] ?? "") \(curves)")
    #expect(object["verdict"] as? String == fault)
    // The curves are those of the run: they begin where it began and end where it stands.
    let last = try objects(transcript.run("print loss")).last?["value"]
    #expect((curves["loss"] as? [Any])?.last as? Double == last as? Double)
  }

  @Test func aLongRunIsReadAtTheStatesThatAreKept() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("data moons n=60 noise=0.1 split=0.7,0.3; network 2-4:tanh-1:sigmoid; run 9000")
    let object = try #require(try objects(transcript.run("diagnose")).last)
    let curves = try #require(object["curves"] as? [String: Any])
    let times = try #require(curves["t"] as? [Int])
    #expect(times.first == 0 && times.last == 9000 && times.count <= 61 && times.count > 20)
    #expect(times == times.sorted())
  }
}
