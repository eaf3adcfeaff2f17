import Console
import Engine
import Formula
import Wording

/// The verbs about the shell itself.
extension Verbs {
  private static let subject = Argument<[String]>(
    "about", .word, "a verb, a quantity, a term, a topic or 'errata'",
    suggestions: { Help.subjects(in: $0) })

  package static let help = Command(
    "help", aliases: ["?"], shortcut: "h", .shell,
    "explains a verb, a quantity, a term or a topic",
    discussion: """
      'help' alone lists the verbs. 'help VERB' shows how a verb is used, 'help QUANTITY' what a \
      quantity such as m_hat means, 'help weight decay' what a term of the lecture means, 'help \
      errata' where the slides contradict themselves and what holds instead. In a lesson 'help' is \
      about the lesson, and 'help all' lists the verbs.
      """,
    parameters: [subject],
    examples: ["help", "help step", "help m_hat", "help overfitting", "help errata"]
  ) { workspace, arguments throws(ShellError) in
    let help = Help(workspace: workspace)
    let words = arguments[subject]
    guard !words.isEmpty else { return [help.overview] }
    return [
      try help.report(about: words.joined(separator: " "), column: arguments.column(subject))
    ]
  }

  private static let count = Argument<Int>(
    "n", as: .positional, 1...10_000, default: 20, "how many, the last ones")
  private static let forgets = Argument<Bool?>("clear", "yes forgets every line for good")

  package static let history = Command(
    "history", .shell, "lists the lines typed last",
    parameters: [count, forgets],
    examples: ["history", "history 5"]
  ) { workspace, arguments throws(ShellError) in
    if arguments[forgets] == true { workspace.host.forgetLines() }
    let lines = workspace.host.lines
    let first = max(0, lines.count - arguments[count])
    var report = Report(json: ["lines": .strings(lines[first...])])
    report.table(
      Table(
        [Table.Column(""), Table.Column("", .leading)],
        rows: lines[first...].enumerated().map { i, line in
          [StyledText("\(first + i + 1)", .faint), StyledText(line)]
        }))
    return [report]
  }

  private static let setting = Argument<Setting?>("setting", as: .positional, "what to change")
  private static let value = Argument<[String]>(
    "value", .word, "digits: 1 to 17; width: 20 to 1000 or auto; color, unicode, pager: on or off")

  package static let set = Command(
    "set", .shell, "changes how things are shown",
    discussion: """
      'set' alone shows the settings. 'set digits 17' shows every digit of a number; 'set unicode \
      off' uses ASCII alone; 'set color off' no colours; 'set width 60' fixes the width that \
      screens are laid out for, 'set width auto' follows the window again. Output that is longer \
      than the window is shown a page at a time; 'set pager off' shows all of it at once, in later \
      sessions too. 'set student "Zoë Example"' gives your lessons a name and numbers of your own; \
      lessons that you began without a name become yours and keep the numbers that they have.
      """,
    parameters: [setting, value],
    examples: ["set", "set digits 17", "set unicode off", "set color off", "set width 60"],
    effect: .adjusts,
    limits: { arguments throws(ShellError) in
      let outlivesSession: [Setting?] = [.student, .pager]
      guard !outlivesSession.contains(arguments[setting]) else {
        try Sandbox.refuse("set")
      }
    }
  ) { workspace, arguments throws(ShellError) in
    if let setting = arguments[setting] {
      // A student's name may have blanks.
      let text = arguments[value].joined(separator: " ")
      guard !text.isEmpty else {
        throw ShellError("'set \(setting.rawValue)' needs a value: \(setting.phrase)")
      }
      let claimed = try setting.apply(text, column: arguments.column(value), to: &workspace)
      if claimed > 0 { return [Setting.report(in: workspace, claimed: claimed)] }
    }
    return [Setting.report(in: workspace)]
  }

  private static let commands = Argument<String>(required: "file", .path, "a file of commands")

  package static let source = Command(
    "source", .shell, "runs the commands of a file",
    discussion: """
      The lines run as if they were typed here; of a Markdown file, a notebook for one, those of its \
      'descent' blocks. Where one fails, the error names its line and the session is as it was \
      before.
      """,
    parameters: [commands],
    examples: [], effect: .loads
  ) { workspace, arguments throws(ShellError) in
    let path = arguments[commands]
    try workspace.source(path)
    return [Report(json: ["file": .string(path)])]
  }

  package static let quit = Command(
    "quit", aliases: ["exit", "bye"], shortcut: "q", .shell, "leaves", examples: ["quit"],
    effect: .leaves
  ) { workspace, _ throws(ShellError) in
    workspace.isLeaving = true
    return [Report()]
  }
}

/// What `set` changes.
package enum Setting: String, CaseIterable, Sendable {
  case digits, width, color, unicode, pager, threads, student

  package var phrase: String {
    switch self {
    case .digits: "a whole number from 1 to 17"
    case .width: "a whole number from 20 to 1000, or auto"
    case .color, .unicode, .pager: "on or off"
    case .threads: "a whole number from 1 to \(Threads.limit), or auto"
    case .student: "\(PlainText.namePhrase), or none"
    }
  }

  /// - Returns: how many lessons that were begun without a name are the student's now.
  @discardableResult
  package func apply(_ value: String, column: Int?, to workspace: inout Workspace)
    throws(ShellError) -> Int
  {
    let refusal = ShellError(
      "'set \(rawValue)' takes \(phrase), not '\(shortened(value))'", column: column)
    switch self {
    case .digits:
      guard let digits = Int(value), (1...17).contains(digits) else { throw refusal }
      workspace.preferences.digits = digits
    case .width:
      guard value != "auto" else {
        workspace.preferences.width = nil
        return 0
      }
      guard let width = Int(value), (20...1000).contains(width) else { throw refusal }
      workspace.preferences.width = width
    case .color:
      guard let isOn = Self.truth(value) else { throw refusal }
      workspace.preferences.hasColor = isOn
    case .unicode:
      guard let isOn = Self.truth(value) else { throw refusal }
      workspace.preferences.hasUnicode = isOn
    case .pager:
      guard let isOn = Self.truth(value) else { throw refusal }
      workspace.preferences.hasPager = isOn
      try workspace.host.shelf.remember(pager: isOn)
    case .threads:
      if value != "auto" {
        guard let count = Int(value), (1...Threads.limit).contains(count) else { throw refusal }
        workspace.preferences.threads = count
      } else {
        workspace.preferences.threads = nil
      }
      Threads.allow(workspace.preferences.threads)
    case .student:
      guard let student = PlainText.name(value) else { throw refusal }
      guard !workspace.isOfLesson else {
        throw ShellError(
          "this lesson's numbers and progress belong to the name it was begun under; leave it with "
            + "'quit', then 'set student \(LineSyntax.word(for: student))'", column: column)
      }
      return try workspace.host.shelf.remember(
        student: student, isKept: !workspace.host.isReplaying)
    }
    return 0
  }

  private static func truth(_ value: String) -> Bool? {
    switch value.lowercased() {
    case "on", "yes", "true": true
    case "off", "no", "false": false
    default: nil
    }
  }

  /// - Parameter claimed: lessons that were begun without a name and are the student's now.
  package static func report(in workspace: Workspace, claimed: Int = 0) -> Report {
    let traits = workspace.preferences.applied(to: workspace.traits)
    let student = workspace.host.shelf.studentName
    let threads = workspace.preferences.threads
    var report = Report(json: [
      "threads": threads.map(JSON.integer) ?? "auto",
      "digits": .integer(traits.digits), "width": .integer(traits.width),
      "color": .boolean(traits.color != .none), "unicode": .boolean(traits.unicode),
      "pager": .boolean(workspace.preferences.hasPager ?? true), "student": .string(student),
    ])
    let auto = workspace.preferences.width == nil ? " (auto)" : ""
    var parts = [
      "digits \(traits.digits)", "width \(traits.width)\(auto)",
      "color \(traits.color == .none ? "off" : "on")",
      "unicode \(traits.unicode ? "on" : "off")",
    ]
    if workspace.preferences.hasPager == false { parts.append("pager off") }
    if let threads { parts.append("threads \(threads)") }
    if !student.isEmpty { parts.append("student \(student)") }
    report.paragraph(StyledText(parts.joined(separator: "   ")))
    if claimed > 0 {
      report.json["claimed"] = .integer(claimed)
      let (are, them) = claimed == 1 ? ("is", "it keeps its") : ("are", "they keep their")
      report.paragraph(
        StyledText(
          "\(counted(claimed, "lesson")) begun without a name \(are) now \(student)'s; \(them) "
            + "numbers."))
    }
    return report
  }
}

extension Workspace {
  /// Runs a file's lines in this workspace, showing each line's reports as it ends.
  package mutating func source(_ path: String) throws(ShellError) {
    guard files.count < 16, !files.contains(path) else {
      throw ShellError("'\(path)' would source itself")
    }
    let commands = try Files.commands(of: path)
    files.append(path)
    for line in commands {
      for text in line.prose { note(prose: text) }
      if let remark = Self.remark(in: line.text) { note(prose: remark) }
      do {
        for statement in try LineSyntax.statements(of: line.text) {
          let performance = try runLine(statement)
          for report in performance.reports { host.emit(report, performance.verb, traits) }
          if isLeaving || host.interrupt() { break }
        }
      } catch {
        throw error.retold { "\(line.file):\(line.number): \($0)" }
      }
      if isLeaving || host.interrupt() { break }
    }
    try requireClosedDefinition(in: path)
    files.removeLast()
  }
}
