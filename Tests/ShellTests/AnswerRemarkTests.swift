import Console
import Session
import Shell
import Testing

/// Wrong numbers that students come to, each with the remark that names what they did.
///
/// The numbers are worked out by the answer's own expression, from the quantities of the update.
@Suite struct AnswerRemarkTests {
  private static let cosine = "surface bowl; optimizer gd lr=0.1; schedule cosine T=10; step 4"
  private static let root = "surface bowl; optimizer adam lr=0.1; schedule inverse_sqrt; step 4"
  private static let momentum =
    "surface bowl; optimizer momentum lr=0.1; schedule linear T=10; step 4"

  private static func network(_ style: String, lr: String) -> String {
    "data moons n=40; network 2-4:relu-3:tanh-1:sigmoid; seed 2; dropout \(style) drop=0.25; "
      + "batch 8; optimizer gd lr=\(lr); step 3"
  }
  /// z2[0,7] from the present W, each input passed on as a formula says.
  private static func sum(_ input: (Int) -> String) -> String {
    (0..<4).map { "W2[0,\($0)]*\(input($0))" }.joined(separator: "+") + "+b2[0]"
  }

  /// The loss over the training set with other passes: the mean of bce's terms, written out.
  private static func training(_ style: String) -> String {
    "data moons n=4; network 2-3:relu-1:sigmoid; seed 2; dropout \(style) drop=0.5; batch all; "
      + "optimizer gd lr=0.5; step"
  }
  /// a1[unit,example of the batch] at θ now.
  private static func hidden(_ unit: Int, _ i: Int) -> String {
    "max(0,W1[\(unit),0]*x[batch[\(i)],0]+W1[\(unit),1]*x[batch[\(i)],1]+b1[\(unit)])"
  }
  /// −log of the probability of example i's class, its logit from hidden units passed on as given.
  private static func meanLoss(_ input: (Int, Int) -> String) -> String {
    let terms = (0..<4).map { i -> String in
      let logit = (0..<3).map { "W2[0,\($0)]*\(input($0, i))" }.joined(separator: "+") + "+b2[0]"
      return "log(1+exp(-(2*y[batch[\(i)]]-1)*(\(logit))))"
    }
    return "(" + terms.joined(separator: "+") + ")/4"
  }

  static let answers: [(line: String, says: String)] = [
    (
      training("inverted") + "; answer loss "
        + meanLoss { hidden($0, $1) + "*mask1[\($0),\($1)]/0.5" },
      "that is as in training, with the last update's masks"
    ),
    (
      training("vanilla") + "; answer loss "
        + meanLoss { hidden($0, $1) + "*mask1[\($0),\($1)]" },
      "that is as in training, with the last update's masks"
    ),
    (
      training("inverted") + "; answer loss " + meanLoss { hidden($0, $1) + "/0.5" },
      "inverted dropout changes nothing in testing; you divided by keep"
    ),
    (cosine + "; answer eta 2*eta", "the ½ is missing"),
    (cosine + "; answer eta eta-0.05", "the 1 is missing"),
    (cosine + "; answer delta[0] -0.1*g[0]", "the rate before the schedule, α₀"),
    (cosine + "; answer theta[0] theta_prev[0]-0.1*g[0]", "the rate before the schedule, α₀"),
    (cosine + "; answer delta[0] -2*eta*g[0]", "the ½ is missing"),
    (momentum + "; answer v[0] 0.9*v_prev[0]-0.1*g[0]", "the rate before the schedule, α₀"),
    (root + "; answer eta 0.1/sqrt(3)", "you counted t too low"),
    (root + "; answer eta 0.1/sqrt(5)", "that is the next unit's rate"),
    (root + "; answer eta 0.1/4", "the root is missing"),
    (root + "; answer delta[0] delta[0]*2/sqrt(3)", "you counted t too low"),
    (root + "; answer delta[0] delta[0]*2", "the rate before the schedule, α₀"),
    // A step so small that W is the same before it and after it.
    (
      network("inverted", lr: "1e-9") + "; answer z2[0,7] " + sum { "a1[\($0),7]/0.75" },
      "the mask, which drops some, is left out"
    ),
    (
      network("inverted", lr: "1e-9") + "; answer z2[0,7] " + sum { "a1[\($0),7]" },
      "you left out the dropout mask"
    ),
    (
      network("vanilla", lr: "1e-9") + "; answer z2[0,7] " + sum { "a1[\($0),7]*0.75" },
      "that is as in testing"
    ),
    // Above two layers with masks only the nearer one's scaling is the wrong one.
    (
      network("inverted", lr: "1e-9") + "; answer z3[0,7] "
        + (0..<3).map { "W3[0,\($0)]*a2[\($0),7]*mask2[\($0),7]/0.25" }.joined(separator: "+")
        + "+b3[0]", "keep and drop are exchanged in the scaling"
    ),
    // Another parameter's number, by the names of both.
    (
      "surface rosenbrock; optimizer gd lr=0.001; step; answer g[0] g[1]",
      "that is y's; you were asked for x's."
    ),
    (
      "surface rosenbrock; optimizer gd lr=0.001; step; answer g[1] g[0]",
      "that is x's; you were asked for y's."
    ),
    (
      network("inverted", lr: "1e-9") + "; answer a1[1,7] a1[1,7]*mask1[1,7]/0.75",
      "that is a as the mask lets it through"
    ),
    (
      network("inverted", lr: "0.5") + "; answer z2[0,7] "
        + sum { "a1[\($0),7]*mask1[\($0),7]/0.75" }, "you used W and b after the update"
    ),
  ]

  @Test(arguments: answers.indices) func eachIsNamed(i: Int) {
    let (line, says) = Self.answers[i]
    let transcript = Transcript()
    let last = line.split(separator: ";").last.map(String.init) ?? ""
    transcript.run(line.split(separator: ";").dropLast().joined(separator: ";"))
    let text = transcript.run(last).split(whereSeparator: \.isNewline).map {
      $0.trimmingPrefix { $0 == " " }
    }.joined(separator: " ")
    #expect(text.hasPrefix("Not "), "\(last): \(text)")
    #expect(text.contains(says), "\(last): \(text)")
    #expect(!text.contains("Or: "), "\(last): \(text)")
  }

  /// The right number is never wrong, whatever the schedule and the masks.
  @Test func theRightNumberIsRight() {
    for line in [
      Self.cosine + "; answer eta eta", Self.cosine + "; answer delta[0] -eta*g[0]",
      Self.momentum + "; answer v[0] 0.9*v_prev[0]-eta*g[0]", Self.root + "; answer eta 0.1/2",
      Self.network("inverted", lr: "0.5") + "; answer z2[0,7] z2[0,7]",
      Self.network("vanilla", lr: "0.5") + "; answer a1[1,7] a1[1,7]",
    ] {
      let transcript = Transcript()
      #expect(transcript.run(line).contains("Right: "), "\(line)")
    }
  }
}
