import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Lets the program do what acts say, and looks at each outcome.
struct Trial {
  let program: String
  let surroundings: Surroundings
  let folder: TrialFolder
  /// Seconds after which ^C is pressed, where the program starts at once.
  let patience: Double
  /// Whether each act is shown with the time that it took.
  let shows: Bool
  /// When it stops between two acts.
  let deadline: Double
  private(set) var counts = Counts()
  private var errorsSeen = 0
  private var known: [UInt8]?
  /// Seconds in which the program has shown its first prompt: how fast the machine is at present.
  private var pace = 0.0

  init(
    _ program: String, _ surroundings: Surroundings, _ folder: TrialFolder, patience: Double,
    shows: Bool, deadline: Double
  ) {
    self.program = program
    self.surroundings = surroundings
    self.folder = folder
    self.patience = patience
    self.shows = shows
    self.deadline = deadline
  }

  /// Seconds that a line may take before ^C is pressed.
  private var lineTime: Double { patience + 10 * pace }
  /// Seconds until a program that does not hear ^C counts as hung.
  private var hangTime: Double { 20 + 100 * pace }

  /// Runs acts in a new process until one shows a fault or the program is left.
  ///
  /// - Parameter looks: before which lines the state is looked at, so that a failed one can be told
  ///   from before.
  /// - Returns: the fault with the number of its act.
  mutating func run(
    _ acts: some Sequence<Act>, looks: (Int) -> Bool
  ) -> (fault: Fault, act: Int)? {
    folder.fill(editsAsVi: surroundings.editsAsVi)
    counts.sessions += 1
    errorsSeen = 0
    known = nil
    isRoomy = surroundings.columns >= 60 && surroundings.rows >= 40
    guard
      let shell = try? ShellProcess(
        program, surroundings.merging(folder.variables), folder: folder.work, errors: folder.errors)
    else { return (.ended(127, words: "cannot be started"), 0) }
    let begin = now()
    if let fault = settle(shell, after: shell.wait(seconds: 30)) { return (fault, 0) }
    pace = min(now() - begin, 1)
    for (number, act) in acts.enumerated() {
      guard now() < deadline else { return nil }
      if case .line(let text) = act, looks(number), known == nil, isComparable(text, at: shell) {
        guard let state = look(shell) else { return nil }
        known = state
      }
      let before = known
      known = nil
      let begin = now()
      let fault = perform(act, shell)
      counts.note(wait: now() - begin)
      if shows { say("\(((now() - begin) * 1000).rounded()) ms \(act)") }
      if let fault { return (fault, number) }
      guard !hasLeft else { return nil }
      let errors = newErrors()
      if errors.isEmpty { continue }
      counts.errors += 1
      if let complaint = complaint(about: errors) { return (.illSaid(complaint), number) }
      guard let before, case .line(let text) = act, isComparable(text, at: shell) else { continue }
      guard let after = look(shell) else { return nil }
      counts.compared += 1
      guard before == after else {
        return (
          .changed(
            before: String(decoding: before, as: UTF8.self),
            after: String(decoding: after, as: UTF8.self)), number
        )
      }
      known = after
    }
    return nil
  }

  private var hasLeft = false
  /// Whether the window has room for all that `status` shows; what is paged is not compared.
  private var isRoomy = true

  /// One statement at a prompt of commands: neither in a lesson nor within a definition.
  private func isComparable(_ text: String, at shell: ShellProcess) -> Bool {
    surroundings.keepsErrorsApart && !text.contains(";") && !text.isEmpty
      && isRoomy && !["lesson", "rule ", "more"].contains { shell.prompt.contains($0) }
  }

  /// What `status` shows; nil where the program did not answer as it should.
  ///
  /// A prompt that is shown again, as after ^C or a new window, may come late and look like the answer:
  /// the question is then put again.
  private mutating func look(_ shell: ShellProcess) -> [UInt8]? {
    for _ in 0..<3 {
      shell.send("status\r")
      guard shell.wait(seconds: lineTime + hangTime) == .prompt else { return nil }
      guard newErrors().isEmpty else { return nil }
      let lines = shell.answer.split(separator: 0x0A)
      let echo = lines.lastIndex { String(decoding: $0, as: UTF8.self).hasSuffix("> status") }
      // Without the line typed and the prompt behind the answer.
      let shown = lines[(echo.map { $0 + 1 } ?? lines.startIndex)...].dropLast()
      if shown.contains(where: { $0.starts(with: Array("schedule".utf8)) }) {
        return Array(shown.joined(separator: [0x0A]))
      }
      shell.calmDown()
    }
    return nil
  }

  private mutating func perform(_ act: Act, _ shell: ShellProcess) -> Fault? {
    switch act {
    case .line(let text):
      counts.lines += 1
      shell.send(text + "\r")
    case .interrupted(let text, let milliseconds):
      counts.lines += 1
      counts.interrupts += 1
      shell.send(text + "\r")
      usleep(UInt32(1_000 * milliseconds))
      let state = shell.wait(seconds: 0)
      if state == .busy { shell.send("\u{3}") }
      return settle(
        shell, after: state == .busy ? shell.wait(seconds: lineTime) : state, act)
    case .keys(let keys):
      counts.lines += 1
      shell.send(keys + "\u{3}")
    case .paste(let lines, let isBracketed):
      counts.lines += lines.count
      let text = lines.joined(separator: "\r")
      shell.send((isBracketed ? "\u{1B}[200~\(text)\u{1B}[201~" : text) + "\r")
      // A prompt between two lines is not the last one.
      let state = shell.wait(seconds: lineTime)
      if case .ended = state { return settle(shell, after: state) }
      shell.send("\u{3}")
    case .resize(let columns, let rows):
      shell.resize(columns: columns, rows: rows)
      isRoomy = columns >= 60 && rows >= 40
      known = nil
      return nil
    }
    return settle(shell, after: shell.wait(seconds: lineTime), act)
  }

  /// Brings the program back to its prompt: by ^C where it works for long, by q where it shows pages
  /// or plays something.
  private mutating func settle(
    _ shell: ShellProcess, after state: ShellProcess.State, _ act: Act? = nil
  ) -> Fault? {
    var state = state
    if state == .busy { counts.slow += 1 }
    var isShaken = false
    switch act {
    case .line, .resize, nil: break
    default: isShaken = true
    }
    // The first ^C may fall into a paste that has no end, and the last one is given the most time.
    for (keys, share) in [("\u{3}", 0.1), ("q", 0.05), ("\u{3}", 0.15), ("\u{3}", 0.7)]
    where state == .busy {
      isShaken = true
      shell.send(keys)
      state = shell.wait(seconds: share * hangTime)
    }
    switch state {
    case .prompt:
      if isShaken { shell.calmDown() }
      return nil
    case .busy: return .hangs
    case .ended(let status):
      hasLeft = true
      counts.leavings += 1
      return status == 0 ? nil : .ended(status, words: newErrors())
    }
  }

  private mutating func newErrors() -> String {
    guard surroundings.keepsErrorsApart else { return "" }
    let (text, end) = folder.errors(from: errorsSeen)
    errorsSeen = end
    return text
  }
}
