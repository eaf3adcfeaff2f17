import Lessons

/// How a lesson went with a class.
public struct LessonStatistics: Sendable {
  public let lesson: Lesson
  public let rows: [GradeReport.Row]
  public let questions: [QuestionStatistics]

  /// - Parameter lesson: with the numbers of the transcript.
  public init(_ lesson: Lesson, _ rows: [GradeReport.Row]) {
    self.lesson = lesson
    self.rows = rows
    // What was edited says nothing about the question.
    let honest = rows.filter { !$0.status.isEdited }
    questions = lesson.questions.map { QuestionStatistics($0, honest) }
  }
}
