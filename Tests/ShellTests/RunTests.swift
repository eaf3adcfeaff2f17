import Console
import Foundation
import TestSupport
import Testing

@testable import Session
@testable import Shell

/// What a run of a network shows.
@Suite struct RunTests {
  private static let digits =
    "data digits split=0.7,0.3 standardize=yes; network 64-16-10; seed 3; optimizer gd lr=0.05; "
  private static let concrete =
    "data concrete split=0.7,0.3 standardize=yes standardize_target=yes; network 8-6-1; "
    + "optimizer adam lr=0.01; "

  private func epochs(_ output: String) throws -> [[String: Any]] {
    try #require(try objects(output).last?["epochs"] as? [[String: Any]])
  }

  private func value(_ expression: String, _ transcript: Transcript) throws -> Double {
    try #require(try objects(transcript.run("print \(expression)")).last?["value"] as? Double)
  }

  /// An epoch's line says what holds at its end.
  @Test(arguments: [digits, concrete])
  func eachEpochSaysWhatHolds(setUp: String) throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(setUp)
    let epochs = try epochs(transcript.run("run 6 epochs"))
    #expect(epochs.count == 6)
    let score = setUp == Self.digits ? "accuracy" : "r2"
    var begin = 0
    for (k, epoch) in epochs.enumerated() {
      #expect(
        Set(epoch.keys)
          == ["epoch", "t", "batches", "loss", "val_loss", score, "val_" + score, "eta"])
      #expect(epoch["epoch"] as? Int == k + 1)
      let t = try #require(epoch["t"] as? Int)
      var sum = 0.0
      for update in (begin + 1)...t {
        let object = try objects(transcript.run("goto \(update)")).last
        sum += try #require(object?["batch_loss"] as? Double)
      }
      let mean = try #require(epoch["batches"] as? Double)
      #expect(abs(mean - sum / Double(t - begin)) < 1e-14 * mean)
      // Another course over the same updates, without a run, knows nothing of its epochs.
      let other = Transcript(traits: Traits(json: true))
      other.run(setUp + "step \(t)")
      for name in ["val_loss", "val_" + score, "eta"] {
        #expect(try epoch[name] as? Double == value(name, other), "\(name) of epoch \(k + 1)")
      }
      let isLooked = k == 4 || k == 5
      for name in ["loss", score] {
        #expect(
          try epoch[name] as? Double == (isLooked ? value(name, other) : nil),
          "\(name) of epoch \(k + 1)")
      }
      begin = t
    }
  }

  /// What an earlier run looked at, at its end or on the way, makes no difference.
  @Test func aRunShowsWhatItWouldShowAlone() throws {
    let setUp = "data moons n=20; network 2-3-1; optimizer gd lr=0.1; run 2 epochs; "
    let (direct, wandering) = (
      Transcript(traits: Traits(json: true)), Transcript(traits: Traits(json: true))
    )
    direct.run(setUp)
    wandering.run(setUp + "run 4 epochs; goto 2")
    let alone = direct.run("run 9 epochs")
    #expect(wandering.run("run 9 epochs") == alone)
    #expect(try epochs(alone).count == 9)
    // Nor is a later epoch one that a run of no update has passed.
    wandering.run("back 3")
    #expect(try epochs(wandering.run("run 40 until t >= 1")).isEmpty)
  }

  /// However a run is made, watched or logged, it ends where the loss is not finite any more.
  @Test(arguments: [
    "run 100", "step 20", "run 7", "run 100 until loss < 1e-9", "run 100 every=1",
    "run 100 every=4", "break when loss < 0; run 100", "log tensorboard LOG; run 100",
    "log tensorboard LOG every=2; run 100",
  ]) func aRunThatDivergesEndsAtTheSameUpdate(line: String) throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface rosenbrock; optimizer gd lr=0.01")
    let text = transcript.run(line.replacing("LOG", with: folder.path + "/tb"))
    #expect(text.contains("infinity first appeared in loss, at t 6"), "\(text)")
    #expect(transcript.run("print t").contains("t = 6"))
  }

  @Test func theScreenIsALineAnEpochAndASummary() throws {
    let transcript = Transcript()
    transcript.run(Self.digits)
    let lines = transcript.run("run 3 epochs").split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(
      lines[0].split(separator: " ").map(String.init) == [
        "epoch", "batches", "loss", "val_loss", "accuracy", "val_accuracy", "η",
      ])
    #expect(lines[1...3].map { $0.split(separator: " ")[0] } == ["1", "2", "3"])
    #expect(lines[4].hasPrefix("epoch 3: loss 0."))
    #expect(lines[4].contains(", val_loss 0.") && lines[4].contains(", accuracy 0."))
    #expect(lines[4].contains(" / 0.") && lines[4].hasSuffix(";"))
    #expect(lines[5] == "  best val_loss at epoch 3")
    // The figures are those that 'print' gives.
    let loss = transcript.run("print loss").split(separator: " ").last.map { $0.dropLast() } ?? ""
    #expect(!loss.isEmpty && lines[3].contains(loss))
    transcript.run("set width 120")
    #expect(transcript.run("run 1 epochs").hasSuffix("; best val_loss at epoch 4\n"))
  }

  /// Of many epochs every N-th has a line, and each is whole.
  @Test func everyNth() throws {
    let transcript = Transcript()
    transcript.run(Self.concrete)
    for (count, shown) in [(15, 15), (16, 5), (40, 9), (100, 11), (300, 16)] {
      transcript.run("reset")
      let lines = transcript.run("run \(count) epochs").split(separator: "\n")
        .prefix { !$0.contains(":") }
      #expect(lines.count == shown + 1, "\(count) epochs")
      let numbers = lines.dropFirst().compactMap { Int($0.split(separator: " ")[0]) }
      #expect(numbers.first == 1 && numbers.last == count)
      if count > 15 {
        #expect(lines.dropFirst(2).allSatisfy { $0.split(separator: " ").count == 7 })
      }
    }
  }

  @Test func updatesThatAreNoWholeEpochs() throws {
    let transcript = Transcript()
    transcript.run("data moons n=100 split=0.8,0.2; network 2-4-1")
    // Three updates an epoch.
    #expect(transcript.run("run 2").hasPrefix("t 2, in epoch 1: loss "))
    let lines = transcript.run("run 5").split(separator: "\n").map(String.init)
    #expect(lines.count == 5)
    #expect(lines[1].hasPrefix("    1 ") && lines[2].hasPrefix("    2 "))
    #expect(lines[3].hasPrefix("t 7, in epoch 3: loss "))
    #expect(lines[4] == "  best val_loss at epoch 2")
    #expect(transcript.run("run 2").contains("\nepoch 3: loss "))
    // The mean is over all batches of the epoch, those before the run too.
    let json = Transcript(traits: Traits(json: true))
    json.run("data moons n=100 split=0.8,0.2; network 2-4-1; run 2")
    let (mean, whole) = (
      try epochs(json.run("run 1"))[0]["batches"] as? Double,
      try epochs(json.run("reset; run 1 epochs"))[0]["batches"] as? Double
    )
    #expect(mean != nil && mean == whole)
    #expect(try epochs(json.run("reset; run 2")).isEmpty)
    // Without a validation set nothing is said of one.
    json.run("data moons n=100; network 2-4-1")
    let alone = try epochs(json.run("run 1 epochs"))[0]
    #expect(Set(alone.keys) == ["epoch", "t", "batches", "loss", "accuracy", "eta"])
  }

  /// Back, goto and a second run show the same epochs.
  @Test func timeTravelAgrees() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.digits)
    let first = transcript.run("run 5 epochs")
    transcript.run("back 70; goto 90; goto 3")
    transcript.run("run 4 epochs")
    let t = try #require(try epochs(first)[3]["t"] as? Int)
    transcript.run("goto 0")
    let again = try epochs(transcript.run("run 4 epochs"))
    let (before, now) = (try epochs(first).prefix(3), again.prefix(3))
    #expect(before.map { $0 as NSDictionary } == now.map { $0 as NSDictionary })
    #expect(again[3]["t"] as? Int == t)
    #expect(again[3]["val_loss"] as? Double == (try epochs(first)[3]["val_loss"] as? Double))
    // What a run has seen is what is worked out again.
    #expect(again[3]["loss"] as? Double == (try value("loss", transcript)))
    let fresh = Transcript(traits: Traits(json: true))
    fresh.run(Self.digits + "step \(t)")
    #expect(try value("loss", fresh) == value("loss", transcript))
    #expect(try value("val_accuracy", fresh) == value("val_accuracy", transcript))
  }

  /// Settings that change at an epoch's end change its figures.
  @Test func otherDropout() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.concrete + "dropout vanilla drop=0.5; run 5 epochs")
    let before = try value("val_r2", transcript)
    transcript.run("dropout none")
    #expect(try value("val_r2", transcript) != before)
    let fresh = Transcript(traits: Traits(json: true))
    fresh.run(Self.concrete + "dropout vanilla drop=0.5; step 115; dropout none")
    #expect(try value("val_r2", fresh) == value("val_r2", transcript))
  }

  @Test func earlyStoppingKeepsTheLastEpochAndSaysWhereItIsBack() throws {
    let line =
      "data moons n=60 noise=0.3 split=0.5,0.5; network 2-32-32-1; optimizer adam lr=0.01; "
    let json = Transcript(traits: Traits(json: true))
    json.run(line + "stop patience=3")
    let output = json.run("run 500 epochs")
    let object = try #require(try objects(output).last)
    #expect(object["cause"] as? String == "early")
    let epochs = try epochs(output)
    let losses = epochs.compactMap { $0["val_loss"] as? Double }
    let best = try #require(losses.min())
    #expect(losses.count == epochs.count && losses.firstIndex(of: best) == losses.count - 4)
    // The object itself is of the parameters now.
    #expect(object["val_loss"] as? Double == best)
    #expect(try value("val_loss", json) == best)
    #expect(epochs.last?["loss"] as? Double != object["loss"] as? Double)
    let text = Transcript()
    text.run(line + "stop patience=3")
    let said = text.run("run 500 epochs")
    #expect(said.contains("\nback at epoch \(epochs.count - 3): loss "))
    #expect(said.contains("best val_loss at epoch \(epochs.count - 3)\n"))
  }

  /// A condition on epochs is asked at their ends, breakpoints or not, and again by 'continue'.
  @Test func conditionsAtEpochEnds() throws {
    let line = Self.digits
    let plain = Transcript(traits: Traits(json: true))
    plain.run(line)
    let straight = try objects(plain.run("run 50 epochs until val_accuracy > 0.9")).last
    #expect(straight?["cause"] as? String == "until")
    let broken = Transcript(traits: Traits(json: true))
    broken.run(line + "break when t == 7")
    let first = try objects(broken.run("run 50 epochs until val_accuracy > 0.9")).last
    #expect(first?["cause"] as? String == "breakpoint" && first?["t"] as? Int == 7)
    let second = try objects(broken.run("continue")).last
    #expect(second?["cause"] as? String == "until")
    #expect(second?["t"] as? Int == straight?["t"] as? Int)
  }

  // MARK: Steps by hand

  @Test func aLargeNetworkShowsItsLayers() throws {
    let json = Transcript(traits: Traits(json: true))
    json.run(Self.digits + "batch all")
    var before: [Double] = []
    for k in 1...2 { before.append(try value("norm(grad_W\(k))", json)) }
    let layers = try #require(
      try objects(json.run("step")).last?["layers"] as? [[String: Any]])
    #expect(layers.count == 2)
    for (k, layer) in layers.enumerated() {
      func isClose(_ key: String, _ expected: Double) -> Bool {
        abs((layer[key] as? Double ?? .nan) - expected) < 1e-12 * expected
      }
      #expect(isClose("g_norm", before[k]))
      #expect(isClose("delta_norm", 0.05 * before[k]))
      #expect(isClose("W_norm", try value("norm(W\(k + 1))", json)))
      let name = try #require(layer["largest"] as? String)
      #expect(name.hasPrefix("W\(k + 1)[") || name.hasPrefix("b\(k + 1)["))
      let most = layer["largest_delta"] as? Double ?? .nan
      #expect(abs(most) > 0 && abs(most) <= 0.05 * before[k])
      let place = name.replacingOccurrences(of: "W", with: "grad_W")
        .replacingOccurrences(of: "b", with: "grad_b")
      json.run("back")
      #expect(abs(try value(place, json) * -0.05 - most) < 1e-15)
      json.run("step")
    }
    let text = Transcript()
    text.run(Self.digits)
    let lines = text.run("step").split(separator: "\n").map(String.init)
    #expect(lines.count == 5)
    #expect(lines[1].contains("‖W‖") && lines[1].contains("‖g‖") && lines[1].contains("‖Δθ‖"))
    #expect(lines[2].hasPrefix("1      16 × 64") && lines[3].hasPrefix("2      10 × 16"))
    // The command that it names works.
    let quoted = lines[4].split(separator: "'").map(String.init)
    #expect(text.run(quoted[1]).contains("= "))
    #expect(text.run("back").contains("t 0"))
    #expect(text.run("step; step").contains("layer"))
  }

  @Test func aSmallNetworkShowsEveryWeight() {
    let transcript = Transcript()
    transcript.run("data moons n=40; network 2-4-1")
    let text = transcript.run("step")
    for name in ["W1[0,0]", "W1[3,1]", "b1[2]", "W2[0,3]", "b2[0]"] { #expect(text.contains(name)) }
    #expect(!text.contains("layer"))
  }

  // MARK: A person who watches

  private func watched(
    _ lines: [String], delay: Double = 0
  ) -> (shown: [String], output: String) {
    var (shown, output): ([String], String) = ([], "")
    let session = Session(
      output: .init(
        write: { output += $0 }, writeError: { output += $0 },
        statusLine: StatusLine(show: { if let text = $0 { shown.append(text) } }, columns: { 80 })),
      traits: Traits(isInteractive: true))
    ProgressMeter.$delay.withValue(delay) {
      ProgressMeter.$interval.withValue(0) { for line in lines { session.execute(line) } }
    }
    return (shown, output)
  }

  /// The last epochs stay in sight, with their seconds.
  @Test func theLastFewStayInSight() throws {
    let (shown, output) = watched([
      "data digits split=0.7,0.3; network 64-16-10", "run 40 epochs",
    ])
    let last = try #require(shown.last).split(separator: "\n").map(String.init)
    #expect(last.count == 7, "\(last)")
    #expect(last[0].hasPrefix("epoch") && last[0].hasSuffix(" s"))
    #expect(last[6].hasPrefix("run  "))
    #expect(shown.allSatisfy { $0.split(separator: "\n").allSatisfy { $0.count <= 76 } })
    let table = try #require(output.components(separatedBy: "\nepoch  ").last)
    #expect(table.split(separator: "\n")[0].hasSuffix(" s"))
  }

  /// Where a run ends and settings of later take over, its last epoch is looked at as any other.
  @Test func theLastEpochIsLookedAtWhereSettingsChange() throws {
    let setUp = "data xor n=24 split=0.7,0.3 seed=1; network 2-3:tanh-1:sigmoid; batch 6; "
    let direct = Transcript(traits: Traits(json: true))
    direct.run(setUp + "goto 4")
    let wandering = Transcript(traits: Traits(json: true))
    wandering.run(setUp + "goto 6; optimizer gd lr=0.2; goto 8; goto 4")
    let found = try epochs(wandering.run("run 2"))
    #expect(found.count == 1 && found[0]["loss"] is Double && found[0]["accuracy"] is Double)
    #expect(try found as NSArray == epochs(direct.run("run 2")) as NSArray)
  }

  /// Of a run that is over before anything is shown, no epoch has seconds.
  @Test func aShortRunHasNoSeconds() throws {
    let (shown, output) = watched(
      ["data digits split=0.7,0.3; network 64-16-10", "run 40 epochs"], delay: .infinity)
    #expect(shown.isEmpty)
    let table = try #require(output.components(separatedBy: "\nepoch  ").last)
    #expect(table.split(separator: "\n")[0].hasSuffix(" η"), "\(table)")
  }

  /// Seconds are for who watches alone.
  @Test func noSecondsElsewhere() {
    let lines = [Self.digits, "run 2 epochs"]
    for traits in [Traits(), Traits(isInteractive: true), Traits(json: true)] {
      let transcript = Transcript(traits: traits)
      for line in lines { transcript.run(line) }
      #expect(!transcript.output.contains("   s\n") && !transcript.output.contains("seconds"))
      let again = Transcript(traits: traits)
      for line in lines { again.run(line) }
      #expect(again.output == transcript.output)
    }
  }
}
