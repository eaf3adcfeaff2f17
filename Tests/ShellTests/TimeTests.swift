import Console
import Foundation
import LongWork
import Session
import Shell
import TestSupport
import Testing

/// Moving through time by commands ends where the straight way ends, bit for bit.
@Suite struct TimeTests {
  private static let rules = [
    "gd lr=0.002", "momentum lr=0.001", "nesterov lr=0.001", "adagrad lr=1", "rmsprop lr=0.01",
    "adam lr=0.1", "adamw lr=0.1",
  ]

  private func state(_ transcript: Transcript) -> String {
    transcript.run("set digits 17; print theta; print loss")
  }

  @Test(arguments: rules)
  func anyMixOfMovesEndsWhereTheStraightRunEnds(rule: String) {
    let straight = Transcript()
    straight.run("surface rosenbrock; optimizer \(rule); schedule cosine T=80; run 60")
    let winding = Transcript()
    winding.run("surface rosenbrock; optimizer \(rule); schedule cosine T=80")
    winding.run("step 5; back 3; step 3; goto 40; back 39; run 30 until t == 25; fork other")
    winding.run("run 100; switch main; goto 60; undo; run 35; save /dev/null")
    winding.run("goto 60")
    #expect(state(winding) == state(straight))
  }

  /// Random programs of step, back, goto, run and fork, each against the straight run.
  @Test(arguments: 0..<24)
  func randomProgramsEndWhereTheStraightRunEnds(seed: Int) {
    var random = SystemlessGenerator(state: UInt64(seed) &* 7919 &+ 1)
    let rule = Self.rules[seed % Self.rules.count]
    let setup = "surface rosenbrock; optimizer \(rule); schedule inverse_sqrt; penalty l2=1e-3"
    let winding = Transcript()
    winding.run(setup)
    var branches = ["main"]
    var program = ""
    for _ in 0..<30 {
      let n = Int.random(in: 1...30, using: &random)
      let line: String
      switch Int.random(in: 0..<7, using: &random) {
      case 0: line = "step \(n % 4 + 1)"
      case 1: line = "run \(n * 5)"
      case 2: line = "back \(n)"
      case 3: line = "goto \(n * 7)"
      case 4: line = "run 100 until t >= \(n * 6)"
      case 5 where branches.count < 4:
        branches.append("b\(branches.count)")
        line = "fork b\(branches.count - 1)"
      default: line = "switch \(branches[n % branches.count])"
      }
      program += line + "; "
      // Going back beyond the start is refused and changes nothing.
      winding.run(line)
    }
    for branch in branches {
      winding.run("switch \(branch)")
      let t = Int.random(in: 0...200, using: &random)
      winding.run("goto \(t)")
      let straight = Transcript()
      straight.run(setup + (t == 0 ? "" : "; run \(t)"))
      #expect(state(winding) == state(straight), "\(program)")
    }
  }

  @Test func changesOfSettingsAreGoneThroughAgain() {
    let transcript = Transcript()
    transcript.run("surface ravine; optimizer gd lr=0.4; run 7; optimizer adam lr=0.2; run 9")
    let end = state(transcript)
    transcript.run("goto 3; goto 16")
    #expect(state(transcript) == end)
    #expect(transcript.run("back 12; status").contains("gd"))
  }

  @Test func branchesKeepTheirOwnRules() {
    let alone = Transcript()
    alone.run("surface ravine; optimizer gd lr=0.4; run 5; optimizer momentum lr=0.05; run 5")
    let forked = Transcript()
    forked.run("surface ravine; optimizer gd lr=0.4; run 5; fork a; optimizer adam lr=0.2; run 3")
    forked.run(
      "switch main; optimizer momentum lr=0.05; run 2; switch a; run 2; switch main; run 3")
    #expect(state(forked) == state(alone))
  }

  @Test func whatStoppedARunDoesNotStopTimeTravel() {
    let transcript = Transcript()
    transcript.run("surface bowl; optimizer gd lr=0.5; stop patience=2; run 9; run 9; run 9; run 9")
    #expect(transcript.session.prompt.contains("t=9 "))
    transcript.run("back")
    #expect(transcript.session.prompt.contains("t=8 "))
    transcript.run("goto 0; goto 9")
    #expect(transcript.session.prompt.contains("t=9 "))
    transcript.run("surface bowl; stop none; optimizer gd lr=3; run 10000; step; step; back; step")
    #expect(transcript.session.prompt.contains("t=222 "))
  }

  /// What is shown differs; where it stops, and with which bits, does not.
  @Test(arguments: [
    "surface rosenbrock; optimizer gd lr=0.1", "surface bowl; optimizer nesterov lr=3",
    "surface \"log(x) + y^2\" at=0.5,1; optimizer gd lr=0.3",
    "surface bowl; optimizer gd lr=3; break when loss > 1e300",
    "surface bowl; optimizer gd lr=3; break when t == 222; watch x rise",
    "surface rosenbrock; optimizer gd lr=0.1; stop patience=3",
    "data sine n=20; network 1-4-1; optimizer gd lr=100; batch 5",
    "data sine n=20; network 1-4-1; optimizer gd lr=100; batch 5; break when batch_loss > 1e200",
  ])
  func aRunAndStepsStopAtTheSameUpdate(setup: String) {
    func end(_ moves: String) -> String {
      let transcript = Transcript()
      transcript.run(setup + "; " + moves)
      return state(transcript) + transcript.run("print t")
    }
    for n in [3, 20, 400] {
      let run = end("run \(n)")
      #expect(end("step \(n)") == run, "\(n)")
      #expect(end("run \(n) every=7") == run, "\(n)")
      #expect(end("goto \(n)") == run || setup.contains("break"), "\(n)")
      #expect(end("run \(n) until t > 1000") == run, "\(n)")
    }
  }

  @Test func undoTakesBackOneCommandAtATime() {
    let transcript = Transcript()
    transcript.run("surface bowl; optimizer gd lr=0.1; step 2")
    let before = state(transcript)
    transcript.run("optimizer adam lr=0.1; print loss; step 5")
    transcript.run("undo; undo")
    #expect(state(transcript) == before)
    #expect(transcript.session.prompt == "bowl · gd · t=2 > ")
    transcript.run("undo; undo; undo")
    #expect(transcript.session.prompt == "descent> ")
    #expect(transcript.run("undo").contains("nothing to undo"))
  }

  @Test func anInterruptedRunKeepsWhatItDid() {
    var polls = 0
    let transcript = Transcript(interrupt: {
      polls += 1
      return polls > 3
    })
    let text = transcript.run("surface rosenbrock; optimizer adam lr=0.1; run 1000000000")
    #expect(text.contains("interrupted after t "))
    #expect(!transcript.session.prompt.contains("t=0"))
    #expect(transcript.outcome == .done)
  }

  /// A key pressed in the midst of a pass over 3,000 examples: where, is a share of the questions
  /// that the command asks when it is left alone.
  @Test func aLongPassIsGivenUpAndSaysSo() throws {
    try Interruption.$sharesLoops.withValue(false) {
      var asked = 0
      var limit = Int.max
      let transcript = Transcript(interrupt: {
        asked += 1
        return asked > limit
      })
      func interrupted(_ line: String, _ share: Double, undone: Bool = false) -> String {
        (asked, limit) = (0, .max)
        transcript.run(line)
        let all = asked
        #expect(transcript.outcome == .done && all > 20, "\(line): \(all)")
        if undone { transcript.run("undo") }
        (asked, limit) = (0, Int((share * Double(all)).rounded(.down)))
        defer { limit = .max }
        return transcript.run(line)
      }
      transcript.run("data moons n=3000; network 2-100:relu-128:relu-1:sigmoid; batch all")
      for line in ["print loss", "print accuracy", "print norm(grad)", "status", "gradcheck"] {
        #expect(interrupted(line, 0.5).contains("interrupted"), "\(line)")
        #expect(transcript.outcome == .failed)
      }
      // The state is that of the last whole update; the loss would take a pass.
      let text = interrupted("run 6", 0.4, undone: true)
      #expect(text.contains("interrupted after t ") && text.contains("batch loss"), "\(text)")
      #expect(!text.contains("NaN") && transcript.outcome == .done)
      let row = interrupted("step 6", 0.4, undone: true)
      #expect(row.contains("interrupted after t ") && !row.contains("NaN"), "\(row)")
      transcript.run("set digits 17")
      let t = try #require(Int(transcript.run("print t").drop { !$0.isNumber }.filter(\.isNumber)))
      #expect((2...10).contains(t))
      #expect(interrupted("trace loss", 0.5).contains("interrupted"))
      let theta = transcript.run("print norm(theta)")
      #expect(transcript.run("back \(t); step \(t); print norm(theta)").hasSuffix(theta))
      #expect(interrupted("race gd adam steps=2", 0.5).contains("interrupted; nothing has"))
      #expect(transcript.run("print t").contains("t = \(t)"))
    }
  }

  @Test func aSavedSessionEndsInTheSameBits() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/s.descent"
    let transcript = Transcript()
    transcript.run("define rule mine; param beta = 0.5; slot v; v = beta*v - eta*g; delta = v; end")
    transcript.run("surface \"x^4/3 + y^2*exp(x/5)\" at=pi/3,-sqrt(2); optimizer mine lr=0.013")
    transcript.run("schedule step factor=0.7 milestones=3,5; penalty l2=1/300; run 9; fork two")
    transcript.run("optimizer adam lr=0.1; run 40; back 7; break when loss < 1e-9; display norm(g)")
    let end = state(transcript)
    transcript.run("save \(file)")
    #expect(transcript.outcome == .done)
    let other = Transcript()
    let text = other.run("load \(file)")
    #expect(other.outcome == .done, "\(text)")
    #expect(state(other) == end)
    #expect(other.session.prompt == transcript.session.prompt)
    other.run("run 7; switch main; run 3")
    transcript.run("run 7; switch main; run 3")
    #expect(state(other) == state(transcript))
  }

  @Test func aSavedNetworkEndsInTheSameBits() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/s.descent"
    let transcript = Transcript()
    transcript.run(
      "data moons n=60 noise=0.2 split=0.7,0.3 seed=3; network 2-5:tanh-4:maxout3-1:sigmoid")
    transcript.run("seed 7; dropout inverted drop=0.3 input=0.1; batch 8; optimizer adam lr=0.05")
    transcript.run("schedule cosine T=9; run 23; fork two; dropout drop=0.5 per=batch; batch all")
    transcript.run("schedule linear T=90 per=step; penalty l2=0.01; run 31; back 6")
    #expect(transcript.outcome == .done)
    func state(_ transcript: Transcript) -> String {
      transcript.run("set digits 17; print W1; print W2; print b2; print loss; print masks")
    }
    let end = state(transcript)
    transcript.run("save \(file)")
    let other = Transcript()
    let text = other.run("load \(file)")
    #expect(other.outcome == .done, "\(text)")
    #expect(state(other) == end)
    for transcript in [transcript, other] { transcript.run("run 20; switch main; run 5; back 9") }
    #expect(state(other) == state(transcript))
    #expect(other.session.prompt == transcript.session.prompt)
  }

  /// One example through a network small enough for paper: x = (1, 2), ReLU(x₁ − x₂/4) and
  /// ReLU(2x₂ − x₁), then 3a₁ − a₂ + ½.
  @Test func aNetworkOfGivenNumbersIsWhatItsNumbersSay() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("data points x=1,2 y=4")
    transcript.run("network 2-2:relu-1:linear theta=1,-1/4,-1,2,0,0,3,-1,0.5; seed 9; optimizer gd")
    let loss = try #require(objects(transcript.run("print loss")).last)
    // 3·½ − 3 + ½ = −1, and (−1 − 4)² = 25.
    #expect(loss["value"] as? Double == 25)
    transcript.run("step; save \(folder.path)/s.descent")
    let other = Transcript(traits: Traits(json: true))
    other.run("load \(folder.path)/s.descent")
    #expect(other.run("print theta; print z1") == transcript.run("print theta; print z1"))
    for (line, says) in [
      ("network 2-2:relu-1:linear theta=1,2", "9 parameters (4 of W1, 2 of b1, 2 of W2, 1 of b2)"),
      ("network 2-1:linear theta=1,2,3 init=zero", "theta gives the weights"),
      ("data points x=1,2,3 y=1,2", "3 features do not make 2 rows"),
      ("data points x=1,2", "needs y"),
    ] {
      let text = transcript.run(line)
      #expect(transcript.outcome == .failed && text.contains(says), "\(text)")
    }
    let moved = try #require(objects(transcript.run("data points x=0,0 y=1; print b2[0]")).last)
    #expect(moved["value"] as? Double == 0.5)
  }

  /// `grad_W1` and similar quantities cut ∇L at the seams of θ.
  @Test func theGradientComesInPartsByLayer() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("data moons n=40; network 2-3:tanh-2:relu-1:sigmoid; optimizer gd; step 3")
    func values(_ name: String) throws -> (shape: [Int], flat: [Double]) {
      let object = try #require(objects(transcript.run("print \(name)")).last)
      func flat(_ value: Any?) -> [Double] {
        (value as? [Any])?.flatMap { flat($0) } ?? (value as? Double).map { [$0] } ?? []
      }
      return (object["shape"] as? [Int] ?? [], flat(object["value"]))
    }
    let parts = try ["W1", "b1", "W2", "b2", "W3", "b3"].map { try values("grad_" + $0) }
    #expect(parts.map(\.shape) == [[3, 2], [3], [2, 3], [2], [1, 2], [1]])
    #expect(try parts.flatMap(\.flat) == values("grad").flat)
    let text = transcript.run("print grad_W4")
    #expect(transcript.outcome == .failed && text.contains("did you mean 'grad_W1'"), "\(text)")
  }

  @Test func aDamagedOrForeignFileIsASentence() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface bowl; step 3; save \(folder.path)/good")
    let good = Array(try folder.read("good").utf8)
    var cases: [(String, [UInt8])] = [
      ("empty", []), ("foreign", Array("a,b\n1,2\n".utf8)), ("cut", good.dropLast(30)),
      ("later", Array("# descent session 9\n".utf8)), ("binary", [0xFF, 0xFE, 0, 1, 2]),
    ]
    for (i, byte) in good.enumerated() where i.isMultiple(of: 7) {
      var damaged = good
      damaged[i] = byte ^ 4
      cases.append(("damaged \(i)", damaged))
    }
    let before = state(transcript)
    for (name, bytes) in cases {
      try folder.write(bytes, to: "bad")
      let text = transcript.run("load \(folder.path)/bad")
      #expect(transcript.outcome == .failed, "\(name)")
      #expect(text.split(separator: "\n").count == 1, "\(name): \(text)")
      #expect(state(transcript) == before, "\(name)")
    }
    try folder.write(Array("my thesis".utf8), to: "thesis")
    #expect(transcript.run("save \(folder.path)/thesis").contains("force=yes"))
    #expect(try folder.read("thesis") == "my thesis")
  }

  @Test func aFileIsSourcedWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("surface bowl\nstep 3\nstep x\n".utf8), to: "bad")
    try folder.write(Array("surface bowl\nstep 3 # three\n\nstep\n".utf8), to: "good")
    let transcript = Transcript()
    #expect(transcript.run("source \(folder.path)/bad").contains("bad:3: 'step' takes for n"))
    #expect(transcript.session.prompt == "descent> ")
    transcript.run("source \(folder.path)/good")
    #expect(transcript.session.prompt == "bowl · gd · t=4 > ")
    try folder.write(Array("source \(folder.path)/loop\n".utf8), to: "loop")
    #expect(transcript.run("source \(folder.path)/loop").contains("source itself"))
  }

  @Test func emptyLinesRepeatOnlyMoves() {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.run("surface bowl; step 2")
    transcript.run("print loss")
    transcript.run("")
    #expect(transcript.session.prompt.contains("t=4"))
    transcript.run("back")
    transcript.run("")
    #expect(transcript.session.prompt.contains("t=2"))
    transcript.run("run 3")
    transcript.run("  ")
    #expect(transcript.session.prompt.contains("t=4"))
  }

  @Test func stopsAreNamed() {
    let transcript = Transcript()
    transcript.run("surface ravine; optimizer gd lr=0.4; break when loss < 1")
    #expect(transcript.run("run 100").contains("break 1: loss < 1 holds"))
    transcript.run("break clear")
    #expect(transcript.run("watch g[1]; run 5").contains("watch 2: g[1] changed its sign"))
    transcript.run("watch clear")
    #expect(transcript.run("run 500 until norm(grad) < 1e-3").contains("norm(grad) < 1e-3 holds"))
    #expect(transcript.run("run 10 until loss > 5").contains("did not come true within 10 updates"))
    #expect(transcript.run("run until t > 0").contains("holds already"))
    let diverging = transcript.run("surface bowl; optimizer gd lr=3; run 100000")
    #expect(diverging.contains("first appeared in"))
    #expect(
      transcript.run("stop patience=2; surface bowl; optimizer gd lr=0.5; run 100")
        .contains("early stopping"))
  }
}
