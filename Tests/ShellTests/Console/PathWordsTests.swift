import Console
import Session
import TestSupport
import Testing

/// Paths in lines that are kept, seen from the file that keeps them.
@Suite struct PathWordsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["runs/deep", "data"] { try folder.makeFolders(name) }
    for name in ["runs/d.csv", "runs/~d.csv", "data/d.csv"] { try folder.write([], to: name) }
  }

  /// A path that leads out of the folder stays whole: a moved folder would not find it from there.
  @Test(arguments: [
    // In the kept line, seen from `runs`; `@` is the folder of both.
    ("data @/runs/d.csv target=y", "data ./d.csv target=y"),
    // A name that begins with a tilde would be a home folder.
    ("data @/runs/~d.csv target=y", "data ./~d.csv target=y"),
    ("data @/data/d.csv target=y", "data @/data/d.csv target=y"),
    ("data @/runs/none.csv target=y", "data @/runs/none.csv target=y"),
    ("data moons; step 2", "data moons; step 2"),
  ])
  func `A path beside a file is kept by its name, and any other whole`(line: String, kept: String) {
    let workspace = Transcript().session.workspace
    let typed = line.replacing("@", with: folder.path)
    #expect(
      workspace.line(typed, seenFrom: folder.path + "/runs")
        == kept.replacing("@", with: folder.path))
  }
}
