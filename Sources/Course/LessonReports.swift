import Console
import Lessons
import Session
import Wording

/// What `lessons` and `progress` show.
extension Workspace {
  var lessonList: Report {
    let kept = progressByLesson
    var rows: [[StyledText]] = []
    var json: [JSON] = []
    for entry in CourseLesson.all {
      let lesson = entry.lesson
      let progress = kept[lesson.id]
      let count = lesson.questions.count
      let state: StyledText
      if let progress {
        state =
          progress.isFinished
          ? StyledText("done", .good) : StyledText("\(progress.answered)/\(count)", .warning)
      } else {
        state = StyledText(lesson.minutes.isEmpty ? "" : "\(lesson.minutes) min", .faint)
      }
      rows.append([
        StyledText(entry.label, .strong), StyledText(lesson.title), state,
        StyledText(lesson.slide, .faint),
      ])
      json.append(
        .object([
          "number": .integer(entry.number), "label": .string(entry.label),
          "lesson": .string(lesson.id), "title": .string(lesson.title),
          "slide": .string(lesson.slide), "questions": .integer(count),
          "answered": .integer(progress?.answered ?? 0),
          "finished": .boolean(progress?.isFinished ?? false),
        ]))
    }
    var report = Report(json: ["lessons": .array(json)])
    report.table(
      Table(
        [
          Table.Column("", .leading), Table.Column("", .leading), Table.Column("", .leading),
          Table.Column("slide", .leading),
        ], rows: rows, wrapsLastColumn: true))
    report.line(
      StyledText("'lesson 4' or 'lesson maxout' opens one; 'lesson FILE' opens a file.", .faint))
    return report
  }

  var progressReport: Report {
    let all = host.shelf.allProgress(of: host.shelf.student)
    var table = Table([
      Table.Column("", .leading), Table.Column("lesson", .leading), Table.Column("answered"),
      Table.Column("first try"),
      Table.Column("hints"), Table.Column("skipped"), Table.Column("", .leading),
    ])
    var json: [JSON] = []
    for progress in all {
      let first = progress.results.count(where: \.isFirstTry)
      let hints = progress.results.reduce(0) { $0 + $1.hints }
      let skipped = progress.results.count(where: \.isSkipped)
      table.rows.append([
        StyledText(
          progress.source.isEmpty ? CourseLesson.label(ofLesson: progress.lesson) ?? "" : "",
          .strong
        ),
        StyledText(progress.title.isEmpty ? progress.lesson : progress.title),
        StyledText("\(progress.answered)/\(progress.questions)"), StyledText("\(first)"),
        StyledText("\(hints)"), StyledText("\(skipped)"),
        progress.isFinished ? StyledText("done", .good) : StyledText("open", .faint),
      ])
      json.append(
        .object([
          "lesson": .string(progress.lesson), "answered": .integer(progress.answered),
          "questions": .integer(progress.questions), "first_try": .integer(first),
          "hints": .integer(hints), "skipped": .integer(skipped),
          "finished": .boolean(progress.isFinished),
        ]))
    }
    var report = Report(json: [
      "student": .string(host.shelf.student.id), "lessons": .array(json),
    ])
    if all.isEmpty {
      report.line("No lesson has been begun; 'lessons' lists them.")
    } else {
      report.table(table)
    }
    return report
  }

  func exportProgress(
    to path: String, _ arguments: Arguments
  ) throws(ShellError) -> Report {
    let student = host.shelf.student
    let lessons = host.shelf.allProgress(of: student)
    guard !lessons.isEmpty else {
      throw ShellError("no lesson has been begun, so there is nothing to hand in")
    }
    try write(
      Receipt(student: student, lessons: lessons, time: FileStamp.now).text, to: arguments,
      as: .receipt)
    var report = Report(json: [
      "file": .string(path), "student": .string(student.id), "lessons": .integer(lessons.count),
    ])
    report.line("\(counted(lessons.count, "lesson")) written to \(path)")
    if student.id.isEmpty {
      report.line(
        StyledText(
          "It carries no name; 'set student NAME' before a lesson gives it one.", .warning))
    }
    return report
  }
}
