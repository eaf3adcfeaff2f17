import Console
import Session
import Shell
import TestSupport
import Testing

@Suite struct CompletionTests {
  @Test(
    arguments: [
      ("opt", ["optimizer"]), ("", nil), ("step; ste", ["step"]), ("surface ros", ["rosenbrock"]),
      ("optimizer ad", ["adagrad", "adam", "adamw"]), ("optimizer adam b", ["beta1=", "beta2="]),
      ("optimizer adam lr=0.1 beta1=0.9 b", ["beta2="]), ("print m_", ["m_hat", "m_prev"]),
      ("print norm(m_h", ["m_hat"]), ("run 10 un", ["until"]), ("run 10 until lo", ["loss"]),
      ("convention p", ["pytorch"]), ("schedule cosine ", ["T=", "per="]), ("set col", ["color"]),
      ("explain v_", ["v_hat", "v_prev"]), ("help err", ["errata"]), ("switch ", ["trial"]),
      ("surface line data=au", ["auto_mpg"]), ("frobnicate ", []), ("stop rest", ["restore="]),
      ("stop restore=", ["no", "yes"]), ("plot surf", ["surface"]), ("plot st", ["step"]),
      ("plot bou", []), ("plot surface desc", ["describe"]), ("plot loss smo", ["smooth="]),
    ] as [(String, [String]?)])
  func whatFitsIsOffered(line: String, expected: [String]?) {
    let transcript = Transcript()
    transcript.run("surface rosenbrock; optimizer adam lr=0.1; step; fork trial; switch main")
    let found = transcript.session.completions(line: line, cursorUTF8: line.utf8.count)
    let texts = found.candidates.map(\.text)
    if let expected {
      #expect(texts == expected)
    } else {
      #expect(texts == CommandTable.standard.commands.map(\.name).sorted())
    }
    // Putting a candidate in the place of the range gives the completed line.
    #expect(found.replacing.upperBound == line.utf8.count)
    let typed = String(decoding: Array(line.utf8)[found.replacing], as: UTF8.self)
    for text in texts { #expect(text.hasPrefix(typed)) }
  }

  @Test(
    arguments: [
      ("load my", 5, nil), ("load \"my d", 6, "\""), ("load 'my d", 6, "'"),
      ("load “my d", 8, "\""),
      ("data idx images=my", 16, nil), ("data idx images=\"my d", 17, "\""),
      ("export svg my", 11, nil), ("search random lr=1,2 study=my", 27, nil),
    ] as [(String, Int, String?)])
  func aPathsWordHasItsQuotes(line: String, start: Int, open: String?) {
    let transcript = Transcript()
    transcript.run("surface bowl")
    let found = transcript.session.completions(line: line, cursorUTF8: line.utf8.count)
    #expect(found.quotes?.start == start && found.quotes?.open == open)
    let other = transcript.session.completions(line: "optimizer ad", cursorUTF8: 12)
    #expect(other.quotes == nil)
  }

  /// Brackets that are closed hold no blank; those that are open do.
  @Test func aWordEndsBehindItsBrackets() {
    let transcript = Transcript()
    transcript.run("surface rosenbrock; step")
    func offers(_ line: String) -> Bool {
      transcript.session.completions(line: line, cursorUTF8: line.utf8.count)
        .candidates.map(\.text).contains("for=")
    }
    #expect(offers("watch g[0] "))
    #expect(!offers("watch g[0 "))
  }

  @Test func filesAreOfferedHiddenOnesWhenAskedForAndFoldersToGoInto() throws {
    let folder = try TemporaryFolder()
    for name in ["data.csv", ".hidden"] { try folder.write([], to: name) }
    try folder.makeFolders("inner")
    func candidates(_ name: String) -> [Completions.Candidate] {
      let line = "load \(folder.path)/\(name)"
      return Transcript().session.completions(line: line, cursorUTF8: line.utf8.count).candidates
    }
    #expect(candidates("").map(\.text) == ["data.csv", "inner/"])
    #expect(candidates("").map(\.isComplete) == [true, false])
    #expect(candidates(".").map(\.text) == [".hidden"])
  }

  @Test func anyCursorInAnyTextIsHarmless() {
    let transcript = Transcript()
    transcript.run("surface rosenbrock; step")
    let line = "print m\u{302}[0] + \"x; surface é 日本 at=(1, 2 ; plot 'a"
    for cursor in -2...(line.utf8.count + 3) {
      _ = transcript.session.completions(line: line, cursorUTF8: cursor)
    }
  }

  @Test(
    arguments: ["s", "b", "c", "u", "i", "p loss", "h"])
  func reservedLettersAreTaken(line: String) {
    let transcript = Transcript()
    transcript.run("surface rosenbrock; step 3")
    transcript.run(line)
    #expect(transcript.outcome == .done)
  }

  @Test func greekNamesAreTakenWhereverAsciiOnesAre() {
    let transcript = Transcript()
    transcript.run("surface rosenbrock; optimizer adam lr=0.1 β₁=0.8 ε=1e-7; step")
    #expect(transcript.outcome == .done)
    #expect(transcript.run("print β₁") == transcript.run("print beta1"))
    #expect(transcript.run("explain m̂") == transcript.run("explain m_hat"))
    #expect(transcript.run("answer m̂[0] 3") == transcript.run("answer m_hat[0] 3"))
    #expect(transcript.run("print ‖∇L‖ + √(v̂[0])") != "")
    #expect(transcript.outcome == .done)
  }
}
