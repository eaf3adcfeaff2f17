import Console
import Foundation
import TestSupport
import Testing

@testable import Session
@testable import Shell

/// What holds of every verb and option that writes where a person says: links, modes, what is no
/// file, files of others, names.
@Suite struct WrittenFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A way to write a document.
  struct Writer: Sendable, CustomTestStringConvertible {
    /// The verb and its parameter, or the program's option.
    var name: String
    /// How the file's name ends.
    var ending = ""
    /// Whether a file of its own kind is overwritten without a word.
    var knowsItsOwn = true
    /// Writes to a path; what went wrong, or nil.
    var write: @Sendable (_ path: String, _ isForced: Bool) -> String?

    var testDescription: String { name + ending }

    /// A command of the shell; `FILE` stands for the path.
    static func verb(
      _ name: String, _ line: String, ending: String = "", knowsItsOwn: Bool = true
    ) -> Writer {
      Writer(name: name, ending: ending, knowsItsOwn: knowsItsOwn) { path, isForced in
        let transcript = Transcript()
        transcript.run("surface bowl; step 3; plot surface")
        transcript.run(
          line.replacing("FILE", with: LineSyntax.quoted(path)) + (isForced ? " force=yes" : ""))
        return transcript.outcome == .done ? nil : transcript.errors
      }
    }

    static func option(
      _ name: String, ending: String, knowsItsOwn: Bool = true,
      _ write: @escaping @Sendable (String, Bool) -> LessonTools.Result
    ) -> Writer {
      Writer(name: name, ending: ending, knowsItsOwn: knowsItsOwn) { path, isForced in
        let result = write(path, isForced)
        return result.status == 0 ? nil : result.text
      }
    }
  }

  static let writers: [Writer] = [
    .verb("save file", "save FILE"),
    .verb("export file", "export svg FILE", ending: ".svg"),
    .verb("export file", "export pdf FILE", ending: ".pdf"),
    .verb("export file", "export pgf FILE", ending: ".pgf"),
    .verb("export file", "export vega FILE", ending: ".json"),
    .verb("export file", "export csv FILE", ending: ".csv"),
    .verb("export file", "export weights FILE", ending: ".npz"),
    .verb("export file", "export weights FILE", ending: ".safetensors"),
    .verb("notebook file", "notebook FILE", ending: ".md"),
    .verb("notebook file", "notebook FILE", ending: ".html"),
    Writer(name: "progress file", ending: ".receipt") { path, isForced in
      guard let state = try? TemporaryFolder() else { return "no folder" }
      let transcript = Transcript(traits: Traits(isInteractive: true))
      transcript.session.stateFolder = state.path
      for line in ["lesson 1", "quit"] { transcript.run(line) }
      let force = isForced ? " force=yes" : ""
      transcript.run("progress export \(LineSyntax.quoted(path))\(force)")
      return transcript.outcome == .done ? nil : transcript.errors
    },
    .option("grade --csv", ending: ".csv") {
      LessonTools.grade([], lessons: [], csv: $0, items: "/dev/stdout", isForced: $1)
    },
    .option("grade --items", ending: ".csv") {
      LessonTools.grade([], lessons: [], csv: nil, items: $0, isForced: $1)
    },
    .option("check --junit", ending: ".xml") {
      var options = LessonTools.CheckOptions()
      (options.junit, options.isForced) = ($0, $1)
      return LessonTools.check([], options) { _, _ in }
    },
    .option("lesson new", ending: ".md", knowsItsOwn: false) {
      LessonTools.writeTemplate(to: $0, isForced: $1)
    },
  ]

  /// Verbs that write a folder, or a study, which is gone on with and never overwritten.
  static let others: [String: String] = [
    "log folder": "surface bowl; step 3; log tensorboard FILE; step",
    "export file": "surface bowl; step 3; export tensorboard FILE",
    "search folder":
      "surface bowl; search random lr=log(1e-3,1) trials=2 steps=3 export=slurm FILE",
    "search study": "surface bowl; search random lr=log(1e-3,1) trials=2 steps=3 study=FILE",
  ]

  @Test func everyParameterThatWritesIsInTheTable() {
    let workspace = Session(output: .init(write: { _ in }, writeError: { _ in })).workspace
    var found: Set<String> = []
    for command in CommandTable.standard.commands {
      let choices = command.parameters.first.map { first -> [String] in
        if case .choice(let words) = first.kind { return words }
        return first.names?.all(in: workspace) ?? []
      }
      for words in [[]] + (choices ?? []).map({ [$0] }) {
        for parameter in command.parameters(after: words, in: workspace)
        where parameter.kind == .output {
          found.insert("\(command.name) \(parameter.name)")
        }
      }
    }
    #expect(found.isSubset(of: Set(Self.writers.map(\.name)).union(Self.others.keys)))
    #expect(found.count >= 7)
  }

  private func bytes(_ name: String) -> Data? {
    FileManager.default.contents(atPath: folder.path + "/" + name)
  }

  private func names(_ name: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + name)) ?? [])
      .sorted()
  }

  @Test(arguments: writers) func linksAreFollowedAndModesKept(writer: Writer) throws {
    let (target, link) = ("target" + writer.ending, "link" + writer.ending)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/" + link, withDestinationPath: target)
    // A link that leads nowhere yet, then one to a file.
    #expect(writer.write("\(folder.path)/\(link)", false) == nil)
    #expect(bytes(target)?.isEmpty == false)
    #expect(chmod(folder.path + "/" + target, 0o640) == 0)
    #expect(writer.write("\(folder.path)/\(link)", !writer.knowsItsOwn) == nil)
    #expect(folder.mode(target) == 0o640)
    let kind = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + link)[.type]
    #expect(kind as? FileAttributeType == .typeSymbolicLink)
    #expect(names() == [link, target].sorted())
  }

  @Test(arguments: writers) func whatIsNoFileIsNeverReplaced(writer: Writer) throws {
    let name = "there" + writer.ending
    let path = folder.path + "/" + name
    func refusal() -> String { writer.write(path, true) ?? "written" }
    #expect(mkfifo(path, 0o600) == 0)
    #expect(refusal().contains("it is a pipe; name a file"))
    unlink(path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
    #expect(refusal().contains("it is a device; name a file"))
    unlink(path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: name)
    #expect(refusal().contains("its links lead round in a circle"))
    unlink(path)
    let socket = try makeSocket(at: path)
    defer { close(socket) }
    #expect(refusal().contains("it is a socket; name a file"))
    unlink(path)
    try folder.makeFolders(name)
    #expect(refusal().contains("it is a folder; name a file"))
    #expect(names() == [name] && names(name).isEmpty)
    #expect(
      writer.write(folder.path + "/none/" + name, true)?.contains("there is no folder") == true)
  }

  private func makeSocket(at path: String) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    let number = socket(AF_UNIX, kind, 0)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, size) }
    }
    try #require(result == 0)
    return number
  }

  @Test(arguments: writers) func filesOfOthersAreAskedFor(writer: Writer) throws {
    let name = "mine" + writer.ending
    let mine = Data("my own words\n".utf8)
    try folder.write(Array(mine), to: name)
    let refusal = try #require(writer.write("\(folder.path)/\(name)", false))
    #expect(refusal.contains("exists and is no "))
    #expect(
      refusal.contains("force=yes overwrites it") || refusal.contains("--force overwrites it"))
    #expect(bytes(name) == mine && names() == [name])
    // What a program that was killed has left goes with the next write.
    try folder.write([1, 2, 3], to: ".descent-1a2b3c.part")
    #expect(writer.write("\(folder.path)/\(name)", true) == nil)
    #expect(bytes(name) != mine && names() == [name])
  }

  @Test(.enabled(if: geteuid() != 0), arguments: writers)
  func aFolderThatMayNotBeWrittenIsTold(writer: Writer) throws {
    try folder.makeFolders("locked")
    #expect(chmod(folder.path + "/locked", 0o500) == 0)
    let refusal = writer.write("\(folder.path)/locked/x\(writer.ending)", true)
    #expect(refusal?.contains("ermission denied") == true)
  }

  @Test(arguments: writers) func namesAreTakenAsTheyAre(writer: Writer) throws {
    try folder.makeFolders("a b")
    let longest = String(repeating: "n", count: 255 - writer.ending.utf8.count) + writer.ending
    let whole = ["σ'\"$x ;#.\\" + writer.ending, longest, "-" + writer.ending]
    for name in whole {
      #expect(writer.write("\(folder.path)/a b/../a b/\(name)", false) == nil, "\(name)")
    }
    #expect(names("a b") == whole.sorted())
    let refusal = writer.write("\(folder.path)/n\(longest)", false)
    #expect(refusal?.contains("ile name too long") == true)
    let deep = String(repeating: "/0123456789", count: 500)
    #expect(writer.write(folder.path + deep + writer.ending, false)?.isEmpty == false)
    #expect(names() == ["a b"])
  }

  // MARK: Folders and studies

  private func run(_ name: String, to path: String) throws -> Transcript {
    let transcript = Transcript()
    let line = try #require(Self.others[name])
    transcript.run(line.replacing("FILE", with: LineSyntax.quoted(path)))
    return transcript
  }

  @Test(arguments: others.keys.sorted()) func whatIsInTheWayOfAFolderStays(name: String) throws {
    let path = folder.path + "/there"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(try run(name, to: path).outcome == .failed)
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    unlink(path)
    try folder.write(Array("mine".utf8), to: "there")
    #expect(try run(name, to: path).outcome == .failed)
    #expect(bytes("there") == Data("mine".utf8) && names() == ["there"])
  }

  /// Another person's folder with a name that a run would have is left as it is.
  @Test(arguments: ["log folder", "export file"]) func foreignFoldersAreNotAddedTo(name: String)
    throws
  {
    try folder.makeFolders("runs/main")
    try folder.write(Array("mine".utf8), to: "runs/main/notes.txt")
    #expect(try run(name, to: folder.path + "/runs").outcome == .done)
    #expect(names("runs/main") == ["notes.txt"])
    #expect(names("runs") == ["main", "main-2"])
    // Another session is another run.
    #expect(try run(name, to: folder.path + "/runs").outcome == .done)
    #expect(names("runs") == ["main", "main-2", "main-3"])
    // By a link too.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: "runs")
    #expect(try run(name, to: folder.path + "/link").outcome == .done)
    #expect(names("runs").count == 4)
  }
}
