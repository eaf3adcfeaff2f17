import Conversion
import Lessons
import Pages
import Plot
import Wording

/// The page that says how a class did.
public struct ClassReport: Sendable {
  private let lessons: [LessonStatistics]
  private let gradebook: Gradebook
  private let failures: Int
  private let hasNames: Bool
  /// Parts of the students' names, which nothing on a page without names may hold.
  private let names: [String]

  /// - Parameter hasNames: false leaves out every name, for the projector.
  public init(
    _ lessons: [LessonStatistics], _ gradebook: Gradebook, failures: Int, hasNames: Bool
  ) {
    self.lessons = lessons
    self.gradebook = gradebook
    self.failures = failures
    self.hasNames = hasNames
    names = gradebook.students.flatMap { student in
      [student.name, student.typed, student.id].flatMap {
        FoldedName.plain($0).split(separator: " ")
      }
    }.map(String.init).filter { $0.count >= 3 }
  }

  public var html: String {
    var page = Page(title: "How the class did", body: overview + lessons.map(section).joined())
    page.generator = Self.generator
    page.footer =
      "Each receipt was done again with its student's numbers. That finds a result which its own answers "
      + "do not give; it does not find a log that was rewritten consistently with a text editor: the "
      + "program is open and holds no secret."
    return page.text
  }

  static let generator = "descent class report"

  /// Whether a file is such a page.
  public static func isOwn(_ bytes: [UInt8]) -> Bool {
    Page.isPage(bytes, by: generator)
  }

  // MARK: The class

  private var overview: String {
    let rows = lessons.flatMap(\.rows)
    let finished = rows.count(where: \.isFinished)
    let open = rows.filter { !$0.status.isVerified }
    var text = Element.paragraph(
      "\(counted(gradebook.students.count(where: \.hasHandedIn), "student")) handed in "
        + "\(counted(rows.count, "lesson")), \(finished) of them finished.")
    let missing = gradebook.students.filter { !$0.hasHandedIn }
    if !missing.isEmpty {
      text += Element.paragraph(
        "\(counted(missing.count, "student")) of the roster handed in nothing"
          + (hasNames ? ": \(missing.map(\.name).joined(separator: ", "))." : "."))
    }
    if !open.isEmpty || failures > 0 {
      text += Element.paragraph(
        "\(open.count) of them could not be verified; \(counted(failures, "file")) could not be read.",
        kind: "bad")
    }
    if hasNames, !open.isEmpty {
      text += Element.table(
        caption: "To look at", header: ["Student", "Lesson", "What was found"],
        rows: open.map {
          [
            escaped($0.student.isEmpty ? $0.receipt : $0.student), escaped($0.lesson),
            escaped($0.status.text),
          ]
        })
    }
    let totals = gradebook.students.filter(\.hasHandedIn).map { gradebook.total(of: $0) }
    if totals.count > 1 { text += figure(ofTotals: totals) }
    if hasNames { text += studentTable }
    return Element.section(2, "The class", text)
  }

  private var studentTable: String {
    let ids = gradebook.lessons.map(\.id)
    return Element.table(
      caption: "Points", header: ["Student"] + ids + ["Total"],
      rows: gradebook.students.filter(\.hasHandedIn).map { student in
        [escaped(student.name)]
          + ids.map { student.points[$0].map(PointScheme.text(of:)) ?? "–" }
          + [PointScheme.text(of: gradebook.total(of: student))]
      }, numbers: Set(1...(ids.count + 1)))
  }

  private func figure(ofTotals totals: [Double]) -> String {
    let most = gradebook.lessons.reduce(0) { $0 + $1.most }
    let bins = min(20, max(2, Int(clamping: most.rounded(), from: 2, to: 20)))
    return Element.figure(
      SVGRenderer(label: "totals").render(
        Figure(
          title: "Points of the students",
          panels: [
            Panel(
              x: Axis("points", from: 0, to: max(most, 1)),
              y: Axis("students", from: 0, isCount: true),
              layers: [.histogram(totals, bins: bins, low: 0, high: max(most, 1))])
          ])))
  }

  // MARK: A lesson

  private func section(of statistics: LessonStatistics) -> String {
    let (lesson, rows) = (statistics.lesson, statistics.rows)
    let scores = rows.map(\.score).sorted()
    var text = Element.paragraph(
      "\(counted(rows.count, "student")), \(rows.count(where: \.isFinished)) finished; median "
        + "\(scores.isEmpty ? "–" : PointScheme.text(of: scores[scores.count / 2])) of "
        + "\(PointScheme.text(of: rows.first?.most ?? 0)) points."
        + (Set(rows.map(\.version)).count > 1
          ? " They took \(Set(rows.map(\.version)).count) editions of it." : ""))
    let reached = statistics.questions.filter { $0.students > 0 }
    if !reached.isEmpty { text += figure(of: reached, in: lesson) }
    if lesson.questions.contains(where: { $0.ask?.text.contains("{") == true }) {
      text += Element.paragraph("Braces hold what has a value of its own for each student.")
    }
    text += Element.table(
      caption: "Questions of \(lesson.title)",
      header: [
        "Question", "Students", "First try", "Solved", "Tries", "Hints", "Skipped", "Time", "Tells",
      ],
      rows: statistics.questions.map { row(of: $0, in: lesson) }, numbers: Set(1...8))
    let telling = reached.compactMap { statistics in
      statistics.discrimination.map { (statistics.question.id, $0) }
    }
    if let best = telling.max(by: { $0.1 < $1.1 }), best.1 > 0 {
      text += Element.paragraph(
        "'Tells' is how a question's first try goes with the rest of the lesson (a correlation). "
          + "'\(best.0)' tells most; what is under 0.1, or negative, is worth reading again.")
    }
    text += statistics.questions.map { part(on: $0, in: lesson) }.joined()
    return Element.section(
      2, lesson.title.isEmpty ? lesson.id : lesson.title, id: "lesson-\(lesson.id)", text)
  }

  /// `3 slope`: its place in the lesson, and its name.
  private func name(of question: QuestionStatistics, in lesson: Lesson) -> String {
    "\(place(of: question, in: lesson)) \(question.question.id)"
  }

  private func place(of question: QuestionStatistics, in lesson: Lesson) -> Int {
    (lesson.questions.firstIndex { $0.id == question.question.id } ?? 0) + 1
  }

  private func row(of question: QuestionStatistics, in lesson: Lesson) -> [String] {
    let n = question.students
    return [
      escaped(name(of: question, in: lesson)), "\(n)", Self.share(question.firstTries, of: n),
      Self.share(question.solved, of: n),
      question.tries.map { Self.rounded($0, 1) } ?? "–", "\(question.hints)", "\(question.skips)",
      question.seconds.map(Self.duration) ?? "–",
      question.discrimination.map { Self.rounded($0, 2) } ?? "–",
    ]
  }

  private func figure(of questions: [QuestionStatistics], in lesson: Lesson) -> String {
    let rates = questions.map { Double($0.firstTries) / Double(max($0.students, 1)) }
    return Element.figure(
      SVGRenderer(label: "first-\(lesson.id)").render(
        Figure(
          title: "Solved at the first try",
          panels: [
            Panel(
              x: Axis("question", categories: questions.map { "\(place(of: $0, in: lesson))" }),
              y: Axis("share of students", from: 0, to: 1), layers: [.bars(rates)])
          ])))
  }

  /// The mistakes of a question, and who is stuck there; nothing where there are none.
  private func part(on question: QuestionStatistics, in lesson: Lesson) -> String {
    let block = question.question
    var text = ""
    if !question.mistakes.isEmpty {
      text += Element.table(
        caption: "Mistakes at \(block.id)",
        header: [block.choices.isEmpty ? "What they met" : "Option", "Times", "Students", "Typed"],
        rows: question.mistakes.map { mistake in
          [
            mistake.isKnown ? marked(mistake.words) : "<em>no known mistake</em>",
            "\(mistake.count)",
            "\(mistake.students)",
            block.choices.isEmpty || !mistake.isKnown ? typed(mistake.typed) : "",
          ]
        }, numbers: [1, 2])
    }
    if !question.unmet.isEmpty {
      text += Element.details(
        "\(counted(question.unmet.count, "remark")) that no student met",
        "<ul>\n" + question.unmet.map { "<li>\(marked($0))</li>\n" }.joined() + "</ul>\n")
    }
    if !question.stuck.isEmpty {
      let who = question.stuck.map { row, misses in
        (row.student.isEmpty ? row.receipt : row.student) + " (\(counted(misses, "wrong answer")))"
      }
      text += Element.paragraph(
        hasNames
          ? "Stuck here: \(who.joined(separator: ", "))."
          : "\(counted(question.stuck.count, "student")) left the lesson here.")
    }
    guard !text.isEmpty else { return "" }
    let ask = block.ask.map { "<p>\(marked($0.text))</p>\n" } ?? ""
    return Element.section(3, name(of: question, in: lesson), ask + text)
  }

  // MARK: Text

  private func typed(_ answers: [(text: String, count: Int)]) -> String {
    let shown = answers.prefix(6).map { answer in
      let text = holdsName(answer.text) ? "…" : shortened(answer.text, to: 60)
      return "<code>\(escaped(text))</code>" + (answer.count > 1 ? " ×\(answer.count)" : "")
    }
    return shown.joined(separator: ", ") + (answers.count > 6 ? ", …" : "")
  }

  private func holdsName(_ text: String) -> Bool {
    guard !hasNames else { return false }
    let plain = FoldedName.plain(text)
    return names.contains { plain.contains($0) }
  }

  /// Words of the author's, with values in braces as code.
  private func marked(_ text: String) -> String {
    ProsePage.html(ofLine: text.replacing("{", with: "`{").replacing("}", with: "}`"))
  }

  private func escaped(_ text: String) -> String { escapedForMarkup(text) }

  private static func share(_ count: Int, of all: Int) -> String {
    all == 0 ? "–" : "\(Int(clamping: (100 * Double(count) / Double(all)).rounded()))\u{A0}%"
  }

  private static func rounded(_ value: Double, _ places: Int) -> String {
    let scale = places == 1 ? 10.0 : 100
    return String((value * scale).rounded() / scale).replacing("-", with: "−")
  }

  private static func duration(_ seconds: Int) -> String {
    seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }
}
