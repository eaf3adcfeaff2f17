import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing

/// The journal of a session: what is typed comes back after an end without `quit`, to the bit.
@Suite struct JournalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  final class Switch: @unchecked Sendable {
    /// The calls of `interrupt` that are answered with no; then one is answered with yes.
    var calls: Int?
    var wasUsed = false
    func isOn() -> Bool {
      guard let left = calls else { return false }
      calls = left > 0 ? left - 1 : 0
      if left == 0 { wasUsed = true }
      return left == 0
    }
  }

  /// A person's session with its journal; letting go of it is its end by a crash.
  private func shell(interrupt: Switch = Switch(), json: Bool = false) -> Transcript {
    let transcript = Transcript(
      traits: Traits(isInteractive: true, json: json), interrupt: interrupt.isOn)
    transcript.session.stateFolder = folder.path + "/state"
    transcript.session.keepJournal(offers: true)
    return transcript
  }

  /// A text without the line ends that the window's width puts in.
  private func flat(_ text: String?) -> String {
    (text ?? "").split { $0 == "\n" || $0 == " " }.joined(separator: " ")
  }

  private var journals: [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path + "/state/journals")
    return (names ?? []).sorted()
  }

  /// Everything that can be seen of a session, all digits.
  private func view(_ transcript: Transcript) -> String {
    let lines = [
      "set digits 17", "status", "branches", "print theta", "print g", "display", "break", "watch",
      "batch", "dropout", "data", "trace last=5", "recipe", "search table",
    ]
    return lines.map { "\($0)\n\(transcript.run($0))" }.joined(separator: "\n")
  }

  /// What a crash takes and `journal restore` brings back is the same, `undo` included.
  private func expectSame(
    after lines: [String], undos: Int = 3, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    var first: Transcript? = shell()
    for line in lines {
      first?.run(line)
      #expect(
        first?.outcome == .done, "\(line): \(first?.errors ?? "")", sourceLocation: sourceLocation)
    }
    let expected = first.map(view)
    first?.run("notebook \(folder.path)/first.md force=yes")
    let taken = (0..<undos).map { _ in
      first?.run("undo")
      return first.map(view)
    }
    first = nil
    let second = shell()
    #expect(flat(second.output).contains("journal restore"), sourceLocation: sourceLocation)
    second.run("journal restore")
    #expect(second.outcome == .done, "\(second.errors)", sourceLocation: sourceLocation)
    #expect(!flat(second.output).contains("not those of the time"), sourceLocation: sourceLocation)
    if undos == 0 {
      second.run("notebook \(folder.path)/second.md force=yes")
      let texts = ["first", "second"].map {
        try? String(contentsOfFile: "\(folder.path)/\($0).md", encoding: .utf8)
      }
      #expect(texts[0] != nil && texts[0] == texts[1], sourceLocation: sourceLocation)
    }
    #expect(view(second) == (taken.last ?? expected), sourceLocation: sourceLocation)
    second.session.closeJournal()
    #expect(journals.isEmpty, sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    [
      "surface rosenbrock; optimizer adam lr=0.1", "step 3", "back", "optimizer gd lr=0.001",
      "run 20",
    ],
    [
      "surface ravine; run 5; fork trial; optimizer momentum lr=0.05; run 7", "switch main", "step",
      "",
    ],
    [
      "define rule mine", "param k = 0.9; slot v", "v = k*v - eta*g", "delta = v", "end",
      "surface bowl; optimizer mine lr=0.1; run 9", "break when loss < 0.1; watch x; display x+y",
    ],
    [
      "data moons n=60 split=0.7,0.3 seed=2; network 2-5:relu-1:sigmoid", "dropout drop=0.3",
      "batch 16; seed 4; optimizer adam lr=0.02; penalty l2=0.001", "run 3 epochs", "step 2", "b",
      "print accuracy", "schedule cosine T=10", "run 10",
    ],
    ["surface bowl; run 4", "run 4; undo", "reset; step", "goto 30", "set digits 7", "print x"],
    [
      "data moons n=40 split=0.7,0.3; network 2-4-1:sigmoid; optimizer gd lr=0.1",
      "search random lr=log(1e-3,1) trials=4 epochs=1", "search use", "recipe 1", "step",
    ],
  ]) func aSessionComesBackToTheBit(lines: [String]) {
    expectSame(after: lines, undos: 0)
    expectSame(after: lines, undos: 3)
  }

  /// When the end of a result is shown, the journal has all of the command that it will ever have.
  @Test(arguments: ["step 3", "back 2", "surface ravine", "optimizer adam lr=0.1", "undo"])
  func aResultIsShownOnceItIsOnTheDisk(line: String) {
    func size() -> Int {
      journals.reduce(0) { sum, name in
        let path = "\(folder.path)/state/journals/\(name)"
        return sum + ((try? Data(contentsOf: URL(fileURLWithPath: path)))?.count ?? 0)
      }
    }
    var sizes: [Int] = []
    let session = Session(
      output: .init(write: { _ in sizes.append(size()) }, writeError: { _ in }),
      traits: Traits(isInteractive: true))
    session.stateFolder = folder.path + "/state"
    session.keepJournal(offers: true)
    for before in ["surface bowl", "step 3"] { _ = session.execute(before) }
    sizes = []
    _ = session.execute(line)
    let last = sizes.last ?? 0
    #expect(last > 0 && last == size())
  }

  @Test func aRunThatWasCutShortEndsAtTheSameUpdate() throws {
    let interruption = Switch()
    var first: Transcript? = shell(interrupt: interruption)
    first?.run("surface rosenbrock; optimizer gd lr=0.001")
    interruption.calls = 2
    first?.run("run 400000 until loss < 1e-30")
    interruption.calls = nil
    #expect(interruption.wasUsed)
    let t = try #require(first?.run("print t"))
    #expect(!t.contains("400000"))
    #expect(first?.run("print unfinished").isEmpty == false)
    first = nil
    let second = shell()
    second.run("journal restore")
    #expect(second.run("print t") == t)
    // And 'continue' runs the rest under its condition.
    let rest = shell()
    let updates = try #require(Int(t.filter(\.isNumber)))
    rest.run("surface rosenbrock; optimizer gd lr=0.001; run 400000 until loss < 1e-30")
    second.run("continue")
    #expect(second.run("print t; print theta") == rest.run("print t; print theta"))
    #expect(updates > 0)
  }

  @Test func whatFilesDidIsKnownWithoutThem() throws {
    let lines =
      "surface bowl\nrun 3\ndefine rule k\ndelta = -2*eta*g\nend\noptimizer k lr=0.1\nstep\n"
    try folder.write(Array(lines.utf8), to: "commands")
    var first: Transcript? = shell()
    let session = folder.path + "/saved"
    first?.run("source \(folder.path)/commands; step")
    first?.run("save \(session); run 5")
    first?.run("load \(session)")
    first?.run("step 2; print theta")
    first?.run("save \(session); run 9; undo")
    #expect(first?.errors == "")
    let expected = first.map(view)
    first = nil
    for name in ["commands", "saved"] {
      try FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
    let second = shell()
    second.run("journal restore")
    #expect(second.outcome == .done, "\(second.errors)")
    #expect(view(second) == expected)
    #expect(!FileManager.default.fileExists(atPath: session))
  }

  @Test func filesAreNotWrittenAgain() throws {
    var first: Transcript? = shell()
    let place = folder.path + "/out"
    first?.run("surface rosenbrock; log tensorboard \(place)/tb; run 20; plot surface")
    first?.run("export svg \(folder.path)/a.svg; save \(folder.path)/a.descent")
    first?.run("notebook \(folder.path)/a.md; export tensorboard \(place)/ex; set student anna")
    #expect(first?.errors == "")
    first = nil
    for name in ["out", "a.svg", "a.descent", "a.md", "state/student"] {
      try FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
    let second = shell()
    let text = second.run("journal restore")
    #expect(second.outcome == .done, "\(second.errors)")
    #expect(flat(text).contains("'log tensorboard \(place)/tb' goes on"))
    #expect(second.run("log").contains("nothing is logged"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names == ["state"])
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/state/student"))
    // The figure is there to be exported.
    second.run("export svg \(folder.path)/b.svg")
    #expect(second.outcome == .done)
  }

  @Test func aLoggedRunThatDivergedComesBackToTheBit() throws {
    expectSame(after: [
      "surface rosenbrock; log tensorboard \(folder.path)/tb", "optimizer gd lr=0.01", "run 100",
    ])
    expectSame(
      after: [
        "data moons n=40 seed=1; network 2-3:relu-1:linear loss=mse; optimizer gd lr=50",
        "log tensorboard \(folder.path)/tb2", "run 100 epochs", "back 2", "run 5",
      ], undos: 0)
  }

  @Test func aSearchIsTakenFromItsStudy() throws {
    var first: Transcript? = shell()
    first?.run("data moons n=40; network 2-4-1:sigmoid")
    first?.run("search random lr=log(1e-3,1) trials=3 epochs=1 study=\(folder.path)/s.study")
    let table = first?.run("search table")
    first = nil
    let study = try String(contentsOfFile: folder.path + "/s.study", encoding: .utf8)
    let second = shell()
    second.run("journal restore")
    #expect(second.run("search table") == table)
    #expect(try String(contentsOfFile: folder.path + "/s.study", encoding: .utf8) == study)
    second.run("search resume trials=4")
    #expect(second.outcome == .done, "\(second.errors)")
    // Without the file the trials are made again, and no file.
    var third: Transcript? = second
    third = nil
    _ = third
  }

  @Test func theOfferIsMadeOnceAndTheListKeepsIt() throws {
    for line in ["surface bowl; step", "surface ravine; step 2"] {
      var shell: Transcript? = shell()
      shell?.run("journal forget")
      shell?.run(line)
      shell = nil
    }
    // The first was offered to the second, which forgot it.
    #expect(journals.count == 1)
    var next: Transcript? = shell()
    let offer = try #require(next?.output)
    #expect(flat(offer).contains("came to an end without 'quit', after 2 lines"))
    for line in offer.split(separator: "\n") { #expect(line.count <= 80) }
    next?.run("surface himmelblau")
    next = nil
    let last = shell()
    #expect(flat(last.output).contains("after 1 line;") && flat(last.output).contains("1 other"))
    #expect(!flat(shell().output).contains("without 'quit'"))
    let list = last.run("journal")
    #expect(list.contains("surface himmelblau") && list.contains("surface ravine; step 2"))
    last.run("journal restore 2; print t")
    #expect(last.output.contains("t = 2"))
    last.run("undo; undo; undo; undo")
    last.run("journal restore 7")
    #expect(last.errors.contains("there is no session 7 left"))
    last.run("journal forget")
    last.run("journal restore")
    #expect(last.errors.contains("no session is left to take up"))
  }

  @Test func sessionsOfOneMomentAreInTheOrderOfTheirStarts() throws {
    var shells = (1...6).map { _ in shell() }
    for (i, shell) in shells.enumerated() { shell.run("surface bowl; step \(i + 1)") }
    shells.removeAll()
    // A file system's clock stands still for some milliseconds.
    let moment = Date(timeIntervalSince1970: 1_000_000_000)
    for name in journals {
      try FileManager.default.setAttributes(
        [.modificationDate: moment], ofItemAtPath: folder.path + "/state/journals/" + name)
    }
    let last = shell()
    for updates in (1...6).reversed() {
      last.run("journal restore")
      #expect(last.run("print t").contains("t = \(updates)"))
    }
  }

  @Test func theJSONFormNamesTheLines() throws {
    let shell = shell(json: true)
    shell.run("surface bowl; step")
    let object = try #require(try objects(shell.run("journal")).first)
    #expect(object["lines"] as? [String] == ["surface bowl; step"])
    #expect(object["left"] as? [Any] != nil)
    #expect((object["file"] as? String)?.hasSuffix(".journal") == true)
  }

  @Test func twoShellsDoNotOfferEachOthers() throws {
    let first = shell()
    first.run("surface bowl; step 5")
    let second = shell()
    second.run("surface ravine")
    #expect(!flat(second.output).contains("journal restore"))
    #expect(!second.run("journal").contains("not closed"))
    second.run("journal restore")
    #expect(second.errors.contains("no session is left"))
    #expect(journals.count == 2)
    first.session.closeJournal()
    second.session.closeJournal()
    #expect(journals.isEmpty)
  }

  @Test func theFileIsItsOwnersAlone() throws {
    let shell = shell()
    shell.run("surface bowl")
    let name = try #require(journals.first)
    #expect(folder.mode("state/journals/" + name) == 0o600)
    #expect(folder.mode("state/journals") == 0o700)
    let script = Transcript()
    script.session.stateFolder = folder.path + "/state"
    script.run("surface bowl; step")
    #expect(journals.count == 1)
    #expect(script.run("journal").contains("keeps no journal"))
  }

  // MARK: What is damaged, full or in the way

  /// A journal as a session leaves it, changed.
  private func leave(_ lines: String, _ change: (inout [UInt8]) -> Void) throws {
    var shell: Transcript? = shell()
    for line in lines.split(separator: "\n") { shell?.run(String(line)) }
    shell = nil
    let path = try #require(journals.last)
    var bytes = Array(
      try Data(contentsOf: URL(fileURLWithPath: folder.path + "/state/journals/" + path)))
    change(&bytes)
    try folder.write(bytes, to: "state/journals/" + path)
  }

  @Test func aDamagedLineEndsIt() throws {
    try leave("surface bowl\nstep\nstep 2\nrun 7") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      bytes = Array(text.replacingOccurrences(of: "do step 2", with: "do step 3").utf8)
    }
    let shell = shell()
    let text = shell.run("journal restore")
    #expect(flat(text).contains("is damaged; what was typed from there on is left out"))
    #expect(shell.run("print t").contains("t = 1"))
  }

  @Test func aTornLastLineIsTheCommandUnderWay() throws {
    try leave("surface bowl\nstep\nrun 7") { $0.removeLast(3) }
    let shell = shell()
    let text = shell.run("journal restore")
    #expect(flat(text).contains("'run 7' was under way when that session ended, and is left out"))
    #expect(shell.run("print t").contains("t = 1"))
  }

  @Test func whatIsNoJournalIsASentence() throws {
    try leave("surface bowl\nstep") { $0 = Array("hello\n".utf8) }
    #expect(shell().output == "")
    let text = shell().run("journal")
    #expect(flat(text).contains("is no journal"))
    try FileManager.default.removeItem(atPath: folder.path + "/state/journals")
    try leave("surface bowl\nstep") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      bytes = Array(text.replacingOccurrences(of: "journal 1\n", with: "journal 2\n").utf8)
    }
    #expect(flat(shell().run("journal")).contains("a later version of this program"))
    try FileManager.default.removeItem(atPath: folder.path + "/state/journals")
    try leave("surface bowl\nstep") { $0 = [] }
    #expect(shell().output == "")
  }

  @Test func aFolderThatCannotBeWrittenIsToldOnce() throws {
    try folder.makeFolders("state")
    try folder.write([], to: "state/journals")
    let shell = shell()
    let first = shell.run("surface bowl")
    #expect(first.contains("no journal is kept") && first.contains("(2, 1.5)"))
    #expect(!shell.run("step").contains("journal"))
    #expect(shell.outcome == .done)
  }

  @Test func aFullJournalSaysSo() throws {
    var shell: Transcript? = shell()
    shell?.run("surface bowl; step")
    // Lines that mean nothing cost nothing but their room.
    let long = String(repeating: "x", count: 60_000)
    for _ in 0..<150 { shell?.run(long) }
    #expect(shell?.errors.contains("the journal has reached its 8 MB") == true)
    shell?.run("step 5")
    #expect(shell?.outcome == .done)
    shell = nil
    let size =
      try FileManager.default.attributesOfItem(
        atPath: folder.path + "/state/journals/" + journals[0])[.size] as? Int
    #expect(try #require(size) <= 8 << 20 + 100)
    let next = self.shell()
    #expect(next.run("journal restore").contains("reached its greatest size"))
    #expect(next.run("print t").contains("t = 1"))
  }

  @Test func aCommandThatCannotBeDoneAgainEndsItThere() throws {
    try folder.write(Array("a,y\n1,2\n2,4\n3,6\n4,8\n".utf8), to: "d.csv")
    var first: Transcript? = shell()
    first?.run("surface bowl; step 3")
    first?.run("data \(folder.path)/d.csv target=y; network 1-1:linear")
    first?.run("step 4")
    first = nil
    try FileManager.default.moveItem(
      atPath: folder.path + "/d.csv", toPath: folder.path + "/e.csv")
    let second = shell()
    second.run("journal restore")
    #expect(second.outcome == .failed)
    #expect(second.errors.contains("cannot be done again: there is no file"))
    #expect(second.run("print t").contains("t = 3"))
    #expect(second.output.contains("its journal is kept"))
    // With the file back it goes to its end; with another one it says that the numbers differ.
    try FileManager.default.moveItem(
      atPath: folder.path + "/e.csv", toPath: folder.path + "/d.csv")
    second.run("journal restore")
    #expect(second.outcome == .done, "\(second.errors)")
    #expect(second.run("print t").contains("t = 4"))
    var third: Transcript? = shell()
    third?.run("data \(folder.path)/d.csv target=y; network 1-1:linear; step 4")
    third = nil
    try folder.write(Array("a,y\n1,2\n2,4\n3,6\n4,9\n".utf8), to: "d.csv")
    let fourth = shell()
    let said = flat(fourth.run("journal restore"))
    #expect(said.contains("the numbers are not those of the time"), "\(said)")
  }

  @Test func interruptionChangesNothing() throws {
    var first: Transcript? = shell()
    first?.run("surface rosenbrock; optimizer gd lr=0.001; run 300000")
    first?.run("step")
    first = nil
    let interruption = Switch()
    let second = shell(interrupt: interruption)
    second.run("surface bowl; step 2")
    interruption.calls = 3
    second.run("journal restore")
    interruption.calls = nil
    #expect(
      second.outcome == .failed && second.errors.contains("was interrupted; nothing has changed"))
    #expect(second.run("print t").contains("t = 2"))
    second.run("journal restore; set digits 17")
    #expect(second.run("print t").contains("t = 300001"))
    // The session before it is one 'undo' behind the first command of the other.
    second.run("undo; undo; undo; undo; undo")
    #expect(second.run("print t").contains("t = 2"))
  }

  @Test func aSecondCrashLosesNothingEither() throws {
    var first: Transcript? = shell()
    first?.run("surface bowl; step 2")
    first = nil
    var second: Transcript? = shell()
    second?.run("journal restore; step 3")
    #expect(journals.count == 1)
    second = nil
    let third = shell()
    third.run("journal restore")
    #expect(third.run("print t").contains("t = 5"))
  }

  @Test func aRuleHalfTypedIsHalfTypedAgain() throws {
    var first: Transcript? = shell()
    first?.run("surface bowl; define rule a; slot v")
    first?.session.cancel()
    first?.run("define rule mine")
    first?.run("delta = -eta*g")
    first = nil
    let second = shell()
    second.run("journal restore")
    #expect(second.session.prompt == "rule mine> ")
    second.run("end; optimizer mine lr=0.1; step")
    #expect(second.outcome == .done && second.run("print t").contains("t = 1"))
  }

  @Test func aLessonGoesOnWhereItsProgressIs() throws {
    var first: Transcript? = shell()
    first?.run("surface bowl; step 2")
    first?.run("lesson 1")
    first?.run("")
    let prompt = first?.session.prompt
    first = nil
    let second = shell()
    #expect(flat(second.output).contains("in 'lesson 1', after 2 lines"))
    second.run("journal restore")
    #expect(second.session.isInLesson && second.session.prompt == prompt)
    second.run("quit")
    #expect(second.run("print t").contains("t = 2"))
  }

  @Test func pathsAreThoseOfTheFolderWhereTheyWereTyped() throws {
    try folder.makeFolders("there")
    try folder.write(Array("a,y\n1,2\n2,4\n3,6\n4,8\n".utf8), to: "there/d.csv")
    try leave("surface bowl") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      bytes = Array(text.split(separator: "\n")[0].utf8)
      bytes.append(10)
      for line in [
        "folder \(folder.path)/there", "do data d.csv target=y", "done", "do network 1-1:linear",
        "done", "do step", "done",
      ] { bytes += Array((sealed(line) + "\n").utf8) }
    }
    let shell = shell()
    shell.run("journal restore")
    #expect(shell.outcome == .done, "\(shell.errors)")
    #expect(shell.run("print t").contains("t = 1"))
  }

  /// A journal's line with its checksum, FNV-1a over the text and a 0.
  private func sealed(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in Array(text.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + " " + text
  }
}
