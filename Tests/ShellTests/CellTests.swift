import Console
import Session
import TestSupport
import Testing

/// Cells of notebooks, and the prose between commands.
@Suite struct CellTests {
  @Test func aQuoteGoesOnInTheNextLine() {
    let lines = CellLine.lines(of: "step\r\nsurface \"x^2 +\n y^2\" at=1,1\n# it's\nstep")
    #expect(lines.map(\.text) == ["step", "surface \"x^2 +  y^2\" at=1,1", "# it's", "step"])
    #expect(lines.map(\.number) == [1, 2, 4, 5])
    #expect(lines[1].place(ofColumn: 9) == (2, 9))
    #expect(lines[1].place(ofColumn: 16) == (3, 1))
    #expect(CellLine.lines(of: "it's\nb", joins: false).map(\.text) == ["it's", "b"])
  }

  @Test func theProseOfADocumentIsInItsNotebook() throws {
    let folder = try TemporaryFolder()
    let text = """
      ---
      title: no prose
      ---

      # Valleys

      Why *so* slow?

      ```descent
      surface bowl
      step
      ```

      ```descent output
      not kept
      ```

      ```python
      kept as it is
      ```

      ```descent
      print loss
      ```

      The end.
      """
    try folder.write(Array(text.utf8), to: "a.md")
    let transcript = Transcript()
    transcript.run("source \(folder.path)/a.md")
    transcript.run("# by hand")
    transcript.run("step")
    transcript.run("notebook \(folder.path)/b.md")
    #expect(transcript.errors == "")
    let notebook = try folder.read("b.md")
    let parts = [
      "title: Valleys", "# Valleys", "Why *so* slow?", "surface bowl", "kept as it is",
      "print loss",
      "The end.", "by hand", "step",
    ]
    var rest = notebook[...]
    for part in parts {
      let range = try #require(rest.firstRange(of: part), "\(part) in \(notebook)")
      rest = rest[range.upperBound...]
    }
    #expect(!notebook.contains("not kept") && !notebook.contains("no prose"))
    // What is saved and loaded keeps it.
    transcript.run("save \(folder.path)/s; load \(folder.path)/s")
    transcript.run("notebook \(folder.path)/c.md")
    #expect(try folder.read("c.md") == notebook)
    // A page has it as HTML.
    transcript.run("notebook \(folder.path)/b.html")
    #expect(try folder.read("b.html").contains("<p>Why <em>so</em> slow?</p>"))
  }
}
