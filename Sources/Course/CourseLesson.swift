import CLessons
import Lessons
import Session
import Synchronization

/// A lesson of the course, embedded in the program.
package struct CourseLesson: Sendable {
  let file: String
  package let bytes: [UInt8]

  /// The number that the file's name begins with.
  var number: Int { Int(file.prefix { $0.isNumber }) ?? 0 }

  package static let all: [CourseLesson] = (0..<clessons_count()).compactMap { index in
    guard let lesson = clessons_at(index)?.pointee else { return nil }
    return CourseLesson(
      file: String(cString: lesson.file),
      bytes: Array(UnsafeBufferPointer(start: lesson.bytes, count: lesson.count)))
  }

  /// The number with its letter, as it is typed: `8b`.
  var label: String {
    "\(number)" + file.drop { $0.isNumber }.prefix { $0.isLetter && $0 != "-" }
  }

  /// The file's name without its number and ending.
  var name: String {
    let stem = file.drop { $0 != "-" }.dropFirst()
    return stem.hasSuffix(".md") ? String(stem.dropLast(3)) : String(stem)
  }

  /// The lesson, read when it is first asked for.
  package var lesson: Lesson {
    Self.read.withLock { read in
      if let lesson = read[file] { return lesson }
      let lesson = LessonParser.parse(bytes).lesson
      read[file] = lesson
      return lesson
    }
  }

  /// The lessons that were read so far, by their files.
  private static let read = Mutex<[String: Lesson]>([:])

  /// The lesson that follows a lesson of the course.
  static func lesson(after label: String) -> CourseLesson? {
    let course = all
    guard let place = course.firstIndex(where: { $0.label == label }) else { return nil }
    return course.indices.contains(place + 1) ? course[place + 1] : nil
  }

  /// The label of a lesson that is one of the course, word for word; nil where it is none.
  package static func label(ofSame lesson: Lesson) -> String? {
    all.first { $0.lesson.id == lesson.id && $0.lesson.lines == lesson.lines }?.label
  }

  /// The label of the lesson of that name; nil where the course has none.
  static func label(ofLesson id: String) -> String? { all.first { $0.lesson.id == id }?.label }
}
