import Console
import Session
import Shell
import TestSupport
import Testing
import Wording

/// Every example in the help does what it says it does: it runs.
@Suite(.serialized) struct ExampleTests {
  @Test(arguments: CommandTable.standard.commands.map(\.name))
  func examplesRun(verb: String) throws {
    let command = try CommandTable.standard.command(for: verb)
    // `source` takes a file that only its reader has.
    #expect(!command.examples.isEmpty || verb == "source")
    let folder = try TemporaryFolder()
    for json in [false, true] {
      let transcript = Transcript(traits: Traits(json: json))
      let browser = Browser()
      transcript.session.workspace.host.viewer = browser
      for example in command.examples {
        var line = example
        for file in [
          "session.descent", "path.svg", "loss.svg", "race.svg", "run.html", "runs", "moons.py",
          "loss.pdf", "loss.pgf", "loss.vl.json", "course.csv", "loss.csv", "moons.safetensors",
          "start.npz", "mine.npz",
        ] {
          line = replacing(file, by: folder.path + "/" + file, in: line)
        }
        let text = transcript.run(line)
        #expect(transcript.outcome != .failed, "\(example): \(text)")
        if json { try expectObjects(text, from: example) }
      }
    }
  }

  @Test func everyVerbHasHelp() throws {
    let transcript = Transcript()
    for command in CommandTable.standard.commands {
      let text = transcript.run("help \(command.name)")
      #expect(text.contains(command.usage) || command.usage.count > 80)
      #expect(text.split(separator: "\n").allSatisfy { displayWidth(of: String($0)) <= 80 })
    }
  }
}

/// A page that is only asked for.
private final class Browser: Viewer {
  var isTrusted = false
  func open() -> String { "http://127.0.0.1:1/" }
  func share(at addresses: [String]) -> [String] { addresses.map { "http://\($0):1/" } }
  func close() {}
}
