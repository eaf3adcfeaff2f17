import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing
import Wording

/// Searches in the shell.
@Suite struct SearchTests {
  static let moons = "data moons n=80 noise=0.2 split=0.7,0.3 seed=1; network 2-6:relu-1:sigmoid"
  static let random =
    "search random lr=log(1e-3,10) l2=log(1e-5,1e-1) batch=8,16 trials=12 epochs=3 seed=4"

  /// The objects that lines print.
  private func objects(_ lines: String..., traits: Traits = Traits(json: true)) throws
    -> [[String: Any]]
  {
    let transcript = Transcript(traits: traits)
    var text = ""
    for line in lines {
      text = transcript.run(line)
      #expect(transcript.outcome == .done, "\(line): \(text)")
    }
    return try ShellTests.objects(text)
  }

  @Test func oneObjectATrialThenTheBest() throws {
    let found = try objects(Self.moons, Self.random)
    #expect(found.count == 13)
    #expect(found.dropLast().map { $0["trial"] as? Int } == Array(0..<12))
    #expect(found.allSatisfy { $0["command"] as? String == "search" })
    let values = found.dropLast().compactMap { $0["value"] as? Double }
    let best = try #require(found.last?["best"] as? [String: Any])
    #expect(best["value"] as? Double == values.min())
    #expect(found.last?["monitor"] as? String == "val_loss")
    let trial = found[try #require(best["trial"] as? Int)]
    #expect(trial["lr"] as? Double == best["lr"] as? Double)
    #expect((trial["curve"] as? [Double])?.last == trial["value"] as? Double)
  }

  /// A trial is what setting it by hand and training gives.
  @Test func byHand() throws {
    // The texts themselves: a reader of JSON may round.
    func member(_ name: String, of line: Substring) throws -> String {
      let place = try #require(line.firstRange(of: "\"\(name)\":"))
      return String(line[place.upperBound...].prefix { $0 != "," && $0 != "}" })
    }
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.moons)
    let lines = transcript.run(Self.random).split(separator: "\n")
    for trial in [3, 7, 10] {
      let line = lines[trial]
      transcript.run(
        try
          "optimizer gd lr=\(member("lr", of: line)); penalty l2=\(member("l2", of: line)); reset; "
          + "batch \(member("batch", of: line)); run 3 epochs")
      let hand = transcript.run("print val_loss")
      #expect(try member("value", of: hand[...]) == member("value", of: line), "\(hand)\(line)")
    }
  }

  /// The number of workers changes nothing.
  @Test(arguments: ["workers=2", "workers=4"])
  func workers(option: String) {
    func text(_ option: String) -> String {
      let transcript = Transcript(traits: Traits(json: true))
      transcript.run(Self.moons)
      return transcript.run(Self.random + " " + option)
    }
    #expect(text(option) == text("workers=1"))
  }

  /// Every kind of setting can be searched.
  @Test func settings() throws {
    let found = try objects(
      "data moons n=60 split=0.7,0.3; network 2-6:relu-5:tanh-1:sigmoid",
      """
      search random optimizer=gd,adam,momentum lr=log(1e-3,1e-1) beta1=linear(0.5,0.99) \
      units=int(2,8) units2=logint(1,20) layers=1,2,3 activation=relu,tanh,maxout2 \
      init=he,normal(0.1) drop=linear(0,0.5) input_drop=0,0.1 l1=log(1e-6,1e-3) batch=8,16 \
      schedule=constant,step,cosine,linear,inverse_sqrt seed=1,2,3 trials=30 epochs=2
      """)
    #expect(found.count == 31)
    #expect(found.dropLast().allSatisfy { $0["refused"] == nil && $0["value"] is Double })
    #expect(Set(found.dropLast().compactMap { $0["activation"] as? String }).count == 3)
    #expect(Set(found.dropLast().compactMap { $0["value"] as? Double }).count == 30)
  }

  @Test func useSetsTheTrialUp() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("data moons n=60 split=0.7,0.3; network 2-6:relu-1:sigmoid")
    let found = try ShellTests.objects(
      transcript.run(
        "search random units=int(2,9) lr=log(1e-2,1) drop=linear(0.1,0.5) trials=6 epochs=4 "
          + "monitor=val_accuracy"))
    for trial in [0, 4] {
      transcript.run("search use \(trial); run 4 epochs")
      let value = try ShellTests.objects(transcript.run("print val_accuracy"))[0]["value"]
      #expect(value as? Double == found[trial]["value"] as? Double)
      let network = try ShellTests.objects(transcript.run("network"))[0]["network"] as? String
      #expect(network == "2-\(found[trial]["units"] ?? 0):relu-1:sigmoid")
    }
    // The best is the greatest accuracy.
    let best = found.last?["best"] as? [String: Any]
    let values = found.dropLast().compactMap { $0["value"] as? Double }
    #expect(best?["value"] as? Double == values.max())
  }

  @Test func divergenceIsAResult() throws {
    let found = try objects(
      "surface bowl", "search grid lr=linear(0.05,30) points=6 steps=400")
    #expect(found.count == 7)
    let lost = found.dropLast().filter { $0["diverged_at"] is Int }
    #expect(!lost.isEmpty && lost.count < 6)
    #expect(lost.allSatisfy { $0["value"] is NSNull })
    #expect(found.last?["without_value"] as? Int == lost.count)
    let text = Transcript()
    text.run("surface bowl")
    #expect(text.run("search grid lr=linear(0.05,30) points=6 steps=400").contains("diverged at"))
  }

  @Test func formulasAreMinimized() throws {
    let found = try objects(
      "search grid \"(x-1)^2 + (y+2)^2\" x=linear(-3,5) y=linear(-6,2) points=9")
    #expect(found.count == 82)
    let best = try #require(found.last?["best"] as? [String: Any])
    #expect(best["x"] as? Double == 1 && best["y"] as? Double == -2)
    #expect(best["value"] as? Double == 0)
    let named = try objects("search random rosenbrock trials=5")
    #expect(named.count == 6)
    let many = try objects(
      "search random \"a^2+b^2+c^2+d^2\" a=linear(-1,1) b=int(-3,3) c=1,2 d=log(1,9) trials=7")
    #expect(many.count == 8)
  }

  @Test func tablesAreSortedAndFiltered() throws {
    let found = try objects(
      Self.moons, Self.random, "search table sort=-lr top=4 where=\"lr < 1 and value < 2\"")
    let rates = found.dropLast().compactMap { $0["lr"] as? Double }
    #expect(rates.count == 4 && rates == rates.sorted(by: >) && rates.allSatisfy { $0 < 1 })
  }

  // MARK: Studies in files

  @Test func studiesGoOnWhereTheyStopped() throws {
    let folder = try TemporaryFolder()
    let whole = try objects(Self.moons, Self.random)
    // Stopped after some looks at the clock, again and again, in a session of its own each time.
    let path = folder.path + "/moons.study"
    var calls = 0
    let first = Transcript(traits: Traits(json: true)) {
      calls += 1
      return calls > 3
    }
    calls = -1_000_000
    first.run(Self.moons)
    calls = 0
    first.run("\(Self.random) workers=1 study=\(path)")
    let resumed = Transcript(traits: Traits(json: true))
    let found = try ShellTests.objects(resumed.run("search resume \(path)"))
    #expect(found.count == 13)
    for (a, b) in zip(whole.dropLast(), found.dropLast()) {
      #expect(NSDictionary(dictionary: a) == NSDictionary(dictionary: b))
    }
    // More trials begin with the same ones.
    let more = try ShellTests.objects(resumed.run("search resume \(path) trials=15"))
    #expect(more.count == 16)
    #expect(more[11]["value"] as? Double == whole[11]["value"] as? Double)
    // What was resumed can be used in a session that had nothing.
    resumed.run("search use; status")
    #expect(resumed.outcome == .done)
  }

  @Test func anotherStudyIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.study"
    let transcript = Transcript()
    transcript.run(Self.moons)
    transcript.run("\(Self.random) study=\(path)")
    for (line, reason) in [
      ("search random lr=log(1e-3,1) study=\(path)", "space"),
      ("\(Self.random.replacing("seed=4", by: "seed=5")) study=\(path)", "seed"),
      ("\(Self.random.replacing("epochs=3", by: "epochs=4")) study=\(path)", "budget"),
      ("optimizer adam; \(Self.random) study=\(path)", "settings"),
    ] {
      let text = transcript.run(line)
      #expect(transcript.outcome == .failed && text.contains(reason), "\(line): \(text)")
    }
    transcript.run("optimizer gd lr=0.01; \(Self.random) study=\(path)")
    #expect(transcript.outcome == .done)
  }

  @Test func changedDataAreNoticed() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("x,y\n1,2\n2,3\n3,5\n4,4\n".utf8), to: "a.csv")
    let transcript = Transcript()
    transcript.run("data \(folder.path)/a.csv; network 1-1")
    transcript.run("search random lr=log(1e-3,1e-1) trials=3 study=\(folder.path)/s")
    #expect(transcript.outcome == .done)
    try folder.write(Array("x,y\n1,2\n2,3\n3,5\n4,5\n".utf8), to: "a.csv")
    let text = Transcript().run("search resume \(folder.path)/s")
    #expect(text.contains("not those that the study began with"), "\(text)")
  }

  @Test func aStudyRunsNoOtherCommands() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface bowl; search random lr=log(1e-3,1e-1) trials=2 study=\(folder.path)/s")
    // The file is no secret: a line of it changed with a right checksum must not do more than set up.
    let text = try folder.read("s")
    let lines = text.split(separator: "\n").map { line -> String in
      guard line.dropFirst(17).hasPrefix("set surface") else { return String(line) }
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      let command = "set save \(folder.path)/stolen"
      for byte in Array(command.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      let digits = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits + " " + command
    }
    try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "s")
    let answer = Transcript().run("search resume \(folder.path)/s")
    #expect(answer.contains("has no place in such a file"), "\(answer)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/stolen"))
  }

  // MARK: Bayesian search

  /// A Bayesian search is the same on any number of workers, and finds the valley.
  @Test func bayes() throws {
    let line =
      "search bayes \"(x-1)^2 + (y+2)^2\" x=linear(-5,5) y=linear(-5,5) trials=24 parallel=2"
    let alone = Transcript(traits: Traits(json: true))
    let text = alone.run(line + " workers=1")
    let other = Transcript(traits: Traits(json: true))
    #expect(other.run(line + " workers=3") == text)
    let best = try #require(try ShellTests.objects(text).last?["best"] as? [String: Any])
    // Random points come to about 1 here.
    #expect(try #require(best["value"] as? Double) < 0.01)
    let drawn = try ShellTests.objects(alone.run("plot search"))[0]
    #expect(drawn["picture"] as? String == "model")
    #expect((drawn["next"] as? [Any])?.count == 2)
  }

  /// What is to be great is searched with its sign.
  @Test func gain() throws {
    let found = try objects(
      Self.moons, "search bayes lr=log(1e-3,10) trials=9 epochs=3 monitor=val_accuracy start=4",
      "plot search")
    let means = try #require(found[0]["mean"] as? [Double])
    #expect(means.allSatisfy { $0 > -0.5 && $0 < 1.5 } && (means.max() ?? 0) > 0.5)
  }

  // MARK: Pictures

  /// Every picture is drawn, and tells what it shows.
  @Test(
    arguments: [
      "", "parallel", "points", "points l2 lr", "pairs", "importance", "curves", "curves 2",
      "progress",
    ])
  func pictures(words: String) throws {
    let transcript = Transcript()
    transcript.run(Self.moons)
    transcript.run(Self.random)
    let text = transcript.run("plot search \(words)")
    #expect(transcript.outcome == .done, "\(text)")
    let lines = text.split(separator: "\n")
    #expect(lines.count > 10 && lines.allSatisfy { displayWidth(of: String($0)) <= 80 })
    #expect(transcript.run("plot search \(words) describe").count > 100)
  }

  @Test func importanceFindsTheSettingThatMatters() throws {
    let found = try objects(
      "search random \"(x-1)^2 + 1e-6*y\" x=linear(-5,5) y=linear(-5,5) trials=60",
      "plot search importance")
    let shares = try #require(found[0]["importance"] as? [Double])
    #expect(shares[0] > 0.5 && shares[1] < 0.2)
  }

  // MARK: Several machines

  /// Tasks on several machines make the trials of one.
  @Test(arguments: [1, 3, 5])
  func tasks(count: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/job"
    let alone = try objects(Self.moons, Self.random)
    let exporter = Transcript(traits: Traits(json: true))
    exporter.run(Self.moons)
    let exported = try ShellTests.objects(
      exporter.run("\(Self.random) export=slurm tasks=\(count) \(path)"))
    #expect(exported.last?["trials"] as? Int == 12)
    #expect(try folder.read("job/submit.sbatch").contains("--array=0-\(count - 1)\n"))
    for index in 0..<count {
      let transcript = Transcript(traits: Traits(json: true))
      let made = try ShellTests.objects(
        transcript.run("search task \(path) \(index) of=\(count)"))
      #expect(made.dropLast().allSatisfy { ($0["trial"] as? Int ?? -1) % count == index })
      // Before all are there, it says how many are missing.
      let collector = Transcript(traits: Traits(json: true))
      let part = try ShellTests.objects(collector.run("search collect \(path)"))
      let missing = (0..<12).count { $0 % count > index }
      #expect(part.last?["missing"] as? Int == missing)
    }
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("search collect \(path)")
    let found = try ShellTests.objects(transcript.run("search table sort=trial"))
    #expect(found.count == 13)
    for (a, b) in zip(alone.dropLast(), found.dropLast()) {
      #expect(NSDictionary(dictionary: a) == NSDictionary(dictionary: b))
    }
  }

  @Test func aBayesianSearchIsNotDealtOut() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run(Self.moons)
    let text = transcript.run("search bayes lr=log(1e-3,1) export=slurm \(folder.path)/job")
    #expect(transcript.outcome == .failed && text.contains("export a grid or a random search"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/job"))
  }

  /// Mistakes are sentences.
  @Test(
    arguments: [
      "search random", "search random lr=3", "search random lr=log(0,1)", "search random foo=1,2",
      "search rndom lr=1,2", "search random units=int(0,3)",
      "search random lr=log(1e-3,1) epochs=0",
      "search random lr=log(1e-3,1) monitor=vl_loss", "search random activation=relu,tanhh",
      "search random optimizer=gd,adm", "search random drop=linear(0,1)",
      "search random lr=log(1e-3,1) steps=3 epochs=3", "search grid lr=log(1e-3,1) points=0",
      "search grid lr=log(1e-3,1) points=2,3", "search random batch=1.5,2",
      "search random \"(x-1)^2\"", "search random \"(x-1)^2\" x=a,b", "search random \"(x-\" x=1,2",
      "search random \"3\"", "search random lr=log(1e-3,1) study=/nowhere/at/all",
      "search resume /nowhere", "search resume", "search table", "search use", "search use 3",
      "search random lr=log(1e-3,1) export=slurm", "search random lr=log(1e-3,1) tasks=3",
      "search task /nowhere 0 of=2", "search task /nowhere 3 of=2", "search collect /nowhere",
      "search bayes lr=log(1e-3,1) trials=501", "search random \"(x-1)^2\" x=0,1 epochs=3",
      "plot search", "search random lr=log(1e-3,1) trials=0",
      "search random lr=log(1e-3,1) seed=-1",
      "search grid lr=log(1e-3,1) l1=linear(0,1) points=5000", "search random lr=-1,1",
    ])
  func mistakes(line: String) {
    let transcript = Transcript()
    transcript.run(Self.moons)
    let text = transcript.run(line)
    #expect(transcript.outcome == .failed, "\(text)")
    #expect(text.hasSuffix("\n") && text.dropLast().allSatisfy { !$0.isNewline }, "\(text)")
    #expect(text.count > 12 && text.count < 400 && !text.contains("Error("), "\(text)")
  }
}

extension String {
  fileprivate func replacing(_ word: String, by other: String) -> String {
    replacingOccurrences(of: word, with: other)
  }
}
