import Console
import Foundation
import Session
import Shell
import Testing
import Wording

/// Whole screens compared with the texts under References. `DESCENT_RECORD=1` writes those that differ,
/// and fails: read them before you keep them.
@Suite struct ScreenTests {
  struct Screen: CustomTestStringConvertible, Sendable {
    var name: String
    var lines: [String]
    var traits = Traits()
    /// Where given, only lines that begin so are shown; the others set up.
    var shown = ""
    var testDescription: String { name }
  }

  static let narrow = Traits(width: 60)
  static let ascii = Traits(unicode: false)
  static let color = Traits(color: .ansi)

  static let screens = [
    Screen(name: "help", lines: ["help"]),
    Screen(name: "help-narrow-ascii", lines: ["help"], traits: Traits(width: 60, unicode: false)),
    Screen(name: "help-run", lines: ["help run"]),
    Screen(name: "help-optimizer", lines: ["help optimizer", "help adam"]),
    Screen(name: "help-errata", lines: ["help errata"]),
    Screen(name: "help-quantities", lines: ["help m_hat", "help g", "help time"]),
    Screen(
      name: "first-session",
      lines: [
        "surface rosenbrock", "optimizer adam lr=0.1", "step", "explain m_hat",
        "answer m_hat[0] -2.156", "answer m_hat[0] -215.6", "status",
      ]),
    Screen(name: "surfaces", lines: ["surface"]),
    Screen(name: "optimizers", lines: ["optimizer"]),
    Screen(
      name: "step",
      lines: [
        "surface rosenbrock; optimizer adam lr=0.1", "step 2", "back", "step 5", "goto 0",
        "run 50", "run 1000 until loss < 1e-3", "run 40 every=10",
      ]),
    Screen(
      name: "step-rules",
      lines: [
        "surface ravine at=-5,-2", "step", "optimizer momentum lr=0.05; step",
        "optimizer nesterov lr=0.05; step", "optimizer adagrad lr=1; step",
        "optimizer rmsprop lr=0.1; step", "optimizer adamw lr=0.1; step",
        "convention pytorch; step",
      ]),
    Screen(
      name: "step-narrow-ascii",
      lines: ["surface rosenbrock; optimizer adam lr=0.1", "step", "explain v_hat[1]"],
      traits: Traits(width: 60, unicode: false)),
    Screen(
      name: "step-color", lines: ["surface rosenbrock; optimizer adam lr=0.1", "step"],
      traits: color),
    Screen(
      name: "explain-adam",
      lines: ["surface rosenbrock; optimizer adam lr=0.1; step 2", "explain"]),
    Screen(
      name: "explain-rules",
      lines: [
        "surface ravine; penalty l2=0.1 l1=0.01; schedule cosine T=10", "step 2; explain",
        "optimizer momentum lr=0.05; step 2; explain",
        "optimizer nesterov lr=0.05; step 2; explain",
        "optimizer adagrad lr=1; step 2; explain", "optimizer rmsprop lr=0.1; step 2; explain",
        "optimizer adamw lr=0.1; step 2; explain",
      ]),
    Screen(
      name: "trace",
      lines: [
        "surface rosenbrock; optimizer momentum lr=0.001; step 12", "trace",
        "trace loss norm(grad) v last=5",
      ]),
    Screen(
      name: "hessian",
      lines: [
        "surface stretched_bowl; optimizer gd lr=0.18", "hessian", "optimizer lr=0.21; hessian",
        "surface saddle at=0,0; hessian", "gradcheck",
      ]),
    Screen(
      name: "stops",
      lines: [
        "surface ravine; optimizer gd lr=0.4; break when loss < 1; watch g[0] for=rise",
        "display norm(grad) theta", "run 100", "continue", "break; watch; display", "fork trial",
        "optimizer momentum lr=0.05; step 3", "branches", "diff main trial", "switch main",
        "surface bowl; optimizer gd lr=3; display clear; run 100000",
      ]),
    Screen(
      name: "settings",
      lines: [
        "surface bowl; step 3", "optimizer adam", "convention pytorch", "schedule cosine T=20",
        "schedule \"lr/(1 + 0.1*t)\"", "penalty l2=0.01 l1=1e-3", "stop patience=5", "seed 7",
        "status",
      ]),
    Screen(
      name: "inspect",
      lines: [
        "surface rosenbrock; optimizer adam lr=0.1; step", "inspect", "inspect v_hat",
        "print hessian", "print m_hat/(sqrt(v_hat) + eps)", "print 2^10",
      ]),
    Screen(
      name: "line",
      lines: [
        "surface line data=auto_mpg x=weight_lb y=mpg standardize=yes",
        "optimizer gd lr=0.1; run 100",
      ]),
    Screen(
      name: "plot-surface",
      lines: ["surface rosenbrock; optimizer adam lr=0.1; run 100; plot surface"]),
    Screen(
      name: "plot-surface-narrow-ascii",
      lines: ["surface ravine; optimizer gd lr=0.4; run 20; plot surface"],
      traits: Traits(width: 60, unicode: false)),
    Screen(
      name: "plot",
      lines: [
        "surface rosenbrock; optimizer adam lr=0.1; run 100", "plot", "plot loss",
        "plot m_hat[0] v[0] last=50 log=no", "schedule step milestones=40,80; plot schedule",
      ]),
    Screen(
      name: "define",
      lines: [
        "define rule heavyball", "param lambda = 0.9", "slot v", "v = lambda*v - eta*g",
        "delta = v", "end", "surface ravine; optimizer heavyball lr=0.05; step; explain",
      ]),
    Screen(
      name: "json",
      lines: [
        "surface rosenbrock; optimizer adam lr=0.1; step; print m_hat; explain m_hat[0]",
        "answer m_hat[0] -2.156; run 20 every=10; hessian; fork a; diff main a; status",
      ], traits: Traits(json: true)),
  ]

  static let all = screens + pictures + plots + networks + recipes

  @Test(arguments: all)
  func matchesItsReference(screen: Screen) throws {
    let transcript = Transcript(traits: screen.traits)
    var text = ""
    for line in screen.lines {
      let output = transcript.run(line)
      text += "> \(line)\n" + (line.hasPrefix(screen.shown) ? output : "")
    }
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("References/\(screen.name).txt")
    let reference = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if ProcessInfo.processInfo.environment["DESCENT_RECORD"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    if text != reference {
      let (new, old) = (text.split(separator: "\n"), reference.split(separator: "\n"))
      let first = zip(new, old).first { $0.0 != $0.1 }
      Issue.record(
        "\(screen.name): '\(first?.0 ?? "")' where the reference has '\(first?.1 ?? "")'")
    }
  }

  /// Screens fit their window; what must not be cut (a drawing, an object) is left alone.
  @Test(
    arguments: all.filter { !$0.traits.json && $0.traits.color == .none })
  func fitsItsWindow(screen: Screen) {
    let transcript = Transcript(traits: screen.traits)
    for line in screen.lines {
      let output = transcript.run(line)
      guard line.hasPrefix(screen.shown) else { continue }
      for text in output.split(separator: "\n") {
        #expect(displayWidth(of: String(text)) <= screen.traits.width, "\(line): \(text)")
        if !screen.traits.unicode { #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(text)") }
      }
    }
  }
}
