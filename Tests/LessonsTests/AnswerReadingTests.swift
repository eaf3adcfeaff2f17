import Lessons
import Testing

/// What people type at a question, and what a wrong answer is told.
struct AnswerReadingTests {
  private func number(_ expect: String, _ settings: String = "", asking: String) -> Taken {
    Taken(
      lessonText(
        "```descent number id=a\(settings)\nask: \(asking)\nexpect: \(expect)\nhint: h\n```\n"))
  }

  @Test(arguments: [
    ("0.87", "What share?", "87%"), ("0.87", "What share?", "87 %"),
    ("87", "How much is it, in percent?", "87 %"), ("6", "How large, in MPa?", "6 MPa"),
    ("6", "How many times larger?", "6 times"), ("1/2.718281828459045", "What is left?", "1/e"),
    ("2.718281828459045", "What is left?", "e"), ("0.8807970779778823", "What is σ(2)?", "σ(2)"),
    ("0.8807970779778823", "What is σ(2)?", "sigma(2)"), ("9", "x?", "= 9"), ("9", "x?", "x = 9"),
    ("0.5", "x?", "½"), ("-9", "x?", "−9"), ("8", "x?", "2**3"), ("6", "x?", "2 × 3"),
    ("9", "x?", "≈ 9"),
  ])
  func isRead(expect: String, asking: String, typed: String) {
    var taken = number(expect, asking: asking)
    #expect(taken.type(typed).contains("Right"), "\(taken.shown.suffix(2))")
  }

  @Test(arguments: [
    ("0,5", "a decimal point is a point, as in 0.5"), ("6 kPa", "names no unit 'kPa'"),
    ("banana", "is no number. Answer with one"), ("2 +", "is no number"), ("1/0", "finite"),
    // What was typed stands there as it was typed, and so does the example.
    ("2*3*q*4", "'2*3*q*4' is no number. Answer with one, as 0.25"), ("2*q", "2*0.8^5. This"),
    ("-2r/after(\"step\").g", "is no number"),
  ])
  func whatCannotBeReadIsNoAttempt(typed: String, says: String) {
    var taken = number("6", asking: "How large, in MPa?")
    #expect(taken.type(typed).contains(says), "\(taken.shown.suffix(2))")
    #expect(taken.run.results["a"]?.wrongAnswers.isEmpty ?? true)
    #expect(taken.type("6").contains("Right"))
  }

  @Test func threeDigitsAreEnoughAndAreAnnounced() {
    var taken = number("0.33333", asking: "x?")
    #expect(taken.shown.joined().contains("three digits are enough"))
    #expect(taken.type("0.331").contains("0.331 is close, but a little too small."))
    #expect(taken.type("0.333").contains("Right"))
  }

  @Test func aWholeNumberIsAWholeNumber() {
    var taken = number("10", " whole=yes", asking: "How many?")
    #expect(taken.shown.joined().contains("Answer with a whole number"))
    #expect(taken.type("10.01").contains("a whole number is asked for"))
    #expect(taken.run.results["a"] == nil)
    #expect(taken.type("9").contains("9 is close") || taken.shown.joined().contains("too small"))
    #expect(taken.type("10").contains("Right"))
  }

  @Test(arguments: [
    ("50", "50 is about ten times too large."), ("0.5", "0.5 is about ten times too small."),
    ("-5", "−5 has the right size, but the wrong sign."), ("-50", "−50 has the wrong sign."),
    ("0", "0 is too small."), ("6", "6 is too large."),
    ("5000", "about a thousand times too large"),
  ])
  func aWrongNumberIsToldItsDirectionSignOrOrderOfMagnitude(
    typed: String, says: String
  ) {
    var taken = number("5", asking: "x?")
    let said = taken.type(typed)
    #expect(said.contains(says), "\(said)")
    #expect(!said.contains(" 5 ") && !said.contains(" 5."))
  }

  @Test(arguments: [
    "overfitting", "Overfitting!", "over-fitting", "overfitted", "overfits", "the overfitting",
    "it is overfit",
  ])
  func wordsCountByTheirStem(typed: String) {
    var taken = Taken(
      lessonText(
        "```descent text id=a\nask: What is it called?\naccept: overfitting | over fitting | it is overfit\n"
          + "wrong: .*underfit.* -> The other one.\nhint: h\n```\n"))
    #expect(taken.type("underfitting").contains("The other one."))
    #expect(taken.type(typed).contains("Right"), "\(taken.shown.suffix(2))")
  }

  @Test func whatTheQuestionSaysMayBeSaidAgainAndTheFullTermFollows() {
    let text = lessonText(
      "```descent text id=a\nask: Which schedule comes first?\naccept: constant\nhint: h\n```\n")
    for typed in ["Constant!", "the constant schedule", "a constant one"] {
      var taken = Taken(text)
      let said = taken.type(typed)
      #expect(said.contains("Right") == (typed != "a constant one"), "\(typed): \(said)")
    }
    var taken = Taken(text)
    #expect(taken.type("constant schedule").contains("The term is constant."))
  }

  private let choice = lessonText(
    """
    ```descent choice id=why
    ask: Why?
    - [ ] Because it is small. -> No.
    - [x] Because 10η is above 1.
    - [ ] Because it is cold tonight. -> No.
    right: So it is.
    ```
    """)

  @Test func optionsAreShuffledByStudentAndTheAuthorsNumberIsKept() {
    var orders: Set<String> = []
    for name in ["ada", "ben", "cleo", "dan", "eve", "flo", "gus"] {
      var taken = Taken(choice, student: Student(name))
      let page = taken.shown.filter { $0.hasPrefix("  ") }
      orders.insert(page.joined())
      let place = page.firstIndex { $0.contains("10η") }.map { $0 + 1 } ?? 0
      #expect(taken.type("\(place)").contains("Right"))
      #expect(taken.run.log.map(\.action) == [.answer("2", isRight: true)])
    }
    #expect(orders.count > 1)
  }

  @Test func anOptionMayBeGivenByItsWords() {
    var taken = Taken(choice, student: Student("ada"))
    #expect(taken.type("because it is").contains("unknown verb"))
    #expect(taken.type("because it is cold").contains("Not yet"))
    #expect(taken.type("Because 10η is above 1.").contains("Right"))
  }

  @Test func theWayToATaskIsNoMistakeAndWhatIsOpenIsSaid() {
    let text = lessonText(
      """
      ```descent setup
      start 4 2
      ```
      ```descent do id=a
      ask: Three updates at a rate of 0.05.
      check: t == 3 and eta == 0.05
      open: eta == 0.05 -> the rate is {eta}
      answer: rate 0.05; step 3
      wrong: t > 0 and eta != 0.05 -> Mind the rate.
      hint: h
      right: Done.
      ```
      """)
    var taken = Taken(text)
    let said = taken.type("step")
    #expect(said.contains("Mind the rate."))
    #expect(said.contains("Still open: t must be 3 (it is 1); the rate is 0.1."))
    #expect(taken.run.results["a"] == nil)
    #expect(taken.type("done").contains("Not yet: Mind the rate."))
    #expect(taken.run.results["a"]?.wrongAnswers == ["done"])
    // Past three there is no way but back: that counts.
    #expect(taken.type("step 5").contains("Still open"))
    #expect(taken.type("rate 0.05; start 4 2; step 3").contains("Right"))
  }

  @Test func aPageAndAQuestionCanBeSeenAgain() {
    var taken = Taken(everyKind)
    #expect(taken.type("page back").contains("This is the first page."))
    for line in ["", "step", ""] { taken.type(line) }
    #expect(taken.type("again").contains("What is y after the next step?"))
    #expect(taken.type("lesson").contains("What is y after the next step?"))
    #expect(taken.type("page back").contains("By hand"))
    #expect(taken.type("page back").contains("A bowl"))
    #expect(taken.type("page").contains("What is y after the next step?"))
    #expect(taken.type("help").split(separator: "\n").count <= 6)
    #expect(taken.type("0.5").contains("Right"))
  }

  @Test func aQuestionInWordsTakesTheVerbThatItsAuthorForesees() {
    var taken = Taken(
      lessonText(
        "```descent text id=a\nask: What fades?\naccept: memory\nwrong: step.* -> A step is short.\n"
          + "hint: h\n```\n"))
    #expect(taken.type("step").contains("Not yet: A step is short."))
    #expect(taken.run.results["a"]?.wrongAnswers == ["step"])
    // With more on its line it is a command, and so is what a lesson understands.
    #expect(!taken.type("step 2").contains("Not yet"))
    #expect(taken.type("page back").contains("This is the first page."))
    #expect(taken.run.results["a"]?.wrongAnswers == ["step"])
    #expect(taken.type("the memory").contains("Right"))
  }

  @Test func anOpenQuestionHasAModelAnswerOnRequest() {
    var taken = Taken(
      lessonText(
        "Hi.\n```descent play id=open\nTry it.\n\nmodel: It is **seven**.\n\nNot eight.\n```\n"))
    #expect(!taken.shown.joined().contains("seven"))
    let said = taken.type("model")
    #expect(said.contains("It is seven.") && said.contains("Not eight."))
  }

  @Test func anEarlierQuestionIsShownAsItWasPut() {
    var taken = Taken(
      lessonText(
        "```descent setup\nstart 4 2\n```\n```descent do id=a\nask: x is {x}. Step, by `step`.\ncheck: t == 1\n"
          + "answer: step\nhint: h\n```\nA page.\n"))
    for line in ["step", ""] { taken.type(line) }
    #expect(taken.type("page back").contains("x is 4. Step, by step."))
    // The window as it is now counts, not the one in which the question was put.
    taken.run.layout.quotesCode = true
    taken.type("page")
    #expect(taken.type("page back").contains("x is 4. Step, by 'step'."))
  }
}
