import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing

/// What a state is, in every place that keeps one: files of sessions and of searches, and `undo`.
@Suite struct StateTests {
  private func json() -> Transcript { Transcript(traits: Traits(json: true)) }

  /// What can be seen of a state, to the last bit.
  private func sight(_ transcript: Transcript) -> String {
    transcript.session.prompt
      + transcript.run("status; branches; break; watch; display; optimizer; search table; recipe")
      + ["theta", "loss", "eta", "g", "delta", "batch", "masks", "v", "m", "sigma"]
      .map { transcript.run("print \($0)") }.joined()
  }

  /// Each is saved, loaded in a new session, and gone on with in both.
  @Test(arguments: [
    // A setting that is nil.
    "data circles n=40; network 2-3-1; batch all; step",
    "data circles n=40; network 2-3-1; batch all; step; fork b; batch 7; step; fork c; batch all; step",
    "data circles n=40; network 2-3-1; dropout drop=0.3; step; dropout none; stop patience=3; stop none",
    // Left and taken again at the same t.
    "surface rosenbrock; optimizer adam lr=0.1; run 5; optimizer gd; optimizer adam lr=0.1; run 5",
    """
    surface rosenbrock; optimizer momentum lr=0.001; step 2; back; optimizer gd lr=0.001; \
    optimizer momentum lr=0.001; step 2
    """,
    """
    surface rosenbrock; convention pytorch; optimizer momentum lr=0.001; run 5; \
    convention lecture; convention pytorch; run 5
    """,
    "surface bowl; optimizer gd lr=0.1; run 5; optimizer adam; optimizer gd lr=0.1; run 5; back 3",
    "surface bowl; stop patience=3 min_delta=9; run 2; stop none; stop patience=3 min_delta=9; run 9",
    "surface bowl; optimizer adam; run 5; optimizer lr=0.2; optimizer lr=0.001; run 5; back 5",
    // Early stopping at the very t where settings change.
    "surface bowl; optimizer gd lr=0.5; stop patience=2; run 9; optimizer adam lr=0.1; run 4; back 4",
    // Your own rule, defined again.
    """
    define rule mine; slot v; v = v + g; delta = -eta*v; end; surface bowl; optimizer mine lr=0.01; \
    run 5; define rule mine; slot v; v = v + g; delta = -2*eta*v; end; run 5
    """,
    """
    define rule mine; slot v; v = v + g; delta = -eta*v; end; surface bowl; optimizer mine lr=0.01; \
    run 5; define rule mine; slot u; slot v; u = u + g; v = v + u; delta = -eta*v/9; end; \
    optimizer mine lr=0.01; run 5
    """,
    """
    define rule a; delta = -eta*g; end; define rule b; delta = -2*eta*g; end; surface bowl; \
    optimizer a lr=0.1; step 2; fork x; define rule a; delta = -3*eta*g; end; optimizer a lr=0.1; \
    step 2; switch main; optimizer b lr=0.1; step; fork y; define rule b; delta = -eta*g; end; step
    """,
    // Settings that wait for the next network or surface.
    "data moons n=30; surface bowl; step; batch 5; dropout drop=0.4",
    "data moons n=30 split=0.5,0.5; network 2-3-1; stop monitor=val_loss patience=4; step; surface bowl; step",
    "optimizer adam lr=0.2; schedule cosine T=9",
    "data moons n=30; network 2-3-1; optimizer adam; data concrete",
    // Breakpoints and their like, with their numbers, on what is no longer there.
    """
    surface bowl; optimizer adam lr=0.1; step; break when m_hat[0] > 9; watch g[0]; display v_hat[0]; \
    break when loss < 0.5; break clear 1; optimizer gd lr=0.1; watch clear; display loss
    """,
    // The rest of a run.
    "surface bowl; optimizer gd lr=0.1; break when t == 5; run 20 until loss < 1e-9",
    // Other data on a branch, other orders of branches.
    """
    data moons n=30; network 2-3-1; step 3; fork a; data circles n=24; step 2; fork b; step; \
    switch main; step; fork c; data xor n=16; step; switch a; switch c; switch b
    """,
    "surface bowl; fork a; step; fork b; step; switch main; switch b; switch a; step",
    "surface bowl; fork a; fork b; fork c; switch main; step",
    // The layers of a dropout from before there was a network are none of the present one.
    """
    dropout drop=0.5 per=batch layers=1; data xor n=20; network 2-3-1; dropout none; step; \
    network 2-1:sigmoid; step
    """,
    // Formulas that text could change, and numbers that were formulas.
    "surface \"-(x*y) - (-(x/3)) + (x - (y - 1))^2\" at=1/3,-sqrt(2); schedule \"-(lr*t) + lr*9\"; step 4",
    "surface bowl; step; optimizer lr=eta/3; schedule \"-(-(lr/(t+1)))\"; step; data moons n=10*t noise=eta",
    "data moons n=30 noise=1/7; network 2-3:leaky_relu0.00001-1:sigmoid init=normal(0.00003); step 2",
    "data points x=1/3,2,-0.5,1 y=1,2; network 2-1:linear theta=1/3,-1/7,0; seed 4294967295; step 2",
    // A plane through a network, and the way to it.
    """
    data moons n=30; network 2-3:tanh-1; optimizer adam lr=0.05; run 9; fork b; batch 3; run 250; \
    surface from network plane=path; optimizer gd lr=0.1; step 3; fork c; penalty l2=0.1; step
    """,
    """
    define rule mine; slot v; v = 0.5*v + g; delta = -eta*v; end; data moons n=30; \
    network 2-3:tanh-1; optimizer mine lr=0.05; run 3; define rule mine; delta = -eta*g; end; \
    surface from network plane=W1[0,0],W2[0,0]; optimizer mine lr=0.1; step 2
    """,
    // Searches and the recipe.
    """
    data moons n=40 split=0.7,0.3; network 2-3-1; batch all; search random lr=log(1e-3,1) trials=4 \
    epochs=1; search grid l2=0,0.1 epochs=1; step
    """,
    "data moons n=40 split=0.7,0.3; network 2-4-1; optimizer gd lr=0.5; recipe 1; recipe 2; step",
    "surface bowl; search random lr=log(1e-3,100) trials=6 steps=400; search use; step",
    // What is not a number.
    "surface bowl; optimizer gd lr=3; run 2000; step 3; back 2",
  ])
  func whatIsSavedIsLoaded(program: String) throws {
    let folder = try TemporaryFolder()
    let (here, there) = (json(), json())
    let text = here.run(program)
    #expect(here.outcome == .done, "\(text)")
    #expect(here.run("save \(folder.path)/s").contains("\"command\":\"save\""), "\(here.errors)")
    #expect(here.outcome == .done, "\(here.errors)")
    let loading = there.run("load \(folder.path)/s")
    try #require(there.outcome == .done, "\(loading)")
    #expect(sight(there) == sight(here))
    let further = """
      step 2; continue 3; back 2; display loss; optimizer; step 3; fork z; optimizer adam lr=0.01; \
      step; undo; switch main; step; network 2-2:tanh-1; step 2; search use; step
      """
    for line in further.components(separatedBy: "; ") { #expect(there.run(line) == here.run(line)) }
    #expect(sight(there) == sight(here))
  }

  /// A file that the program wrote when the form was the first.
  @Test func aFirstVersionOfTheFileStillLoads() throws {
    let folder = try TemporaryFolder()
    let old = """
      # descent session 1
      define rule mine
      slot v
      v = 0.5*v - eta*g
      delta = v
      end
      surface bowl at=2,1.5
      convention lecture
      optimizer mine lr=0.1
      schedule constant
      penalty none
      seed 0
      stop none
      goto 4
      goto 3
      # theta 0.6040000000000001 0.45299999999999996
      switch main
      break when loss < 1e-9
      # end 1b90c27898912742

      """
    try folder.write(Array(old.utf8), to: "old")
    let (transcript, other) = (json(), json())
    transcript.run(
      "define rule mine; slot v; v = 0.5*v - eta*g; delta = v; end; surface bowl at=2,1.5; "
        + "optimizer mine lr=0.1; step 4; back; break when loss < 1e-9")
    #expect(other.run("load \(folder.path)/old").contains("\"t\":3"), "\(other.errors)")
    #expect(sight(other) == sight(transcript))
    #expect(other.run("step; print v") == transcript.run("step; print v"))
    // A notebook of it holds what led there.
    #expect(
      other.run("notebook \(folder.path)/n.md").contains("\"repeats\":true"), "\(other.errors)")
    // Its numbers are compared too.
    let lines = old.components(separatedBy: "\n").dropLast(2).map {
      $0 == "seed 0" ? "seed 0\nreset" : $0
    }
    for (line, says) in [
      ("goto 3", "cannot be restored"), ("goto 2", "are not those that were saved"),
    ] {
      let text = lines.map { $0 == "goto 3" ? line : $0 }.joined(separator: "\n") + "\n"
      try folder.write(Array((text + "# end \(checksum(of: text))\n").utf8), to: "other")
      let answer = other.run("load \(folder.path)/other")
      #expect(line == "goto 3" ? other.outcome == .done : answer.contains(says), "\(answer)")
    }
    // Digits that another version of the program rounds otherwise are told, and nothing is lost.
    let near =
      old.components(separatedBy: "\n").dropLast(2).map {
        $0.replacingOccurrences(of: "0.45299999999999996", with: "0.453")
      }.joined(separator: "\n") + "\n"
    try folder.write(Array((near + "# end \(checksum(of: near))\n").utf8), to: "near")
    let answer = other.run("load \(folder.path)/near")
    #expect(other.outcome == .done && answer.contains("in their last digits"), "\(answer)")
  }

  /// FNV-1a, as the files have it.
  private func checksum(of text: String) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(value, radix: 16)
  }

  /// A later notebook of a loaded session is that of the session itself.
  @Test func aLoadedSessionHasItsNotebook() throws {
    let folder = try TemporaryFolder()
    let (here, there) = (json(), json())
    here.run("surface bowl; optimizer gd lr=0.1; step 3; print loss; goto 1; save \(folder.path)/s")
    there.run("load \(folder.path)/s")
    for (transcript, name) in [(here, "a.md"), (there, "b.md")] {
      #expect(transcript.run("step; notebook \(folder.path)/\(name)").contains("\"repeats\":true"))
    }
    #expect(try folder.read("a.md") == folder.read("b.md"))
  }

  /// The same settings in a resumed study, in a task of a cluster and in `search use`.
  @Test(arguments: [
    "batch all", "batch 7", "dropout inverted keep=0.7 input=0.2 layers=1", "convention pytorch",
    "schedule cosine T=3 per=step", "penalty l1=0.01 biases=yes", "stop patience=2", "seed 5",
    """
    define rule mine; slot v; v = 0.9*v - eta*g; delta = v; end; optimizer mine lr=0.1; \
    define rule mine; delta = -eta*g; end
    """,
  ])
  func aStudyGoesOnWithTheSameSettings(setting: String) throws {
    let folder = try TemporaryFolder()
    let setUp = "data circles n=60 noise=0.1 split=0.7,0.3; network 2-5:tanh-1:sigmoid; \(setting)"
    let search = "search random lr=log(1e-2,1) trials=8 epochs=2 seed=3"
    func trials(_ text: String) throws -> [[String: Double]] {
      try objects(text).filter { $0["trial"] != nil && $0["value"] != nil && $0["best"] == nil }
        .map { $0.compactMapValues { $0 as? Double } }
    }
    let whole = json()
    let expected = try trials(whole.run("\(setUp); \(search); search table"))
    #expect(whole.outcome == .done && expected.count >= 8, "\(whole.errors)")
    // Begun with three trials, gone on with in another session.
    let begun = json()
    let path = "\(folder.path)/study"
    begun.run(
      "\(setUp); search random lr=log(1e-2,1) trials=3 epochs=2 seed=3 study=\(path)")
    #expect(begun.outcome == .done, "\(begun.errors)")
    let resumed = json()
    resumed.run("search resume \(path) trials=8")
    #expect(try trials(resumed.run("search table")) == trials(whole.run("search table")))
    // Dealt out to two tasks, each in a session that knows the folder alone.
    let cluster = json()
    cluster.run("\(setUp); \(search) export=slurm tasks=2 \(folder.path)/job")
    #expect(cluster.outcome == .done, "\(cluster.errors)")
    for task in 0..<2 { json().run("search task \(folder.path)/job \(task) of=2") }
    let collected = json()
    collected.run("search collect \(folder.path)/job")
    #expect(try trials(collected.run("search table")) == trials(whole.run("search table")))
    // What is used is what was tried.
    for transcript in [whole, resumed, collected] { transcript.run("search use; run 2 epochs") }
    let best = whole.run("status; print theta; print batch_loss")
    #expect(resumed.run("status; print theta; print batch_loss") == best)
    #expect(collected.run("status; print theta; print batch_loss") == best)
  }

  /// `save` does not say "saved" of what `load` would refuse.
  @Test func changedDataAreSaidWhenSaving() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<9).map { "\($0),\($0 * $0)\n" }.joined()
    try folder.write(Array(("x,y\n" + rows).utf8), to: "d.csv")
    let transcript = Transcript()
    transcript.run("data \"\(folder.path)/d.csv\" target=y; network 1-2-1; step")
    #expect(transcript.run("save \(folder.path)/s") == "saved to \(folder.path)/s\n")
    try folder.write(Array(("x,y\n" + rows + "10,99\n").utf8), to: "d.csv")
    let text = transcript.run("save \(folder.path)/s")
    #expect(
      text.hasPrefix("written to ") && text.contains("has changed since it was read"), "\(text)")
    let other = Transcript()
    #expect(other.run("load \(folder.path)/s").contains("the examples are not those"))
    // The same bytes are the same data, whenever they were written.
    try folder.write(Array(("x,y\n" + rows).utf8), to: "d.csv")
    #expect(transcript.run("save \(folder.path)/s").hasPrefix("saved to "))
    #expect(other.run("load \(folder.path)/s").contains("t          1"))
  }

  @Test func aChangedFileOfALineIsSaidWhenSaving() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<9).map { "\($0),\(3 * $0 + 1)\n" }.joined()
    try folder.write(Array(("a,b\n" + rows).utf8), to: "d.csv")
    let transcript = Transcript()
    transcript.run("surface line data=\"\(folder.path)/d.csv\" x=a y=b; step")
    #expect(transcript.run("save \(folder.path)/s") == "saved to \(folder.path)/s\n")
    try folder.write(Array(("a,b\n" + rows + "9,0\n").utf8), to: "d.csv")
    let text = transcript.run("save \(folder.path)/s")
    #expect(
      text.hasPrefix("written to ") && text.contains("'load' will come to other numbers"),
      "\(text)")
    #expect(Transcript().run("load \(folder.path)/s").contains("has changed since"))
    try folder.write(Array(("a,b\n" + rows).utf8), to: "d.csv")
    #expect(transcript.run("save \(folder.path)/s").hasPrefix("saved to "))
  }

  /// What branches have in common is trained once.
  @Test func aPastThatIsSharedIsTrainedOnce() throws {
    let folder = try TemporaryFolder()
    for setUp in [
      "surface rosenbrock; optimizer gd lr=0.0005; run 900",
      "data moons n=20; network 2-3-1; optimizer adam lr=0.01; run 900",
    ] {
      let transcript = Transcript(traits: Traits(json: true))
      transcript.run(
        "\(setUp); fork b; optimizer momentum lr=0.0001; run 50; switch main; fork c; run 40; "
          + "back 200; penalty l2=0.1; run 30; save \(folder.path)/s force=yes")
      #expect(transcript.outcome == .done, "\(transcript.errors)")
      let loaded = Transcript(traits: Traits(json: true))
      loaded.run("load \(folder.path)/s")
      #expect(loaded.outcome == .done, "\(loaded.errors)")
      for line in ["print theta; branches; trace last=3", "switch b; print theta", "plot loss"] {
        #expect(loaded.run(line) == transcript.run(line), "\(line)")
      }
    }
  }

  @Test func aRuleDefinedAnewInMidRunIsSaid() {
    let transcript = Transcript()
    transcript.run(
      "define rule mine; delta = -eta*g; end; surface bowl; optimizer mine lr=0.1; step")
    let text = transcript.run("define rule mine; slot v; v = v + g; delta = -eta*v; end")
    #expect(
      text.contains("goes by the rule as it was; 'optimizer mine' takes the new one"), "\(text)")
    // The new one has a memory of its own, though its name is the old one's.
    #expect(transcript.run("optimizer mine lr=0.1").contains("θ stays where it is"))
    #expect(transcript.run("step; print v").contains("v = "))
    #expect(transcript.run("undo; undo; undo; step; print v").contains("no 'v'"))
  }

  /// Early stopping on a validation set goes with a network that has one.
  @Test func earlyStoppingWatchesWhatThereIs() {
    let transcript = Transcript()
    transcript.run("data moons n=30 split=0.5,0.5; network 2-3-1; stop patience=4")
    #expect(transcript.run("surface bowl").contains("early stopping watches loss"))
    #expect(transcript.run("status").contains("monitor=loss patience=4"))
  }

  @Test func undoTakesBackADefinitionAsAWhole() {
    let transcript = Transcript()
    transcript.run("surface bowl")
    for line in ["define rule mine", "slot v", "v = v + g", "delta = -v", "end"] {
      transcript.run(line)
    }
    #expect(transcript.run("undo").contains("undone"))
    #expect(transcript.run("status").contains("surface") && transcript.outcome == .done)
    #expect(transcript.run("optimizer mine").contains("unknown optimizer"))
  }
}
