import Arithmetic
import Console
import Digests
import Disk
import Engine
import Explanations
import Formula
import Lessons
import LongWork
import Session
import Timelines

/// The shell's state as what lessons work in.
package struct ShellLaboratory: Laboratory {
  package var workspace: Workspace
  /// What the terminal can show.
  package var terminal: Traits
  package private(set) var sandbox: Sandbox
  /// Whether what is done again is held to what a lesson may do: a receipt is another person's file.
  package private(set) var confinesReplay = false
  package private(set) var inputs: Set<UInt64> = []
  /// What earlier commands did, from the same beginning; nil keeps nothing.
  private var memory: CommandMemory?
  /// Digest of all that was run since the beginning: what tells the state, since commands do the same
  /// each time.
  private var trail: UInt64 = 0

  /// - Parameter file: the lesson's file, whose folder is where data are looked for before the
  ///   working folder; nil for a lesson of the course.
  package init(_ workspace: Workspace, terminal: Traits, file: String?) {
    self.workspace = workspace
    self.workspace.keepsStudies = false
    self.workspace.files = file.map { [$0] } ?? []
    self.terminal = terminal
    sandbox = Sandbox(folders: file.map { [Path.folder(of: $0), "."] } ?? [])
  }

  /// A fresh state of its own that prints plainly: for checks and grading, on any thread.
  ///
  /// - Parameters:
  ///   - confinesReplay: whether what is done again is held to what a lesson may do, with
  ///     files beside the lesson alone.
  ///   - memory: what earlier commands of the same lesson did, on the same thread.
  package init(
    file: String?, rooms: Rooms, confinesReplay: Bool = false, memory: CommandMemory? = nil
  ) {
    let host = Host(rooms: rooms, interrupt: { false })
    self.init(Workspace(traits: Traits(), host: host), terminal: Traits(), file: file)
    self.confinesReplay = confinesReplay
    self.memory = memory
    if confinesReplay { sandbox.folders = Array(sandbox.folders.prefix(1)) }
  }

  package mutating func run(
    _ line: String, by author: Author, show: (String) -> Void
  ) -> RunOutcome {
    guard let memory else { return perform(line, by: author, show: show) }
    var digest = Digest()
    digest.add("\(trail) \(author)")
    digest.add(line)
    trail = digest.value
    if let known = memory[trail] {
      workspace = known.workspace
      inputs = known.inputs
      for text in known.shown { show(text) }
      return known.outcome
    }
    let begin = ContinuousClock.now
    var shown: [String] = []
    let outcome = perform(line, by: author) { text in
      shown.append(text)
      show(text)
    }
    memory.keep(
      .init(workspace: workspace, inputs: inputs, shown: shown, outcome: outcome), as: trail,
      took: ContinuousClock.now - begin)
    return outcome
  }

  private mutating func perform(
    _ line: String, by author: Author, show: (String) -> Void
  ) -> RunOutcome {
    var performed: [String] = []
    func outcome(_ failure: String?) -> RunOutcome {
      RunOutcome(performed: performed.joined(separator: "; "), failure: failure)
    }
    let statements: [Statement]
    do { statements = try LineSyntax.statements(of: line) } catch { return outcome(error.message) }
    let wasDefining = workspace.definition != nil
    for statement in statements {
      if author == .replay, isForgotten(statement) { continue }
      let before = self
      do throws(ShellError) { try run(statement, by: author, show: show) } catch {
        guard !wasDefining, let open = workspace.definition else { return outcome(error.message) }
        performed.removeLast(min(performed.count, open.lines.count + 1))
        return outcome(workspace.cancelDefinition(after: error).message)
      }
      guard !isSame(as: before) else { continue }
      let isCut = author == .student && workspace.host.interrupt()
      let t = workspace.branch?.timeline.state.t
      performed.append(isCut ? t.map { "goto \($0)" } ?? statement.text : statement.text)
    }
    return outcome(nil)
  }

  private mutating func run(
    _ statement: Statement, by author: Author, show: (String) -> Void
  ) throws(ShellError) {
    let host = workspace.host
    let emit = host.emit
    let isConfined = author == .lesson || (author == .replay && confinesReplay)
    let timer = WorkTimer()
    defer {
      host.emit = emit
      host.isTimeUp = nil
      if isConfined { sandbox.allowance.spend(timer.work) }
    }
    var draft = workspace
    draft.fileSteps = []
    if isConfined {
      draft.sandbox = sandbox
      host.isTimeUp = sandbox.allowance.limit
      try checkTime()
    }
    let before = workspace
    let terminal = terminal
    // The closure does not outlive this call: `emit` is put back above.
    let reports = try withoutActuallyEscaping(show) { show throws(ShellError) -> [Report] in
      host.emit = { report, verb, traits in
        if author == .student { Interruption.suspended { host.tell(report, verb: verb) } }
        show(Session.rendering(of: report, verb: verb, traits: traits))
      }
      defer { host.emit = emit }
      let performance: Performance
      do throws(ShellError) { performance = try draft.run(statement) } catch {
        // What was given up because its time is over says so.
        try checkTime()
        throw error
      }
      draft.remember(before, before: statement.text, effect: performance.effect)
      return performance.reports.map { report in
        var named = report
        named.command = report.command ?? performance.verb
        return named
      }
    }
    try checkTime()
    draft.sandbox = nil
    draft.isLeaving = false
    draft.traits = draft.preferences.applied(to: terminal)
    inputs.formUnion(draft.contents.inputs)
    workspace = draft
    for report in reports {
      let verb = report.command ?? ""
      if author == .student { host.tell(report, verb: verb) }
      show(Session.rendering(of: report, verb: verb, traits: workspace.traits))
    }
  }

  private func checkTime() throws(ShellError) {
    guard workspace.host.isTimeUp?() == true else { return }
    throw ShellError(
      "this takes longer than a lesson's own commands may, \(sandbox.allowance.all) all together")
  }

  /// Commands that only show or write, and need not be done again.
  private func isForgotten(_ statement: Statement) -> Bool {
    guard workspace.definition == nil, let verb = statement.tokens.first,
      let command = try? workspace.table.command(for: verb.text)
    else { return false }
    return !command.effect.changesState
  }

  package var isHalfTyped: Bool { workspace.definition != nil }

  package mutating func renewTime() { sandbox.allowance.renew(sandbox.allowance.all) }

  package mutating func cancel() {
    guard workspace.definition != nil else { return }
    workspace.cancelDefinition()
    trail &+= 1
  }

  package func value(
    of expression: Expression, others: (String) -> Value?
  ) throws(LaboratoryError) -> Value {
    let moment = workspace.branch.map { Moment($0.timeline) }
    do {
      return try expression.evaluate { name in
        if let value = others(name) { return value }
        if let value = try moment?.value(of: name) { return value }
        guard workspace.quantityNames.contains(name) else { return nil }
        throw LaboratoryError(workspace.missing(name).message)
      }
    } catch let error as LaboratoryError {
      throw error
    } catch {
      throw LaboratoryError("\(error)")
    }
  }

  package var quantityNames: [String] { workspace.quantityNames }

  package func isVerb(_ word: String) -> Bool {
    let word = word.lowercased()
    return CommandTable<Workspace>.reserved.contains { $0.key == word }
      || workspace.table.commands.contains { $0.name == word || $0.aliases.contains(word) }
  }

  package func understands(_ line: String) -> Bool {
    guard workspace.definition == nil, let statements = try? LineSyntax.statements(of: line),
      let statement = statements.first, let verb = statement.tokens.first
    else { return true }
    // An ambiguous beginning is told what it may mean.
    let known = Result { () throws(ShellError) in try workspace.table.known(verb.text) }
    if case .success(nil) = known { return workspace.verbAdvice(for: statement) != nil }
    return true
  }

  package func isInForce(_ kind: String, named name: String) -> Bool {
    guard let experiment = workspace.branch?.timeline.experiment else { return false }
    switch kind {
    case "rule": return name == experiment.optimizer.name
    case "schedule": return name == experiment.schedule.name
    default: return name == experiment.setup.dropout?.style.rawValue ?? "none"
    }
  }

  package func mistake(
    answer: Double, label: String, relative: Double, absolute: Double
  ) -> String? {
    guard let check = check(answer, label: label, relative), !check.mistakes.isEmpty else {
      return nil
    }
    return check.mistakes.map(\.says).joined(separator: " Or: ")
  }

  private func check(_ answer: Double, label: String, _ relative: Double) -> AnswerCheck? {
    if let entry = try? workspace.layerEntry(label, column: nil) {
      return entry.check(answer: answer, relativeTolerance: relative)
    }
    if let (name, component) = try? workspace.objectiveAnswer(label, column: nil) {
      return workspace.branch?.timeline.check(
        answer: answer, forObjective: name, component: component ?? 0, relativeTolerance: relative)
    }
    var name = label
    var component = 0
    if let bracket = label.firstIndex(of: "[") {
      name = String(label[..<bracket])
      guard let index = Int(label[label.index(after: bracket)...].dropLast()) else { return nil }
      component = index
    }
    if name == "x" || name == "y", workspace.branch?.timeline.experiment.objective.surface != nil {
      component = name == "x" ? 0 : 1
      name = "theta"
    }
    return workspace.branch?.timeline.check(
      answer: answer, for: name, component: component, relativeTolerance: relative)
  }

  package func text(of number: Double) -> String { workspace.number(number) }

  package var digest: UInt64 {
    var digest = Digest()
    for line in StateText(workspace.contents, .contents).lines { digest.add(line) }
    digest.add(workspace.definition.map { ([$0.name] + $0.lines).joined(separator: "\n") } ?? "")
    return digest.value
  }

  package func isSame(as other: ShellLaboratory) -> Bool {
    workspace.contents == other.workspace.contents
      && workspace.definition == other.workspace.definition
  }
}
