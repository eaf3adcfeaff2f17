import Console
import Course
import Disk
import Lessons
import Session
import Wording

extension Session {
  /// The program's version, as receipts have it.
  package static let programVersion = Progress.program
}

/// What `descent check`, `descent grade` and `descent lesson new` do, without a terminal.
package enum LessonTools {
  /// What a tool prints and how the program ends.
  package struct Result: Sendable {
    package var text: String
    /// 0 passed, 1 failed, 2 malformed or not to be read.
    package var status: Int32
  }

  package struct CheckOptions: Sendable {
    /// Students' numbers that are tried.
    package var seeds = 50
    /// How long the commands of a lesson may take, all together.
    package var patience = Sandbox.longest
    /// Whether to say which numbers each check used, and which `wrong:` lines no answer met.
    package var explains = false
    /// Whether files take the outputs as they are now.
    package var accepts = false
    /// Where to write a JUnit report.
    package var junit: String?
    /// Whether that overwrites any file.
    package var isForced = false

    package init() {}
  }

  /// Checks lesson and notebook files.
  ///
  /// - Parameter progress: told now and then how much is done of how much.
  package static func check(
    _ paths: [String], _ options: CheckOptions,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) -> Result {
    var text = ""
    var status: Int32 = 0
    var files: [LessonCheck.File] = []
    var unreadable: [CheckResult] = []
    let patience = options.patience
    // No person waits for a notebook: it may go through a long session.
    @Sendable func makeLaboratory(
      _ path: String, isNotebook: Bool, _ memory: CommandMemory? = nil
    ) -> ShellLaboratory {
      let laboratory = ShellLaboratory(file: path, rooms: .standard, memory: memory)
      laboratory.sandbox.allowance.renew(isNotebook ? patience * 10 : patience)
      return laboratory
    }
    var notebooks: [CheckResult] = []
    for path in paths {
      do {
        let bytes = try Files.bytes(of: path)
        if JupyterNotebook.isNotebook(path) {
          let (result, summary) = check(
            notebook: bytes, at: path, in: makeLaboratory(path, isNotebook: true))
          notebooks.append(result)
          text += summary
          continue
        }
        files.append(.init(path: path, bytes: bytes))
      } catch {
        text += error.message + "\n"
        unreadable.append(CheckResult(unreadable: path, error.message))
        status = 2
      }
    }
    var check = LessonCheck()
    check.seeds = max(1, options.seeds)
    check.longest = options.patience * 2
    check.triesMistakes = options.explains
    let results =
      notebooks
      + check.check(
        files, makeMemory: { CommandMemory() },
        makeLaboratory: { makeLaboratory($0, isNotebook: $1.isNotebook, $2) },
        progress: progress)
    for result in results {
      var failures = result.failures
      if options.accepts, let accepted = result.accepted, !failures.isEmpty {
        do {
          try Files.write(accepted, to: result.file)
          failures.removeAll { $0.check == .output }
          text += "\(result.file): outputs taken as they are now\n"
        } catch {
          text += error.message + "\n"
        }
      }
      for failure in failures.prefix(mostShown) {
        text += failure.text(file: result.file) + "\n"
      }
      for warning in result.lesson.warnings.prefix(mostShown) {
        text += "\(result.file):\(warning.place.line): warning: \(warning.message)\n"
      }
      if failures.count > mostShown {
        text += "\(result.file): and \(failures.count - mostShown) more\n"
      }
      let isJupyter = JupyterNotebook.isNotebook(result.file)
      if options.explains { text += explanation(of: result) }
      if failures.isEmpty, !isJupyter { text += summary(of: result) }
      status = max(status, failures.isEmpty ? 0 : result.isMalformed ? 2 : 1)
    }
    text += courseSummary(of: results)
    if let junit = options.junit {
      do {
        try Files.write(
          (unreadable + results).junit, to: junit, as: .junit, isForced: options.isForced,
          way: "--force")
      } catch {
        text += error.message + "\n"
        status = 2
      }
    }
    return Result(text: text, status: status)
  }

  /// Checks a notebook of the Jupyter kernel; the summary is empty where something was found.
  private static func check(
    notebook bytes: [UInt8], at path: String, in laboratory: ShellLaboratory
  ) -> (result: CheckResult, summary: String) {
    do throws(ShellError) {
      let check = try JupyterCheck(bytes, name: path, in: laboratory)
      let result = CheckResult(
        notebook: path, check.findings.map(\.text), accepted: check.accepted)
      guard check.findings.isEmpty else { return (result, "") }
      return (result, "\(path): passed, \(counted(check.cellCount, "cell"))\n")
    } catch {
      return (CheckResult(notebook: path, [error.message], isMalformed: true), "")
    }
  }

  /// Findings of one file that are told; the JUnit report has all of them.
  private static let mostShown = 100

  private static func explanation(of result: CheckResult) -> String {
    let lines = (result.explanations + result.unreached).sorted { $0.place < $1.place }
      .map { $0.text(file: result.file) + "\n" }
    guard !result.lesson.questions.isEmpty else { return lines.joined() }
    let wrongs = result.lesson.blocks.reduce(0) { $0 + $1.wrongs.count }
    return lines.joined()
      + "\(result.file): \(counted(result.seeds, "student")) drew "
      + "\(counted(result.draws, "set")) of numbers; \(wrongs - result.unreached.count) of "
      + "\(counted(wrongs, "'wrong:' line")) met\n"
  }

  private static func summary(of result: CheckResult) -> String {
    if result.lesson.isNotebook {
      let blocks = result.lesson.blocks.count { !$0.kind.isOutput }
      return "\(result.file): passed, \(counted(blocks, "block"))\n"
    }
    let questions = result.lesson.questions.count
    return "\(result.file): passed, \(counted(questions, "question")), "
      + "\(counted(result.seeds, "student")); \(result.measure.text)\n"
  }

  /// Where the right options of several lessons stand, all together.
  private static func courseSummary(of results: [CheckResult]) -> String {
    let lessons = results.filter { !$0.lesson.questions.isEmpty }
    guard lessons.count > 1, let first = lessons.first else { return "" }
    let all = lessons.dropFirst().reduce(first.measure) { $0 + $1.measure }
    return "together \(all.text)\n" + all.optionLines.map { $0 + "\n" }.joined()
  }

  /// Writes a lesson as a notebook for the Jupyter kernel.
  ///
  /// - Parameter which: the lesson's number, its name, or a file.
  package static func exportLesson(
    _ which: String, to path: String, isForced: Bool = false
  ) -> Result {
    do throws(ShellError) {
      guard JupyterNotebook.isNotebook(path) else {
        throw ShellError("a lesson's notebook has a name that ends in .ipynb")
      }
      let text = try CourseLesson.notebook(of: which, rooms: .standard)
      try Files.write(text, to: path, as: .notebook, isForced: isForced, way: "--force")
    } catch { return Result(text: error.message + "\n", status: 2) }
    return Result(text: "\(path) is the lesson for the Jupyter kernel 'descent'\n", status: 0)
  }

  /// Writes a lesson to begin from, which passes `check`.
  package static func writeTemplate(to path: String, isForced: Bool = false) -> Result {
    let bare = Path.name(of: path)
    let stem = bare.hasSuffix(".md") ? String(bare.dropLast(3)) : bare
    let name = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    do {
      try Files.write(
        LessonTemplate.text(named: name), to: path, as: .lesson, isForced: isForced, way: "--force")
    } catch { return Result(text: error.message + "\n", status: 2) }
    let word = Path.quotedForShell(path)
    return Result(
      text: "\(path) is a lesson to begin from: 'descent lesson \(word)' takes it, "
        + "'descent check \(word)' checks it.\n", status: 0)
  }
}

extension Document {
  static let junit = Document(name: "report of 'descent check'") {
    $0.starts(with: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".utf8)
  }
  /// A lesson to begin from soon holds the author's own work.
  static let lesson = Document(name: "file to overwrite") { _ in false }
}
