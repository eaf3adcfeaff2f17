import Foundation
import TestSupport
import Testing

/// `export numpy`, `export pytorch`, `export keras`: what is written, and what is refused. That the scripts
/// end at the session's numbers is Tests/Scripts/take_home.py's.
@Suite struct ScriptTests {
  private static let course =
    "data moons n=30 split=0.7,0.3; network 2-4:elu-3:maxout2-1:sigmoid; dropout drop=0.3; batch 8; "
    + "optimizer rmsprop; schedule cosine T=9; penalty l2=0.01; stop patience=2; run 40"

  @Test(arguments: ["numpy", "pytorch", "keras"])
  func aScriptHoldsTheWholeSession(library: String) throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run(Self.course)
    let said = transcript.run("export \(library) \(folder.path)/a.py")
    #expect(transcript.outcome == .done, "\(said)")
    let text = try folder.read("a.py")
    let t = try #require(transcript.session.workspace.branch?.timeline.state.t)
    for part in [
      "order_stream = np.random.RandomState(1)", "mask_stream = np.random.RandomState(2)",
      "for t in range(1, \(t) + 1)", "+ 0.01*p", "math.cos(", "if t <= 1:", "alpha = 0.9",
      "X_val = ", "best_theta", "max |Δθ|",
    ] { #expect(text.contains(part), "\(part)") }
    // It is its own file, and is written again.
    #expect(transcript.run("export \(library) \(folder.path)/a.py").contains("wrote"))
  }

  @Test func aNotebookHasTheSameCode() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run(Self.course)
    transcript.run("export pytorch \(folder.path)/a.py; export pytorch \(folder.path)/a.ipynb")
    let data = Data(try folder.read("a.ipynb").utf8)
    let notebook = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(notebook["nbformat"] as? Int == 4)
    let cells = try #require(notebook["cells"] as? [[String: Any]])
    let script = try folder.read("a.py")
    for cell in cells where cell["cell_type"] as? String == "code" {
      let lines = try #require(cell["source"] as? [String])
      #expect(script.contains(lines.joined()))
      #expect(cell["outputs"] is [Any])
    }
    #expect(cells.contains { $0["cell_type"] as? String == "markdown" })
  }

  @Test func whatHasNoScriptIsRefused() throws {
    let folder = try TemporaryFolder()
    for (lines, says) in [
      ("surface bowl; export numpy \(folder.path)/a.py", "no update has been made"),
      ("surface bowl; run 3; export numpy \(folder.path)/a.txt", ".ipynb for a notebook"),
      ("surface bowl; run 3; export numpy \(folder.path)/a.py theme=dark", "takes no theme"),
    ] {
      let transcript = Transcript()
      #expect(transcript.run(lines).contains(says), "\(lines)")
    }
    #expect((try? folder.read("a.py")) == nil)
  }
}
