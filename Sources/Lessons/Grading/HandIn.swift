import Digests
import Formula

/// One lesson of a receipt, as it was handed in.
struct HandIn: Sendable {
  var row: GradeReport.Row
  let progress: Progress
  private let receipt: Receipt
  private let isTouched: Bool

  /// The lessons of a receipt.
  ///
  /// - Parameter time: when the file was written, where the receipt itself does not say.
  /// - Throws: `LaboratoryError` with a sentence for what is no receipt, or an empty one.
  static func all(
    in text: String, named name: String, time: String
  ) throws(LaboratoryError) -> [HandIn] {
    var isTouched = false
    let receipt = try Receipt(text: text, isTouched: &isTouched)
    guard !receipt.lessons.isEmpty else { throw LaboratoryError("this receipt holds no lesson") }
    return receipt.lessons.map { progress in
      var row = GradeReport.Row(
        receipt: name, student: receipt.student.id, lesson: progress.lesson, status: .verified,
        results: progress.results, questions: progress.questions, isFinished: progress.isFinished,
        time: receipt.time.isEmpty ? time : receipt.time)
      row.title = progress.title
      row.version = progress.version
      row.seconds = progress.seconds
      row.isClaimed = progress.student == .transcript && receipt.student != .transcript
      return HandIn(row: row, progress: progress, receipt: receipt, isTouched: isTouched)
    }
  }

  /// The row with what doing everything again says of it.
  ///
  /// - Parameter scheme: what questions are worth, in the place of what the lesson says.
  func verified<Lab: Laboratory>(
    by editions: Editions, scheme: PointScheme? = nil, makeLaboratory: (Lesson) -> Lab
  ) -> GradeReport.Row {
    var row = row
    let isOfAnother = progress.student != receipt.student && !row.isClaimed
    row.status =
      isOfAnother
      ? .edited("the lesson was taken with the numbers of '\(progress.student.id)'")
      : Self.verify(progress, &row, editions, makeLaboratory: makeLaboratory)
    row.scheme = scheme ?? row.scheme
    if isTouched, !row.status.isEdited { row.status = judgedAsTouched(row.status) }
    if !progress.isFinished { row.openQuestion = Self.openQuestion(of: progress, row, editions) }
    return row
  }

  /// What to think of a lesson whose receipt's sum does not fit, though its log says nothing of it.
  private func judgedAsTouched(_ status: GradeReport.Row.Status) -> GradeReport.Row.Status {
    if let change = receipt.change(in: progress) { return .edited(change) }
    guard status.isVerified, !receipt.isSealed(progress) else { return status }
    return .unverified(
      "its sum does not fit its text, which was changed on its way or by hand; its answers replay")
  }

  /// Where the student stands: the first question of the lesson that is neither solved nor skipped.
  private static func openQuestion(
    of progress: Progress, _ row: GradeReport.Row, _ editions: Editions
  ) -> String? {
    let done = Set(row.results.filter { $0.isSolved || $0.isSkipped }.map(\.id))
    guard let lesson = editions.all.first else { return nil }
    return lesson.questions.first { !done.contains($0.id) }?.id
  }

  // MARK: Doing it again

  private static func verify<Lab: Laboratory>(
    _ progress: Progress, _ row: inout GradeReport.Row, _ editions: Editions,
    makeLaboratory: (Lesson) -> Lab
  ) -> GradeReport.Row.Status {
    if let result = progress.contradiction {
      return .edited("the result of '\(result.id)' does not follow from the answers in the log")
    }
    guard let latest = editions.all.first else {
      return .unverified("there is no lesson '\(progress.lesson)' here")
    }
    row.scheme = latest.scheme
    let exact = editions.all.first { Progress.blocks(of: $0) == progress.blocks }
    var status: GradeReport.Row.Status?
    if let exact {
      let found = verify(progress, &row.results, in: exact, makeLaboratory: makeLaboratory)
      guard let key = editions.given.first, Progress.blocks(of: key) != progress.blocks,
        !found.isEdited
      else { return found }
      status = found
    }
    let answered = row.results.filter(\.isAnswered)
    let isKey = !editions.given.isEmpty
    let regrading = LessonRun.regraded(
      latest, progress, isKey: isKey, before: exact, lab: makeLaboratory(latest))
    let count = max(answered.count, regrading.results.count)
    let fitting = regrading.results.count { result in
      answered.contains { $0.id == result.id } || result.isAnswered
    }
    guard isKey else {
      row.results = regrading.results
      return .older(fitting: regrading.results.count, of: count)
    }
    // What does not fit stays as it was taken, where that is verified.
    let asTaken = status == .verified ? row.results : []
    let known = Set(regrading.results.map(\.id))
    row.results = latest.questions.compactMap { question in
      regrading.results.first { $0.id == question.id } ?? asTaken.first { $0.id == question.id }
    }
    row.questions = latest.questions.count
    let misfits = regrading.misfits.filter { misfit in
      !known.contains(misfit.question) && answered.contains { $0.id == misfit.question }
    }.map { "'\($0.question)': \($0.reason)" }
    return .mended(
      fitting: min(fitting, count), of: count, gained: regrading.gained, misfits: misfits)
  }

  private static func verify<Lab: Laboratory>(
    _ progress: Progress, _ results: inout [QuestionResult], in lesson: Lesson,
    makeLaboratory: (Lesson) -> Lab
  ) -> GradeReport.Row.Status {
    // What was only tried out is no part of what is graded, and may need files that are not here.
    var graded = progress
    graded.log.removeAll { !$0.isLasting }
    let (run, resumption) = LessonRun.resumed(lesson, graded, lab: makeLaboratory(lesson))
    if let fault = run.faults.first {
      return .unverified("the lesson does not run here: \(fault.message)")
    }
    if let failure = run.replayFailures.first {
      return .unverified("not everything can be done again: \(failure)")
    }
    let elsewhere = progress.surroundings(besides: run.lab.inputs)
    func finding(_ what: String) -> GradeReport.Row.Status {
      elsewhere.map { .unverified("does not replay here: \($0)") } ?? .edited(what)
    }
    guard resumption != .lost else { return finding("its log does not lead through the lesson") }
    for (before, now) in zip(graded.log, run.log) where before.action != now.action {
      return finding(difference(before, now))
    }
    let found = lesson.questions.compactMap { run.results[$0.id] }
    if let (said, _) = zip(results, found).first(where: { !$1.fits($0, form: progress.form) }) {
      return finding("the result of '\(said.id)' does not follow from the answers in the log")
    }
    let isFinished = progress.form > Progress.strictForm ? run.isThrough : run.isFinished
    guard results.count == found.count, run.log.count == graded.log.count,
      isFinished == progress.isFinished,
      run.answeredCount == progress.answered, lesson.questions.count == progress.questions
    else { return finding("its results do not follow from its answers") }
    results = found
    // The state of a former form was that of a former program: the answers are what is graded.
    if resumption == .differs, graded.log.count == progress.log.count,
      progress.form > Progress.strictForm
    {
      return .unverified(
        "does not replay here: "
          + (elsewhere ?? "all answers do, but its last state is another one (version or data)"))
    }
    return .verified
  }

  /// How an answer of the log is marked here, in words.
  private static func difference(_ before: LogEntry, _ now: LogEntry) -> String {
    let question = before.question ?? "?"
    func marks(_ isRight: Bool) -> String { isRight ? "right" : "wrong" }
    guard case .answer(let text, let said) = before.action,
      case .answer(text, let found) = now.action, said != found
    else { return "the answers to '\(question)' are marked otherwise" }
    return "its log has the answer '\(text)' to '\(question)' as \(marks(said)), and it is "
      + marks(found)
  }
}

extension Progress {
  /// Tells editions of a lesson apart: eight digits over all blocks.
  var version: String {
    var digest = Digest()
    for block in blocks {
      digest.add(block.id)
      digest.add(Digest.text(of: block.digest))
    }
    return String(Digest.text(of: digest.value).prefix(8))
  }
}
