import Dispatch
import Synchronization

extension GradeReport {
  /// A file that was handed in.
  public struct File: Sendable {
    public var name: String
    /// When it was written, as a receipt says its own time.
    public var time: String
    /// Its text, or why it cannot be read.
    public var contents: Result<String, LaboratoryError>

    public init(name: String, time: String = "", contents: Result<String, LaboratoryError>) {
      self.name = name
      self.time = time
      self.contents = contents
    }
  }

  /// Grades files, on all processors: what belongs to one lesson is done by one of them, so that it
  /// can remember what students have in common.
  ///
  /// - Parameters:
  ///   - editions: the lessons at hand by their names.
  ///   - scheme: what questions are worth, in the place of what each lesson says.
  ///   - makeMemory: what the laboratories of one lesson share; each is used by one thread at a time.
  ///   - progress: told, one call at a time, how much is done of how much.
  public init<Lab: Laboratory, Memory: Sendable>(
    grading files: [File], editions: [String: Editions], scheme: PointScheme? = nil,
    makeMemory: @escaping @Sendable () -> Memory,
    makeLaboratory: @escaping @Sendable (Lesson, Memory) -> Lab,
    progress: @escaping @Sendable (_ done: Int, _ count: Int) -> Void = { _, _ in }
  ) {
    self.init()
    var handIns: [HandIn] = []
    for file in files {
      do throws(LaboratoryError) {
        handIns += try HandIn.all(in: file.contents.get(), named: file.name, time: file.time)
      } catch { failures.append((file.name, error.message)) }
    }
    let all = handIns
    let groups = Self.groups(of: all)
    let state = Mutex((rows: [Row?](repeating: nil, count: all.count), done: 0))
    DispatchQueue.concurrentPerform(iterations: groups.count) { number in
      let memory = makeMemory()
      for i in groups[number] {
        let row = all[i].verified(
          by: editions[all[i].progress.lesson] ?? Editions(), scheme: scheme,
          makeLaboratory: { makeLaboratory($0, memory) })
        state.withLock { state in
          state.rows[i] = row
          state.done += 1
          progress(state.done, all.count)
        }
      }
    }
    rows = state.withLock { $0.rows.compactMap(\.self) }
  }

  /// The places of what belongs together: a lesson, in few pieces where there are few lessons.
  private static func groups(of handIns: [HandIn]) -> [[Int]] {
    var byLesson: [String: [Int]] = [:]
    for (i, handIn) in handIns.enumerated() {
      byLesson[handIn.progress.lesson, default: []].append(i)
    }
    let pieces = byLesson.count >= 4 ? 1 : 4
    // What takes longest comes first, as far as the logs tell.
    func length(_ places: [Int]) -> Int { places.reduce(0) { $0 + handIns[$1].progress.log.count } }
    return byLesson.values.flatMap { places in
      let size = max(1, (places.count + pieces - 1) / pieces)
      return stride(from: 0, to: places.count, by: size).map {
        Array(places[$0..<min($0 + size, places.count)])
      }
    }.sorted { (length($1), $0.first ?? 0) < (length($0), $1.first ?? 0) }
  }
}
