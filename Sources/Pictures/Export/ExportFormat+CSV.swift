import Arithmetic
import Console
import Engine
import Formula
import LongWork
import Plot
import Session
import Wording

extension ExportFormat {
  static let csv = ExportFormat(
    "csv", takes: [Verbs.exportedWords, Verbs.lastRows],
    words: ["trace", "plot", "search", "subnets", "race"],
    """
    'export csv FILE trace loss m_hat' writes these quantities, all of the rule's without names, after \
    every update (last=N: the last N), a column for each number, called as 'print' takes it: m_hat[0]. \
    'export csv FILE plot WHAT' writes the numbers of a figure, a row for each point; 'search' the last \
    search's trials, 'subnets' the subnetworks on the first example, 'race' the last race's courses. \
    RFC 4180, with the shortest digits that read back the same (in pandas before 3 by \
    float_precision="round_trip").
    """
  ) { workspace, path, arguments throws(ShellError) in
    var words = try workspace.words(arguments)
    let kind = words.isEmpty ? "trace" : words.removeFirst().lowercased()
    if kind != "trace", arguments.isGiven(Verbs.lastRows) {
      throw arguments.error("last= is for 'export csv FILE trace'", about: Verbs.lastRows)
    }
    if !["trace", "plot"].contains(kind), !words.isEmpty {
      throw arguments.error(
        "'export csv FILE \(kind)' takes nothing else", about: Verbs.exportedWords)
    }
    let table: CSVTable
    switch kind {
    case "trace":
      // An expression in quotes is one all the same.
      table = try workspace.traceTable(words.map { $0.trimmingQuotes }, arguments)
    case "plot": table = FigureTable(try workspace.figure(named: words, arguments)).table
    case "search": table = try workspace.searchTable()
    case "subnets": table = try workspace.subnetsTable()
    case "race": table = try workspace.raceTable()
    default:
      throw arguments.error(
        "'\(shortened(kind))' is no table; there are trace, plot, search, subnets and race",
        about: Verbs.exportedWords)
    }
    if workspace.host.interrupt() { throw .interrupted("nothing was written") }
    try workspace.write(table.text, to: arguments, as: .table(table.head))
    return workspace.exported(
      path, bytes: table.text.utf8.count,
      json: [
        "table": .string(kind), "rows": .integer(table.rows), "columns": .integer(table.columns),
      ],
      ": \(counted(table.rows, "row")) of \(counted(table.columns, "column"))")
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    count > 1 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self
  }
}

extension Document {
  /// A table has no place for a mark; one with the same columns is taken for an earlier one.
  static func table(_ head: String) -> Document {
    Document(name: "table with these columns", isOwn: { $0.starts(with: (head + "\r\n").utf8) })
  }
}

extension Workspace {
  // MARK: Trace

  /// Numbers of a table at most.
  private static let mostNumbers = 50_000_000

  fileprivate func traceTable(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> CSVTable {
    let timeline = try requireBranch().timeline
    var formulas: [(name: String, formula: TypedFormula)] = []
    for text in words.isEmpty ? tracedNames : words {
      let formula = try expression(text, column: arguments.column(Verbs.exportedWords))
      let name = formula.expression.label ?? text
      if name != "t", !formulas.contains(where: { $0.name == name }) {
        formulas.append((name, formula))
      }
    }
    let all = timeline.state.t - timeline.extent.lowerBound + 1
    let count = min(arguments[Verbs.lastRows] ?? all, all)
    // What has no value at the end has none before: an unknown name, another rule's quantity.
    var width = 0
    if words.isEmpty { formulas = formulas.filter { (try? value(of: $0.formula)) != nil } }
    for (_, formula) in formulas {
      width += try value(of: formula, column: arguments.column(Verbs.exportedWords)).count
    }
    guard count.times(width) <= Self.mostNumbers else {
      throw arguments.error(
        "\(count) moments of \(width) numbers are more than \(Self.mostNumbers); last=N takes the "
          + "last N moments, norm(g) one number", about: Verbs.exportedWords)
    }
    try engineError {
      try MemoryBudget.current.check(
        count.times(width).times(40), for: "a table of \(counted(count, "row"))",
        less: "last= takes fewer of them")
    }
    var rows: [(t: Int, values: [Value?])] = []
    try forEachMoment(last: count, "export") { moment in
      rows.append(
        (
          moment.timeline.state.t,
          formulas.map { formula in try? formula.formula.value(at: moment) }
        ))
    }
    let columns = formulas.indices.map { k in
      TraceColumns(formulas[k].name, shapes: rows.compactMap { $0.values[k]?.shape })
    }
    var table = CSVTable(["t"] + columns.flatMap(\.names))
    for (t, values) in rows {
      var cells: [CSVTable.Cell] = [.integer(t)]
      for (column, value) in zip(columns, values) { cells += column.cells(of: value) }
      table.add(cells)
    }
    return table
  }

  // MARK: Search

  fileprivate func searchTable() throws(ShellError) -> CSVTable {
    let search = try requireSearch()
    let monitor = search.definition.monitor
    var table = CSVTable(["trial"] + search.names + [monitor, "outcome", "diverged_at"])
    for trial in search.study.trials {
      var cells: [CSVTable.Cell] = [.integer(trial.number)]
      for (_, value) in search.values(of: trial) {
        switch value {
        case .number(let number): cells.append(.number(number))
        case .word(let word): cells.append(.text(word))
        }
      }
      switch trial.outcome {
      case .value(let value): cells += [.number(value), .text("value"), .empty]
      case .diverged(let t): cells += [.empty, .text("diverged"), .integer(t)]
      case .refused: cells += [.empty, .text("refused"), .empty]
      }
      table.add(cells)
    }
    return table
  }

  // MARK: Subnetworks

  fileprivate func subnetsTable() throws(ShellError) -> CSVTable {
    let (network, timeline) = try requireNetwork(for: "export csv FILE subnets")
    let subnetworks = try engineError {
      try Subnetworks(of: network, theta: timeline.state.theta)
    }
    let limit = subnetworks.units <= 16 ? 1 << subnetworks.units : Subnetworks.listLimit
    let members = try engineError {
      try MemoryBudget.current.check(
        limit.times(subnetworks.units + network.architecture.outputs).times(40),
        for: "\(counted(limit, "subnetwork"))", less: "a smaller network has fewer")
      return try subnetworks.members(
        try subnetworks.likeliestMasks(limit), on: network.training.features(of: 0),
        targets: network.training.targets(of: 0))
    }
    let masks = subnetworks.layers.flatMap { layer in
      (0..<layer.units).map { "\(layer.name)[\($0)]" }
    }
    let outputs = (0..<network.architecture.outputs).map { "output[\($0)]" }
    var table = CSVTable(masks + ["probability"] + outputs + ["loss"])
    for member in members {
      table.add(
        member.mask.map { .integer(Int($0)) } + [.number(member.probability)]
          + member.outputs.map { .number($0) } + [member.loss.map { .number($0) } ?? .empty])
    }
    return table
  }

  // MARK: Race

  fileprivate func raceTable() throws(ShellError) -> CSVTable {
    guard let race = lastRace else {
      throw ShellError("there has been no race yet: 'race gd adam' runs one")
    }
    let lines = race.panels.flatMap { panel in
      panel.layers.compactMap { layer -> (title: String, line: LineLayer)? in
        if case .line(let line) = layer { (panel.title, line) } else { nil }
      }
    }
    let isOnSurface = lines.contains { $0.line.isPath }
    var table = CSVTable(["rates", "rule", "t"] + (isOnSurface ? ["x", "y"] : ["loss"]))
    for (title, line) in lines {
      for (i, (x, y)) in zip(line.x, line.y).enumerated() {
        let place: [CSVTable.Cell] =
          isOnSurface ? [.integer(i), .number(x), .number(y)] : [.number(x), .number(y)]
        table.add([.text(title), .text(line.name)] + place)
      }
    }
    return table
  }
}
