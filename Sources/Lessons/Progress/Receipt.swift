import Formula

/// What a student hands in: the progress of all their lessons, and a sum over it.
///
/// The sum tells a file that was cut off or touched. It is no signature: whoever knows how it is
/// made can make it, which is why grading also does everything again.
public struct Receipt: Hashable, Sendable {
  public static let version = 1

  public var student = Student.transcript
  public var lessons: [Progress] = []

  public init(student: Student, lessons: [Progress]) {
    self.student = student
    self.lessons = lessons
  }

  public var text: String {
    var text = "descent receipt \(Self.version)\nstudent \(student.id)\n"
    for lesson in lessons { text += "\n" + lesson.text }
    return text + "\nsum \(Self.sum(of: text))\n"
  }

  private static func sum(of text: String) -> String {
    var digest = Digest()
    digest.add(text)
    return Digest.text(of: digest.value)
  }

  /// - Parameter isTouched: set where the sum does not fit.
  /// - Throws: `LaboratoryError` with a sentence for what is no receipt or cannot be read.
  public init(text: String, isTouched: inout Bool) throws(LaboratoryError) {
    guard text.hasPrefix("descent receipt \(Self.version)\n") else {
      throw LaboratoryError(
        text.hasPrefix("descent receipt ")
          ? "this receipt was written by another version of the program" : "this is no receipt")
    }
    guard text.unicodeScalars.allSatisfy({ $0 == "\n" || !Progress.isControl($0) }) else {
      throw LaboratoryError("this receipt is damaged: it holds control characters")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let end = lines.lastIndex(where: { $0.hasPrefix("sum ") }) else {
      throw LaboratoryError("this receipt breaks off: its last line is missing")
    }
    let body = lines[..<end].dropLast().joined(separator: "\n") + "\n"
    isTouched = lines[end].dropFirst(4) != Self.sum(of: body)
    let head = lines.first { $0.hasPrefix("student ") }
    student = Student(head.map { String($0.dropFirst(8)) } ?? "")
    var section: [Substring] = []
    for line in lines[..<end] {
      if line.hasPrefix("descent progress ") { section = [] }
      section.append(line)
      if line == "end", section.first?.hasPrefix("descent progress ") == true {
        let progress = try Progress(text: section.joined(separator: "\n"))
        guard !lessons.contains(where: { $0.name == progress.name }) else {
          throw LaboratoryError("this receipt holds the lesson '\(progress.lesson)' twice")
        }
        lessons.append(progress)
        section = []
      }
    }
  }
}
