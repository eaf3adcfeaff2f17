import Console
import Course
import Disk
import Lessons
import Session
import Wording

extension Session {
  /// The program's version, as receipts have it.
  package static let programVersion = Progress.program
}

/// What `descent check`, `descent grade` and `descent lesson new` do, without a terminal.
package enum LessonTools {
  /// What a tool prints and how the program ends.
  package struct Result: Sendable {
    package var text: String
    /// 0 passed, 1 failed, 2 malformed or not to be read.
    package var status: Int32
  }

  /// Which of several receipts of a student and lesson counts.
  package typealias Choice = GradeReport.Choice

  package struct CheckOptions: Sendable {
    /// Students' numbers that are tried.
    package var seeds = 50
    /// How long the commands of a lesson may take, all together.
    package var patience = Sandbox.longest
    /// Whether files take the outputs as they are now.
    package var accepts = false
    /// Where to write a JUnit report.
    package var junit: String?
    /// Whether that overwrites any file.
    package var isForced = false

    package init() {}
  }

  /// Checks lesson and notebook files.
  ///
  /// - Parameter progress: told now and then how much is done of how much.
  package static func check(
    _ paths: [String], _ options: CheckOptions,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) -> Result {
    var text = ""
    var status: Int32 = 0
    var files: [LessonCheck.File] = []
    var unreadable: [CheckResult] = []
    let patience = options.patience
    // No person waits for a notebook: it may go through a long session.
    @Sendable func makeLaboratory(_ path: String, isNotebook: Bool) -> ShellLaboratory {
      let laboratory = ShellLaboratory(file: path, rooms: .standard)
      laboratory.sandbox.allowance.renew(isNotebook ? patience * 10 : patience)
      return laboratory
    }
    var notebooks: [CheckResult] = []
    for path in paths {
      do {
        let bytes = try Files.bytes(of: path)
        if JupyterNotebook.isNotebook(path) {
          let (result, summary) = check(
            notebook: bytes, at: path, in: makeLaboratory(path, isNotebook: true))
          notebooks.append(result)
          text += summary
          continue
        }
        files.append(.init(path: path, bytes: bytes))
      } catch {
        text += error.message + "\n"
        unreadable.append(CheckResult(unreadable: path, error.message))
        status = 2
      }
    }
    var check = LessonCheck()
    check.seeds = max(1, options.seeds)
    check.longest = options.patience * 2
    let results =
      notebooks
      + check.check(
        files, makeLaboratory: { makeLaboratory($0, isNotebook: $1.isNotebook) },
        progress: progress)
    for result in results {
      var failures = result.failures
      if options.accepts, let accepted = result.accepted, !failures.isEmpty {
        do {
          try Files.write(accepted, to: result.file)
          failures.removeAll { $0.check == .output }
          text += "\(result.file): outputs taken as they are now\n"
        } catch {
          text += error.message + "\n"
        }
      }
      for failure in failures.prefix(mostShown) {
        text += failure.text(file: result.file) + "\n"
      }
      for warning in result.lesson.warnings.prefix(mostShown) {
        text += "\(result.file):\(warning.place.line): warning: \(warning.message)\n"
      }
      if failures.count > mostShown {
        text += "\(result.file): and \(failures.count - mostShown) more\n"
      }
      let isJupyter = JupyterNotebook.isNotebook(result.file)
      if failures.isEmpty, !isJupyter { text += summary(of: result) }
      status = max(status, failures.isEmpty ? 0 : result.isMalformed ? 2 : 1)
    }
    text += courseSummary(of: results)
    if let junit = options.junit {
      do {
        try Files.write(
          (unreadable + results).junit, to: junit, as: .junit, isForced: options.isForced,
          way: "--force")
      } catch {
        text += error.message + "\n"
        status = 2
      }
    }
    return Result(text: text, status: status)
  }

  /// Checks a notebook of the Jupyter kernel; the summary is empty where something was found.
  private static func check(
    notebook bytes: [UInt8], at path: String, in laboratory: ShellLaboratory
  ) -> (result: CheckResult, summary: String) {
    do throws(ShellError) {
      let check = try JupyterCheck(bytes, name: path, in: laboratory)
      let result = CheckResult(
        notebook: path, check.findings.map(\.text), accepted: check.accepted)
      guard check.findings.isEmpty else { return (result, "") }
      return (result, "\(path): passed, \(counted(check.cellCount, "cell"))\n")
    } catch {
      return (CheckResult(notebook: path, [error.message], isMalformed: true), "")
    }
  }

  /// Findings of one file that are told; the JUnit report has all of them.
  private static let mostShown = 100

  private static func summary(of result: CheckResult) -> String {
    if result.lesson.isNotebook {
      let blocks = result.lesson.blocks.count { !$0.kind.isOutput }
      return "\(result.file): passed, \(counted(blocks, "block"))\n"
    }
    let questions = result.lesson.questions.count
    return "\(result.file): passed, \(counted(questions, "question")), "
      + "\(counted(result.seeds, "student")); \(result.measure.text)\n"
  }

  /// Where the right options of several lessons stand, all together.
  private static func courseSummary(of results: [CheckResult]) -> String {
    let lessons = results.filter { !$0.lesson.questions.isEmpty }
    guard lessons.count > 1, let first = lessons.first else { return "" }
    let all = lessons.dropFirst().reduce(first.measure) { $0 + $1.measure }
    return "together \(all.text)\n" + all.optionLines.map { $0 + "\n" }.joined()
  }

  /// Grades receipts: everything is done again under its student's numbers.
  ///
  /// - Parameters:
  ///   - lessonPaths: lesson files, and folders of them, besides the course's.
  ///   - csv: where to write a line for each student and lesson.
  ///   - items: where to write a line for each question; nil is beside `csv`, `points.csv` having
  ///     its `points-items.csv`.
  ///   - choice: which of several hand-ins of a student counts: `best` or `last`.
  ///   - isForced: whether files that are no such tables are overwritten.
  /// - Returns: status 0 where all are verified, 1 where one is edited, unreadable or cannot be done
  ///   again here, 2 where a lesson cannot be read or a table not be written.
  package static func grade(
    _ paths: [String], lessons lessonPaths: [String], csv: String?, items: String?,
    taking choice: GradeReport.Choice = .best, isForced: Bool = false
  ) -> Result {
    var text = ""
    var status: Int32 = 0
    // Editions of a lesson: the files that are given before the course's own.
    var lessons: [String: [Lesson]] = [:]
    var sources: [[String]: String] = [:]
    func complain(_ message: String) {
      text += message + "\n"
      status = 2
    }
    for path in lessonPaths.flatMap(lessonFiles) {
      do throws(ShellError) {
        let bytes = try Files.bytes(of: path)
        guard String(validating: bytes, as: UTF8.self) != nil else {
          throw ShellError("\(Path.quoted(path)) is no lesson: it is not UTF-8 text")
        }
        let lesson = LessonParser.parse(bytes).lesson
        lessons[lesson.id, default: []].append(lesson)
        sources[lesson.lines] = path
      } catch { complain(error.message) }
    }
    for entry in CourseLesson.all {
      let lesson = entry.lesson
      lessons[lesson.id, default: []].append(lesson)
    }
    var report = GradeReport()
    for path in paths {
      do {
        guard let receipt = Receipt.text(of: try Files.bytes(of: path)) else {
          report.add(unreadable: path, "this is no receipt: it is not text")
          continue
        }
        report.add(
          receipt, named: path, time: FileStamp(path).time, lessons: lessons,
          makeLaboratory: {
            ShellLaboratory(
              file: sources[$0.lines], rooms: .standard, confinesReplay: true)
          })
      } catch { report.add(unreadable: path, error.message) }
    }
    report.settle(by: choice)
    for failure in report.failures { text += "\(failure.receipt): \(failure.message)\n" }
    text += self.text(of: report)
    let itemsPath = items ?? csv.flatMap { WholeFile.isStream($0) ? nil : Self.besides($0) }
    for (path, contents, document) in [
      (csv, report.csv, Document.grades), (itemsPath, report.itemsCSV, .items),
    ] {
      guard let path else { continue }
      do {
        try Files.write(contents, to: path, as: document, isForced: isForced, way: "--force")
        if !WholeFile.isStream(path) { text += "written: \(path)\n" }
      } catch { complain(error.message) }
    }
    let rows = report.rows + report.superseded.map(\.row)
    let isVerified = report.failures.isEmpty && rows.allSatisfy { $0.status == .verified }
    return Result(text: text, status: max(status, isVerified ? 0 : 1))
  }

  /// A file, or the lessons of a folder.
  private static func lessonFiles(at path: String) -> [String] {
    let entries = Disk.entries(of: path)
    guard !entries.isEmpty else { return [path] }
    return entries.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
      .map { Path.path($0, in: path) }
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
        StyledText("\(row.points)/\(row.questions)"), StyledText("\(row.firstTries)"),
        StyledText("\(row.results.reduce(0) { $0 + $1.hints })"),
        StyledText(row.status.text + (row.isFinished ? "" : ", not finished")),
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
          + "\(row.points)/\(row.questions)\(standing); \(other) counts")
    }
    let lines =
      rows.lines(width: 200) + set + [StyledText()] + items.lines(width: 200)
    return lines.map(\.plain).joined(separator: "\n") + "\n"
  }

  /// Writes a lesson as a notebook for the Jupyter kernel.
  ///
  /// - Parameter which: the lesson's number, its name, or a file.
  package static func exportLesson(
    _ which: String, to path: String, isForced: Bool = false
  ) -> Result {
    do throws(ShellError) {
      guard JupyterNotebook.isNotebook(path) else {
        throw ShellError("a lesson's notebook has a name that ends in .ipynb")
      }
      let text = try CourseLesson.notebook(of: which, rooms: .standard)
      try Files.write(text, to: path, as: .notebook, isForced: isForced, way: "--force")
    } catch { return Result(text: error.message + "\n", status: 2) }
    return Result(text: "\(path) is the lesson for the Jupyter kernel 'descent'\n", status: 0)
  }

  /// Writes a lesson to begin from, which passes `check`.
  package static func writeTemplate(to path: String, isForced: Bool = false) -> Result {
    let bare = Path.name(of: path)
    let stem = bare.hasSuffix(".md") ? String(bare.dropLast(3)) : bare
    let name = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    do {
      try Files.write(
        LessonTemplate.text(named: name), to: path, as: .lesson, isForced: isForced, way: "--force")
    } catch { return Result(text: error.message + "\n", status: 2) }
    let word = Path.quotedForShell(path)
    return Result(
      text: "\(path) is a lesson to begin from: 'descent lesson \(word)' takes it, "
        + "'descent check \(word)' checks it.\n", status: 0)
  }
}

extension Document {
  static let grades = Document(name: "table of grades") {
    $0.starts(with: "receipt,student,lesson,".utf8)
  }
  static let items = Document(name: "table of questions") {
    $0.starts(with: "lesson,question,students,".utf8)
  }
  static let junit = Document(name: "report of 'descent check'") {
    $0.starts(with: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".utf8)
  }
  /// A lesson to begin from soon holds the author's own work.
  static let lesson = Document(name: "file to overwrite") { _ in false }
}
