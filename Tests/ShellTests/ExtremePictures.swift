import Console
import Foundation
import Plot
import Session
import Shell
import Testing
import Wording

/// Every picture of every kind of set-up, where the numbers are as bad as numbers can be and in
/// windows of every size.
///
/// Which pictures there are is what `plot` alone lists, so that a new one is drawn here too. What a
/// picture is drawn of and where is drawn by lot, the same lot in every run;
/// `DESCENT_PICTURES=N` draws N times as many.
@Suite struct ExtremePictures {
  /// A set-up, and how many parameters it has; `θ` stands for where they are.
  struct SetUp: Sendable, CustomTestStringConvertible {
    var lines: String
    var count: Int

    var testDescription: String { lines }
  }

  static let setUps: [SetUp] = [
    SetUp(lines: "surface \"x^2 + y^2\" at=θ", count: 2),
    SetUp(lines: "surface \"sin(x)*y\" at=θ", count: 2),
    SetUp(lines: "surface \"log(x) + 1/y\" at=θ", count: 2),
    SetUp(lines: "surface \"max(x, y)\" at=θ; fork b; step; switch main", count: 2),
    SetUp(lines: "surface \"exp(x*y) + 0*x\" at=θ; optimizer adam lr=1e300", count: 2),
    SetUp(lines: "surface rosenbrock at=θ; schedule cosine T=1", count: 2),
    SetUp(
      lines: "surface line data=auto_mpg x=weight_lb y=mpg at=θ; optimizer momentum lr=1", count: 2),
    SetUp(lines: "data sine n=12; network 1-4-1 theta=θ; optimizer gd lr=1", count: 13),
    SetUp(
      lines: "data points x=1e308,-1e308 y=1e308; network 2-1:linear theta=θ", count: 3),
    SetUp(
      lines: "data points x=1,1 y=1; network 2-1:linear theta=θ; surface from network", count: 3),
    SetUp(
      lines: "data moons n=12 split=0.6,0.2,0.2; network 2-3:tanh-2:maxout2-1:sigmoid theta=θ; "
        + "dropout drop=0.5; batch 4", count: 24),
    SetUp(
      lines: "data iris take=20 split=0.7,0.3; network 4-3:relu-3:softmax theta=θ; "
        + "optimizer rmsprop lr=1e10", count: 27),
  ]

  /// Numbers for the parameters.
  static let numbers: [[String]] = [
    ["0"], ["1"], ["1e16", "3"], ["1.797e308", "-1.797e308"], ["1e308", "1e308", "0"], ["5e-324"],
    ["-5.17", "1.797e308"], ["1e16"], ["1e-300", "1e300"], ["0.3", "-0.7", "1.2"], ["1e154", "-1"],
  ]

  /// How often θ is driven on, with a rate that may be far too large: to infinity and to NaN.
  static let drives = [
    "", "step", "run 3", "optimizer lr=1e300; run 2", "optimizer lr=1e308; run 9",
  ]

  static let windows = [
    (1, 1), (2, 2), (20, 5), (60, 24), (80, 24), (5_000, 500), (65_535, 65_535),
  ]

  /// What else shows a picture, or numbers in its place.
  static let others = [
    "race gd adam steps=3", "race surfaces=bowl,himmelblau gd steps=2", "animate", "animate race",
    "sweep lr 1e-300,1e300 steps=2", "sweep lr log(1e-3,1,3) steps=3",
    "sweep penalty.l2 0,0.5 steps=3", "plot describe", "explain", "inspect", "hessian", "gradcheck",
    "trace", "diagnose", "units", "gradients", "masks", "subnets", "maxout", "forward",
    "print theta",
    "plot theta[0]", "plot loss/0 loss log=yes", "plot norm(g) last=2", "plot schedule 5e-324",
    "plot schedule 1e308*t", "plot activation relu elu", "plot surface x=1e16,1e16 y=0,5e-324",
    "plot surface x=-1e308,1e308 y=-1.797e308,1.797e308", "plot surface plane=random",
    "plot surface plane=gradient", "plot surface plane=path", "plot weights W1",
    "plot fit x=0,1e308",
    "plot boundary x=1,1 y=2,2", "status", "describe", "branches", "diff main b",
    "search random \"x^2 + y/0\" x=linear(-1e308,1e308) y=log(1e-300,1e300) trials=3",
    "search grid lr=log(1e-300,1e300) trials=3 epochs=1 steps=2",
  ]

  static var share: Int {
    ProcessInfo.processInfo.environment["DESCENT_PICTURES"].flatMap { Int($0) } ?? 1
  }

  @Test(arguments: setUps)
  func isDrawnOrRefused(setUp: SetUp) throws {
    var lot = SystemlessGenerator(state: UInt64(setUp.lines.utf8.count) &+ 5)
    for _ in 0..<4 { _ = lot.next() }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for _ in 0..<Self.share {
      let theta = Self.numbers[Int.random(in: 0..<Self.numbers.count, using: &lot)]
      let numbers = (0..<setUp.count).map { theta[$0 % theta.count] }.joined(separator: ",")
      let drive = Self.drives[Int.random(in: 0..<Self.drives.count, using: &lot)]
      let lines = setUp.lines.replacingOccurrences(of: "θ", with: numbers) + "; " + drive
      let transcript = Transcript()
      transcript.run(lines)
      let commands =
        try Self.pictures(in: transcript).flatMap {
          ["plot \($0)", "plot \($0) describe", "export svg \(folder.path)/p.svg \($0) force=yes"]
        } + Self.others + ["plot search", "plot race describe", "notebook \(folder.path)/n.html"]
      for command in commands where Int.random(in: 0..<4, using: &lot) == 0 {
        let window = Self.windows[Int.random(in: 0..<Self.windows.count, using: &lot)]
        transcript.session.traits = Traits(
          width: window.0, height: window.1,
          color: Bool.random(using: &lot) ? .none : .palette256,
          unicode: Bool.random(using: &lot),
          isInteractive: !command.hasPrefix("animate") && Bool.random(using: &lot),
          json: Int.random(in: 0..<8, using: &lot) == 0)
        try Self.expectShown(command, after: lines, in: transcript)
      }
      if let text = try? String(contentsOf: folder.appendingPathComponent("p.svg"), encoding: .utf8)
      {
        Self.expectWhole(svg: text, of: lines)
      }
    }
  }

  /// The names of all pictures that can be drawn now.
  static func pictures(in transcript: Transcript) throws -> [String] {
    transcript.session.traits = Traits(json: true)
    let start = transcript.output.endIndex
    transcript.run("plot")
    let object = try #require(objects(String(transcript.output[start...])).last)
    let pictures = try #require(object["pictures"] as? [[String: Any]])
    #expect(pictures.count > 15)
    return pictures.filter { $0["drawable"] as? Bool == true }.compactMap { $0["name"] as? String }
  }

  /// A command shows something or says in a sentence why not, and stays within the window where that
  /// has room for anything.
  static func expectShown(
    _ command: String, after lines: String, in transcript: Transcript
  ) throws {
    let traits = transcript.session.traits
    let start = transcript.output.endIndex
    let shown = transcript.run(command)
    let place = "\(lines); \(command) at \(traits.width)x\(traits.height)"
    #expect(!shown.isEmpty, "\(place)")
    if transcript.outcome == .failed {
      #expect(!transcript.errors.isEmpty, "\(place)")
    } else if traits.json {
      try expectObjects(String(transcript.output[start...]), from: place)
    } else if traits.width >= 60, command.hasPrefix("plot"), !command.hasSuffix("describe") {
      for line in transcript.output[start...].split(separator: "\n") {
        let width = displayWidth(of: strippingEscapes(String(line)))
        #expect(width <= traits.width, "\(place): \(width) columns: \(line)")
      }
    }
  }

  /// Places and sizes in a figure are numbers.
  static func expectWhole(svg: String, of place: String) {
    let attributes = svg.matches(of: /\s[a-z0-9-]+="([^"]*)"/).map { $0.1.lowercased() }
    let bad = attributes.first { text in
      text.split { !$0.isLetter && !$0.isNumber && $0 != "." }.contains {
        ["nan", "inf"].contains($0)
      }
    }
    #expect(bad == nil, "\(place): \(bad ?? "")")
  }
}
