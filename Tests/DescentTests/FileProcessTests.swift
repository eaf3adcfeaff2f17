import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Files of the program.
///
/// Files as the built program takes them: below the home folder, on a full disk, with names of other
/// character sets, and beside the file that names them.
@Suite struct FileProcessTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func kind(_ name: String) -> mode_t? {
    var status = stat()
    return lstat(program.home.path + "/" + name, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private func names(_ folder: String) -> [String] {
    guard let stream = opendir(program.home.path + "/" + folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// Every verb that writes, with what it leaves below `~/there`.
  static let writers = [
    ("save ~/there/a", "a"), ("export svg ~/there/a.svg", "a.svg"),
    ("notebook ~/there/a.md", "a.md"), ("export tensorboard ~/there/tb", "tb"),
    ("log tensorboard ~/there/log; step", "log"),
    ("search random lr=log(1e-3,1) trials=2 steps=3 study=~/there/s.study", "s.study"),
    ("search random lr=log(1e-3,1) trials=2 steps=3 export=slurm ~/there/job", "job"),
  ]

  @Test func theHomeFolderIsMeantByEveryVerb() throws {
    try program.home.makeFolders("there")
    try program.home.makeFolders("work")
    for (line, name) in Self.writers {
      let outcome = try program.run([
        "-c", "surface bowl; step 2; plot surface; " + line,
      ])
      #expect(outcome.status == 0, "\(line): \(outcome.errors)")
      #expect(names("there").contains(name), "\(line)")
    }
    #expect(kind("~") == nil)
    for line in ["load ~/there/a", "source ~/there/a.md", "search table ~/there/s.study"] {
      let outcome = try program.run(["-c", line])
      #expect(outcome.status == 0, "\(line): \(outcome.errors)")
    }
    // Another user's, and one there is not.
    let outcome = try program.run(["-c", "surface bowl; save ~no-such-user/x"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("there is no such user; put './' before it"))
    #expect(try program.run(["-c", "surface bowl; save ./~x; load ./~x"]).status == 0)
    #expect(kind("~x") == S_IFREG)
  }

  /// Runs the program where no file may grow beyond so many blocks of 512 bytes.
  private func runOnFullDisk(_ line: String, blocks: Int) throws -> BuiltProgram.Outcome {
    let words = "ulimit -f \(blocks); exec \"$0\" -c \"$1\""
    return try program.run(
      ["-c", words, try BuiltProgram.path(), line], input: [], output: "/dev/null",
      path: "/bin/sh")
  }

  @Test func aFullDiskIsAnErrorAndLosesNothing() throws {
    let long = (0..<400).map { "step \($0 % 7 + 1)" }.joined(separator: "; ")
    for (line, name) in [
      ("save a", "a"), ("notebook a.md", "a.md"), ("notebook a.html", "a.html"),
      ("plot surface; export svg a.svg", "a.svg"), ("export tensorboard tb", "tb"),
    ] {
      let outcome = try runOnFullDisk("surface bowl; \(long); \(line)", blocks: 1)
      #expect(outcome.status == 1, "\(line): \(outcome.errors)")
      #expect(outcome.errors.contains("ile too large"), "\(line): \(outcome.errors)")
      #expect(kind(name) != S_IFREG, "\(line)")
    }
    // A file that was there is there still, and nothing besides.
    #expect(try program.run(["-c", "surface bowl; step; save a"]).status == 0)
    let before = try program.home.read("a")
    #expect(try runOnFullDisk("surface bowl; \(long); save a", blocks: 1).status == 1)
    #expect(try program.home.read("a") == before)
    #expect(names("").filter { $0.hasPrefix(".descent-") }.isEmpty)
  }

  /// What could not be written leaves no folder behind.
  @Test func aFullDiskLeavesNoEmptyFolders() throws {
    for (line, name) in [
      ("surface bowl; run 2000; export tensorboard new/runs", "new"),
      ("surface bowl; run 2000; export tensorboard new/runs force=yes", "new"),
    ] {
      let outcome = try runOnFullDisk(line, blocks: 1)
      #expect(outcome.status == 1, "\(line): \(outcome.errors)")
      #expect(outcome.errors.contains("ile too large"), "\(line): \(outcome.errors)")
      #expect(kind(name) == nil, "\(line)")
    }
    // A folder that was there stays.
    #expect(mkdir(program.home.path + "/old", 0o777) == 0)
    #expect(
      try runOnFullDisk("surface bowl; run 2000; export tensorboard old", blocks: 1).status == 1)
    #expect(kind("old") == S_IFDIR)
    #expect(names("old").isEmpty)
  }

  @Test func aFullDiskEndsALogAndTheExitStatusSaysSo() throws {
    let outcome = try runOnFullDisk(
      "surface bowl; log tensorboard tb; run 2000; print t", blocks: 8)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the log has ended: cannot write"))
    #expect(outcome.errors.contains("ile too large"))
    // The run was made all the same, and a script goes on.
    #expect(try program.run(["-c", "surface bowl; log tensorboard tb2; run 2000"]).status == 0)
  }

  @Test func whatAKilledProgramLeftIsSweptByTheNext() throws {
    try program.home.write([1], to: ".descent-abc.part")
    #expect(try program.run(["-c", "surface bowl; step; save a"]).status == 0)
    #expect(names("").filter { $0.hasPrefix(".descent-") }.isEmpty)
  }

  /// What is read is looked for beside the file that names it, then in the working folder.
  @Test func theOwnFolderComesFirst() throws {
    for (folder, last) in [("there", 9), ("", 90)] {
      if !folder.isEmpty { try program.home.makeFolders(folder) }
      let rows = (1...8).map { "\($0),\(2 * $0)\n" }.joined() + "9,\(last)\n"
      try program.home.write(Array(("x,y\n" + rows).utf8), to: folder + "/d.csv")
    }
    let commands = "data d.csv target=y\nnetwork 1-1:linear\nprint max(y)\n"
    let lesson = """
      ---
      lesson: toy
      title: A toy
      ---
      # A toy

      ```descent setup
      data d.csv target=y
      network 1-1:linear
      ```

      ```descent show
      print max(y)
      ```

      ```descent output
      max(y) = 16
      ```
      """
    try program.home.write(Array(commands.utf8), to: "there/c.descent")
    try program.home.write(Array(lesson.utf8), to: "there/toy.md")
    for arguments in [
      ["run", "there/c.descent"], ["-c", "source there/c.descent"], ["check", "there/toy.md"],
    ] {
      let outcome = try program.run(arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.output) \(outcome.errors)")
      if arguments[0] != "check" { #expect(outcome.output.contains("max(y) = 16")) }
    }
    #expect(
      try program.run(["-c", "source there/c.descent; step; save there/s"]).status == 0)
    let loaded = try program.run(["-c", "load there/s; print max(y)"])
    #expect(loaded.output.contains("max(y) = 16"), "\(loaded.errors)")
    // Without the one beside it, the working folder's.
    unlink(program.home.path + "/there/d.csv")
    let other = try program.run(["run", "there/c.descent"])
    #expect(other.output.contains("max(y) = 90"), "\(other.errors)")
  }

  /// A name that is no UTF-8 text is one that cannot be typed; on the program's own command line it is
  /// told, and no other file is taken for it.
  @Test func aNameOfAnotherCharacterSetIsTold() throws {
    try program.home.write(Array("print 4711\n".utf8), to: "plain")
    let words = "cp plain \"$(printf 'caf\\351')\" && exec \"$0\" run \"$(printf 'caf\\351')\""
    let outcome = try program.run(
      ["-c", words, try BuiltProgram.path()], input: [], path: "/bin/sh")
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("is not UTF-8 text") && outcome.errors.contains("rename"))
    #expect(names("").count { $0.hasPrefix("caf") } == 1)
  }
}
