import Console
import Course
import Disk
import Lessons
import Session
import Wording

/// `descent lesson preview`.
extension LessonTools {
  /// Shows a lesson's questions as students see them, with the numbers of a few side by side.
  ///
  /// - Returns: status 0, 1 where the lesson does not run, 2 where it cannot be read.
  package static func preview(_ path: String, students: [String], width: Int) -> Result {
    let (lesson, problems): (Lesson, [LessonProblem])
    do { (lesson, problems) = LessonParser.parse(try Files.bytes(of: path)) } catch {
      return Result(text: error.message + "\n", status: 2)
    }
    var text = problems.map { $0.text(file: path) + "\n" }.joined()
    guard !lesson.questions.isEmpty else {
      if problems.isEmpty { text += "\(path): this file has no questions\n" }
      return Result(text: text, status: 2)
    }
    let tours = students.map { name in
      tour(of: lesson, file: path, student: Student(name), draws: false)
    }
    for (name, tour) in zip(students, tours) {
      for fault in tour.faults {
        text +=
          fault.text(file: path) + (name.isEmpty ? "" : " (with the numbers of '\(name)')") + "\n"
      }
    }
    let names = students.map { $0.isEmpty ? "no name" : $0 }
    for (i, question) in lesson.questions.enumerated() {
      text += "\n\(i + 1). \(question.id)   \(path):\(question.place.line)\n"
      let shown = tours.map { $0.questions.first { $0.block.id == question.id } }
      text += columns(shown, names, width)
    }
    let isWhole = problems.isEmpty && tours.allSatisfy(\.faults.isEmpty)
    return Result(text: text, status: isWhole ? 0 : problems.isEmpty ? 1 : 2)
  }

  /// The same question of several students: once where it is the same for all of them.
  private static func columns(
    _ questions: [LessonTour.Question?], _ names: [String], _ width: Int
  ) -> String {
    var rows: [(title: String, cells: [String])] = []
    func add(_ title: String, _ cell: (LessonTour.Question) -> String) {
      let cells = questions.map { $0.map(cell) ?? "(not reached)" }
      if cells.contains(where: { !$0.isEmpty }) { rows.append((title, cells)) }
    }
    add("ask") { $0.ask }
    let options = questions.compactMap { $0?.options.count }.max() ?? 0
    for i in 0..<options {
      add("") { question in
        guard question.options.indices.contains(i) else { return "" }
        return (question.options[i].isRight ? "[x] " : "[ ] ") + question.options[i].text
      }
    }
    if options == 0 { add("answer") { $0.answer } }
    for i in 0..<(questions.compactMap { $0?.hints.count }.max() ?? 0) {
      add("hint \(i + 1)") { $0.hints.indices.contains(i) ? $0.hints[i] : "" }
    }
    add("right") { $0.right ?? "" }
    let isOne = rows.allSatisfy { Set($0.cells).count == 1 }
    let heads = isOne ? ["all students"] : names
    let room = max(12, (width - 9 - 2 * heads.count) / heads.count)
    var text = line(title: "", heads, room)
    for (title, cells) in rows {
      let pieces = (isOne ? [cells[0]] : cells).map { wrapped($0, to: room) }
      let height = pieces.map(\.count).max() ?? 0
      for row in 0..<height {
        text += line(
          title: row == 0 ? title : "",
          pieces.map { $0.indices.contains(row) ? $0[row] : "" }, room)
      }
    }
    return text
  }

  private static func line(title: String, _ cells: [String], _ room: Int) -> String {
    var line = title + blanks(9 - displayWidth(of: title))
    for cell in cells { line += cell + blanks(room + 2 - displayWidth(of: cell)) }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
