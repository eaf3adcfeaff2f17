import Formula

/// What a student hands in: the progress of all their lessons, and a sum over it.
///
/// The sum tells a file that was cut off or touched. It is no signature: the program is open, so
/// anyone can make the sum again, which is why grading also does everything again. Nothing that mail,
/// another system or an editor does to line ends, blank lines and blanks at a line's end changes it.
public struct Receipt: Hashable, Sendable {
  public static let version = 2

  public var student = Student.transcript
  /// When it was written, in UTC, as `2026-03-01T09:30:00Z`; empty where it does not say.
  public var time = ""
  public var lessons: [Progress] = []

  public init(student: Student, lessons: [Progress], time: String = "") {
    self.student = student
    self.lessons = lessons
    self.time = time
  }

  public var text: String {
    var text = "descent receipt \(Self.version)\nstudent \(student.id)\n"
    if !time.isEmpty { text += "time \(time)\n" }
    for lesson in lessons { text += "\n" + lesson.text }
    return text + "\nsum \(Self.sum(of: Self.lines(of: text).joined(separator: "\n")))\n"
  }

  private static func sum(of text: String) -> String {
    var digest = Digest()
    digest.add(text)
    return Digest.text(of: digest.value)
  }

  // MARK: Reading

  /// The text of a file, whatever editor or mail program it went through: UTF-8 with or without a
  /// byte order mark, or UTF-16 with one.
  ///
  /// - Returns: nil where it is not text.
  public static func text(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return String(validating: bytes.dropFirst(3), as: UTF8.self)
    }
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else {
      return String(validating: bytes, as: UTF8.self)
    }
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: 2, to: bytes.count, by: 2).map { i in
      let (a, b) = (UInt16(bytes[i]), UInt16(bytes[i + 1]))
      return isLittle ? b << 8 | a : a << 8 | b
    }
    return String(validating: units, as: UTF16.self)
  }

  /// The lines that say something, without the blanks at their ends.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    // By scalars: to Swift a carriage return and a line feed are one character.
    for part in text.unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" }) {
      var line = part
      while let last = line.last, last == " " || last == "\t" { line.removeLast() }
      if !line.isEmpty { lines.append(String(line)) }
    }
    return lines
  }

  /// - Parameter isTouched: set where the sum does not fit.
  /// - Throws: `LaboratoryError` with a sentence for what is no receipt or cannot be read.
  public init(text: String, isTouched: inout Bool) throws(LaboratoryError) {
    let lines = Self.lines(of: text)
    let head = "descent receipt "
    guard let first = lines.first, first.hasPrefix(head) else {
      throw LaboratoryError("this is no receipt")
    }
    guard let form = Int(first.dropFirst(head.count)), (1...Self.version).contains(form) else {
      throw LaboratoryError("this receipt was written by another version of the program")
    }
    guard lines.allSatisfy({ !$0.unicodeScalars.contains(where: Progress.isControl) }) else {
      throw LaboratoryError("this receipt is damaged: it holds control characters")
    }
    guard let end = lines.lastIndex(where: { $0.hasPrefix("sum ") }) else {
      throw LaboratoryError("this receipt breaks off: its last line is missing")
    }
    let body = lines[..<end]
    let sum = lines[end].dropFirst(4)
    let summed = form == 1 ? Self.firstForms(of: text, body) : [body.joined(separator: "\n")]
    isTouched = !summed.contains { sum == Self.sum(of: $0) }
    var section: [String] = []
    var wrong = 0
    for line in body {
      if line.hasPrefix("descent progress ") { section = [] }
      if section.isEmpty, line.hasPrefix("student") {
        student = Student(String(line.dropFirst(8)))
      } else if section.isEmpty, line.hasPrefix("time ") {
        time = String(line.dropFirst(5))
      }
      if !section.isEmpty || line.hasPrefix("descent progress ") { section.append(line) }
      if line == "end", !section.isEmpty {
        let progress = try Progress(text: section.joined(separator: "\n"))
        guard !lessons.contains(where: { $0.name == progress.name }) else {
          throw LaboratoryError("this receipt holds the lesson '\(progress.lesson)' twice")
        }
        wrong += progress.results.reduce(0) { $0 + $1.wrongAnswers.count }
        guard wrong <= Progress.mostWrong else {
          throw LaboratoryError(
            "this receipt is damaged: it counts more wrong answers than anybody gives")
        }
        lessons.append(progress)
        section = []
      }
    }
  }

  /// The texts that the first form's sum may be over: as it stands but for its line ends, or with
  /// its blank lines and last blanks put back.
  private static func firstForms(of text: String, _ lines: ArraySlice<String>) -> [String] {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != "\r" { plain.append(scalar) }
    let whole = String(plain).split(separator: "\n", omittingEmptySubsequences: false)
    let end = whole.lastIndex { $0.hasPrefix("sum ") } ?? 0
    let rebuilt = lines.map { line in
      let isBare = ["student", "title", "right", "wrong"].contains(line)
      return (line.hasPrefix("descent progress ") ? "\n" : "") + line + (isBare ? " " : "") + "\n"
    }
    return [whole[..<end].dropLast().joined(separator: "\n") + "\n", rebuilt.joined()]
  }
}
