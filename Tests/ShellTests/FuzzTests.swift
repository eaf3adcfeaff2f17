import Console
import Session
import Shell
import TestSupport
import Testing

/// Lines put together at random are carried out or refused in one sentence, and never do harm.
@Suite(.serialized) struct FuzzTests {
  private static let words = [
    "step", "back", "goto", "run", "until", "surface", "rosenbrock", "line", "optimizer", "adam",
    "gd", "lr=0.1", "lr=-1", "beta1=0.5", "at=1,2", "at=1e300,-1e300", "data=iris", "x=1,2",
    "y=mpg", "schedule", "cosine", "T=5", "\"lr/t\"", "\"x^2/y\"", "\"log(x)\"", "penalty",
    "l1=3", "none", "seed", "7", "stop", "patience=2", "define", "rule", "end", "slot", "v",
    "v = g", "delta = -g", "status", "continue", "reset", "undo", "break", "when", "loss", "<",
    "1", "0", "-1", "3.5", "1e3", "watch", "g[0]", "for=rise", "clear", "display", "theta",
    "fork", "a", "b", "switch", "main", "diff", "branches", "print", "m_hat", "norm(grad)", "+",
    "(", ")", "[", "]", "'", "\"", "\\", "=", "==", "#", ";", ";", ";", "explain", "trace",
    "last=3", "inspect", "answer", "hessian", "gradcheck", "plot", "plot surface", "help",
    "plot step", "plot boundary", "plot activation", "relu", "plot schedule all", "plot weights",
    "plot units", "plot maxout", "plot network", "describe", "features=0", "smooth=3",
    "errata", "set", "digits", "17", "width", "20", "unicode", "off", "on", "convention",
    "pytorch", "data moons n=20", "network 2-3:relu-2:maxout2-1:sigmoid", "network 2-2-1", "batch",
    "dropout", "drop=0.5", "keep=0.2", "per=batch", "forward", "backward", "update", "subnets",
    "gradients", "masks", "units", "diagnose", "maxout", "W1[0,1]", "W2", "mask1", "a1", "d2",
    "m\u{302}", "β₁", "∇L", "日本", "\u{0}", "\u{1B}[2J", "é", "\u{301}", "every=1",
  ]

  @Test(arguments: 0..<8)
  func anyLineIsHarmless(seed: Int) {
    var random = SystemlessGenerator(state: UInt64(seed) &+ 99)
    let json = seed.isMultiple(of: 2)
    let transcript = Transcript(traits: Traits(unicode: seed != 3, json: json))
    for _ in 0..<400 {
      let count = Int.random(in: 1...9, using: &random)
      let words = (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }
      let line = words.joined(separator: Bool.random(using: &random) ? " " : "")
      let errors = transcript.errors.count
      transcript.run(line)
      if transcript.outcome == .failed {
        let error = transcript.errors.dropFirst(errors)
        #expect(error.split(separator: "\n").count == 1, "\(line): \(error)")
      }
      _ = transcript.session.completions(line: line, cursorUTF8: line.utf8.count / 2)
      _ = transcript.session.prompt
    }
    #expect(!transcript.output.contains("\u{1B}"))
    if json { #expect(throws: Never.self) { try objects(transcript.output) } }
  }
}
