import Lessons
import Testing

/// Keeping one's place.
@Suite struct ProgressTests {
  private func resume(
    _ taken: Taken, in text: String = everyKind
  ) throws -> (LessonRun<ToyLaboratory>, Resumption) {
    let kept = try Progress(text: taken.run.progress.text)
    return LessonRun.resumed(parsed(text), kept, lab: ToyLaboratory())
  }

  /// Everything typed at every prompt on the way, experiments and play in the middle included.
  @Test func `Stopping anywhere and resuming is the same to the last bit`() throws {
    let lines = everyAnswer.flatMap { line in
      line.isEmpty ? ["rate 0.3", line] : ["hint", "step 2", "-7", "play", "step", "next", line]
    }
    for student in [Student.transcript, Student("ada")] {
      var taken = Taken(everyKind, student: student)
      for line in lines {
        taken.type(line)
        let (run, resumption) = try resume(taken)
        #expect(resumption == .exact)
        #expect(run.lab.digest == taken.run.lab.digest)
        #expect(run.stop == taken.run.stop)
        #expect(run.results == taken.run.results)
        #expect(run.log == taken.run.log)
      }
    }
  }

  @Test func `A changed lesson begins again from its last checkpoint that fits`() throws {
    var taken = Taken(everyKind)
    for line in everyAnswer.prefix(10) { taken.type(line) }
    let later = everyKind.replacing("y changes its sign", with: "y flips its sign")
    let (run, resumption) = try resume(taken, in: later)
    #expect(resumption == .changed(question: 3))
    #expect(run.results["next-y"]?.isSolved == true)
    #expect(run.results["far"] == nil)
    #expect(run.lab.t == 1)
    let earlier = everyKind.replacing("check: t == 1", with: "check: t >= 1")
    let (anew, other) = try resume(taken, in: earlier)
    #expect(other == .changed(question: 1))
    #expect(anew.lab.t == 0)
    // Prose may change as it likes.
    let (same, exact) = try resume(taken, in: everyKind.replacing("A page to read", with: "Words"))
    #expect(exact == .exact)
    #expect(same.lab.digest == taken.run.lab.digest)
  }

  @Test func `Damaged files give a sentence`() {
    var taken = Taken(everyKind)
    for line in everyAnswer { taken.type(line) }
    let text = taken.run.progress.text
    #expect(throws: LaboratoryError.self) { try Progress(text: "") }
    #expect(throws: LaboratoryError("this progress is damaged: it breaks off")) {
      try Progress(text: String(text.dropLast(10)))
    }
    #expect(throws: LaboratoryError("this progress was written by another version of the program"))
    {
      try Progress(text: text.replacing("progress 3", with: "progress 9"))
    }
    // Any line lost or garbled is either noticed or harmless.
    let lines = text.split(separator: "\n")
    for i in lines.indices {
      var fewer = lines
      fewer[i] = "%%%"
      #expect(throws: LaboratoryError.self) {
        try Progress(text: fewer.joined(separator: "\n"))
      }
      fewer.remove(at: i)
      if let progress = try? Progress(text: fewer.joined(separator: "\n")) {
        _ = LessonRun.resumed(parsed(everyKind), progress, lab: ToyLaboratory())
      }
    }
  }
}

/// Receipts and grades.
@Suite struct ReceiptTests {
  private func receipt(_ student: String, _ lines: [String]) -> Receipt {
    var taken = Taken(everyKind, student: Student(student))
    for line in lines { taken.type(line) }
    return Receipt(student: Student(student), lessons: [taken.run.progress])
  }

  private func report(_ receipts: [String]) -> GradeReport {
    var report = GradeReport()
    for (i, text) in receipts.enumerated() {
      report.add(
        text, named: "\(i).receipt", lessons: ["toy": [parsed(everyKind)]],
        makeLaboratory: { _ in ToyLaboratory() })
    }
    return report
  }

  @Test func `Honest receipts are verified and counted`() {
    let full = receipt("", everyAnswer).text
    let half = receipt("", ["", "step", "", "hint", "7", "8", "7", "skip"]).text
    let report = report([full, half, half])
    #expect(report.rows.map(\.status) == [.verified, .verified, .verified])
    #expect(report.rows.map(\.points) == [5, 1, 1])
    #expect(report.rows[0].firstTries == 3)
    let item = report.items.first { $0.question == "next-y" }
    #expect(item?.students == 3)
    #expect(item?.skips == 2)
    #expect(item?.wrongAnswers.first?.answer == "7")
    #expect(item?.wrongAnswers.first?.count == 4)
    #expect(report.sheet.text.hasPrefix("receipt,student,lesson,status,"))
    #expect(report.sheet.text.contains("0.receipt,,toy,verified,yes,5,5,0.6,0,0,2\n"))
    #expect(
      report.itemsSheet.text.contains("toy,next-y,3,1,0,2,2,7 (4); 8 (2); 1.0 (1)\n") == false)
  }

  @Test func `Edited receipts are found`() {
    let lines = ["", "step", "", "7", "0.5", "", "", "-1"]
    let honest = receipt("ada", lines)
    #expect(report([honest.text]).rows[0].status == .verified)
    func edited(_ change: (inout Progress) -> Void) -> GradeReport.Row.Status {
      var receipt = honest
      change(&receipt.lessons[0])
      return report([receipt.text]).rows[0].status
    }
    func isEdited(_ status: GradeReport.Row.Status) -> Bool {
      if case .edited = status { true } else { false }
    }
    // The sum is made again each time: only doing it again finds these.
    #expect(isEdited(edited { $0.results[0].isSolved = false }))
    #expect(isEdited(edited { $0.results[1].wrongAnswers = [] }))
    #expect(isEdited(edited { $0.results[1].hints = 3 }))
    #expect(isEdited(edited { $0.log.removeLast() }))
    #expect(isEdited(edited { $0.student = Student("grace") }))
    #expect(
      isEdited(
        edited { progress in
          for i in progress.log.indices {
            if case .answer(let text, false) = progress.log[i].action {
              progress.log[i].action = .answer(text, isRight: true)
            }
          }
        }))
    // And the sum finds a touched file.
    let touched = honest.text.replacing("title A toy", with: "title A boy")
    #expect(isEdited(report([touched]).rows[0].status))
  }

  @Test func `A receipt that is touched is edited, whatever else it is`() {
    let honest = receipt("ada", everyAnswer).text
    let other = honest.replacing(/block [0-9a-f]{4}/, with: "block 0123")
    #expect(
      report([other]).rows.first?.status
        == .edited("what it says besides its log is not as the program wrote it"))
    let twice = Receipt(
      student: Student("ada"),
      lessons: receipt("ada", everyAnswer).lessons + receipt("ada", [""]).lessons)
    #expect(report([twice.text]).failures.first?.message.contains("'toy' twice") == true)
    let long = honest.replacing(
      "student ada", with: "student " + String(repeating: "a", count: 3_000))
    #expect(report([long]).failures.first?.message.contains("longer than 1000 bytes") == true)
    let steering = honest.replacing("title A toy", with: "title \u{1B}[2J")
    #expect(report([steering]).failures.first?.message.contains("control characters") == true)
  }

  @Test func `What cannot be done again is not called edited`() {
    var edited = receipt("ada", ["", "step"])
    edited.lessons[0].log.insert(
      LogEntry(stop: 1, question: "first", action: .command("vanished", isLasting: true)), at: 0)
    let status = report([edited.text]).rows.first?.status
    #expect(
      status
        == .unverified(
          "not everything can be done again: 'vanished': unknown verb 'vanished'"))
    // What was only tried out does not count.
    var trying = receipt("ada", ["", "step"])
    trying.lessons[0].log.append(
      LogEntry(stop: 1, question: "first", action: .command("vanished", isLasting: false)))
    #expect(report([trying.text]).rows.first?.status == .verified)
  }

  @Test func `Cells of a table are quoted, and no formula reaches a spreadsheet`() {
    var receipt = receipt("=cmd|' /C calc'!A0", ["", "step", "", "7", "7", "-8"])
    receipt.lessons[0].lesson = "a,\"b\"@"
    let report = report([receipt.text])
    #expect(report.sheet.text.contains(",'=cmd|' /C calc'!A0,\"a,\"\"b\"\"@\","))
    #expect(
      self.report([self.receipt("", ["", "step", "", "-7", "-7", "8"]).text]).itemsSheet.text
        .contains("toy,next-y,1,0,0.0,0,0,2x -7; 1x 8\n"))
  }

  @Test func `What is no receipt is said`() {
    let report = report(["", "hello", "descent receipt 7\n", "descent receipt 1\nstudent a\n"])
    #expect(report.rows.isEmpty)
    #expect(report.failures.count == 4)
  }

  @Test func `In another version of the lesson the questions that still fit are graded`() {
    var report = GradeReport()
    report.add(
      receipt("ada", everyAnswer).text, named: "a",
      lessons: ["toy": [parsed(everyKind.replacing("wrong: t > 1", with: "wrong: t > 2"))]],
      makeLaboratory: { _ in ToyLaboratory() })
    #expect(report.rows[0].status == .older(fitting: 5, of: 5))
    #expect(report.rows[0].points == 5)
  }
}
