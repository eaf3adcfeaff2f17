import Digests
import Formula

/// What a student hands in: the progress of all their lessons, and a sum over it.
///
/// The sum tells a file that was cut off or touched. It is no signature: the program is open, so
/// anyone can make the sum again, which is why grading also does everything again. What mail, another
/// system or an editor does to a text is undone before it is compared; where that does not help, the
/// seals of each lesson tell what else was changed.
public struct Receipt: Hashable, Sendable {
  public static let version = 2

  public var student = Student.transcript
  /// When it was written, in UTC, as `2026-03-01T09:30:00Z`; empty where it does not say.
  public var time = ""
  public var lessons: [Progress] = []
  /// The seals that stand in the text, by their lessons; none before there were any.
  private var seals: [String: [Seal]] = [:]

  public init(student: Student, lessons: [Progress], time: String = "") {
    self.student = student
    self.lessons = lessons
    self.time = time
  }

  public var text: String {
    var text = "descent receipt \(Self.version)\nstudent \(student.id)\n"
    if !time.isEmpty { text += "time \(time)\n" }
    for lesson in lessons {
      text += "\n" + lesson.text
      for seal in Seal.seals(of: lesson, time: time) { text += seal.line + "\n" }
    }
    return text + "\nsum \(Self.sum(of: Self.lines(of: text).joined(separator: "\n")))\n"
  }

  private static func sum(of text: String) -> String {
    var digest = Digest()
    digest.add(text)
    return Digest.text(of: digest.value)
  }

  // MARK: Reading

  /// The text of a file, whatever editor or mail program it went through.
  ///
  /// - Returns: nil where it is not text.
  public static func text(of bytes: [UInt8]) -> String? { MailedText.text(of: bytes) }

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

  /// Reads a receipt, if need be as it was before it was sent.
  ///
  /// - Parameter isTouched: set where the sum does not fit, however the text is read.
  /// - Throws: `LaboratoryError` with a sentence for what is no receipt or cannot be read.
  public init(text: String, isTouched: inout Bool) throws(LaboratoryError) {
    isTouched = false
    let plain = Self.lines(of: text)
    if Self.sumFits(plain, in: text) {
      try self.init(lines: plain)
      return
    }
    let readings = MailedReceipt.readings(of: text)
    if let reading = readings.first(where: { Self.sumFits($0, in: nil) }) {
      try self.init(lines: reading)
      return
    }
    isTouched = true
    let receipts = readings.compactMap { try? Receipt(lines: $0) }
    // What fits its seals has lost no more than signs.
    if let receipt = receipts.first(where: \.fitsSeals) ?? receipts.first {
      self = receipt
      return
    }
    let isReceipt = plain.first?.hasPrefix(Self.head) ?? false
    try self.init(lines: isReceipt ? plain : readings.first ?? plain)
  }

  private var fitsSeals: Bool {
    !seals.isEmpty && lessons.allSatisfy { change(in: $0) == nil }
  }

  /// What in a touched receipt is not as the program wrote it, in words.
  ///
  /// - Returns: nil where nothing is but signs and blanks, which mail changes.
  func change(in progress: Progress) -> String? {
    guard let written = seals[progress.name] else { return nil }
    let found = Seal.seals(of: progress, time: time)
    func isIn(_ seals: [Seal]) -> (Seal) -> Bool { { seals.contains($0) } }
    guard
      let changed = found.first(where: { !isIn(written)($0) })
        ?? written.first(where: { !isIn(found)($0) })
    else { return nil }
    return changed.part == Seal.rest
      ? "what it says besides its log is not as the program wrote it"
      : "the log of '\(changed.part)' is not as the program wrote it"
  }

  /// Whether a touched receipt can tell what was changed in a lesson.
  func isSealed(_ progress: Progress) -> Bool { seals[progress.name] != nil }

  private static func sumFits(_ lines: [String], in text: String?) -> Bool {
    guard let end = lines.lastIndex(where: { $0.hasPrefix("sum ") }) else { return false }
    let body = lines[..<end]
    let isFirstForm = lines.first == head + "1"
    let summed = isFirstForm ? firstForms(of: text, body) : [body.joined(separator: "\n")]
    return summed.contains { lines[end].dropFirst(4) == Self.sum(of: $0) }
  }

  private static let head = "descent receipt "
  /// The longest line: a command that a student pasted.
  private static let longestLine = 1 << 20
  private static let longestName = 1_000

  private init(lines: [String]) throws(LaboratoryError) {
    guard let first = lines.first, first.hasPrefix(Self.head) else {
      throw LaboratoryError("this is no receipt")
    }
    guard let form = Int(first.dropFirst(Self.head.count)), (1...Self.version).contains(form)
    else {
      throw LaboratoryError("this receipt was written by another version of the program")
    }
    guard lines.allSatisfy({ !$0.unicodeScalars.contains(where: Progress.isControl) }) else {
      throw LaboratoryError("this receipt is damaged: it holds control characters")
    }
    for line in lines {
      let longest = line.hasPrefix("student ") ? Self.longestName : Self.longestLine
      guard line.utf8.count <= longest else {
        throw LaboratoryError("this receipt is damaged: a line is longer than \(longest) bytes")
      }
    }
    guard let end = lines.lastIndex(where: { $0.hasPrefix("sum ") }) else {
      throw LaboratoryError("this receipt breaks off: its last line is missing")
    }
    var section: [String] = []
    var wrong = 0
    for line in lines[..<end] {
      if line.hasPrefix("descent progress ") { section = [] }
      if section.isEmpty, line.hasPrefix("student") {
        student = Student(String(line.dropFirst(8)))
      } else if section.isEmpty, line.hasPrefix("time ") {
        time = String(line.dropFirst(5))
      } else if section.isEmpty, let seal = Seal(line: line), let lesson = lessons.last {
        seals[lesson.name, default: []].append(seal)
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
  private static func firstForms(of text: String?, _ lines: ArraySlice<String>) -> [String] {
    let rebuilt = lines.map { line in
      let isBare = ["student", "title", "right", "wrong"].contains(line)
      return (line.hasPrefix("descent progress ") ? "\n" : "") + line + (isBare ? " " : "") + "\n"
    }.joined()
    guard let text else { return [rebuilt] }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != "\r" { plain.append(scalar) }
    let whole = String(plain).split(separator: "\n", omittingEmptySubsequences: false)
    let end = whole.lastIndex { $0.hasPrefix("sum ") } ?? 0
    return [whole[..<end].dropLast().joined(separator: "\n") + "\n", rebuilt]
  }
}
