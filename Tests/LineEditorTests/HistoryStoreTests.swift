import LineEditor
import TestSupport
import Testing

/// The history's file.
@Suite struct HistoryStoreTests {
  let folder: TemporaryFolder
  var path: String { folder.path + "/state/descent/history" }

  init() throws { folder = try TemporaryFolder() }

  @Test func linesComeBackAtTheNextStart() throws {
    let first = HistoryStore(path: path)
    #expect(first.load() == nil)
    for line in ["surface rosenbrock", "step", "step", "print θ[0]"] {
      #expect(first.append(line) == nil)
    }
    let second = HistoryStore(path: path)
    #expect(second.load() == nil)
    #expect(second.entries == ["surface rosenbrock", "step", "print θ[0]"])
    #expect(try folder.read("state/descent/history") == "surface rosenbrock\nstep\nprint θ[0]\n")
  }

  @Test func theFileIsItsOwnersAlone() {
    let store = HistoryStore(path: path)
    #expect(store.append("step") == nil)
    #expect(folder.mode("state/descent/history") == 0o600)
    #expect(folder.mode("state/descent") == 0o700)
  }

  @Test func twoShellsKeepEachOthersLines() throws {
    let a = HistoryStore(path: path)
    let b = HistoryStore(path: path)
    _ = (a.load(), b.load())
    #expect(a.append("from a") == nil)
    #expect(b.append("from b") == nil)
    #expect(try folder.read("state/descent/history") == "from a\nfrom b\n")
  }

  @Test func theOldestLinesGo() throws {
    let lines = (0..<HistoryStore.capacity).map { "print \($0)" }
    try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "history")
    let store = HistoryStore(path: folder.path + "/history")
    #expect(store.load() == nil)
    #expect(store.append("quit") == nil)
    #expect(store.entries.count == HistoryStore.capacity)
    #expect(store.entries.first == "print 1")
    let kept = try folder.read("history").split(separator: "\n")
    #expect(kept.count == HistoryStore.capacity)
    #expect(kept.first == "print 1")
    #expect(kept.last == "quit")
  }

  @Test func clearingForgetsTheFileToo() throws {
    let store = HistoryStore(path: path)
    #expect(store.append("step") == nil)
    #expect(store.clear() == nil)
    #expect(store.entries == [])
    #expect(try folder.read("state/descent/history") == "")
  }

  @Test func damagedLinesAreToldAndLeftOut() throws {
    try folder.write(Array("step\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("back".utf8), to: "history")
    let store = HistoryStore(path: folder.path + "/history")
    let complaint = try #require(store.load())
    #expect(complaint.contains("1 line is not text"))
    #expect(store.entries == ["step", "back"])
    // The last line had no newline: the next one must not run into it.
    #expect(store.append("goto 3") == nil)
    #expect(store.entries == ["step", "back", "goto 3"])
    let again = HistoryStore(path: folder.path + "/history")
    _ = again.load()
    #expect(again.entries == ["step", "back", "goto 3"])
  }

  @Test func whatIsNoFileIsToldOnceAndLeftAlone() throws {
    let store = HistoryStore(path: folder.path)
    let complaint = try #require(store.load())
    #expect(complaint.contains("not a file"))
    #expect(store.append("step") == nil)
    #expect(store.entries == ["step"])
  }

  @Test func whatCannotBeReachedIsNotTakenForMissing() throws {
    try folder.write([], to: "file")
    let store = HistoryStore(path: folder.path + "/file/history")
    let complaint = try #require(store.load())
    #expect(complaint.contains("not a directory"))
    #expect(store.append("step") == nil)
  }

  @Test func aFullDiskIsToldOnce() throws {
    // Nothing can be made below a file.
    try folder.write([], to: "file")
    let store = HistoryStore(path: folder.path + "/file/history")
    let complaint = try #require(store.append("step"))
    #expect(complaint.contains("will not be kept"))
    #expect(store.append("back") == nil)
    #expect(store.entries == ["step", "back"])
  }
}
