import Disk
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Files written whole.
@Suite struct WholeFileTests {
  let folder: TemporaryFolder
  private func path(_ name: String) -> String { folder.path + "/" + name }

  init() throws { folder = try TemporaryFolder() }

  private func message(_ body: () throws(DiskError) -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return error.message }
  }

  @Test func aNewFileFollowsTheMaskAndAnOldOneKeepsItsMode() throws {
    let mask = umask(0o027)
    defer { umask(mask) }
    try WholeFile.write([1, 2], to: path("new"))
    #expect(folder.mode("new") == 0o640)
    try WholeFile.write([1], to: path("program"), mode: 0o777)
    #expect(folder.mode("program") == 0o750)
    try WholeFile.write([], to: path("mine"), mode: 0o600)
    #expect(folder.mode("mine") == 0o600)
    chmod(path("mine"), 0o604)
    try WholeFile.write([3], to: path("mine"))
    #expect(folder.mode("mine") == 0o604)
    #expect(try Disk.bytes(of: path("mine"), limit: 9) == [3])
    #expect(Disk.entries(of: folder.path) == ["mine", "new", "program"])
  }

  @Test func aLinkStaysAndWhatItLeadsToIsReplaced() throws {
    try folder.makeFolders("deep")
    try folder.write([0], to: "deep/target")
    symlink("deep/target", path("one"))
    symlink("one", path("two"))
    symlink(path("deep/not-yet"), path("dangling"))
    try WholeFile.write([7], to: path("two"))
    #expect(try Disk.bytes(of: path("deep/target"), limit: 9) == [7])
    try WholeFile.write([8], to: path("dangling"))
    #expect(try Disk.bytes(of: path("deep/not-yet"), limit: 9) == [8])
    var status = stat()
    for name in ["one", "two", "dangling"] {
      #expect(lstat(path(name), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }
    symlink("b", path("a"))
    symlink("a", path("b"))
    #expect(message { () throws(DiskError) in try WholeFile.write([1], to: path("a")) } != "")
  }

  @Test func whatIsNoFileIsLeftAlone() throws {
    mkfifo(path("pipe"), 0o600)
    try folder.makeFolders("folder")
    symlink("pipe", path("link"))
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { bytes in
      for (i, byte) in path("socket").utf8.enumerated() { bytes[i] = byte }
    }
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    for (name, kind) in [
      ("pipe", "a pipe"), ("link", "a pipe"), ("folder", "a folder"), ("socket", "a socket"),
    ] {
      let said = message { () throws(DiskError) in try WholeFile.write([1], to: path(name)) }
      #expect(said.contains("it is \(kind)"), "\(said)")
      let read = message { () throws(DiskError) in _ = try Disk.bytes(of: path(name), limit: 9) }
      #expect(!read.isEmpty)
    }
    for device in ["/dev/null", "/dev/full"] {
      let said = message { () throws(DiskError) in try WholeFile.write([1], to: device) }
      #expect(said.contains("a device"))
    }
    #expect(Disk.entries(of: folder.path) == ["folder/", "link", "pipe", "socket"])
  }

  @Test func whatCannotBeWrittenIsASentenceAndLosesNothing() throws {
    let missing = message { () throws(DiskError) in try WholeFile.write([1], to: path("no/x")) }
    #expect(missing == "cannot write '\(path("no/x"))': there is no folder '\(path("no"))'")
    #expect(message { () throws(DiskError) in try WholeFile.write([1], to: "a\0b") } != "")
    #expect(message { () throws(DiskError) in try WholeFile.write([1], to: path("")) } != "")
    let long = path(String(repeating: "x", count: 300))
    #expect(message { () throws(DiskError) in try WholeFile.write([1], to: long) } != "")
    #expect(Disk.entries(of: folder.path).isEmpty)
  }

  @Test func whatAKilledProgramLeftIsSwept() throws {
    try folder.write([1], to: ".descent-killed00.part")
    try folder.write([1], to: ".descent-working0.part")
    try folder.write([1], to: ".descent-other")
    try folder.write([1], to: "x.part")
    let working = open(path(".descent-working0.part"), O_RDONLY)
    flock(working, LOCK_EX)
    try WholeFile.write([2], to: path("file"))
    #expect(
      Disk.entries(of: folder.path) == [
        ".descent-other", ".descent-working0.part", "file", "x.part",
      ])
    close(working)
    _ = try WholeFile.create([2], at: path("other"))
    #expect(Disk.entries(of: folder.path) == [".descent-other", "file", "other", "x.part"])
  }

  @Test func aNewFileTakesNobodysPlace() throws {
    #expect(try WholeFile.create([1], at: path("x")))
    #expect(try !WholeFile.create([2], at: path("x")))
    symlink("nowhere", path("link"))
    #expect(try !WholeFile.create([2], at: path("link")))
    #expect(try Disk.bytes(of: path("x"), limit: 9) == [1])
    #expect(Disk.entries(of: folder.path) == ["link", "x"])
  }

  @Test func writersOfOneFileNeverLeaveAMixture() async throws {
    let place = path("shared")
    await withTaskGroup(of: Void.self) { group in
      for byte in UInt8(1)...8 {
        group.addTask {
          for _ in 0..<20 {
            try? WholeFile.write(
              [UInt8](repeating: byte, count: 5_000), to: place, isDurable: false)
          }
        }
      }
    }
    let bytes = try Disk.bytes(of: place, limit: 9_000)
    #expect(bytes.count == 5_000 && Set(bytes).count == 1)
    #expect(Disk.entries(of: folder.path) == ["shared"])
  }
}
