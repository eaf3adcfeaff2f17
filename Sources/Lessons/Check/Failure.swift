import Wording

/// What `descent check` looks at.
public enum Check: String, CaseIterable, Hashable, Sendable {
  case lint = "the file is well formed"
  case reference = "reference answers run from end to end"
  case wrong = "what is not right fails"
  case printed = "the answer as printed passes"
  case resume = "skipping and resuming lead to the same state"
  case output = "outputs are as the file holds them"
  case language = "the words are plain English"
  case figures = "the numbers of the text have a source"
}

/// Something that a check found.
public struct Failure: Hashable, Sendable {
  public var check: Check
  public var place: Place
  public var message: String
  /// Whose numbers it was found with; nil where that does not matter.
  public var student: Student?

  init(_ check: Check, _ message: String, at place: Place, student: Student? = nil) {
    self.check = check
    self.place = place
    self.message = message
    self.student = student
  }

  /// `FILE:LINE:COLUMN: message`.
  public func text(file: String) -> String {
    let whose = student.map { $0.id.isEmpty ? "" : " (with the numbers of '\($0.id)')" } ?? ""
    return "\(file):\(place.line):\(place.column): \(message)\(whose)"
  }
}

/// A checked file.
public struct CheckResult: Sendable {
  public var file: String
  public var lesson: Lesson
  public var failures: [Failure]
  /// The file with its outputs as they are now; nil where nothing differs.
  public var accepted: String?
  /// How many students' numbers it was run with.
  public var seeds: Int

  /// Which numbers the checks used for the transcript, in the order of the file.
  public internal(set) var explanations: [LessonProblem] = []
  /// `wrong:` lines that no answer of the checks met.
  public internal(set) var unreached: [LessonProblem] = []
  /// How many sets of numbers the students drew.
  public internal(set) var draws = 0

  /// How long the lesson is.
  public var measure: LessonMeasure { LessonMeasure(of: lesson) }

  /// A file that cannot be read.
  public init(unreadable file: String, _ message: String) {
    self.init(
      file: file, lesson: Lesson(), failures: [Failure(.lint, message, at: Place(line: 1))],
      seeds: 0)
  }

  /// A notebook without a lesson's form, with what was found in it, each a sentence.
  public init(
    notebook file: String, _ findings: [String], isMalformed: Bool = false, accepted: String? = nil
  ) {
    let check: Check = isMalformed ? .lint : .output
    self.init(
      file: file, lesson: Lesson(),
      failures: findings.map { Failure(check, $0, at: Place(line: 1)) }, seeds: 0)
    self.accepted = accepted
  }

  init(file: String, lesson: Lesson, failures: [Failure], seeds: Int) {
    self.file = file
    self.lesson = lesson
    self.failures = failures
    self.seeds = seeds
  }

  public var isMalformed: Bool { failures.contains { $0.check == .lint } }

  /// One test suite of a JUnit report.
  var junit: String {
    var text = "  <testsuite name=\"\(escapedForMarkup(file))\" tests=\"\(Check.allCases.count)\""
    let failed = Check.allCases.count { check in failures.contains { $0.check == check } }
    text += " failures=\"\(failed)\">\n"
    for check in Check.allCases {
      let found = failures.filter { $0.check == check }
      text += "    <testcase classname=\"\(escapedForMarkup(file))\" name=\"\(check.rawValue)\""
      if found.isEmpty {
        text += "/>\n"
      } else {
        text += ">\n"
        let message = found.map { $0.text(file: file) }.joined(separator: "\n")
        text +=
          "      <failure message=\"\(escapedForMarkup(found[0].message))\">\(escapedForMarkup(message))"
        text += "</failure>\n    </testcase>\n"
      }
    }
    return text + "  </testsuite>\n"
  }
}

extension [CheckResult] {
  /// The results as JUnit writes them, for build servers.
  public var junit: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      + map(\.junit).joined() + "</testsuites>\n"
  }
}
