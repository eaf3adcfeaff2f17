/// Receipts, read, done again and counted.
public struct GradeReport: Sendable {
  /// How a question went with all students.
  public struct Item: Hashable, Sendable {
    public var lesson: String
    public var question: String
    public var students = 0
    public var solved = 0
    public var firstTries = 0
    public var hints = 0
    public var skips = 0
    /// Wrong answers with how often each was given, the commonest first.
    public var wrongAnswers: [(answer: String, count: Int)] = []

    public static func == (a: Item, b: Item) -> Bool {
      a.lesson == b.lesson && a.question == b.question
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(lesson)
      hasher.combine(question)
    }
  }

  public internal(set) var rows: [Row] = []
  /// Files that are no receipts, each with a sentence.
  public internal(set) var failures: [(receipt: String, message: String)] = []
  /// Hand-ins that do not count, as another one of the same student and lesson does.
  public private(set) var superseded: [(row: Row, by: String)] = []

  public init() {}

  /// Adds one receipt.
  ///
  /// - Parameters:
  ///   - time: when the file was written, in the form of a receipt's own time, which goes before.
  ///   - lessons: the lessons at hand by their names, each with all its editions.
  ///   - makeLaboratory: a fresh state to do everything again in.
  public mutating func add<Lab: Laboratory>(
    _ text: String, named name: String, time: String = "", lessons: [String: [Lesson]],
    makeLaboratory: (Lesson) -> Lab
  ) {
    do throws(LaboratoryError) {
      for handIn in try HandIn.all(in: text, named: name, time: time) {
        rows.append(
          handIn.verified(
            by: Editions(own: lessons[handIn.progress.lesson] ?? []), makeLaboratory: makeLaboratory
          ))
      }
    } catch { failures.append((name, error.message)) }
  }

  /// Adds a file that cannot be read, and why.
  public mutating func add(unreadable name: String, _ message: String) {
    failures.append((name, message))
  }

  /// Which of several hand-ins of a student counts.
  public enum Choice: String, CaseIterable, Sendable {
    case best, last
  }

  /// Leaves one row for each student and lesson. Receipts without a name are each their own.
  ///
  /// - Parameter identity: what tells students apart; their names where nothing else is known.
  public mutating func settle(by choice: Choice, identity: (Row) -> String = { $0.student }) {
    var kept: [Row] = []
    var places: [[String]: Int] = [:]
    for row in rows {
      let student = identity(row)
      let key = [student, row.lesson]
      guard !student.isEmpty, let place = places[key] else {
        places[key] = kept.count
        kept.append(row)
        continue
      }
      let other = kept[place]
      let counts = choice == .best ? row.isBetter(than: other) : row.time >= other.time
      if counts { kept[place] = row }
      superseded.append(counts ? (other, row.receipt) : (row, other.receipt))
    }
    // What was set aside for a row that was set aside itself is so for the one that counts.
    for i in superseded.indices {
      let row = superseded[i].row
      superseded[i].by = places[[identity(row), row.lesson]].map { kept[$0].receipt } ?? ""
    }
    rows = kept
  }
}
