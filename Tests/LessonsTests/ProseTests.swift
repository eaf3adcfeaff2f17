import Lessons
import Testing

/// Prose in the terminal.
@Suite struct ProseTests {
  private func lines(_ text: String, width: Int = 60, unicode: Bool = true) -> [String] {
    ProseLayout(width: width, unicode: unicode).lines(of: LessonParser.parse(text).lesson.prose)
      .map(\.plain)
  }

  static let sample = """
    # A heading

    Some *emphasis*, **strength**, `code` and m̂ = m / (1 − β₁ᵗ), long enough to be wrapped twice.

    - one
    - two, which is a good deal longer than one and goes on
      1. inner

    > quoted text

    | rule | update |
    | --- | ---: |
    | gd | θ − ηg |
    | a\\|b | 2 |

        indented code
    """

  /// They stay on one line, wherever the line ends.
  @Test(arguments: ["0 °C", "87 %", "7 MPa", "a (1 − a)"])
  func `A number keeps its unit, and a factor its parentheses`(quantity: String) {
    for length in 1..<40 {
      let text = String(repeating: "ab ", count: length) + quantity + ", and so on."
      let laid = lines(text, width: 30)
      #expect(laid.contains { $0.contains(quantity) }, "\(laid)")
    }
  }

  @Test func `A page is laid out as a reader expects`() {
    #expect(
      lines(Self.sample, width: 44) == [
        "A heading",
        "═════════",
        "",
        "Some emphasis, strength, code and m̂ = m /",
        "(1 − β₁ᵗ), long enough to be wrapped twice.",
        "",
        "  • one",
        "  • two, which is a good deal longer than",
        "    one and goes on",
        "      1. inner",
        "",
        "│ quoted text",
        "",
        "rule  update",
        "────────────",
        "gd    θ − ηg",
        "a|b        2",
        "",
        "    indented code",
      ])
  }

  @Test func `Styles are kept through wrapping`() {
    let layout = ProseLayout(width: 30)
    let spans = layout.lines(ofInline: "a **b c** `d`").flatMap(\.spans)
    #expect(spans.map(\.style) == [.plain, .strong, .plain, .code])
  }

  @Test(arguments: [20, 33, 60, 80, 200])
  func `No line of prose is wider than the window`(width: Int) {
    for text in [Self.sample, String(repeating: "word", count: 200), "汉字" + Self.sample] {
      let prose = LessonParser.parse(text).lesson.prose
      for line in ProseLayout(width: width).lines(of: prose)
      where !line.plain.hasPrefix("    indented") {
        #expect(line.width <= max(20, width), "\(line.plain)")
      }
    }
  }

  /// A product without a sign, as `10 y` or `½ (x² + y²)`, is not broken either.
  @Test(arguments: [
    ("So a step turns y into y − η·10 y = (1 − 10 η) y: each step.", "y − η·10 y = (1 − 10 η)"),
    ("In the milder valley of this lesson we have L = ½ (x² + 100 y²).", "L = ½ (x² + 100 y²)"),
    ("Half of the stiffness times the deflection squared: ½ κ w² it is.", "½ κ"),
    ("The derivative with respect to y is 10 y, and so on and on.", "10 y"),
    ("The data says nothing at all: L = 2 (y − 1)² does not depend on x.", "L = 2 (y − 1)²"),
  ])
  func `Products keep together`(text: String, formula: String) {
    for width in 30...70 {
      let all = lines(text, width: width)
      #expect(all.contains { $0.contains(formula) }, "\(width): \(all)")
    }
  }

  @Test func `Without symbols rules and bullets are ASCII`() {
    let text = lines("# A\n\n- b\n\n---\n\n> c", unicode: false).joined()
    let isASCII = text.allSatisfy { $0.isASCII }
    #expect(isASCII)
  }
}
