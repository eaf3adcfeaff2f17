import Classroom
import Console
import Course
import Disk
import Lessons
import Session
import Wording

extension LessonTools {
  /// Which of several receipts of a student and lesson counts.
  package typealias Choice = GradeReport.Choice

  package struct GradeOptions: Sendable {
    /// Lesson files, and folders of them, besides the course's; the first of a lesson is the key.
    package var lessons: [String] = []
    /// Where to write a line for each student and lesson.
    package var csv: String?
    /// Where to write a line for each question; nil is beside `csv`, `points.csv` having its
    /// `points-items.csv`.
    package var items: String?
    /// Which of several hand-ins of a student counts.
    package var choice = Choice.best
    /// What questions are worth, in the place of what each lesson says.
    package var scheme: PointScheme?
    /// A table of the students.
    package var roster: String?
    /// Where to write a row for each student, and in which form.
    package var gradebook: String?
    package var form = Gradebook.Form.plain
    /// A download of another system's gradebook whose columns are filled.
    package var template: String?
    /// Its columns by the lesson's name, or `total`, where they are not alike.
    package var columns: [String: String] = [:]
    /// Where to write the page about the class, and whether it names the students.
    package var html: String?
    package var hasNames = true
    /// Whether files that are no such tables are overwritten.
    package var isForced = false

    package init() {}
  }

  package static func grade(
    _ paths: [String], lessons: [String], csv: String?, items: String?,
    taking choice: Choice = .best, isForced: Bool = false
  ) -> Result {
    var options = GradeOptions()
    options.lessons = lessons
    options.csv = csv
    options.items = items
    options.choice = choice
    options.isForced = isForced
    return grade(paths, options)
  }

  /// Grades receipts: everything is done again under its student's numbers.
  ///
  /// - Parameter progress: told now and then how much is done of how much.
  /// - Returns: status 0 where all are verified, 1 where one is edited, unreadable or cannot be done
  ///   again here, 2 where a lesson cannot be read or a table not be written.
  package static func grade(
    _ paths: [String], _ options: GradeOptions,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) -> Result {
    var text = ""
    var status: Int32 = 0
    func complain(_ message: String) {
      text += message + "\n"
      status = 2
    }
    let shelf = LessonShelf(options.lessons, complain)
    let tables: (roster: Roster?, template: GradebookTemplate?)
    do { tables = try readTables(options) } catch {
      return Result(text: error.message + "\n", status: 2)
    }
    let roster = tables.roster ?? tables.template?.students
    let files = paths.map(file)
    var report = GradeReport(
      grading: files, editions: shelf.editions, scheme: options.scheme,
      makeMemory: { CommandMemory() },
      makeLaboratory: { lesson, memory in
        ShellLaboratory(
          file: shelf.sources[lesson.lines], rooms: .standard, confinesReplay: true, memory: memory)
      }, progress: progress)
    if roster == nil {
      report.settle(by: options.choice)
    } else {
      report.settle(by: options.choice) { Gradebook.identity(of: $0, in: roster) }
    }
    for failure in report.failures { text += "\(failure.receipt): \(failure.message)\n" }
    text += self.text(of: report)
    let itemsPath =
      options.items ?? options.csv.flatMap { WholeFile.isStream($0) ? nil : besides($0) }
    for (path, contents, document) in [
      (options.csv, report.sheet, Document.grades), (itemsPath, report.itemsSheet, .items),
    ] {
      guard let path else { continue }
      do {
        try Files.write(
          contents.bytes, to: path, as: document, isForced: options.isForced, way: "--force")
        if !WholeFile.isStream(path) { text += "written: \(path)\n" }
      } catch { complain(error.message) }
    }
    let gradebook = Gradebook(report, roster: tables.roster, order: shelf.order)
    if let roster = tables.roster {
      for sentence in gradebook.unmatched { text += "roster: \(sentence)\n" }
      for group in roster.ambiguous {
        text +=
          "roster: several students are called '\(group[0].name)'; they need their IDs as names\n"
      }
    }
    do { text += try write(gradebook, tables.template, options) } catch { complain(error.message) }
    if let path = options.html {
      do throws(ShellError) {
        try Files.write(
          classReport(of: report, gradebook, shelf, hasNames: options.hasNames), to: path,
          as: .classReport, isForced: options.isForced, way: "--force")
        text += "written: \(path)\n"
      } catch { complain(error.message) }
    }
    let rows = report.rows + report.superseded.map(\.row)
    let isVerified = report.failures.isEmpty && rows.allSatisfy(\.status.isVerified)
    return Result(text: text, status: max(status, isVerified ? 0 : 1))
  }

  private static func readTables(
    _ options: GradeOptions
  ) throws(ShellError) -> (roster: Roster?, template: GradebookTemplate?) {
    var tables: (roster: Roster?, template: GradebookTemplate?)
    if let path = options.roster { tables.roster = try roster(at: path) }
    if let path = options.template {
      let bytes = try Files.bytes(of: path)
      do throws(GradebookTemplate.Refusal) { tables.template = try GradebookTemplate(bytes) } catch
      {
        throw ShellError("\(path): \(error.message)")
      }
    }
    return tables
  }

  /// The students of a table.
  static func roster(at path: String) throws(ShellError) -> Roster {
    let bytes = try Files.bytes(of: path)
    do throws(Sheet.Failure) { return try Roster(bytes) } catch {
      throw ShellError("\(path): \(error.message)")
    }
  }

  /// Writes a row for each student.
  ///
  /// - Returns: what to say of it.
  private static func write(
    _ gradebook: Gradebook, _ template: GradebookTemplate?, _ options: GradeOptions
  ) throws(ShellError) -> String {
    guard let path = options.gradebook else { return "" }
    var sheet = gradebook.sheet(options.form)
    var text = ""
    if let template {
      do throws(GradebookTemplate.Refusal) {
        let (filled, remarks) = try template.filled(with: gradebook, columns: options.columns)
        sheet = filled
        text += remarks.map { "template: \($0)\n" }.joined()
      } catch { throw ShellError("\(options.template ?? ""): \(error.message)") }
      if let source = options.template, !options.isForced,
        let real = Path.resolved(source), real == Path.resolved(path)
      {
        throw ShellError(
          "\(Path.quoted(path)) is the template itself; --force fills it in its place")
      }
    }
    let head = Array(sheet.bytes.prefix { $0 != UInt8(ascii: "\n") })
    let own = Document(name: "gradebook") { $0.starts(with: head) }
    try Files.write(sheet.bytes, to: path, as: own, isForced: options.isForced, way: "--force")
    return WholeFile.isStream(path) ? text : text + "written: \(path)\n"
  }

  private static func classReport(
    of report: GradeReport, _ gradebook: Gradebook, _ shelf: LessonShelf, hasNames: Bool
  ) -> String {
    let statistics = gradebook.lessons.compactMap { column -> LessonStatistics? in
      guard let editions = shelf.editions[column.id],
        let lesson = editions.given.first ?? editions.own.first
      else { return nil }
      return LessonStatistics(
        lesson.resolved(for: .transcript), report.rows.filter { $0.lesson == column.id })
    }
    return ClassReport(
      statistics, gradebook, failures: report.failures.count, hasNames: hasNames
    ).html
  }

  /// A file as it was handed in.
  static func file(at path: String) -> GradeReport.File {
    let contents: Swift.Result<String, LaboratoryError>
    do throws(ShellError) {
      if let text = Receipt.text(of: try Files.bytes(of: path)) {
        contents = .success(text)
      } else {
        contents = .failure(LaboratoryError("this is no receipt: it is not text"))
      }
    } catch { contents = .failure(LaboratoryError(error.message)) }
    return GradeReport.File(name: path, time: FileStamp(path).time, contents: contents)
  }

  private static func besides(_ path: String) -> String {
    let stem = path.hasSuffix(".csv") ? String(path.dropLast(4)) : path
    return stem + "-items.csv"
  }

  private static func text(of report: GradeReport) -> String {
    var rows = Table([
      Table.Column("student", .leading), Table.Column("lesson", .leading), Table.Column("points"),
      Table.Column("first try"), Table.Column("hints"), Table.Column("", .leading),
    ])
    for row in report.rows {
      rows.rows.append([
        StyledText(row.student.isEmpty ? "(no name)" : row.student), StyledText(row.lesson),
        StyledText("\(PointScheme.text(of: row.score))/\(PointScheme.text(of: row.most))"),
        StyledText("\(row.firstTries)"),
        StyledText("\(row.results.reduce(0) { $0 + $1.hints })"), StyledText(row.remark),
      ])
    }
    var items = Table([
      Table.Column("question", .leading), Table.Column("students"), Table.Column("solved"),
      Table.Column("first try"), Table.Column("hints"), Table.Column("skipped"),
      Table.Column("commonest wrong answers", .leading),
    ])
    for item in report.items {
      let wrong = item.wrongAnswers.prefix(3).map { "\($0.answer) (\($0.count))" }
      items.rows.append([
        StyledText("\(item.lesson) \(item.question)"), StyledText("\(item.students)"),
        StyledText("\(item.solved)"), StyledText("\(item.firstTries)"),
        StyledText("\(item.hints)"), StyledText("\(item.skips)"),
        StyledText(wrong.joined(separator: ", ")),
      ])
    }
    guard !report.rows.isEmpty else { return "" }
    let set = report.superseded.map { row, other in
      let standing = row.status == .verified ? "" : ", \(row.status.text)"
      return StyledText(
        "not counted: \(row.receipt), \(row.student) in \(row.lesson), "
          + "\(PointScheme.text(of: row.score))/\(PointScheme.text(of: row.most))\(standing); "
          + "\(other) counts")
    }
    let lines =
      rows.lines(width: 200) + set + [StyledText()] + items.lines(width: 200)
    return lines.map(\.plain).joined(separator: "\n") + "\n"
  }
}

extension Document {
  static let grades = Document(name: "table of grades") {
    $0.starts(with: "receipt,student,lesson,".utf8)
  }
  static let classReport = Document(name: "class report", isOwn: ClassReport.isOwn)
  static let items = Document(name: "table of questions") {
    $0.starts(with: "lesson,question,students,".utf8)
  }
}
