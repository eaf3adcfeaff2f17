import Lessons
import Testing

/// Taking a lesson.
@Suite struct RunTests {
  @Test func `A lesson is taken from the first page to the last`() {
    var taken = Taken(everyKind)
    #expect(taken.shown.contains("A bowl"))
    taken.type("next")
    #expect(taken.shown.contains("Task 1 of 5"))
    #expect(taken.type("step").contains("y is −1 now."))
    taken.type("")
    #expect(taken.shown.contains("What is y after the next step?"))
    #expect(taken.type("0.5").contains("Right."))
    taken.type("")
    #expect(taken.type("").contains("Where is y after five more?"))
    let reveal = taken.type("-1")
    #expect(reveal.contains("You said −1; it is 0.03125."))
    #expect(taken.type("").contains("Try it yourself"))
    #expect(taken.type("rate 0.05").contains("There you are."))
    #expect(taken.type("next").contains("y changes its sign because"))
    #expect(taken.run.lab.eta == 0.15)
    #expect(taken.type("1").contains("A smaller η overshoots less."))
    #expect(taken.type("2").contains("Right. Each step multiplies y by 1 − 10η."))
    taken.type("")
    #expect(taken.type("Zig-Zag.").contains("Right."))
    #expect(taken.type("").contains("The end. You solved 5 of 5 questions, 3 at the first try."))
    #expect(taken.run.isFinished)
    #expect(taken.run.faults.isEmpty)
  }

  @Test func `Wrong numbers are told what they are`() {
    var taken = Taken(everyKind)
    for line in ["", "step", ""] { taken.type(line) }
    #expect(taken.type("-2.5").contains("Not yet: You added the gradient."))
    #expect(taken.type("y + eta*grad[1]").contains("You added the gradient."))
    let second = taken.type("0.6")
    #expect(second.contains("0.6 is too large."))
    #expect(!second.contains("0.5") && !second.contains("0.1"))
    let third = taken.type("-0.5")
    #expect(third.contains("the wrong sign"))
    #expect(third.contains("skip"))
    #expect(taken.type("1,5").contains("a decimal point is a point, as in 1.5"))
    #expect(taken.type("-.").contains("is no number"))
    #expect(taken.type("y = 0.5").contains("Right"))
    #expect(taken.run.results["next-y"]?.wrongAnswers.count == 4)
  }

  @Test func `Hints come one at a time`() {
    var taken = Taken(everyKind)
    for line in ["", "step", ""] { taken.type(line) }
    #expect(taken.type("hint").contains("Hint 1 of 2: The gradient is −10."))
    #expect(taken.type("hint").contains("Hint 2 of 2: η is 0.15."))
    #expect(taken.type("hint").contains("Those are all the hints"))
    #expect(taken.run.results["next-y"]?.hints == 2)
  }

  @Test func `Next on an open question says so`() {
    var taken = Taken(everyKind)
    taken.type("")
    #expect(taken.type("next").contains("not answered yet"))
    #expect(taken.type("next \"half a quote").contains("not answered yet"))
    #expect(taken.run.position == (1, 5))
  }

  @Test func `Trying things out never moves the lesson`() {
    var taken = Taken(everyKind)
    for line in ["", "step", ""] { taken.type(line) }
    let before = taken.run.lab.digest
    #expect(taken.type("step 7").contains("on a copy"))
    #expect(taken.run.lab.t == 8)
    // What the student sees is what an expression means; the question stays what it was.
    #expect(taken.type("0.5").contains("Right"))
    #expect(taken.run.lab.digest == before)
    taken.type("step 3")
    taken.type("next")
    #expect(taken.run.lab.digest == before)
  }

  @Test func `Play brings everything back, also within a task`() {
    var taken = Taken(everyKind)
    taken.type("")
    let before = taken.run.lab.digest
    taken.type("play")
    taken.type("step")
    #expect(taken.run.results["first"]?.isSolved != true)
    #expect(taken.type("next").contains("as it was"))
    #expect(taken.run.lab.digest == before)
    #expect(taken.type("step").contains("Right."))
  }

  @Test func `Skipping everything ends where answering everything does`() {
    var answered = Taken(everyKind)
    for line in everyAnswer { answered.type(line) }
    #expect(answered.run.isFinished)
    var skipped = Taken(everyKind)
    for _ in 0..<20 where !skipped.run.isFinished {
      skipped.type("skip")
      skipped.type("next")
    }
    #expect(skipped.run.isFinished)
    #expect(skipped.run.lab.digest == answered.run.lab.digest)
  }

  @Test func `A task that goes too far says so, and can be mended`() {
    var taken = Taken(everyKind)
    taken.type("")
    #expect(taken.type("step 2").contains("That was more than one."))
    // Once is enough.
    #expect(!taken.type("rate 0.2").contains("That was more than one."))
    taken.type("start 4 2")
    #expect(taken.type("step").contains("Right."))
    #expect(taken.run.results["first"]?.wrongAnswers.count == 1)
  }

  @Test func `A failed command changes nothing and is no answer`() {
    var taken = Taken(everyKind)
    taken.type("")
    #expect(taken.type("stpe").contains("error: unknown verb 'stpe'"))
    #expect(taken.type("step; stpe").contains("error: unknown verb 'stpe'"))
    // The first half of the line did the task; it stays done.
    #expect(taken.run.log.count == 1)
  }

  @Test func `A number that nothing asks for is told how to go on`() {
    var taken = Taken(everyKind)
    #expect(taken.type("10").contains("There is no question here; Enter or"))
    taken.type("next")
    #expect(taken.type("10").contains("Type commands until it is done"))
    for line in ["step", ""] { taken.type(line) }
    #expect(taken.type("0.5").contains("Right."))
    for late in ["10", "-1/2", "y = 0.5", "2*y + eta"] {
      #expect(taken.type(late).contains("This question is answered; Enter or"))
    }
    // A name alone may be a verb cut short.
    #expect(taken.type("eta").contains("error: unknown verb 'eta'"))
    for line in ["", "", "skip"] { taken.type(line) }
    #expect(taken.type("7").contains("This question is answered; Enter or"))
    taken.type("")
    #expect(taken.type("3").contains("In play a number answers nothing"))
    taken.type("next")
    #expect(
      taken.type("0.5").contains("Answer with 1 or 2"), "\(taken.shown.suffix(3))")
    taken.type("play")
    #expect(taken.type("2").contains("In play a number answers nothing"))
    for line in ["next", "skip", "", "skip", ""] { taken.type(line) }
    #expect(taken.run.isFinished)
    #expect(taken.type("10").contains("The lesson is over"))
  }

  @Test func `A number is never taken for a mistake that has no value`() {
    var taken = Taken(
      lessonText(
        "```descent number id=a\nask: y?\nexpect: y + 2\nwrong: 1/t -> By zero.\nhint: h\n```\n"))
    #expect(taken.type("7").contains("7 is too large."))
    #expect(taken.type("-7").contains("−7 has the wrong sign."))
  }

  @Test func `Hostile commands of a lesson are refused and said`() {
    var taken = Taken(lessonText("Hi.\n```descent show\nexport\n```\n"))
    #expect(taken.shown.joined().contains("at fault in line 7: a lesson may not export"))
    #expect(!taken.run.lab.hasExported)
    // The student's own commands are not the lesson's.
    taken.type("export")
    #expect(taken.run.lab.hasExported)
  }

  @Test func `A built-in mistake is named`() {
    var taken = Taken(
      lessonText("```descent number id=a\nask: x?\nexpect: after(\"step\").x\nhint: h\n```\n"))
    #expect(taken.type("99").contains("Not yet: a toy mistake."))
  }
}
