import Lessons
import Testing

/// Descent check.
@Suite struct CheckTests {
  private func check(_ text: String, seeds: Int = 50) -> CheckResult {
    var check = LessonCheck()
    check.seeds = seeds
    let results = check.check(
      [.init(path: "f.md", bytes: Array(text.utf8))], makeLaboratory: { _, _ in ToyLaboratory() })
    return results[0]
  }

  @Test func `A good lesson passes with every student's numbers`() {
    let result = check(everyKind, seeds: 200)
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.seeds == 200)
  }

  struct Broken: CustomTestStringConvertible {
    var check: Check
    var body: String
    var says: String
    var testDescription: String { says }
  }

  @Test(arguments: [
    Broken(
      check: .lint, body: "```descent number id=a\nask: x?\nexpect: x\n```", says: "needs 'hint:'"),
    Broken(
      check: .reference,
      body: "```descent do id=a\ncheck: t == 3\nanswer: step\nhint: h\n```",
      says: "after the reference answer 'check:' does not hold"),
    Broken(
      check: .reference, body: "```descent setup\nstpe\n```", says: "unknown verb 'stpe'"),
    Broken(
      check: .reference, body: "```descent number id=a\nask: x?\nexpect: 1/x\nhint: h\n```",
      says: "the answer '1/x' is ∞"),
    Broken(
      check: .reference, body: "```descent number id=a\nask: {q}?\nexpect: x\nhint: h\n```",
      says: "{q}: there is no 'q'"),
    Broken(
      check: .wrong, body: "```descent do id=a\ncheck: t >= 0\nanswer: step\nhint: h\n```",
      says: "'check:' holds before the student has done anything"),
    Broken(
      check: .wrong,
      body: "```descent number id=a\nask: ?\nexpect: 2\nwrong: 2.0001 -> no\nhint: h\n```",
      says: "'2.0001' is 2, which passes for right"),
    Broken(
      check: .wrong,
      body: """
        ```descent setup
        let: k = $pick(4,3,2)
        start $k 1
        ```
        ```descent number id=a
        ask: ?
        expect: x^2
        wrong: 2*x -> You doubled.
        hint: h
        ```
        """, says: "'2*x' is 4, which passes for right"),
    Broken(
      check: .wrong,
      body: "```descent number id=a\nask: ?\nexpect: 2\nwrong: 3 -> a\nwrong: 3 -> b\nhint: h\n```",
      says: "'3' gives the same number as a 'wrong:' before it"),
    Broken(
      check: .wrong, body: "```descent text id=a\nask: ?\nmatch: .*\nanswer: a\nhint: h\n```",
      says: "any answer passes"),
    Broken(
      check: .wrong,
      body: "```descent do id=a\ncheck: t == 2\nanswer: step 2\nwrong: t > 1 -> no\nhint: h\n```",
      says: "this 'wrong:' holds where the task is done"),
    Broken(
      check: .wrong,
      body: "```descent text id=a\nask: ?\naccept: yes | no\nwrong: n.* -> no\nhint: h\n```",
      says: "'n.*' is also the right answer 'no'"),
    Broken(
      check: .reference, body: "```descent play until=\"etta < 1\"\nTry.\n```",
      says: "there is no 'etta'; did you mean 'eta'?"),
    Broken(
      check: .reference,
      body: "```descent do id=a\ncheck: t == 2\nanswer: step 2\nwrong: tt > 2 -> no\nhint: h\n```",
      says: "there is no 'tt'"),
    Broken(
      check: .printed,
      body: "```descent number id=a rel=1e-6\nask: ?\nexpect: 1/3\nhint: h\n```",
      says: "the right answer prints as '0.3333', which does not pass"),
    Broken(
      check: .resume,
      body: """
        ```descent do id=a
        check: t == 1
        answer: step
        answer: step 2
        hint: h
        ```
        """, says: "skipping everything ends in another state"),
    Broken(
      check: .output,
      body: "```descent show\nstep 2\n```\n```descent output\nt 2   x 0   y 1\n```",
      says: "the output has changed here: now 't 2   x 0   y 0'"),
    Broken(
      check: .figures,
      body:
        "```descent show\nshow\n```\nIt takes 41 updates.\n```descent figures\nfigure: 41 = 40\n```",
      says: "the text says 41, and it is 40"),
    Broken(
      check: .figures,
      body: "```descent setup\nstart 1 1\n```\nIt ends at 0.7.\n"
        + "```descent figures\nfigure: 0.7 = after(\"step 2\").x\n```",
      says: "the text says 0.7, and it is 0.81"),
    Broken(
      check: .figures,
      body: "```descent show\nshow\n```\nIt takes 41 updates.\n```descent figures\ngiven: 40\n```",
      says: "nothing gives 41"),
    Broken(
      check: .figures,
      body: "```descent choice id=a\nask: ?\n- [x] 2\n- [ ] 3 -> It is −0.25.\nhint: h\n```\n"
        + "```descent figures\ngiven: 40\n```", says: "nothing gives −0.25"),
    Broken(
      check: .figures,
      body: "```descent show\nshow\n```\nIt is so.\n```descent figures\nfigure: 8.5 = 8.5\n```",
      says: "no text of the lesson says 8.5"),
    Broken(
      check: .lint, body: "```descent figures\nfigure: x = 2\n```", says: "'x' is not one number"),
    Broken(
      check: .lint, body: "```descent figures\nfigure: 2 = (\n```", says: "does not parse"),
  ])
  func `Each check finds what it is for`(broken: Broken) {
    let result = check(lessonText(broken.body))
    let found = result.failures.filter { $0.check == broken.check }
    #expect(found.contains { $0.text(file: "f.md").contains(broken.says) }, "\(result.failures)")
    #expect(result.isMalformed == (broken.check == .lint))
  }

  /// Numbers have a source where a command, a formula, an expression or a `figures` block gives them,
  /// rounded as they are written.
  @Test(arguments: [
    "A third is 0.33, and a sixth is 0.167.\n"
      + "```descent figures\nfigure: 0.33 = 1/3\nfigure: 0.167 = 1/6\n```",
    "It falls by −1.1 to 4e-114 and 2.5e3.\n"
      + "```descent figures\nfigure: -1.1 = -1.12\nfigure: 4e-114 = 3.7e-114\n"
      + "figure: 2.5e3 = 2487\n```",
    "Lesson 15 has 12 parts, R² and 10⁴.\n```descent figures\ngiven: 40\n```",
    "Try `step 57`; the formula is\n\n    a = 0.37 b\n\nwith 57 and 0.37.\n"
      + "```descent figures\ngiven: 40\n```",
    "```descent number id=a\nask: What is half of 0.62?\nexpect: 0.62/2\nwrong: 0.93 -> Not 0.93.\n"
      + "hint: h\nright: 0.62/2 = {0.62/2}.\n```\n```descent figures\ngiven: 40\n```",
    // Without such a block a lesson says nothing about its numbers.
    "It takes 41 updates.",
  ])
  func `A number with a source passes`(body: String) {
    let result = check(lessonText("```descent show\nshow\n```\n" + body))
    #expect(result.failures.isEmpty, "\(result.failures)")
  }

  /// Students hold numbers that are drawn by a block's place among the others.
  @Test func `Figures change no student's numbers and no page`() {
    let draw = "```descent setup\nstart $pick(1,2,3,4,5,6,7,8,9) 1\n```\n"
    let figures = "```descent figures\ngiven: 40\n```\n"
    let question = "```descent number id=a\nask: ?\nexpect: x\nhint: h\n```\n"
    func run(_ body: String) -> LessonRun<ToyLaboratory> {
      var run = LessonRun(
        LessonParser.parse(lessonText(body)).lesson, student: Student("ada"), lab: ToyLaboratory())
      run.begin { _ in }
      return run
    }
    let plain = run(draw + draw + question)
    let claimed = run(figures + draw + figures + draw + figures + question + figures)
    #expect(plain.lab.x == claimed.lab.x)
    #expect(plain.position == claimed.position && plain.stop == claimed.stop)
  }

  @Test func `A lesson that asks for the disk fails and touches nothing`() {
    for body in [
      "```descent setup\nexport\n```", "```descent show\nexport\n```",
      "```descent do id=a\ncheck: t == 1\nanswer: export; step\nhint: h\n```",
      "```descent predict id=a\nask: ?\nrun: export\nexpect: t\n```",
      "```descent number id=a\nask: ?\nexpect: after(\"export\").t + 1\nhint: h\n```",
    ] {
      let result = check(lessonText(body))
      #expect(
        result.failures.contains { $0.message.contains("a lesson may not export") },
        "\(result.failures)")
    }
  }

  @Test func `Outputs are taken with accept`() throws {
    let text = lessonText(
      "```descent show\nstart 1 1\nstep\n```\n```descent output\n?\n```\nEnd.\n")
    let accepted = try #require(check(text).accepted)
    #expect(accepted.contains("```descent output\nt 1 x 0.9 y 0\n```\nEnd.") == false)
    #expect(accepted.contains("```descent output\nt 1   x 0.9   y 0\n```\nEnd."))
    #expect(check(accepted).failures.isEmpty)
  }

  @Test func `Outputs of a file on many lines keep their places`() throws {
    let text = lessonText(
      "```descent show\nstep\n```\n```descent output\n```\n"
        + "```descent show\nstep\nstep\n```\n```descent output\nold\n```\n")
    let accepted = try #require(check(text).accepted)
    #expect(check(accepted).failures.isEmpty)
    #expect(accepted.contains("t 3"))
  }

  @Test func `JUnit reports name file and check`() {
    let result = check(lessonText("```descent setup\nstpe <&>\n```"))
    let junit = [result].junit
    #expect(junit.contains("<testsuite name=\"f.md\" tests=\"8\" failures=\"1\">"))
    #expect(junit.contains("&lt;&amp;&gt;") && !junit.contains("<&>"))
  }

  @Test func `Side by side or one after the other, the results are the same`() {
    let text =
      everyKind + "\n```descent number id=late\nask: ?\nexpect: x\nwrong: x/(1 + $pick(1,0))"
      + " -> no\nhint: h\n```\n"
    let files = (0..<3).map { LessonCheck.File(path: "\($0).md", bytes: Array(text.utf8)) }
    var check = LessonCheck()
    func failures() -> [[Failure]] {
      check.check(files, makeLaboratory: { _, _ in ToyLaboratory() }).map(\.failures)
    }
    let parallel = failures()
    check.isParallel = false
    #expect(failures() == parallel)
    #expect(parallel.allSatisfy { $0.count == 1 && $0[0].student?.id.isEmpty == false })
  }

  @Test func `Files are checked side by side and come back in order`() {
    let good = Array(everyKind.utf8)
    let bad = Array(lessonText("```descent setup\nstpe\n```").utf8)
    let files = (0..<6).map {
      LessonCheck.File(path: "\($0).md", bytes: $0 % 2 == 0 ? good : bad)
    }
    let results = LessonCheck().check(files, makeLaboratory: { _, _ in ToyLaboratory() })
    #expect(results.map(\.file) == files.map(\.path))
    #expect(results.map { $0.failures.isEmpty } == [true, false, true, false, true, false])
  }

  struct Comparison: CustomTestStringConvertible {
    var expected: String
    var actual: String
    var agrees: Bool
    var testDescription: String { "\(expected) ~ \(actual)" }
  }

  @Test(arguments: [
    Comparison(expected: "x 1.234", actual: "x   1.235", agrees: true),
    Comparison(expected: "x 1.234", actual: "x 1.236", agrees: false),
    Comparison(expected: "x −1.2,", actual: "x -1.3,", agrees: true),
    Comparison(expected: "4.648e+04", actual: "46490", agrees: true),
    Comparison(expected: "4.648e+04", actual: "46510", agrees: false),
    Comparison(expected: "t 12", actual: "t 13", agrees: false),
    Comparison(expected: "7744", actual: "7745", agrees: true),
    Comparison(expected: "(1.5, 2.5)", actual: "(1.6, 2.4)", agrees: true),
    Comparison(expected: "m1 2.0", actual: "m2 2.0", agrees: false),
    Comparison(expected: "a ... d", actual: "a b c d", agrees: true),
    Comparison(expected: "a ... d", actual: "a b c", agrees: false),
    Comparison(expected: "a\n...\nd", actual: "a\nb\nc\nd", agrees: true),
    Comparison(expected: "a\n...", actual: "a", agrees: true),
    Comparison(expected: "a", actual: "a\nb", agrees: false),
    Comparison(expected: "", actual: "", agrees: true),
  ])
  func `Outputs agree as far as they are printed`(comparison: Comparison) {
    let agrees = OutputComparison.agree(expected: comparison.expected, actual: comparison.actual)
    #expect(agrees == comparison.agrees)
  }
}
