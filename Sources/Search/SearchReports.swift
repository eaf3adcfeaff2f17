import Arithmetic
import Console
import Engine
import Formula
import HyperparameterSearch
import Session
import Wording

extension Search {
  /// A trial as an object: its number, its settings, its value, its learning curve.
  func json(of trial: Trial) -> JSON.Object {
    var json: JSON.Object = ["trial": .integer(trial.number)]
    for (name, value) in values(of: trial) { json[name] = value.json }
    json["value"] = trial.value.map(JSON.number) ?? .null
    json["diverged_at"] = .null
    if case .diverged(let t) = trial.outcome { json["diverged_at"] = .integer(t) }
    if case .refused(let reason) = trial.outcome { json["refused"] = .string(reason) }
    if !trial.times.isEmpty {
      json["t"] = .array(trial.times.map(JSON.integer))
      json["curve"] = .numbers(trial.curve)
    }
    return json
  }

  /// The best so far, as a meter says it.
  func bestSoFar(of study: Study, _ workspace: Workspace) -> String {
    guard let value = study.best?.value else { return "" }
    return "best \(definition.monitor) \(workspace.number(value))"
  }

  /// The best trial, with the settings as they would be typed.
  var bestJSON: JSON {
    guard let best = study.best else { return .null }
    var json: JSON.Object = ["trial": .integer(best.number), "value": .number(best.value ?? .nan)]
    for (name, value) in values(of: best) { json[name] = value.json }
    return .object(json)
  }
}

extension SearchValue {
  var json: JSON {
    switch self {
    case .number(let value): .number(value)
    case .word(let word): .string(word)
    }
  }
}

extension StudyDefinition {
  /// The budget of a trial in words.
  var budget: String {
    switch task {
    case .epochs(let count): "\(counted(count, "epoch")) each"
    case .steps(let count): "\(counted(count, "step")) each"
    case .formula: "one evaluation each"
    }
  }
}

extension Workspace {
  private func text(_ value: SearchValue) -> String {
    value.number.map { number($0) } ?? value.description
  }

  /// The best trials, and what the search came to.
  func searchReport(_ search: Search, top: Int) -> Report {
    let study = search.study
    let lost = study.trials.filter { $0.value == nil }
    var json: JSON.Object = [
      "best": search.bestJSON, "method": .string(study.definition.method.name),
      "monitor": .string(study.definition.monitor), "trials": .integer(study.trials.count),
      "of": .integer(study.definition.trials), "without_value": .integer(lost.count),
    ]
    if let path = search.path { json["study"] = .string(path) }
    var report = Report(json: json)
    report.paragraph(
      StyledText(study.definition.method.name, .strong)
        + "   \(study.trials.count) of \(counted(study.definition.trials, "trial"))   "
        + StyledText(study.definition.monitor, .quantity) + "   \(study.definition.budget)",
      indent: 2)
    let shown = Array(study.ranked.prefix(top))
    if !shown.isEmpty { report.table(trialTable(search, shown)) }
    if study.trials.count > shown.count {
      report.line(
        StyledText("and \(counted(study.trials.count - shown.count, "trial")) more", .faint))
    }
    let diverged = lost.count { if case .diverged = $0.outcome { true } else { false } }
    if diverged > 0 { report.line(StyledText("\(counted(diverged, "trial")) diverged", .bad)) }
    if let refused = lost.first(where: { if case .refused = $0.outcome { true } else { false } }),
      case .refused(let reason) = refused.outcome
    {
      report.paragraph(
        StyledText(
          "\(counted(lost.count - diverged, "trial")) could not be made, as trial "
            + "\(refused.number): \(reason)", .warning), indent: 2)
    }
    if let best = study.best {
      let use = search.ground == nil ? "" : "'search use' sets up trial \(best.number), "
      report.paragraph(StyledText(use + "'plot search' draws them all", .faint))
    }
    if let path = search.path {
      report.paragraph(StyledText("kept as \(keptName(of: path))", .faint))
    }
    return report
  }

  func trialTable(_ search: Search, _ trials: [Trial]) -> Table {
    let monitor = search.definition.monitor
    var table = Table(
      [.init(StyledText("trial", .faint))]
        + search.names.map { .init(StyledText(symbol(of: $0), .faint)) }
        + [.init(StyledText(monitor, .faint))])
    let best = search.study.best?.number
    for trial in trials {
      let style: Role = trial.number == best ? .good : .plain
      var row = [StyledText("\(trial.number)", .faint)]
      row += search.values(of: trial).map { StyledText(text($0.value)) }
      switch trial.outcome {
      case .value(let value): row.append(StyledText(number(value), style))
      case .diverged(let t):
        row.append(StyledText(t > 0 ? "diverged at \(t)" : "not finite", .bad))
      case .refused: row.append(StyledText("not made", .warning))
      }
      table.rows.append(row)
    }
    return table
  }

  // MARK: search

  /// What can be searched now, and the studies kept.
  var searchList: Report {
    let settings = trialSettings().filter { _ in branch != nil }
    let studies = keptStudies
    var report = Report(json: [
      "settings": .array(
        settings.map {
          .object([
            "name": .string($0.name), "meaning": .string($0.meaning),
            "takes": $0.words.map { .strings($0) } ?? "numbers",
          ])
        }), "monitors": .strings(monitors),
      "studies": .array(
        studies.map { .object(["name": .string($0.name), "file": .string($0.path)]) }),
    ])
    if settings.isEmpty {
      report.paragraph(
        "'search random \"(x-1)^2\" x=linear(-5,5)' minimizes a formula; 'surface NAME', or 'data "
          + "NAME' and 'network ...', sets up something whose settings can be searched.")
    } else {
      var table = Table(
        [Table.Column("", .leading), Table.Column("", .leading)], wrapsLastColumn: true)
      for setting in settings {
        let words = setting.words.map { ": " + $0.joined(separator: ", ") } ?? ""
        table.rows.append([
          StyledText(setting.name, .command), StyledText(setting.meaning + words),
        ])
      }
      report.table(table)
      report.line("")
      report.paragraph(
        "'search random \(settings.first?.name ?? "lr")=log(1e-4,1e-1) trials=20' searches one; "
          + "monitor is one of \(monitors.joined(separator: ", ")).")
    }
    if !studies.isEmpty {
      report.paragraph(
        "kept: " + StyledText(studies.map(\.name).joined(separator: "  "), .quantity), indent: 2)
    }
    return report
  }

  // MARK: search table

  func searchTable(_ arguments: Arguments) throws(ShellError) -> [Report] {
    let search = try search(named: arguments[Key.kept], for: "table")
    var trials = search.study.ranked
    if let text = arguments[Key.condition] {
      trials = try filtered(
        trials, of: search, where: text, column: arguments.column(Key.condition))
    }
    if let key = arguments[Key.sort] {
      trials = try sorted(trials, of: search, by: key, arguments)
    }
    let shown = Array(trials.prefix(arguments[Key.top] ?? trials.count))
    let objects =
      shown.map { Report(json: search.json(of: $0)).only(for: .programs) }
      + [
        Report(json: ["best": search.bestJSON, "trials": .integer(shown.count)])
          .only(for: .programs)
      ]
    guard !traits.json else { return objects }
    var report = Report().only(for: .people)
    if shown.isEmpty {
      report.line(StyledText("no trial", .faint))
    } else {
      report.table(trialTable(search, shown))
    }
    return objects + [report]
  }

  /// The last search, or one in a file.
  func search(named name: String?, for verb: String) throws(ShellError) -> Search {
    if let path = name.map(studyPath) {
      let contents = try engineError { try StudyFile.read(path) }
      return try search(for: contents.study, at: path)
    }
    return try requireSearch()
  }

  private func column(_ key: String, of trial: Trial, in search: Search) -> Value? {
    switch key {
    case "trial": Value(Double(trial.number))
    case "value", search.definition.monitor: Value(trial.value ?? .nan)
    default:
      search.values(of: trial).first { $0.name == key }?.value.number.map { Value($0) }
    }
  }

  private func columns(of search: Search) -> [String] {
    ["trial", "value", search.definition.monitor]
      + search.definition.space.dimensions.filter { $0.value(at: 0).number != nil }.map(\.name)
  }

  private func filtered(
    _ trials: [Trial], of search: Search, where text: String, column: Int?
  ) throws(ShellError) -> [Trial] {
    let formula = try formula(
      text, column: column, variables: columns(of: search), as: "a condition")
    guard formula.expression.isCondition else {
      throw ShellError(
        "'\(shortened(text))' is no condition; compare a column, as in 'lr < 0.1'", column: column)
    }
    var found: [Trial] = []
    for trial in trials {
      do {
        let value = try formula.expression.evaluate { self.column($0, of: trial, in: search) }
        if try value.condition() { found.append(trial) }
      } catch { throw ShellError("'\(shortened(text))': \(error)", column: column) }
    }
    return found
  }

  private func sorted(
    _ trials: [Trial], of search: Search, by key: String, _ arguments: Arguments
  ) throws(ShellError) -> [Trial] {
    let isDown = key.hasPrefix("-")
    let name = asciiName(isDown ? String(key.dropFirst()) : key)
    let known = columns(of: search) + search.names
    guard known.contains(name) else {
      let near = Spelling.candidates(for: name, in: known)
      throw arguments.error(
        "'\(shortened(name))' is no column"
          + (near.isEmpty ? "; there are \(listed(known))" : suggestion(near)),
        about: Key.sort)
    }
    let axis = search.names.firstIndex(of: name)
    func place(_ trial: Trial) -> Double {
      if name == "trial" { return Double(trial.number) }
      guard let axis, axis < trial.point.count else { return trial.value ?? .infinity }
      return trial.point[axis]
    }
    return trials.sorted { a, b in
      let (x, y) = (place(a), place(b))
      return x == y ? a.number < b.number : (isDown ? x > y : x < y)
    }
  }

  // MARK: search use

  mutating func useTrial(_ arguments: Arguments) throws(ShellError) -> [Report] {
    let search = try search(named: nil, for: "use")
    guard let ground = search.ground else {
      throw ShellError("a formula's search has no settings to use; 'search table' shows the trials")
    }
    var trial = search.study.best
    if let number = arguments[Key.trial] {
      trial = search.study.trials.first { $0.number == number }
      guard trial != nil else {
        throw arguments.error("there is no trial \(number)", about: Key.trial)
      }
    }
    guard let trial else { throw ShellError("no trial has a value; there is nothing to use") }
    let candidate = try Search.candidate(
      from: ground.base, search.settings, search.definition.space.values(at: trial.point))
    for rule in ground.rules
    where !ownRules.contains(where: { $0.declaration.name == rule.declaration.name }) {
      ownRules.append(rule)
    }
    if let network = candidate.objective.network, let data = ground.data {
      self.data = data
      begin(at: Place(network, on: data))
    } else {
      begin(at: ground.place)
    }
    _ = changeSettings { $0 = candidate.setup }
    var json: JSON.Object = [
      "trial": .integer(trial.number), "value": trial.value.map(JSON.number) ?? .null,
    ]
    for (name, value) in search.values(of: trial) { json[name] = value.json }
    var report = Report(json: json)
    report.paragraph(
      StyledText("trial \(trial.number)", .strong)
        + "   "
        + StyledText(
          search.values(of: trial).map { "\(symbol(of: $0.name)) \(text($0.value))" }
            .joined(separator: "   "))
        + StyledText("   from the start, at t 0", .faint), indent: 2)
    return [report]
  }
}
