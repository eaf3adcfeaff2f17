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

/// Paths.
@Suite struct PathTests {
  @Test(arguments: [
    ("a/b", "a"), ("b", "."), ("/b", "/"), ("/", "."), ("a/b/", "a"), ("./b", "."), ("a//b", "a"),
    ("../b", ".."),
  ]) func aPathLiesInItsFolder(path: String, folder: String) {
    #expect(Path.folder(of: path) == (path == "/" ? "/" : folder))
  }

  @Test func aPathIsTakenFromAFolder() {
    #expect(Path.path("d.csv", in: ".") == "d.csv")
    #expect(Path.path("d.csv", in: "a") == "a/d.csv")
    #expect(Path.path("d.csv", in: "/") == "/d.csv")
    #expect(Path.path("/d.csv", in: "a") == "/d.csv")
    #expect(Path.name(of: "a/b.md") == "b.md" && Path.name(of: "b/") == "b")
  }

  @Test func theHomeFolderIsTheUsers() throws {
    let home = try #require(Path.home)
    #expect(try Path.expandingHome("~") == home)
    #expect(try Path.expandingHome("~/a b") == home + "/a b")
    #expect(try Path.expandingHome("a~/~b") == "a~/~b")
    #expect(try Path.expandingHome("./~") == "./~")
    let user = try #require(getpwuid(getuid())).pointee
    let (name, folder) = (String(cString: user.pw_name), String(cString: user.pw_dir))
    #expect(try Path.expandingHome("~\(name)/x") == folder + "/x")
    let error = #expect(throws: DiskError.self) { try Path.expandingHome("~no-such-user/x") }
    #expect(error?.message.contains("there is no such user") == true)
  }

  @Test func oneFolderIsSeenFromAnother() throws {
    let folder = try TemporaryFolder()
    for name in ["data", "runs/deep"] { try folder.makeFolders(name) }
    try folder.write([], to: "data/d.csv")
    symlink("data", folder.path + "/link")
    let file = folder.path + "/data/d.csv"
    #expect(Path.relative(file, to: folder.path + "/data") == "d.csv")
    #expect(Path.relative(folder.path + "/link/d.csv", to: folder.path) == "data/d.csv")
    #expect(Path.relative(file, to: folder.path + "/runs/deep") == "../../data/d.csv")
    #expect(Path.relative(file, to: "/") == String(file.dropFirst()))
    #expect(Path.relative("/etc/passwd", to: folder.path) == nil)
    #expect(Path.relative(folder.path + "/none", to: folder.path) == nil)
  }

  @Test(arguments: [
    ("a/b.svg", "a/b.svg"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"),
    ("$HOME", "'$HOME'"),
    ("grün/日本", "grün/日本"), ("~x", "'~x'"), ("a;b", "'a;b'"),
  ]) func aShellReadsTheSameWord(path: String, word: String) {
    #expect(Path.quotedForShell(path) == word)
  }

  @Test func foldersAreMadeAndListed() throws {
    let folder = try TemporaryFolder()
    try Disk.makeFolder(folder.path + "/a/b")
    try Disk.makeFolder(folder.path + "/a/b")
    #expect(folder.mode("a") == 0o700)
    symlink("a", folder.path + "/z")
    #expect(Disk.entries(of: folder.path) == ["a/", "z/"])
    try folder.write([], to: "file")
    let error = #expect(throws: DiskError.self) { try Disk.makeFolder(folder.path + "/file") }
    #expect(error?.message.contains("a file of that name is there") == true)
    #expect(throws: DiskError.self) { try Disk.makeFolder(folder.path + "/file/x") }
    #expect(try !Disk.makeNewFolder(folder.path + "/a"))
    #expect(try Disk.makeNewFolder(folder.path + "/new"))
  }
}
