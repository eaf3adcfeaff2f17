import Console
import Digests
import Formula
import Session
import Shell
import TestSupport
import Testing

/// Lines that once ended the program, and others of their kind: each is carried out or refused.
@Suite struct EndingTests {
  /// A line, and a part of what it shows.
  static let lines: [(line: String, says: String)] = [
    // A plane through a place that is not finite called itself without end.
    ("data sine n=20; network 1-4-1; optimizer gd lr=1; run 8; plot surface", "not a number"),
    ("data sine n=20; network 1-4-1; optimizer gd lr=10; run 300; plot surface", "no sample"),
    (
      "data sine n=20; network 1-4-1; optimizer gd lr=1; run 8; plot surface plane=gradient",
      "no plane leads through this θ"
    ),
    // An integer of a position that is 0/0.
    ("surface \"x^2+y^2\" at=1e16,3; race adam adagrad steps=3; plot race describe", "No contours"),
    ("surface \"x^2+y^2\" at=1e16,3; race gd adam; plot race describe", "to (0, 0)"),
    ("surface \"x^2+y^2\" at=3,1e16; race gd adam steps=20; plot race", "gd"),
    ("surface \"x^2+y^2\" at=1e16,1e16; sweep lr 0.1,0.2 steps=3", "steps to target"),
    // A heat map of numbers beyond what can be drawn.
    ("data points x=1,1 y=1; network 2-1:linear theta=1e308,1e308,0; plot weights", "no sample"),
    (
      "data points x=1,1 y=1; network 2-1:linear theta=-1e308,1e308,0; step; plot weights W1",
      "W⁽¹⁾"
    ),
    ("data points x=1,1 y=1; network 2-1:linear theta=5e-324,0,0; plot weights", "input"),
    // Ticks of an axis that has no length.
    ("plot schedule 5e-324", "formula"),
    ("plot schedule 1e308*t", "formula"), ("plot schedule -5e-324*t", "formula"),
    // Shades of a range that is infinite.
    (
      "set unicode off; surface \"sin(x)*y\" at=-5.17,1.797e308; sweep penalty.l2 0,0.5 steps=5",
      "penalty.l2"
    ),
    (
      "set unicode off; surface \"x*y\" at=1.797e308,1; race gd momentum steps=3; plot race",
      "momentum"
    ),
    ("set unicode off; surface \"x+y\" at=-1.797e308,1.797e308; plot surface", ""),
    // Counts as large as an integer is.
    ("surface bowl; run 9223372036854775807", "from 1 to"),
    ("surface bowl; goto 9223372036854775807", "from 0 to"),
    ("surface bowl; step 3; back 9223372036854775807", ""),
    ("surface bowl; step 3; trace last=9223372036854775807", "from 1 to"),
    ("surface bowl; race gd adam steps=9223372036854775807", "from 1 to"),
    ("surface bowl; step; plot loss last=9223372036854775807", "from 1 to"),
    ("surface bowl; run 1000000000000 until t > 2", "t 3"),
    ("surface bowl; step 3; plot loss last=1000000000000", ""),
    ("surface bowl; step 3; print theta[9223372036854775807]", ""),
    ("surface bowl; step 3; print theta[-9223372036854775808]", ""),
    ("data moons; network 2-9223372036854775807-1", "1000000 units"),
    ("data moons; network 2-1:maxout9223372036854775807", "2 to 64"),
    ("data moons n=8; network 2-3-1; batch 9223372036854775807; step", "W2[0,2]"),
    ("data moons n=9223372036854775807", "from 1 to"),
    ("data moons n=10 take=9223372036854775807", "from 1 to"),
    ("seed 4294967295; data moons n=8; network 2-3-1; step", "W2[0,2]"),
    ("search random \"x\" x=linear(0,1) trials=9223372036854775807", "from 1 to"),
    ("search grid \"x*y\" x=lin(0,1,3037000500) y=lin(0,1,3037000500)", ""),
    ("history 9223372036854775807", "from 1 to"),
    ("surface bowl; stop patience=9223372036854775807", "from 1 to"),
    ("surface bowl; subnets list=9223372036854775807", ""),
    ("undo 9223372036854775807", ""), ("journal restore 9223372036854775807", ""),
  ]

  @Test(arguments: 0..<lines.count)
  func isCarriedOutOrRefused(number: Int) {
    let (line, says) = Self.lines[number]
    for json in [false, true] {
      let transcript = Transcript(traits: Traits(json: json))
      let shown = transcript.run(line)
      #expect(!shown.isEmpty)
      #expect(json || says.isEmpty || shown.contains(says), "\(line): \(shown.suffix(400))")
    }
  }

  /// Numbers in a saved session that are as large as an integer is, with the checksum that they need.
  @Test(arguments: [
    ("goto 9223372036854775807\nreset\ngoto 9223372036854775807\n", "interrupted"),
    ("goto -9223372036854775808\ngoto 5\n", "is not reached"),
    ("# number 9223372036854775807\n", "cannot be read"),
    ("# unfinished -9223372036854775808\n", "cannot be read"),
    ("# unfinished 0 epochs\n", "cannot be read"),
  ])
  func numbersOfASessionAreRefused(lines: String, says: String) throws {
    let folder = try TemporaryFolder()
    let text = "# descent session 2\nsurface bowl at=2,1.5\n" + lines
    var digest = Digest()
    for byte in text.utf8 { digest.add(byte) }
    try folder.write(
      Array((text + "# end " + String(digest.value, radix: 16) + "\n").utf8), to: "s.descent")
    // So many updates would take for ever: the user presses ^C.
    nonisolated(unsafe) var asked = Int.min
    let transcript = Transcript {
      asked &+= 1
      return asked > 5
    }
    transcript.run("surface ravine; step")
    asked = 0
    let shown = transcript.run("load \(folder.path)/s.descent; break when loss > 3")
    asked = .min
    #expect(shown.contains(says), "\(shown)")
    #expect(transcript.run("status").contains("ravine"))
  }

  /// What nests deeply is refused, or is no deeper for the program than for its reader.
  @Test(arguments: [120, 4_000])
  func nestingIsNoRecursion(depth: Int) {
    func many(_ text: String) -> String { String(repeating: text, count: depth) }
    let formulas = [
      many("(") + "x" + many(")"), many("-") + "x", many("not ") + "x", many("[") + "1" + many("]"),
      many("sin(") + "x" + many(")"), many("x^") + "2", many("x+") + "y", many("x*") + "y",
      many("("), many(")"), many("x "), many("if(x,"), many("theta["), many("√") + "x",
      many("x<") + "y", many("x and ") + "y", many("e\u{301}"), many("\u{301}"), many("🙂"),
    ]
    let transcript = Transcript()
    transcript.run("surface bowl; step")
    for formula in formulas {
      for line in [
        "print \(formula)", "surface \"\(formula)\"", "run 2 until \(formula)",
        "plot \"\(formula)\"",
        formula,
      ] {
        let shown = transcript.run(String(line.prefix(65_000)))
        #expect(transcript.outcome == .done || !shown.isEmpty)
        _ = transcript.session.completions(line: line, cursorUTF8: line.utf8.count)
        _ = transcript.session.prompt
      }
    }
    for line in [
      many("define rule a; "), many("fork a; "), many("\""), many("'"), many(";"), many("help "),
      many("surface "), many("= "), many("a="), many("plot "), many("1,"), many("W1[0,0],"),
    ] {
      transcript.run(String(line.prefix(65_000)))
      transcript.run("end")
    }
  }
}
