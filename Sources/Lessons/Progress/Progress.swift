import Digests
import Disk
import Formula

/// A student's way through one lesson, as it is kept: what was typed, to be done again.
///
/// The file is lines of text, so that a person can read it; `end` stands last, so that half a file
/// is known for one.
public struct Progress: Hashable, Sendable {
  /// The form of the file. The first form's digest of the state was another one. Up to the second,
  /// a task counted mistakes on the way, and answers were judged more strictly.
  public static let version = 3
  /// The last form of the former judge.
  static let strictForm = 2
  /// The program's, for telling a receipt of another one.
  public static let program = "0.1.0"

  public struct KnownBlock: Hashable, Sendable {
    public var id: String
    public var digest: UInt64
  }

  /// The form that this was read in.
  public internal(set) var form = version
  /// The version of the program that wrote it; empty where it did not say.
  public var madeBy = program
  public var lesson = ""
  public var title = ""
  /// The file, for a lesson that is not one of the course; empty otherwise.
  public var source = ""
  public var student = Student.transcript
  /// The lesson's blocks when this was written.
  public var blocks: [KnownBlock] = []
  public var stop = 0
  public var isFinished = false
  public var answered = 0
  public var questions = 0
  public var log: [LogEntry] = []
  public var results: [QuestionResult] = []
  /// Whole seconds that the student spent with a question, by its id; none where that is not known.
  public var seconds: [String: Int] = [:]
  /// Digests of the files that the lesson read, by their contents.
  public var inputs: Set<UInt64> = []
  /// The digest of the state that one comes back to; nil in the first form.
  public var state: UInt64?

  public init() {}
}

extension LessonRun {
  /// What to keep.
  public var progress: Progress {
    var progress = Progress()
    progress.form = max(form, Progress.strictForm)
    progress.lesson = lesson.id
    progress.title = lesson.title
    progress.student = student
    progress.blocks = Progress.blocks(of: lesson)
    progress.stop = stop
    progress.isFinished = form > Progress.strictForm ? isThrough : isFinished
    progress.answered = answeredCount
    progress.questions = lesson.questions.count
    progress.log = log
    progress.results = lesson.questions.compactMap { results[$0.id] }
    progress.seconds = seconds.mapValues { Int(exactly: $0.rounded(.down)) ?? 0 }.filter { $1 > 0 }
    progress.inputs = lab.inputs
    progress.state = lab.digest
    return progress
  }
}

extension Progress {
  static func blocks(of lesson: Lesson) -> [KnownBlock] {
    lesson.blocks.filter { !$0.kind.isOutput }.map { KnownBlock(id: $0.id, digest: $0.digest) }
  }

  // MARK: Text

  public var text: String {
    var lines = ["descent progress \(max(form, Self.strictForm))"]
    lines.append("lesson \(lesson)")
    lines.append("title \(title)")
    if !source.isEmpty { lines.append("source \(source)") }
    lines.append("student \(student.id)")
    lines.append("program \(madeBy)")
    lines += inputs.sorted().map { "data \(Digest.text(of: $0))" }
    lines.append("answered \(answered) \(questions)")
    lines.append("at \(stop) \(isFinished ? "finished" : "open")")
    if let state { lines.append("state \(Digest.text(of: state))") }
    for block in blocks { lines.append("block \(Digest.text(of: block.digest)) \(block.id)") }
    for result in results {
      let outcome = result.isSkipped ? "skipped" : result.isSolved ? "solved" : "open"
      lines.append(
        "result \(outcome) \(result.wrongAnswers.count) \(result.hints) "
          + "\(result.kind.name) \(result.id)")
    }
    for (id, spent) in seconds.sorted(by: { $0.key < $1.key }) {
      lines.append("spent \(spent) \(id)")
    }
    var place: (Int, String?)?
    for entry in log {
      if place == nil || place?.0 != entry.stop {
        lines.append("@ \(entry.stop) \(entry.question ?? "-")")
        place = (entry.stop, entry.question)
      }
      lines.append(entry.action.line)
    }
    lines.append("end")
    return lines.map(Self.plain).joined(separator: "\n") + "\n"
  }

  /// What tells lessons of a student apart.
  var name: String { lesson + "\n" + source }

  /// Characters that would end a line or steer a terminal that shows the file.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func plain(_ line: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in line.unicodeScalars { kept.append(isControl(scalar) ? " " : scalar) }
    return String(kept)
  }

  /// - Throws: `LaboratoryError` with a sentence for a file that is no progress, of another version,
  ///   or damaged.
  public init(text: String) throws(LaboratoryError) {
    self.init()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let header = lines.first, header.hasPrefix("descent progress ") else {
      throw LaboratoryError("this is no progress of a lesson")
    }
    guard let form = Int(header.dropFirst(17)), (1...Self.version).contains(form) else {
      throw LaboratoryError("this progress was written by another version of the program")
    }
    self.form = form
    madeBy = ""
    guard lines.last == "end", lines.count < 2_000_000 else {
      throw LaboratoryError("this progress is damaged: it breaks off")
    }
    var place: (stop: Int, question: String?)?
    for (i, line) in lines.enumerated().dropFirst().dropLast() {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      let rest = words.count > 1 ? String(words[1]) : ""
      guard let word = words.first, read(String(word), rest, &place) else {
        throw LaboratoryError("this progress is damaged in line \(i + 1)")
      }
    }
  }

  private mutating func read(
    _ word: String, _ rest: String, _ place: inout (stop: Int, question: String?)?
  ) -> Bool {
    let words = rest.split(separator: " ").map(String.init)
    switch word {
    case "lesson": lesson = rest
    case "title": title = rest
    case "source": source = rest
    case "student": student = Student(rest)
    case "program": madeBy = rest
    case "data":
      guard let value = UInt64(rest, radix: 16) else { return false }
      inputs.insert(value)
    case "answered":
      guard words.count == 2, let a = Int(words[0]), let b = Int(words[1]) else { return false }
      (answered, questions) = (a, b)
    case "at":
      guard words.count == 2, let stop = Int(words[0]), (0...10_000).contains(stop) else {
        return false
      }
      self.stop = stop
      isFinished = words[1] == "finished"
    case "state":
      guard let value = UInt64(rest, radix: 16) else { return false }
      if form > 1 { state = value }
    case "block":
      guard words.count == 2, let value = UInt64(words[0], radix: 16) else { return false }
      blocks.append(KnownBlock(id: words[1], digest: value))
    case "result": return readResult(words)
    case "spent":
      guard words.count == 2, let spent = Int(words[0]), (0...100_000_000).contains(spent) else {
        return false
      }
      seconds[words[1]] = spent
    case "@":
      guard words.count == 2, let stop = Int(words[0]), (0...10_000).contains(stop) else {
        return false
      }
      place = (stop, words[1] == "-" ? nil : words[1])
    default:
      guard let place, let action = LogEntry.Action(mark: word, text: rest) else { return false }
      log.append(LogEntry(stop: place.stop, question: place.question, action: action))
    }
    return true
  }

  /// A result that says what the log's own marks do not: found without doing anything again.
  ///
  /// A task's misses follow from its commands and are not looked at.
  var contradiction: QuestionResult? {
    results.first { result in
      let actions = log.filter { $0.question == result.id }.map(\.action)
      let right = actions.count { if case .answer(_, true) = $0 { true } else { false } }
      let wrong = actions.count { if case .answer(_, false) = $0 { true } else { false } }
      let hints = actions.count { $0 == .hint }
      // The first form's log left out hints that were asked for in play.
      guard result.isSkipped == actions.contains(.skip),
        form == 1 ? result.hints >= hints : result.hints == hints
      else { return true }
      return result.kind.question?.contradicts(result, right: right, wrong: wrong) ?? false
    }
  }

  /// What is different about the place where this was made, in words; nil where nothing is known.
  ///
  /// - Parameter found: the digests of what was read on doing it again.
  func surroundings(besides found: Set<UInt64>) -> String? {
    if form == 1 || madeBy != Self.program {
      return madeBy.isEmpty
        ? "an earlier version of the program made it" : "version \(madeBy) of the program made it"
    }
    return found.isSubset(of: inputs) ? nil : "its data are not those here"
  }

  /// More wrong answers than anybody gives in all lessons.
  static let mostWrong = 1_000_000

  /// Only the counts of a result are kept: the answers themselves stand in the log.
  private mutating func readResult(_ words: [String]) -> Bool {
    guard words.count == 5, let wrong = Int(words[1]), let hints = Int(words[2]),
      (0...Self.mostWrong).contains(wrong), (0...1_000_000).contains(hints),
      // In all, since each is kept. Few are the rule, and need no sum.
      wrong < 100 || results.reduce(wrong, { $0 + $1.wrongAnswers.count }) <= Self.mostWrong,
      let kind = BlockKind(named: words[3])
    else { return false }
    var result = QuestionResult(id: words[4], kind: kind)
    result.wrongAnswers = [String](repeating: "", count: wrong)
    result.hints = hints
    result.isSkipped = words[0] == "skipped"
    result.isSolved = words[0] == "solved"
    results.append(result)
    return true
  }
}

extension LogEntry.Action {
  /// The action as a line of the file: a mark and its text.
  var line: String {
    switch self {
    case .command(let text, let isLasting): (isLasting ? "! " : "> ") + text
    case .answer(let text, let isRight): (isRight ? "right " : "wrong ") + text
    case .hint: "hint"
    case .skip: "skip"
    case .play: "play"
    }
  }

  init?(mark: String, text: String) {
    switch mark {
    case "!": self = .command(text, isLasting: true)
    case ">": self = .command(text, isLasting: false)
    case "right": self = .answer(text, isRight: true)
    case "wrong": self = .answer(text, isRight: false)
    case "hint": self = .hint
    case "skip": self = .skip
    case "play": self = .play
    default: return nil
    }
  }
}
