import Console
import Foundation
import Session
import Shell
import Testing

/// Real courses of training whose trouble was put there.
@Suite struct DiagnoseTests {
  static let digits =
    "data digits split=0.7,0.15,0.15 standardize=yes; network 64-32-10; batch 32; "
  static let concrete =
    "data concrete split=0.7,0.15,0.15 standardize=yes standardize_target=yes; network 8-16-1; "

  static let moons = "data moons n=300 noise=0.1 split=0.7,0.3; "
  /// Two classes, 190 and 10 of 200, of which x says nothing.
  static let unbalanced =
    "data "
    + caseFile("unbalanced.csv") {
      (0..<200).map { "\($0 * 3 % 7),\($0 % 20 == 7 ? "rare" : "usual")" }
    }
    + " target=t split=0.7,0.3; "

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
    (
      unbalanced + "network 1-4:tanh-1:sigmoid init=zero; optimizer gd lr=0.1; run 60 epochs",
      "training", "stuck at guessing"
    ),
    (
      "data iris; network 4-8:relu-3:softmax loss=cross_entropy init=zero; optimizer gd lr=0.1; "
        + "run 30 epochs", "training", "stuck at guessing"
    ),
    (
      moons + "network 2-4:relu-4:relu-1:sigmoid; optimizer momentum lr=20; run 20 epochs",
      "training",
      "stuck at guessing"
    ),
    (
      "data sine n=200 split=0.7,0.3; network 1-3:relu-1 theta=1,0.5,-1,-50,-60,-70,1,-1,0.5,0; "
        + "optimizer adam lr=0.01; run 40 epochs", "training", "stuck at guessing"
    ),
    (
      "data moons n=300 noise=0.2 split=0.7,0.3; network 2-8*6:sigmoid-1:sigmoid; "
        + "optimizer gd lr=0.1; run 40 epochs", "training", "stuck at guessing"
    ),
    (
      "data linear n=500 features=3 noise=1.3 split=0.7,0.3; network 3-6:tanh-1; "
        + "optimizer adam lr=0.005; run 60 epochs", "may be noise", "may be noise"
    ),
    (
      "data concrete split=0.7,0.3 standardize_target=yes; network 8-16-1; optimizer gd lr=0.01; "
        + "run 10 epochs", "training", "inputs not standardized"
    ),
    (
      concrete + "dropout inverted drop=0.8; optimizer adam lr=0.01; run 60 epochs", "training",
      "regularized too strongly"
    ),
    (
      concrete + "optimizer adamw lr=0.01 decay=10; run 40 epochs", "training",
      "regularized too strongly"
    ),
    (
      "data concrete split=0.7,0.3 standardize=yes; network 8-16:tanh-1:sigmoid; "
        + "optimizer adam lr=0.01; run 20 epochs", "training", "targets out of reach"
    ),
    (
      "data moons n=200 noise=0.1 split=0.96,0.04; network 2-16:relu-1:sigmoid; "
        + "optimizer adam lr=0.01; run 150 epochs", "no validation", "no validation"
    ),
    (
      "data concrete split=0.7,0.3 standardize=yes standardize_target=yes; "
        + "network 8-16:tanh-16:tanh-1; seed 1; batch all; optimizer adam lr=10; run 200",
      "training", "rate too high"
    ),
    (
      "data spirals n=400 seed=301 split=0.7,0.3; network 2-2:tanh-1:sigmoid; seed 301; "
        + "optimizer momentum lr=0.03; run 400 epochs", "training", "underfitting"
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

  /// What an experiment or a look showed is said with its numbers.
  @Test(arguments: [
    (
      "data concrete split=0.7,0.3 standardize=yes standardize_target=yes; "
        + "network 8-16:tanh-16:tanh-1; seed 1; batch all; optimizer adam lr=10; run 200",
      "the steps drove layer [12] into saturation: (8[0-9]|9[0-9]|100) % of its slopes"
    ),
    (
      "data spirals n=400 seed=301 split=0.7,0.3; network 2-2:tanh-1:sigmoid; seed 301; "
        + "optimizer momentum lr=0.03; run 400 epochs",
      "the network is too small: in as many updates 2-16:tanh-1:sigmoid comes to a loss"
    ),
    (
      "data "
        + caseFile(
          "wide.csv",
          rows: {
            (0..<140).map { "\($0 % 7 - 3),\(100 + 5 * ($0 % 5)),\($0 % 7 > 3 ? "b" : "a")" }
          },
          head: { "x,z,t" })
        + " target=t; network 2-16:relu-1:sigmoid; optimizer adam lr=0.02; run 400 epochs",
      "The inputs are not standardized: the numbers of z are about 110.*It is learned all the same"
    ),
  ])
  func theReasonIsSaid(line: String, says: String) throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(line)
    let object = try #require(try objects(transcript.run("diagnose")).last)
    let because = try #require(object["because"] as? String)
    #expect(because.range(of: says, options: .regularExpression) != nil, "\(because)")
  }

  @Test func balancedAccuracyIsShownWhereClassesAreUnequal() throws {
    let transcript = Transcript()
    transcript.run(
      Self.unbalanced + "network 1-4:tanh-1:sigmoid init=zero; optimizer gd lr=0.1; run 60 epochs")
    let screen = transcript.run("diagnose")
    #expect(screen.contains("balanced"))
    #expect(screen.contains("the gradient of W1 is exactly 0"))
    #expect(!screen.contains("Good on both"))
    // Equal classes need no second column.
    transcript.run("data iris; network 4-8:relu-3; run 3 epochs")
    #expect(!transcript.run("diagnose").contains("balanced"))
  }

  @Test func aLongStepThatKilledTheUnitsIsNamed() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(
      Self.moons + "network 2-4:relu-4:relu-1:sigmoid; optimizer momentum lr=20; run 20 epochs")
    let killed = try #require(try objects(transcript.run("diagnose")).last)
    #expect("\(killed["because"] ?? "")".contains("the updates drove them there"))
    transcript.run(
      Self.moons + "network 2-2:relu-1:sigmoid theta=1,0,0,1,-90,-90,1,1,0; optimizer gd lr=0.1; "
        + "run 20 epochs")
    let born = try #require(try objects(transcript.run("diagnose")).last)
    #expect("\(born["because"] ?? "")".contains("dead"))
    #expect(!"\(born["because"] ?? "")".contains("drove"))
  }

  @Test func theTrialsLeaveTrainingWhereItIs() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.digits + "optimizer adam lr=1e-4; run 4 epochs")
    let before = try objects(transcript.run("print theta; print loss; step 3; print theta; back 3"))
    let object = try #require(try objects(transcript.run("diagnose")).last)
    let curves = try #require(object["curves"] as? [String: Any])
    let trials = try #require(curves["trials"] as? [[String: Any]])
    // As things are, a tenth of the rate, ten and a hundred times the rate.
    #expect(trials.compactMap { $0["lr"] as? Double } == [1e-4, 1e-5, 1e-3, 1e-2])
    let falls = trials.compactMap { $0["fall"] as? Double }
    #expect(falls.count == 4 && falls[1] < falls[0] && falls[0] < falls[2])
    let after = try objects(transcript.run("print theta; print loss; step 3; print theta"))
    for (a, b) in [(before[0], after[0]), (before[1], after[1])] {
      #expect("\(a["value"] ?? "")" == "\(b["value"] ?? "?")")
    }
    #expect(
      "\(before.filter { $0["command"] as? String == "print" }[2]["value"] ?? "")"
        == "\(after.last?["value"] ?? "?")")
  }

  @Test func earlyStoppingThatCameTooSoonIsNamed() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(
      Self.digits + "optimizer gd lr=0.01; stop patience=1 min_delta=0.2; run 100 epochs")
    let object = try #require(try objects(transcript.run("diagnose")).last)
    #expect("\(object["because"] ?? "")".contains("Early stopping ended the run too soon"))
    #expect((object["curves"] as? [String: Any])?["stopped_early"] as? Bool == true)
  }

  /// The same with a real feature only is no leak.
  @Test(arguments: [true, false])
  func aFeatureThatGivesTheTargetAwayIsNamed(leaks: Bool) throws {
    let path = caseFile("leak-\(leaks).csv") {
      (0..<120).map { i -> String in
        let (a, b): (Double, Double) = (Double(i * 37 % 101) / 50, Double(i * 53 % 97) / 48)
        let t = a + b
        return "\(a),\(b),\(leaks ? 1.8 * t + 32 : a * b),\(t)"
      }
    } head: {
      "a,b,f,t"
    }
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(
      "data \(path) target=t split=0.7,0.3 standardize=yes standardize_target=yes; "
        + "network 3-8:tanh-1; optimizer adam lr=0.02; run 200 epochs")
    let object = try #require(try objects(transcript.run("diagnose")).last)
    let curves = try #require(object["curves"] as? [String: Any])
    #expect(curves["leak"] as? String == (leaks ? "f" : nil))
    #expect(object["verdict"] as? String == (leaks ? "may leak the target" : "good"))
  }

  @Test func recipeAndDiagnoseSayTheSame() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.concrete + "optimizer gd lr=1e-3; seed 3")
    let step = try #require(try objects(transcript.run("recipe 6 epochs=10")).last)
    transcript.run("fork long; run 10 epochs")
    let object = try #require(try objects(transcript.run("diagnose")).last)
    #expect("\(step["because"] ?? "")" == "\(object["because"] ?? "?")")
  }

  @Test func aLongRunIsReadAtTheStatesThatAreKept() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("data moons n=60 noise=0.1 split=0.7,0.3; network 2-4:tanh-1:sigmoid; run 9000")
    let object = try #require(try objects(transcript.run("diagnose")).last)
    let curves = try #require(object["curves"] as? [String: Any])
    let times = try #require(curves["t"] as? [Int])
    #expect(times.first == 0 && times.last == 9000 && times.count <= 62 && times.count > 20)
    #expect(times == times.sorted())
  }
}

/// A file of made-up rows in a folder of its own; its path.
private func caseFile(
  _ name: String, rows: () -> [String], head: () -> String = { "x,t" }
) -> String {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "descent-diagnose-\(ProcessInfo.processInfo.processIdentifier)")
  try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let url = folder.appendingPathComponent(name)
  try? ([head()] + rows()).joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
  return url.path
}
