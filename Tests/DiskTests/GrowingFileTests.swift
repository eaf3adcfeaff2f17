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

/// Files that grow.
@Suite struct GrowingFileTests {
  let folder: TemporaryFolder
  private func path(_ name: String) -> String { folder.path + "/" + name }

  init() throws { folder = try TemporaryFolder() }

  @Test func appendsAreKeptInOrder() throws {
    let file = try GrowingFile(creating: path("log"), mode: 0o600)
    try file.append([1, 2])
    try file.append([3], isDurable: true)
    #expect(folder.mode("log") == 0o600)
    #expect(file.length == 3)
    #expect(try file.contents(limit: 9) == [1, 2, 3])
    let again = try GrowingFile(opening: path("log"))
    #expect(again.length == 3)
    try again.truncate(to: 2)
    try again.append([9])
    #expect(try Disk.bytes(of: path("log"), limit: 9) == [1, 2, 9])
    try again.move(to: path("moved"))
    #expect(again.path == path("moved") && Disk.entries(of: folder.path) == ["moved"])
  }

  @Test func oneProgramHoldsIt() throws {
    var first: GrowingFile? = try GrowingFile(creating: path("log"))
    let second = try GrowingFile(opening: path("log"))
    #expect(first?.tryLock() == true)
    #expect(!second.tryLock())
    first = nil
    #expect(second.tryLock())
  }

  /// A program that is being started has a copy of every open file until it is loaded; on a busy
  /// machine that takes a while.
  @Test func aCopyOfTheOpenFileHoldsNoLock() throws {
    var first: GrowingFile? = try GrowingFile(creating: path("log"))
    try first?.lock()
    let copy = try #require(copyOfOpenFile(path("log")))
    defer { close(copy) }
    first = nil
    #expect(try GrowingFile(opening: path("log")).tryLock())
  }

  /// The open file of that name, once more, as a program that is being started has it.
  private func copyOfOpenFile(_ path: String) -> Int32? {
    var wanted = stat()
    guard lstat(path, &wanted) == 0 else { return nil }
    for number in Int32(3)..<1024 {
      var status = stat()
      if fstat(number, &status) == 0, status.st_ino == wanted.st_ino, status.st_dev == wanted.st_dev
      {
        return dup(number)
      }
    }
    return nil
  }

  @Test func whatIsThereOrNoFileIsRefused() throws {
    try folder.write([1], to: "there")
    #expect(throws: DiskError.self) { try GrowingFile(creating: path("there")) }
    #expect(throws: DiskError.self) { try GrowingFile(opening: path("missing")) }
    #expect(throws: DiskError.self) { try GrowingFile(opening: "/dev/null") }
    #expect(throws: DiskError.self) { try GrowingFile(opening: folder.path) }
    #expect(throws: DiskError.self) { try GrowingFile(creating: path("no/x")) }
  }
}
