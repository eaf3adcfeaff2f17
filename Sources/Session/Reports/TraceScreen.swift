import Arithmetic
import Console
import Engine
import Formula
import Timelines
import Wording
import LongWork

/// What one row of a trace shows: a moment's t and the quantities asked for.
package struct TraceRow {
  /// As much of a quantity as is shown: a million numbers a row would fill the memory.
  package struct Cell {
    /// The value, where it is not long.
    package let value: Value?
    package let count: Int
    /// ‖v‖ of a vector of which no single component is shown.
    package let norm: Double?

    /// Numbers up to which all are told to programs, and components up to which each has a column.
    package static let mostTold = 256, mostColumns = 8

    package init(_ value: Value) {
      count = value.count
      self.value = count <= Self.mostTold ? value : nil
      norm =
        count > Self.mostColumns
        ? value.elements.inParts().reduce(0) { $0 + $1 * $1 }.squareRoot() : nil
    }
  }

  package var t: Int
  package var values: [String: Cell]
}

extension Workspace {
  /// The quantities that a trace shows unless told otherwise.
  package var tracedNames: [String] {
    guard let branch else { return [] }
    let record = branch.timeline.record
    return ["eta"] + (record?.shared.map(\.name) ?? []) + ["loss", "theta", "g"]
      + (record?.quantities.map(\.name) ?? []) + ["delta"]
  }

  /// The present moment as a row, without what ^C cuts short.
  package func traceRow(of names: [String]) -> TraceRow? {
    guard let branch else { return nil }
    let moment = Moment(branch.timeline)
    func row() -> TraceRow {
      var values: [String: TraceRow.Cell] = [:]
      for name in names {
        values[name] = whole {
          (try? moment.value(of: name)).flatMap { $0 }.map(TraceRow.Cell.init)
        }
      }
      return TraceRow(t: moment.timeline.state.t, values: values)
    }
    return isQuicklyShown ? Interruption.suspended(row) : row()
  }

  /// Parameters up to which a look at all of them takes no time.
  package static let mostShownAtOnce = 1 << 16

  /// What some work gives where ^C does not cut it short; nil else, and then nothing is left of it.
  ///
  /// For a command that shows what it has though the user wants it to end. Where something else has
  /// been given up before, there is nothing whole.
  package func whole<T>(_ work: () -> T?) -> T? {
    guard !Interruption.hasGivenUp else { return nil }
    let result = work()
    guard Interruption.hasGivenUp else { return result }
    Interruption.current?.settle()
    return nil
  }

  /// The last rows up to the present moment, made again from the timeline.
  ///
  /// - Throws: `ShellError` where the user interrupts.
  package func traceRows(
    of formulas: [(name: String, formula: TypedFormula)], last n: Int
  ) throws(ShellError) -> [TraceRow] {
    var rows: [TraceRow] = []
    try forEachMoment(last: n, "trace") { moment in
      var values: [String: TraceRow.Cell] = [:]
      for (name, formula) in formulas {
        let value = try? formula.value(at: moment)
        values[name] = value.map(TraceRow.Cell.init)
      }
      rows.append(TraceRow(t: moment.timeline.state.t, values: values))
    }
    return rows
  }

  /// Goes through the last moments up to the present one, made again from the timeline.
  ///
  /// - Throws: `ShellError` where the user interrupts.
  package func forEachMoment(
    last n: Int, _ verb: String, _ body: (Moment) -> Void
  ) throws(ShellError) {
    guard let timeline = branch?.timeline else { return }
    let end = timeline.state.t
    let first = max(timeline.extent.lowerBound, end - n + 1)
    var copy = timeline
    let meter = meter(verb, of: Double(end - first + 1), "moments")
    copy.go(to: first, isInterrupted: host.interrupt)
    let moments = MomentMaker()
    while true {
      if host.interrupt() { throw .interrupted("") }
      meter.update(Double(copy.state.t - first))
      body(moments.moment(of: copy))
      if copy.state.t >= end { return }
      let before = copy.state.t
      copy.advance(by: 1)
      if copy.state.t == before { return }
    }
  }

  /// A row for each moment, a column for each component of each quantity. The head names the rule
  /// and its convention.
  package func traceReport(of rows: [TraceRow], names: [String]) -> Report {
    let experiment = branch?.timeline.experiment
    let layout = experiment?.objective.layout ?? ParameterLayout()
    let optimizer = setup.optimizer
    var report = Report(json: [
      "rule": .string(optimizer.name), "convention": .string(optimizer.convention.rawValue),
      "rows": .array(
        rows.map { row in
          var object: JSON.Object = ["t": .integer(row.t)]
          for name in names {
            if let value = row.values[name]?.value { object[name] = json(of: value) }
          }
          return .object(object)
        }),
    ])
    report.paragraph(optimizerLine, indent: 2)
    var columns = [Table.Column(StyledText("t", .quantity))]
    var cells = rows.map { [StyledText("\($0.t)")] }
    for name in names {
      let shape = rows.lazy.compactMap { $0.values[name]?.count }.max() ?? 1
      let isVector = rows.contains {
        $0.values[name].map { $0.value?.shape.isEmpty != true } ?? false
      }
      // Of a long vector the norm tells more than any few components.
      let components = shape > TraceRow.Cell.mostColumns ? [nil] : (0..<shape).map(Optional.init)
      for component in components {
        let title =
          if let component {
            isVector ? componentTitle(name, component, layout) : symbol(of: name)
          } else {
            "‖" + symbol(of: name) + "‖"
          }
        columns.append(.init(StyledText(title, .quantity)))
        for (i, row) in rows.enumerated() {
          guard let cell = row.values[name] else {
            cells[i].append(StyledText("·", .faint))
            continue
          }
          if let component {
            let value = cell.value?.elements[safely: component] ?? .nan
            cells[i].append(StyledText(name == "delta" ? signed(value) : number(value)))
          } else {
            let norm = cell.norm ?? cell.value?.elements.first?.magnitude
            cells[i].append(StyledText(number(norm ?? .nan)))
          }
        }
      }
    }
    report.table(Table(columns, rows: cells))
    return report
  }

  /// θ's components by their own names, `x`, `y`; another vector's by `g x`, `g y`.
  private func componentTitle(_ name: String, _ i: Int, _ layout: ParameterLayout) -> String {
    let label = i < layout.count ? layout.label(of: i) : "\(i)"
    return name == "theta" ? label : symbol(of: name) + " " + label
  }
}

extension Workspace {
  /// Looks whether a table of so many quantities at the last `n` moments fits into memory.
  ///
  /// - Throws: `ShellError` where it does not.
  package func checkTable(of quantities: Int, last n: Int) throws(ShellError) {
    guard let timeline = branch?.timeline else { return }
    let rows = min(n, timeline.state.t - timeline.extent.lowerBound + 1)
    // A cell is text with its style, as it stands in the report and as it is printed.
    let cells = TraceRow.Cell.mostColumns.times(quantities) / 2 + 1
    try engineError {
      try MemoryBudget.current.check(
        rows.times(cells).times(800), for: "a table of \(counted(rows, "row"))",
        less: "last= takes fewer of them")
    }
  }
}
