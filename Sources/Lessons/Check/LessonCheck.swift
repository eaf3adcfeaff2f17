import Dispatch
import Markdown
import Synchronization

/// Checks lesson and notebook files, all of them and all students' numbers side by side.
public struct LessonCheck {
  public struct File: Sendable {
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// With so many students' numbers the figures of the text are worked out again: they are the same for
  /// all, and some take long runs.
  private static let figureSeeds = 3
  /// Students besides the transcript's whose numbers are tried.
  public var seeds = 50
  /// How long a lesson may take to go through with one student's numbers, in every way.
  public var longest = Duration.seconds(120)
  /// Whether what students do by mistake at tasks is tried too: it takes a while, and tells which
  /// `wrong:` lines no answer meets.
  public var triesMistakes = false
  /// Whether the runs go on two or more threads.
  public var isParallel = true

  public init() {}

  /// - Parameters:
  ///   - makeLaboratory: a fresh state for a lesson of a file, on whatever thread it is asked for.
  ///   - progress: told, one call at a time, how much is done of how much.
  public func check<Lab: Laboratory>(
    _ files: [File], makeLaboratory: @escaping @Sendable (String, Lesson) -> Lab,
    progress: @escaping @Sendable (_ done: Int, _ count: Int) -> Void = { _, _ in }
  ) -> [CheckResult] {
    check(
      files, makeMemory: { 0 },
      makeLaboratory: { path, lesson, _ in makeLaboratory(path, lesson) }, progress: progress)
  }

  /// - Parameter makeMemory: what the laboratories of a file share, on one thread at a time; the walk
  ///   that stops and resumes does everything again, and shares nothing.
  public func check<Lab: Laboratory, Memory: Sendable>(
    _ files: [File], makeMemory: @escaping @Sendable () -> Memory,
    makeLaboratory: @escaping @Sendable (String, Lesson, Memory?) -> Lab,
    progress: @escaping @Sendable (_ done: Int, _ count: Int) -> Void = { _, _ in }
  ) -> [CheckResult] {
    var results = files.map { file in
      var (lesson, problems) = LessonParser.parse(file.bytes)
      let failures = problems.map { Failure(.lint, $0.message, at: $0.place) }
      if !lesson.unmarkedFences.isEmpty {
        let lab = makeLaboratory(file.path, lesson, nil)
        lesson.warnings += lesson.unmarkedFences.compactMap { $0.warning(isVerb: lab.isVerb) }
      }
      return CheckResult(file: file.path, lesson: lesson, failures: failures, seeds: 0)
    }
    var units: [Unit] = []
    for i in results.indices where !results[i].isMalformed {
      // Without draws every student has the same numbers.
      let draws = results[i].lesson.blocks.contains { $0.usesDraws }
      results[i].seeds = draws ? seeds : 1
      // Students who drew the same numbers go the same way.
      let lesson = results[i].lesson
      var seen: Set<[Block]> = []
      units += (0..<results[i].seeds).filter { seed in
        !draws || seen.insert(DrawReader.resolve(lesson, for: Self.student(seed)).blocks).inserted
      }.map { Unit(file: i, seed: $0) }
    }
    // The long walks of all files, those that resume, come first; then file after file, so that few
    // memories are kept at a time.
    units.sort { (min($0.seed, 1), $0.file, $0.seed) < (min($1.seed, 1), $1.file, $1.seed) }
    let parsed = results
    let (longest, triesMistakes) = (longest, triesMistakes)
    let work = units
    let done = Mutex(Findings<Memory>(fileCount: results.count))
    let counts = work.reduce(into: [Int](repeating: 0, count: results.count)) { $0[$1.file] += 1 }
    @Sendable func perform(_ i: Int) {
      let unit = work[i]
      // What takes too long with one student's numbers need not be tried with others'.
      let isGivenUp = done.withLock { state in
        guard state.tooLong.contains(unit.file) else { return false }
        state.count += 1
        progress(state.count, work.count)
        return true
      }
      guard !isGivenUp else { return }
      let lesson = parsed[unit.file].lesson
      let path = parsed[unit.file].file
      let memory =
        unit.seed == 0
        ? nil : done.withLock { $0.memories[unit.file].popLast() } ?? makeMemory()
      var walk = Walk(
        lesson, student: Self.student(unit.seed), resumes: unit.seed == 0,
        checksFigures: unit.seed < Self.figureSeeds,
        triesMistakes: triesMistakes && unit.seed == 0, longest: longest,
        makeLaboratory: { makeLaboratory(path, lesson, memory) })
      walk.walk()
      var failures = walk.failures
      var accepted: String?
      if unit.seed == 0 {
        let comparison = Self.compare(lesson, walk.outputs)
        failures += comparison.failures
        accepted = comparison.accepted
      }
      done.withLock { state in
        state.found[unit.file] += failures
        state.reached[unit.file].formUnion(walk.reached)
        state.explanations[unit.file] += walk.explanations
        if walk.isTooLong { state.tooLong.insert(unit.file) }
        if let accepted { state.accepted[unit.file] = accepted }
        state.finished[unit.file] += 1
        if state.finished[unit.file] == counts[unit.file] {
          state.memories[unit.file] = []
        } else if let memory {
          state.memories[unit.file].append(memory)
        }
        state.count += 1
        progress(state.count, work.count)
      }
    }
    if isParallel {
      DispatchQueue.concurrentPerform(iterations: work.count, execute: perform)
    } else {
      for i in work.indices { perform(i) }
    }
    done.withLock { state in
      for i in results.indices {
        results[i].failures += Self.distinct(state.found[i])
        results[i].failures += PlainEnglish.failures(in: results[i].lesson)
        if !results[i].isMalformed {
          results[i].failures += FigureSources(of: results[i].lesson).failures
        }
        results[i].accepted = state.accepted[i]
        results[i].explanations = state.explanations[i].sorted { $0.place < $1.place }
        results[i].draws = counts[i]
        results[i].unreached = results[i].lesson.blocks.flatMap(\.wrongs).map(\.pattern)
          .filter { !state.reached[i].contains($0.place) }
          .map {
            LessonProblem("no answer of the checks met 'wrong: \($0.text.abridged)'", at: $0.place)
          }
      }
    }
    return results
  }

  /// What the runs have found so far.
  private struct Findings<Memory: Sendable>: Sendable {
    var count = 0
    var found: [[Failure]]
    var accepted: [Int: String] = [:]
    /// Files that were given up.
    var tooLong: Set<Int> = []
    /// What was remembered of a file and is used by no thread now.
    var memories: [[Memory]]
    /// `wrong:` lines that were met, and what the checks used, by file.
    var reached: [Set<Place>]
    var explanations: [[LessonProblem]]
    /// Students done, by file.
    var finished: [Int]

    init(fileCount: Int) {
      found = [[Failure]](repeating: [], count: fileCount)
      memories = [[Memory]](repeating: [], count: fileCount)
      finished = [Int](repeating: 0, count: fileCount)
      reached = [Set<Place>](repeating: [], count: fileCount)
      explanations = [[LessonProblem]](repeating: [], count: fileCount)
    }
  }

  private static func student(_ seed: Int) -> Student {
    seed == 0 ? .transcript : Student("student-\(seed)")
  }

  /// One file with one student's numbers.
  private struct Unit: Sendable {
    var file: Int
    var seed: Int
  }

  /// What is found with many students' numbers is said once, with the first of them.
  private static func distinct(_ failures: [Failure]) -> [Failure] {
    var seen: Set<[String]> = []
    let sorted = failures.sorted { a, b in
      func rank(_ student: Student?) -> (Int, String) {
        let id = student?.id ?? ""
        return (id.utf8.count, id)
      }
      return rank(a.student) < rank(b.student)
    }
    return sorted.filter { failure in
      seen.insert([failure.check.rawValue, "\(failure.place.line):\(failure.place.column)"])
        .inserted
    }.sorted { $0.place < $1.place }
  }

  /// Compares the outputs that a file holds with what its blocks printed.
  private static func compare(
    _ lesson: Lesson, _ outputs: [String: String]
  ) -> (failures: [Failure], accepted: String?) {
    var failures: [Failure] = []
    var lines = lesson.lines
    var previous: Block?
    var changes: [(range: Range<Int>, lines: [String])] = []
    for block in lesson.blocks {
      defer { if !block.kind.isOutput { previous = block } }
      guard block.kind.isOutput, let printed = previous else { continue }
      var actual = (outputs[printed.id] ?? "").split(
        separator: "\n", omittingEmptySubsequences: false
      ).map { line in
        String(line.reversed().drop(while: \.isWhitespace).reversed())
      }
      while actual.last?.isEmpty == true { actual.removeLast() }
      guard let line = OutputComparison.mismatch(expected: block.output, actual: actual) else {
        continue
      }
      let shown = line < actual.count ? "now '\(actual[line].trimmed)'" : "now there is less of it"
      let what = line < block.output.count ? shown : "now there is more of it"
      failures.append(
        Failure(
          .output, "the output has changed here: \(what); --accept takes the new one",
          at: Place(line: block.place.line + 1 + line)))
      changes.append((block.place.line..<(block.endLine - 1), actual))
    }
    guard !changes.isEmpty else { return (failures, nil) }
    for change in changes.reversed() { lines.replaceSubrange(change.range, with: change.lines) }
    return (failures, lines.joined(separator: "\n"))
  }
}

extension Block {
  /// Whether its text depends on the student.
  fileprivate var usesDraws: Bool {
    var copy = self
    var isFound = false
    copy.updateTexts { text, _ in isFound = isFound || text.text.contains("$") }
    return isFound
  }
}
