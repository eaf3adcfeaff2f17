import Console
import Foundation
import TestSupport
import Testing

@testable import Session
@testable import Shell

/// What holds of every verb and program word that reads a file: nothing is waited for, and what
/// cannot be read is told in a sentence that names it.
@Suite struct ReadFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func linesEndAsEverySystemEndsThem() throws {
    try folder.write(Array("step\r\nback\n".utf8), to: "lines")
    #expect(try Files.lines(of: folder.path + "/lines") == ["step", "back", ""])
  }

  /// A way to read a file.
  struct Reader: Sendable, CustomTestStringConvertible {
    var name: String
    /// Reads a path; what is said of it.
    var read: @Sendable (_ path: String) -> (isDone: Bool, text: String)

    var testDescription: String { name }

    /// A command of the shell; `FILE` stands for the path.
    static func verb(_ name: String, _ line: String) -> Reader {
      Reader(name: name) { path in
        let transcript = Transcript()
        let text = transcript.run(line.replacing("FILE", with: LineSyntax.quoted(path)))
        return (transcript.outcome == .done, text)
      }
    }
  }

  static let readers: [Reader] = [
    .verb("load file", "load FILE"), .verb("source file", "source FILE"),
    .verb("data name", "data FILE target=y"),
    .verb("data images", "data idx images=FILE labels=FILE"),
    .verb("data labels", "data idx images=FILE labels=FILE"),
    .verb("network weights", "data points x=1 y=1; network 1-1 weights=FILE"),
    .verb("compare file", "surface bowl; step; compare FILE"),
    .verb("surface data", "surface line data=FILE x=a y=y"),
    .verb("lesson which", "lesson FILE"),
    .verb("search file", "search resume FILE"), .verb("search file", "search table FILE"),
    .verb("search folder", "search task FILE 0 of=1"),
    .verb("search folder", "search collect FILE"),
    Reader(name: "check") { path in
      let result = LessonTools.check([path], LessonTools.CheckOptions()) { _, _ in }
      return (result.status == 0, result.text)
    },
    Reader(name: "grade") { path in
      let result = LessonTools.grade([path], lessons: [], csv: nil, items: nil)
      return (result.status == 0, result.text)
    },
    Reader(name: "grade --lessons") { path in
      let result = LessonTools.grade([], lessons: [path], csv: nil, items: nil)
      return (result.status == 0, result.text)
    },
  ]

  @Test func everyParameterThatReadsIsInTheTable() {
    let workspace = Session(output: .init(write: { _ in }, writeError: { _ in })).workspace
    var found: Set<String> = []
    for command in CommandTable.standard.commands {
      var choices: [String] = []
      for parameter in command.parameters {
        if case .choice(let words) = parameter.kind { choices += words }
        choices += parameter.names?.all(in: workspace) ?? []
        choices += parameter.suggestions?(workspace) ?? []
      }
      for words in [[]] + choices.map({ [$0] }) {
        for parameter in command.parameters(after: words, in: workspace)
        where parameter.kind == .path {
          found.insert("\(command.name) \(parameter.name)")
        }
      }
    }
    #expect(found.isSubset(of: Set(Self.readers.map(\.name))), "\(found)")
    #expect(found.count >= 7)
  }

  private func expectRefusal(
    _ reader: Reader, _ name: String, _ words: String? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let (isDone, text) = reader.read(folder.path + "/" + name)
    #expect(!isDone, "\(name): \(text)", sourceLocation: sourceLocation)
    // A very long name is shown by its beginning.
    #expect(text.contains(name.prefix(100)), "\(name): \(text)", sourceLocation: sourceLocation)
    if let words {
      #expect(text.contains(words), "\(name): \(text)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: readers) func whatCannotBeReadIsNamed(reader: Reader) throws {
    expectRefusal(reader, "none.md")
    expectRefusal(reader, "no/such.md")
    expectRefusal(reader, String(repeating: "n", count: 255))
    expectRefusal(reader, String(repeating: "n", count: 256))
    expectRefusal(reader, String(repeating: "0123456789/", count: 500) + "x")
    try folder.makeFolders("folder.md")
    expectRefusal(reader, "folder.md")
    // A pipe without a writer would be waited for.
    #expect(mkfifo(folder.path + "/pipe.md", 0o600) == 0)
    expectRefusal(reader, "pipe.md")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/null.md", withDestinationPath: "/dev/null")
    expectRefusal(reader, "null.md")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/round.md", withDestinationPath: "round.md")
    expectRefusal(reader, "round.md")
    guard geteuid() != 0 else { return }
    try folder.write([10], to: "locked.md")
    chmod(folder.path + "/locked.md", 0)
    expectRefusal(reader, "locked.md", "ermission denied")
  }

  @Test(arguments: readers) func bytesThatAreNoTextAreToldOf(reader: Reader) throws {
    try folder.write([0xFF, 0xFE, 0, 0x80, 10], to: "a b.md")
    expectRefusal(reader, "a b.md")
  }
}
