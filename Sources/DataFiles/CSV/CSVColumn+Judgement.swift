import FieldMeanings
import Numerics
import Wording

extension CSVColumn {
  /// Decides what the column is.
  ///
  /// - Throws: `EngineError` for the first value that does not fit in, with what would.
  mutating func judge(_ table: CSVTable, isTarget: Bool, as reading: Reading) throws {
    if reading == .names {
      content = .categories([])
      return
    }
    let measures = texts.filter { if case .measure = $0.meaning { true } else { false } }
    let others = texts.filter { $0.meaning == .text || $0.meaning == .date }
    let dates = count { $0 == .date }
    let notations = count { if case .foreignNumber = $0 { true } else { false } }
    let areNumbers = (numberCount + notations) * 2 > numberCount + count { $0.isValue }
    // Among names, what may be a name is one.
    let foreign = texts.first {
      if case .foreignNumber(let notation) = $0.meaning {
        areNumbers || !notation.mayBeName
      } else {
        false
      }
    }
    let names =
      others.reduce(0) { $0 + $1.count } + measures.reduce(0) { $0 + $1.count }
      + (foreign == nil ? notations : 0)
    let values = numberCount + names

    if values == 0, foreign == nil {
      try judgeEmpty(table)
    } else if dates * 2 > values {
      guard !isTarget else {
        throw wrong(
          others.first { $0.meaning == .date }, table,
          "is a date, and a target is a number or a class")
      }
      content = .leftOut("dates are no numbers; write days or hours to use them")
    } else if let foreign {
      throw notation(foreign, table)
    } else if others.isEmpty, let first = measures.first, areUnits(measures) {
      guard case .measure(let unit) = first.meaning else { return }
      throw wrong(
        first, table,
        "is a number with a unit; write the number alone and put \(unit) into the "
          + "column's name\(asNames)")
    } else if reading == .numbers || names * 2 <= values || (numberCount > 0 && hasFraction) {
      guard let first = (others + measures).min(by: { $0.firstRow < $1.firstRow }) else { return }
      throw notANumber(first, table, of: values)
    } else {
      try judgeNames(table, of: values, isTarget: isTarget)
    }
  }

  private func count(_ isCounted: (FieldMeaning) -> Bool) -> Int {
    texts.reduce(0) { $0 + (isCounted($1.meaning) ? $1.count : 0) }
  }

  private mutating func judgeEmpty(_ table: CSVTable) throws {
    guard table.header.isUnnamed[index], texts.allSatisfy({ $0.text.isEmpty }) else {
      throw EngineError(
        "\(table.name): column \(quoted(name)) has no values; ignore=\(typed(name)) leaves it out")
    }
    content = .leftOut(nil)
  }

  private mutating func judgeNames(_ table: CSVTable, of values: Int, isTarget: Bool) throws {
    let isFirstUnnamed = index == 0 && table.header.start != nil && table.header.isUnnamed[0]
    let present = texts.filter { $0.meaning != .missing }
    let areDifferent = numberCount == 0 && present.allSatisfy { $0.count == 1 }
    if !isTarget, areDifferent, isFirstUnnamed || present.count > 2 {
      content = .leftOut(
        isFirstUnnamed ? "row names" : "every text differs, as an identifier's do")
      return
    }
    content = .categories([])
    if numberCount > 0 {
      remarks.append("\(numberCount) of its \(values) values are numbers, read as names")
    }
  }

  /// Whether the letters behind the numbers are units rather than a part of names.
  private func areUnits(_ measures: [Text]) -> Bool {
    let units = Set(
      measures.map { text -> String in
        if case .measure(let unit) = text.meaning { unit } else { "" }
      })
    return units.isSubset(of: FieldMeaning.knownUnits)
      || (units.count == 1 && measures.count > 1 && numberCount == 0)
  }

  // MARK: Errors

  private var asNames: String { "; categories=\(typed(name)) reads its values as names" }

  private func wrong(_ text: Text?, _ table: CSVTable, _ what: String) -> EngineError {
    EngineError(
      "\(table.place(row: text?.firstRow ?? 0, column: index)): \(quoted(text?.text ?? "")) \(what)"
    )
  }

  private func notation(_ text: Text, _ table: CSVTable) -> EngineError {
    guard case .foreignNumber(let notation) = text.meaning else { return wrong(text, table, "") }
    return wrong(
      text, table,
      "is \(notation.what); \(notation.advice)" + (notation.mayBeName ? asNames : ""))
  }

  private func notANumber(_ text: Text, _ table: CSVTable, of values: Int) -> EngineError {
    if text.text == name {
      return EngineError(
        "\(table.name):\(table.line(ofRow: text.firstRow)): the line repeats the column's name "
          + "\(quoted(name)); delete it")
    }
    if text.firstRow == 0, table.startsWithTexts {
      return EngineError(
        "\(table.name):\(table.line(ofRow: 0)): the first row has no number, \(quoted(text.text)) in column "
          + "\(quoted(name)) for one; if it holds units, delete it")
    }
    let share = numberCount > 0 ? " (\(numberCount) of its \(values) values are)" : ""
    return wrong(
      text, table,
      "is not a number\(share); missing=\(typed(text.text)) takes it as missing\(asNames)")
  }
}

extension CSVTable {
  /// Whether the first row has no number and the second one has: units, mostly.
  var startsWithTexts: Bool {
    let width = columns.count
    guard rowCount > 2 else { return false }
    let used = columns.indices.filter { roles.kinds[$0] == .number }
    return used.allSatisfy { cells[$0].isNaN } && used.contains { !cells[width + $0].isNaN }
  }
}
