import Lessons
import Testing

/// What is altered in a receipt is found: by its sum and seals where the text was touched, and by doing
/// everything again where those were made again.
@Suite struct SealTests {
  /// A receipt of all that a finished lesson's can hold: mistakes, hints, files read, time spent.
  private static let honest: Receipt = {
    var taken = Taken(everyKind, student: Student("ada"))
    for line in everyAnswer {
      taken.type("rate 0.15")
      if line == "0.5" { taken.type("hint") }
      taken.type(line)
    }
    var progress = taken.run.progress
    progress.inputs = [0x1234_5678_9ABC_DEF0]
    progress.seconds = ["first": 12, "why": 7]
    progress.source = "toys/toy.md"
    return Receipt(student: Student("ada"), lessons: [progress], time: "2026-03-01T09:30:00Z")
  }()

  /// - Parameter hasLesson: whether the lesson is at hand, so that everything can be done again.
  private func report(_ text: String, hasLesson: Bool = true) -> GradeReport {
    var report = GradeReport()
    report.add(
      text, named: "a.receipt", lessons: hasLesson ? ["toy": [parsed(everyKind)]] : [:],
      makeLaboratory: { _ in ToyLaboratory() })
    return report
  }

  private func verdict(_ text: String) -> GradeReport.Row.Status? {
    report(text).rows.first?.status
  }

  private static func altered(_ receipt: Receipt, _ change: (inout Progress) -> Void) -> String {
    var receipt = receipt
    change(&receipt.lessons[0])
    return receipt.text
  }

  /// A word with its last letter or digit exchanged for another one of its kind; nil without one.
  private static func altered(_ word: Substring) -> String? {
    guard let place = word.lastIndex(where: { $0.isLetter || $0.isNumber }) else { return nil }
    let old = word[place]
    let new: Character =
      old.isNumber ? (old == "1" ? "2" : "1") : old.lowercased() == "a" ? "b" : "a"
    return word[..<place] + String(new) + word[word.index(after: place)...]
  }

  @Test func `The honest receipt is verified, and holds a line of each kind`() {
    let text = Self.honest.text
    #expect(verdict(text) == .verified)
    let marks = Set(text.split(separator: "\n").compactMap { $0.split(separator: " ").first })
    let kinds: Set<Substring> = [
      "descent", "student", "time", "lesson", "title", "source", "program", "data", "answered",
      "at", "state", "block", "result", "spent", "@", "!", "right", "wrong", "hint", "end", "check",
      "sum",
    ]
    #expect(marks == kinds)
  }

  /// A touched text is never verified: it is edited, or no receipt any more.
  @Test(arguments: [true, false])
  func `Each word of each line, altered, is found`(hasLesson: Bool) {
    let lines = Self.honest.text.split(separator: "\n", omittingEmptySubsequences: false)
    // The first line says how the sum was made, and the sum is not looked at where it does not fit.
    for (i, line) in lines.enumerated().dropFirst() where !line.hasPrefix("sum ") {
      let words = line.split(separator: " ")
      for (k, word) in words.enumerated() {
        guard let other = Self.altered(word) else { continue }
        var changed = words
        changed[k] = other[...]
        var text = lines
        text[i] = changed.joined(separator: " ")[...]
        let report = report(text.joined(separator: "\n"), hasLesson: hasLesson)
        let isFound = report.rows.first?.status.isEdited ?? !report.failures.isEmpty
        #expect(isFound, "\(line): \(other): \(report.rows.first?.status.text ?? "")")
      }
    }
  }

  @Test func `Each line left out is found, and each twice that then says more`() {
    let lines = Self.honest.text.split(separator: "\n")
    let counted = ["block ", "result ", "! ", "right ", "wrong ", "hint"]
    for (i, line) in lines.enumerated() where !line.hasPrefix("sum ") {
      var texts = [lines]
      texts[0].remove(at: i)
      if counted.contains(where: line.hasPrefix) {
        texts.append(lines)
        texts[1].insert(line, at: i)
      }
      for text in texts {
        let report = report(text.joined(separator: "\n"))
        let isFound =
          report.rows.first.map { !$0.status.isVerified } ?? !report.failures.isEmpty
        #expect(isFound, "\(line), \(text.count): \(report.rows.first?.status.text ?? "")")
      }
    }
  }

  /// What was done to a question is sealed in its order.
  @Test(arguments: [true, false])
  func `Two lines of a log that change places are found`(hasLesson: Bool) {
    let lines = Self.honest.text.split(separator: "\n", omittingEmptySubsequences: false)
    func isOfLog(_ line: Substring) -> Bool {
      ["! ", "> ", "right ", "wrong ", "hint", "skip"].contains(where: line.hasPrefix)
    }
    var exchanged = 0
    for (i, line) in lines.enumerated().dropLast()
    where isOfLog(line) && isOfLog(lines[i + 1]) && line != lines[i + 1] {
      var text = lines
      text.swapAt(i, i + 1)
      let status = report(text.joined(separator: "\n"), hasLesson: hasLesson).rows.first?.status
      #expect(status?.isEdited == true, "\(line), \(lines[i + 1]): \(status?.text ?? "")")
      exchanged += 1
    }
    #expect(exchanged >= 3)
  }

  // MARK: Made again

  /// What counts, altered in a receipt whose sum and seals are made again: a person who has the program
  /// can do that, and only doing everything again finds it.
  private static let forgeries:
    [(name: String, change: @Sendable (inout Progress) -> Void, said: String)] = [
      ("the student", { $0.student = Student("eve") }, "with the numbers of 'eve'"),
      ("the stop", { $0.stop -= 1 }, ""),
      ("finished", { $0.isFinished.toggle() }, "its results do not follow from its answers"),
      ("answered", { $0.answered -= 1 }, "its results do not follow from its answers"),
      ("questions", { $0.questions += 1 }, "its results do not follow from its answers"),
      ("a block", { $0.blocks[1].digest ^= 1 }, "older course"),
      ("a block's name", { $0.blocks[1].id = "last" }, "older course"),
      ("the state", { $0.state = ($0.state ?? 0) ^ 1 }, "its last state is another one"),
      ("a result less", { $0.results.removeLast() }, "its results do not follow from its answers"),
      ("a result's name", { $0.results[1].id = "first" }, "the result of 'first'"),
      (
        "lasting commands", { $0.log.removeAll { $0.action == .command("step", isLasting: true) } },
        ""
      ),
    ]

  @Test func `What counts is found where sum and seals are made again`() throws {
    for (name, change, said) in Self.forgeries {
      let status = try #require(verdict(Self.altered(Self.honest, change)))
      #expect(
        !status.isVerified && (said.isEmpty || status.text.contains(said)),
        "\(name): \(status.text)")
    }
  }

  /// Without the lesson the log's own marks are what a result is compared with. A student who claims
  /// less than the log has is not looked for.
  @Test func `A result that its own log does not give is found without the lesson`() throws {
    let i = try #require(Self.honest.lessons[0].results.firstIndex { $0.id == "next-y" })
    let changes: [(inout QuestionResult) -> Void] = [
      { $0.isSkipped.toggle() }, { $0.hints += 1 }, { $0.wrongAnswers.append("") },
    ]
    for change in changes {
      let text = Self.altered(Self.honest) { change(&$0.results[i]) }
      let status = try #require(report(text, hasLesson: false).rows.first?.status)
      #expect(status.isEdited && status.text.contains("'next-y'"), "\(status.text)")
    }
  }

  @Test func `Each result and each entry of the log is found where they are made again`() throws {
    let honest = Self.honest.lessons[0]
    for i in honest.results.indices {
      let changes: [(String, (inout QuestionResult) -> Void)] = [
        ("solved", { $0.isSolved.toggle() }), ("skipped", { $0.isSkipped.toggle() }),
        ("hints", { $0.hints += 1 }), ("wrong answers", { $0.wrongAnswers.append("") }),
      ]
      for (name, change) in changes {
        let status = try #require(verdict(Self.altered(Self.honest) { change(&$0.results[i]) }))
        #expect(status.isEdited, "\(name) of \(honest.results[i].id): \(status.text)")
      }
    }
    for (i, entry) in honest.log.enumerated() {
      let shortened = try #require(verdict(Self.altered(Self.honest) { $0.log.remove(at: i) }))
      switch entry.action {
      case .answer(let text, let isRight):
        let other = try #require(
          verdict(
            Self.altered(Self.honest) {
              $0.log[i].action = .answer(text, isRight: !isRight)
            }))
        #expect(other.isEdited, "\(text): \(other.text)")
        let changed = try #require(
          verdict(
            Self.altered(Self.honest) {
              $0.log[i].action = .answer(isRight ? "12345" : text + " or more", isRight: isRight)
            }))
        #expect(changed.isEdited || !isRight, "\(text): \(changed.text)")
        #expect(shortened.isEdited, "\(text): \(shortened.text)")
      case .hint, .skip: #expect(shortened.isEdited, "\(entry): \(shortened.text)")
      // What was only tried out counts for nothing.
      // A rate that is set once more changes nothing.
      case .command(let text, let isLasting):
        #expect(shortened.isVerified == !(isLasting && text == "step"), "\(entry)")
      case .play: #expect(shortened.isVerified, "\(entry)")
      }
    }
  }
}
