import Formula
import LongWork
import Wording

/// One way through a lesson without a student, with one student's numbers.
struct Walk<Lab: Laboratory> {
  let lesson: Lesson
  let student: Student
  let makeLaboratory: () -> Lab
  /// Whether to stop and resume at every block.
  let resumes: Bool
  /// What has been resumed at every block so far.
  var resumer: Resumer<Lab>?
  private(set) var failures: [Failure] = []
  /// Which numbers the checks used, in words.
  private(set) var explanations: [LessonProblem] = []
  /// Where the `wrong:` lines stand that an answer met.
  private(set) var reached: Set<Place> = []
  /// What each block printed.
  private(set) var outputs: [String: String] = [:]
  /// Whether it was given up for the time it takes.
  private(set) var isTooLong = false
  /// Asked at every stop, where looking through the whole lesson would cost too much.
  let isNotebook: Bool
  /// Whether the numbers of the text are worked out again.
  let checksFigures: Bool
  /// Whether what students do by mistake is tried, to see which `wrong:` lines of tasks it meets.
  let triesMistakes: Bool
  private let timer = WorkTimer()
  /// What the figures of the text have taken, and how much of it does not count.
  private var (figureTime, uncounted) = (Duration.zero, Duration.zero)

  /// A lesson that takes longer is refused: a student would have to wait for it too.
  private let longest: Duration

  init(
    _ lesson: Lesson, student: Student, resumes: Bool, checksFigures: Bool = true,
    triesMistakes: Bool = false, longest: Duration, makeLaboratory: @escaping () -> Lab
  ) {
    self.longest = longest
    self.lesson = lesson
    isNotebook = lesson.isNotebook
    self.student = student
    self.resumes = resumes
    self.checksFigures = checksFigures
    self.triesMistakes = triesMistakes
    self.makeLaboratory = makeLaboratory
  }

  mutating func fail(_ check: Check, _ message: String, at place: Place) {
    failures.append(Failure(check, message, at: place, student: student))
  }

  mutating func explain(_ message: @autoclosure () -> String, at place: Place) {
    guard student == .transcript else { return }
    explanations.append(LessonProblem(message(), at: place))
  }

  /// Notes a `wrong:` line that an answer met.
  mutating func reach(_ wrong: Block.Remark) { reached.insert(wrong.pattern.place) }

  /// Answers everything, looking at each question on the way; then skips everything.
  mutating func walk() {
    guard let end = answerEverything(), !isNotebook, isInTime() else { return }
    var skipping = LessonRun(lesson, student: student, lab: makeLaboratory())
    skipping.begin { _ in }
    for _ in 0...(2 * skipping.stops.count) where !skipping.isFinished {
      if skipping.phase == .asking { skipping.skip { _ in } }
      _ = skipping.respond(to: "next") { _ in }
      _ = skipping.respond(to: "next") { _ in }
    }
    if skipping.lab.digest != end {
      fail(
        .resume, "skipping everything ends in another state than answering everything",
        at: lesson.questions.last?.place ?? Place(line: 1))
    }
  }

  /// - Returns: the digest of the last state; nil where a question cannot be got past.
  private mutating func answerEverything() -> UInt64? {
    var run = LessonRun(lesson, student: student, lab: makeLaboratory())
    run.capturesOutput = true
    run.begin { _ in }
    tryResuming(&run)
    var figuresDone = -1
    while !run.isFinished {
      if checksFigures, figuresDone < run.stop {
        figuresDone = run.stop
        checkFigures(in: run)
      }
      guard isInTime() else {
        collectFaults(of: run)
        return nil
      }
      if run.phase == .asking, let question = run.question, let judge = run.judge {
        checkMessages(of: question, in: run)
        question.kind.question?.check(question, judge, in: &self)
        guard answer(question, judge, &run) else {
          collectFaults(of: run)
          return nil
        }
        tryResuming(&run)
      }
      if run.phase == .playing, let until = run.question?.until { checkNames(in: until, run.lab) }
      let before = run.stop
      _ = run.respond(to: "next") { _ in }
      if run.stop == before, !run.isFinished { _ = run.respond(to: "next") { _ in } }
      guard run.stop > before else {
        fail(.reference, "the lesson does not go on from here", at: place(of: run))
        return nil
      }
      tryResuming(&run)
    }
    collectFaults(of: run)
    outputs = run.outputs
    return run.lab.digest
  }

  /// Time that does not count for the lesson, as long as it is not too much.
  mutating func setAside(_ time: Duration) {
    figureTime += time
    if figureTime <= longest * 3 { uncounted += time }
  }

  mutating func isInTime() -> Bool {
    guard !isTooLong, !isNotebook else { return !isTooLong }
    isTooLong = timer.exceeds(longest + uncounted)
    if isTooLong {
      fail(
        .reference, "going through this lesson takes longer than \(longest); shorten its runs",
        at: Place(line: 1))
    }
    return !isTooLong
  }

  func place(of run: LessonRun<Lab>) -> Place {
    run.question?.place ?? Place(line: 1)
  }

  private mutating func collectFaults(of run: LessonRun<Lab>) {
    for fault in run.faults { fail(.reference, fault.message, at: fault.place) }
  }

  // MARK: One question

  private mutating func answer(
    _ question: Block, _ judge: Judge<Lab>, _ run: inout LessonRun<Lab>
  ) -> Bool {
    guard let kind = question.kind.question else { return false }
    let reference: String
    do { reference = try kind.reference(of: judge) } catch {
      fail(.reference, error.message, at: question.expect?.place ?? question.place)
      return false
    }
    let answer = kind.typed(reference, to: question, of: run)
    explain("'\(question.id)' is answered with '\(answer.abridged)'", at: question.place)
    reachConditions(of: question, in: run.lab)
    kind.walk(question, answer: answer, &run, in: &self)
    guard run.results[question.id]?.isSolved == true else { return false }
    if let right = question.right { checkMessage(right, in: run.lab) }
    return true
  }

  /// After the reference answer a question is solved.
  mutating func expectSolved(
    _ question: Block, in run: LessonRun<Lab>, otherwise message: () -> String
  ) {
    guard run.results[question.id]?.isSolved != true else { return }
    fail(.reference, message(), at: question.place)
  }

  /// A condition that names what there never is would never hold.
  mutating func checkNames(in source: SourceText, _ lab: Lab) {
    guard let condition = try? LessonExpression(source) else { return }
    let known = lab.quantityNames
    for name in condition.expression.variables
    where !known.contains(name) && !condition.isOwn(name) {
      fail(
        .reference, "there is no '\(name)'" + Spelling.suggestion(for: name, in: known),
        at: source.place)
    }
  }

  /// Every value in a message must exist.
  mutating func checkMessages(of question: Block, in run: LessonRun<Lab>) {
    let messages =
      question.hints + question.choices.map(\.text) + question.choices.compactMap(\.feedback)
      + [question.ask].compactMap { $0 }
    for message in messages { checkMessage(message, in: run.base) }
  }

  mutating func checkMessage(_ source: SourceText, in lab: Lab) {
    guard let message = try? Message(source) else { return }
    for piece in message.pieces {
      guard case .value(let expression) = piece else { continue }
      do { _ = try lab.value(of: expression) } catch {
        fail(
          .reference, "{\(expression.source.text.abridged)}: \(error.message)",
          at: expression.source.place)
      }
    }
  }
}
