import Console
import Foundation
import Session
import Shell
import TensorBoard
import TestSupport
import Testing

/// `log tensorboard` and `export tensorboard`; that TensorBoard reads what they write is checked by
/// `Tests/Scripts/tensorboard_check.py`.
@Suite struct BoardTests {
  /// The steps of the entries in the one file of a run, every record's checksums right.
  private func steps(_ run: String) throws -> [Int] {
    let names = try FileManager.default.contentsOfDirectory(atPath: run)
    try #require(names.count == 1 && names[0].contains("tfevents"))
    let data = try Data(contentsOf: URL(fileURLWithPath: run + "/" + names[0]))
    var rest = ArraySlice(data)
    func take(_ count: Int) throws -> [UInt8] {
      try #require(rest.count >= count, "a torn record")
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func number(_ bytes: [UInt8]) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
    var steps: [Int] = []
    while !rest.isEmpty {
      let length = try take(8)
      #expect(try number(take(4)) == Int(CRC32C.masked(length)))
      let event = try take(number(length))
      #expect(try number(take(4)) == Int(CRC32C.masked(event)))
      // Behind the time, field 2 is the step where it is not 0.
      guard event[9] == 2 << 3 else {
        steps.append(0)
        continue
      }
      var step = 0
      for (place, byte) in event[10...].enumerated() {
        step |= Int(byte & 0x7f) << (7 * place)
        if byte < 0x80 { break }
      }
      steps.append(step)
    }
    // The version and the settings come first.
    return Array(steps.dropFirst(2))
  }

  private func runs(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// `main-2` is a branch of its own: nothing else is written under its name.
  @Test func noRunHasAnotherBranchesName() throws {
    let folder = try TemporaryFolder()
    for verb in ["log", "export"] {
      let place = "\(folder.path)/\(verb)"
      try FileManager.default.createDirectory(
        atPath: place + "/main", withIntermediateDirectories: true)
      let transcript = Transcript()
      transcript.run("surface bowl; fork main-2; switch main")
      if verb == "log" { transcript.run("log tensorboard \(place)") }
      transcript.run("step; switch main-2; step 2")
      if verb == "export" { transcript.run("export tensorboard \(place)") }
      #expect(transcript.errors.isEmpty)
      #expect(try runs(place) == ["main", "main-2", "main-3"])
      #expect(try steps(place + "/main-2").last == 2)
      #expect(try steps(place + "/main-3").last == 1)
    }
  }

  private static let network =
    "data moons n=100 split=0.8,0.2; network 2-4:tanh-1:sigmoid loss=bce; batch 20; seed 1"

  @Test func everyEpochGetsAnEntryOnce() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("\(Self.network); log tensorboard \(folder.path)/a; run 9; step 2; back 6")
    transcript.run("run 3; goto 21; run 4 epochs until loss < 0")
    #expect(transcript.errors.isEmpty)
    #expect(try runs(folder.path + "/a") == ["main"])
    #expect(try steps(folder.path + "/a/main") == Array(stride(from: 0, through: 36, by: 4)))
  }

  @Test func aCourseThatTurnsBeginsARun() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface bowl; run 3; log tensorboard \(folder.path); run 5; back 4")
    transcript.run("optimizer adam; run 2; undo; undo; run 6; reset; step; log none; step 5")
    #expect(transcript.errors.isEmpty)
    #expect(try runs(folder.path) == ["main", "main-2", "main-3", "main-4"])
    #expect(try steps(folder.path + "/main") == [3, 4, 5, 6, 7, 8])
    #expect(try steps(folder.path + "/main-2") == [4, 5, 6])
    #expect(try steps(folder.path + "/main-4") == [0, 1])
  }

  @Test func everyAsksForOtherEntries() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("\(Self.network); log tensorboard \(folder.path) every=3; run 10")
    #expect(try steps(folder.path + "/main") == [0, 3, 6, 9])
    // The log divides a run; what is shown of it stays what was asked for.
    let shown = transcript.run("run 10 every=5")
    let times = try objects(shown).map { $0["t"] as? Int }
    #expect(times == [15, 20])
  }

  @Test func longRunsAreThinned() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface bowl; optimizer gd lr=1e-6; run 3025")
    transcript.run("export tensorboard \(folder.path)")
    let seen = try steps(folder.path + "/main")
    let expected = Array(0...1000) + Array(stride(from: 1010, through: 3020, by: 10)) + [3025]
    #expect(seen == expected)
  }

  @Test func loggingChangesNothing() throws {
    let folder = try TemporaryFolder()
    let plain = Transcript()
    plain.run("\(Self.network); dropout drop=0.2; run 50; set digits 17")
    let logged = Transcript()
    logged.run("log tensorboard \(folder.path)/x; \(Self.network); dropout drop=0.2; run 50")
    logged.run("set digits 17")
    #expect(plain.run("print theta") == logged.run("print theta"))
  }

  @Test func everyBranchIsExportedAndReplaced() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface rosenbrock; run 4; fork other; optimizer gd lr=1e-4; run 2")
    for _ in 0..<2 { transcript.run("export tensorboard \(folder.path)/deep/er") }
    #expect(transcript.errors.isEmpty)
    #expect(try runs(folder.path + "/deep/er") == ["main", "other"])
    // The last one is how the run ended.
    #expect(try steps(folder.path + "/deep/er/main") == [0, 1, 2, 3, 4, 4])
    #expect(try steps(folder.path + "/deep/er/other") == [0, 1, 2, 3, 4, 5, 6, 6])
  }

  @Test func whatCannotBeWrittenIsASentence() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("export tensorboard \(folder.path)/x")
    #expect(transcript.outcome == .failed)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x"))
    transcript.run("surface bowl; log tensorboard /dev/null/x")
    #expect(transcript.outcome == .failed && transcript.errors.contains("cannot make the folder"))
    #expect(transcript.run("log").contains("nothing is logged"))
    // The log's folder is gone when it is needed: training goes on.
    transcript.run("log tensorboard \(folder.path)/gone")
    try FileManager.default.removeItem(atPath: folder.path + "/gone")
    try Data().write(to: URL(fileURLWithPath: folder.path + "/gone"))
    let text = transcript.run("run 3; print t")
    #expect(transcript.outcome == .done)
    #expect(text.contains("the log has ended") && text.contains("3"))
    #expect(transcript.run("log").contains("nothing is logged"))
  }

  @Test func anInterruptedExportWritesNothing() throws {
    final class Switch: @unchecked Sendable { var isOn = false }
    let folder = try TemporaryFolder()
    let interruption = Switch()
    let transcript = Transcript(interrupt: { interruption.isOn })
    transcript.run("surface rosenbrock; run 50")
    interruption.isOn = true
    transcript.run("export tensorboard \(folder.path)/x")
    #expect(transcript.errors.contains("nothing was written"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x"))
  }
}
