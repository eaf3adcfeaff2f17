import Arrays
import Foundation
import TestSupport
import Testing

/// Weights, data and tables out and in, and `compare`: what the verbs do with files. That other programs
/// read and write the same is Tests/Scripts/exchange.py's.
@Suite struct ExchangeTests {
  private static let network =
    "data moons n=30; network 2-4:tanh-1:sigmoid; batch 8; optimizer adam lr=0.02"

  private func theta(_ transcript: Transcript) throws -> [Double] {
    try #require(transcript.session.workspace.branch?.timeline.state.theta)
  }

  @Test(arguments: ["npz", "safetensors"], ["own", "pytorch", "keras"])
  func weightsComeBackTheSame(format: String, names: String) throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run(Self.network + "; run 9")
    let before = try theta(transcript)
    let said = transcript.run("export weights \(folder.path)/w.\(format) names=\(names)")
    #expect(said.contains("wrote"))
    // Its own file is written again.
    #expect(transcript.run("export weights \(folder.path)/w.\(format) names=\(names)") == said)
    let read = transcript.run("network 2-4:tanh-1:sigmoid weights=\(folder.path)/w.\(format)")
    #expect(transcript.outcome == .done, "\(read)")
    #expect(read.contains("read:"))
    #expect(try theta(transcript) == before)
    // What is saved has the numbers, not the file.
    transcript.run("run 3; save \(folder.path)/s")
    let after = try theta(transcript)
    try FileManager.default.removeItem(atPath: "\(folder.path)/w.\(format)")
    let other = Transcript()
    other.run("load \(folder.path)/s")
    #expect(try theta(other) == after)
  }

  @Test func weightsThatDoNotFitAreRefused() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run(Self.network)
    transcript.run("export weights \(folder.path)/w.npz")
    for (line, says) in [
      ("network 2-5:tanh-1 weights=\(folder.path)/w.npz", "W1 here is 5 × 2 as [out, in]"),
      ("network 2-4:tanh-4-1 weights=\(folder.path)/w.npz", "W2 here is 4 × 4 as [out, in]"),
      (
        "network 2-4:tanh-1 weights=\(folder.path)/w.npz transpose=yes",
        "leave transpose=yes away"
      ),
      ("network 2-4:tanh-1 weights=\(folder.path)/w.npz init=he", "weights= gives"),
      ("network 2-4:tanh-1 transpose=yes", "weights=FILE"),
      ("network 2-4:tanh-1 weights=\(folder.path)/w.h5", "must end in .npz"),
      ("network 2-4:tanh-1 weights=\(folder.path)/none.npz", "no such file"),
      ("export weights \(folder.path)/w.h5", "must end in .npz"),
      ("network 2-4:tanh-1 weights=\(folder.path)/m.pt", "it is a pickle: save by safetensors"),
      ("export csv \(folder.path)/w.npz", "exists and is no table"),
      ("export weights \(folder.path)/v.npz theme=dark", "takes no theme="),
      ("export csv \(folder.path)/a.csv nonsense", "is no table; there are trace"),
      ("export csv \(folder.path)/a.csv race last=3", "last= is for"),
      ("export optuna \(folder.path)/a.log", "no search yet"),
      ("export tensorboard \(folder.path)/a search", "no search yet"),
    ] {
      let theta = try theta(transcript)
      let said = transcript.run(line)
      #expect(said.contains(says), "\(line): \(said)")
      #expect(try self.theta(transcript) == theta)
    }
  }

  /// A lesson's own text reads files beside it and writes none.
  @Test func aLessonsTextWritesNone() {
    for format in ["weights", "csv", "pdf", "pgf", "vega", "optuna"] {
      let transcript = Transcript()
      transcript.session.workspace.sandbox = .init(folders: ["/tmp"])
      #expect(
        transcript.run("surface bowl; export \(format) /tmp/x.npz").contains("not among them"))
    }
  }

  @Test func dataOfArraysHaveTheirTask() throws {
    let folder = try TemporaryFolder()
    let x = NamedArray("X", shape: [6, 2], values: (0..<12).map(Double.init))
    let cases: [(NamedArray, String)] = [
      (NamedArray("y", shape: [6], values: [0, 1, 0, 1, 0, 1]), "two classes"),
      (NamedArray("y", shape: [6, 1], values: [0.5, 1, 0, 1, 0, 1]), "regression"),
      (
        NamedArray("y", shape: [6, 2], values: [1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1]), "classes"
      ),
    ]
    for (y, task) in cases {
      let bytes = try ArrayFile.npz.bytes(of: [x, y])
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/d.npz"))
      let transcript = Transcript()
      let said = transcript.run("data \(folder.path)/d.npz")
      #expect(transcript.outcome == .done && said.contains("6 examples"), "\(said)")
      let name = task == "two classes" ? "binary" : task
      #expect(said.contains(name), "\(said)")
    }
    let transcript = Transcript()
    #expect(transcript.run("data \(folder.path)/d.npz x=W").contains("there is no W; it holds X"))
  }

  // MARK: compare

  private func write(_ arrays: [NamedArray], to path: String) throws {
    try Data(try ArrayFile.npz.bytes(of: arrays)).write(to: URL(fileURLWithPath: path))
  }

  private func quantity(_ transcript: Transcript, _ name: String) throws -> [Double] {
    try #require(transcript.session.workspace.branch?.timeline.record?.values(of: name))
  }

  @Test func compareNamesTheFirstThatDiffersAndWhy() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/mine.npz"
    let transcript = Transcript()
    transcript.run(Self.network + "; run 5")
    let (v, vHat) = (try quantity(transcript, "v"), try quantity(transcript, "v_hat"))
    let (m, delta) = (try quantity(transcript, "m"), try quantity(transcript, "delta"))
    func array(_ name: String, _ values: [Double]) -> NamedArray {
      NamedArray(name, shape: [values.count], values: values)
    }
    try write([array("v_hat", vHat), array("m", m)], to: path)
    #expect(transcript.run("compare \(path)").contains("All agree."))
    let factor = 1 - (0.999 * 0.999 * 0.999 * 0.999 * 0.999)
    try write(
      [
        array("delta", delta.map { 3 * $0 }), array("v_hat", v.map { $0 * factor }), array("m", m),
        array("q", [1]),
      ], to: path)
    let said = transcript.run("compare \(path)")
    #expect(said.contains("your v̂ is v"), "\(said)")
    #expect(said.contains("you multiplied by (1 − β₂ᵗ) where Adam divides."), "\(said)")
    #expect(said.contains("not compared: q"), "\(said)")
    // A layer's part, and a mistake that none of the lists has.
    let entry = try #require(
      transcript.session.workspace.branch?.timeline.experiment.objective.layout.entry(named: "W2"))
    let part = Array(m[entry.range])
    try write([NamedArray("m_W2", shape: [1, 4], values: part)], to: path)
    #expect(transcript.run("compare \(path)").contains("All agree."))
    try write([NamedArray("m_W2", shape: [1, 4], values: part.map { 1.37 * $0 })], to: path)
    #expect(transcript.run("compare \(path)").contains("None of the usual mistakes"))
    try write([array("nonsense", [1])], to: path)
    #expect(transcript.run("compare \(path)").contains("name arrays as quantities"))
  }

  // MARK: Tables

  @Test func aTraceHasAColumnForEachNumber() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface rosenbrock; optimizer adam lr=0.1; run 12")
    let said = transcript.run(
      "export csv \(folder.path)/a.csv trace loss m_hat \"norm(grad)\" last=5")
    #expect(said.contains("5 rows of 5 columns"), "\(said)")
    let text = try folder.read("a.csv")
    let lines = text.split(separator: "\r\n")
    #expect(lines[0] == "t,loss,m_hat[0],m_hat[1],norm(grad)")
    #expect(lines.count == 6)
    let last = lines[5].split(separator: ",").map(String.init)
    let m = try quantity(transcript, "m_hat")
    #expect(last[0] == "12" && Double(last[2]) == m[0] && Double(last[3]) == m[1])
    // The same columns are its own; others are asked for.
    #expect(transcript.run("export csv \(folder.path)/a.csv trace loss").contains("is no table"))
    #expect(
      transcript.run("export csv \(folder.path)/a.csv trace loss force=yes").contains("wrote"))
  }
}
