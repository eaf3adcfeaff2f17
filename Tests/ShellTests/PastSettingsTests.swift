import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing

/// What is shown of an update made before the settings changed goes by the settings of its time.
@Suite struct PastSettingsTests {
  private func losses(_ text: String) -> [String] {
    text.split(separator: "\n").suffix(8).map(String.init)
  }

  @Test func aTraceKeepsTheLossesOfItsTime() throws {
    let transcript = Transcript()
    transcript.run("data moons n=40; network 2-3:maxout2-1; run 4 epochs until loss < 0.3; step 4")
    let before = losses(transcript.run("trace loss last=8"))
    transcript.run("dropout drop=0.5")
    let after = losses(transcript.run("trace loss last=8"))
    // The last row is of the state in force, whose settings are the new ones.
    #expect(after.dropLast() == before.dropLast())
    #expect(after.last != before.last)
    let folder = try TemporaryFolder()
    transcript.run("save \(folder.path)/z")
    let loaded = Transcript()
    loaded.run("load \(folder.path)/z")
    #expect(losses(loaded.run("trace loss last=8")) == after)
  }

  /// A layer's name shows that layer's parameters, not the first ones of θ.
  @Test(arguments: [("b1", ["b1[0]", "b1[1]"]), ("W2", ["W2[0,0]", "W2[0,1]"]), ("b2", ["b2"])])
  func explainShowsWhatWasAskedFor(name: String, labels: [String]) {
    let transcript = Transcript()
    transcript.run("data points x=1,2,-1,0.5 y=1,0; network 2-2:elu-1:sigmoid; step")
    let text = transcript.run("explain \(name)")
    for label in labels {
      #expect(text.contains(label + " ") || text.contains(label + "["), "\(text)")
    }
    #expect(!text.contains("W1"))
    #expect(transcript.errors.isEmpty)
  }

  @Test func gradOfANetworkIsExplainedBySumsOverTheSet() {
    let transcript = Transcript()
    transcript.run("data moons n=20; network 2-2-1; step")
    let text = transcript.run("explain grad")
    #expect(text.contains("grad_W1[0,0] = ") && text.contains("the 20 examples"), "\(text)")
  }
}

/// Files that lie elsewhere than they did.
@Suite(.serialized) struct MovedFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let table = "a,b,y\n1,2,3\n2,3,5\n3,1,4\n4,4,8\n5,2,7\n6,1,7\n"

  @Test func aStudyThatWasMovedFindsItsData() throws {
    let (old, new) = (folder.path + "/old", folder.path + "/new")
    for sub in ["", "/sub"] {
      try FileManager.default.createDirectory(
        atPath: old + sub, withIntermediateDirectories: true)
      try folder.write(Array(Self.table.utf8), to: "old\(sub)/d.csv")
    }
    for place in ["d.csv", "sub/d.csv"] {
      try? FileManager.default.removeItem(atPath: new)
      try? FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
      let first = Transcript()
      first.run(
        "data \(old)/\(place) split=0.7,0.3; network 2-2-1:linear; "
          + "search random lr=log(1e-3,1) trials=2 epochs=1 study=\(old)/s.study")
      #expect(first.errors.isEmpty, "\(first.errors)")
      try FileManager.default.moveItem(atPath: old, toPath: new)
      let second = Transcript()
      let said = second.run("search resume \(new)/s.study")
      #expect(second.errors.isEmpty, "\(said)")
      try FileManager.default.moveItem(atPath: new, toPath: old)
      try FileManager.default.removeItem(atPath: old + "/s.study")
    }
  }

  /// A file that is called as a data set is, or as a home folder, stays a file in what is written.
  @Test(arguments: ["moons", "idx", "~x.csv"])
  func aFileKeepsItsPath(name: String) throws {
    try folder.write(Array(Self.table.utf8), to: name)
    let transcript = Transcript()
    transcript.run("data \"\(folder.path)/\(name)\"; network 2-2-1:linear; step 3")
    transcript.run("save \(folder.path)/z; notebook \(folder.path)/n.md")
    #expect(transcript.errors.isEmpty, "\(transcript.errors)")
    let loaded = Transcript()
    loaded.run("load \(folder.path)/z")
    #expect(loaded.errors.isEmpty, "\(loaded.errors)")
    #expect(loaded.run("print theta; data") == transcript.run("print theta; data"))
    let again = Transcript()
    again.run("source \(folder.path)/n.md")
    #expect(again.run("print theta") == transcript.run("print theta"))
  }

  @Test func aNotebookSaysThatCheckWillNotReadItsData() throws {
    try folder.write(Array(Self.table.utf8), to: "d.csv")
    try FileManager.default.createDirectory(
      atPath: folder.path + "/nb", withIntermediateDirectories: true)
    let transcript = Transcript()
    transcript.run("data \(folder.path)/d.csv; network 2-2-1:linear; step")
    let above = transcript.run("notebook \(folder.path)/nb/n.md")
    #expect(above.contains("not in its own folder"))
    #expect(!transcript.run("notebook \(folder.path)/n.md").contains("not in its own folder"))
  }
}
