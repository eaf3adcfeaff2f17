import Conversion
import LongWork
import Numerics
import Wording

extension CSVTable {
  /// Whether a column has neither a name nor a value: trailing delimiters.
  func isAbsent(_ column: Int) -> Bool {
    guard header.isUnnamed[column], textCounts[column] == rowCount else { return false }
    return (0..<rowCount).allSatisfy {
      let cell = cells[$0 * columns.count + column]
      return cell.isNaN && text(ofCell: cell).isEmpty
    }
  }

  /// Whether a column is the first, has no name, and numbers the rows from 0 or 1, as R and pandas
  /// write them.
  func numbersRows(_ column: Int) -> Bool {
    guard column == 0, header.start != nil, header.isUnnamed[0], cells[0] == 0 || cells[0] == 1
    else { return false }
    return (0..<rowCount).allSatisfy { cells[$0 * columns.count] == cells[0] + Double($0) }
  }

  /// Makes sure that what comes before the named fields of each row is the row's name: a number with a
  /// comma in it makes one field more, too.
  ///
  /// - Throws: `EngineError` for numbers that are no row numbers, or might belong to the next field.
  func checkRowNames() throws {
    guard header.hasRowNames, textCounts[0] == 0 else { return }
    let width = columns.count
    func isRowNumber(_ row: Int) -> Bool {
      let number = cells[row * width]
      return number == number.rounded() && (row == 0 || number > cells[(row - 1) * width])
    }
    func isThousands(_ row: Int) -> Bool {
      let text = text(row: row, column: 1)
      return cells[row * width] > 0 && text.utf8.count == 3
        && text.utf8.allSatisfy { 48...57 ~= $0 }
    }
    let areNumbers = (0..<rowCount).allSatisfy(isRowNumber)
    guard !areNumbers || scanner.delimiter == .comma && (0..<rowCount).allSatisfy(isThousands)
    else {
      return
    }
    throw raggedRow(from: rowStarts[0], fields: width)
  }

  /// - Throws: `EngineError` where the first line has a number above a column of numbers.
  func checkNumbersAsNames(_ used: [Int]) throws {
    guard !roles.takesNames else { return }
    let number = used.first { column in
      textCounts[column] * 2 <= rowCount && !header.isUnnamed[column]
        && DecimalNumber.value(of: columns[column], comma: decimals.isComma) != nil
    }
    guard let number else { return }
    throw firstLineIsNoNames("it has \(quoted(columns[number])) above a column of numbers")
  }

  /// - Throws: `EngineError` where the first line has one of the texts of its column.
  func checkValuesAsNames(_ used: [CSVColumn]) throws {
    guard !roles.takesNames else { return }
    for column in used where column.content != .numbers && !header.isUnnamed[column.index] {
      guard let text = column.texts.first(where: { $0.text == column.name }) else { continue }
      let line = line(ofRow: text.firstRow)
      let isRepeated = columns.indices.allSatisfy {
        self.text(row: text.firstRow, column: $0) == columns[$0]
      }
      guard !isRepeated else {
        throw EngineError("\(name):\(line): the line repeats the names of the columns; delete it")
      }
      throw firstLineIsNoNames(
        "\(quoted(column.name)) is also a value of its column (line \(line))")
    }
  }

  private func firstLineIsNoNames(_ why: String) -> EngineError {
    EngineError(
      "\(name):\(CSVScanner.line(of: header.start ?? 0, in: scanner.bytes)): the first line must "
        + "name the columns, and \(why); header=no reads a file without names (as x1, x2, ...), "
        + "header=yes takes the line as names")
  }

  /// The rows in which no column is missing its value, and what is missing.
  func completeRows(
    of columns: [CSVColumn], _ options: CSVOptions
  ) throws -> (rows: CSVRowChoice, missing: [CSVSummary.Missing]) {
    var isKept: [Bool] = []
    var first: (row: Int, column: Int)?
    var missing: [CSVSummary.Missing] = []
    for column in columns.sorted(by: { $0.index < $1.index }) {
      guard !column.isLeftOut, column.mayHaveMissing else { continue }
      if isKept.isEmpty { isKept = [Bool](repeating: true, count: rowCount) }
      var count = 0
      for row in 0..<rowCount {
        try pollInterruption(at: row)
        guard column.isMissing(row: row, in: self) else { continue }
        isKept[row] = false
        count += 1
        if first.map({ row < $0.row }) ?? true { first = (row, column.index) }
      }
      guard count > 0 else { continue }
      let marks = column.texts.filter(\.isMissing).map(\.text)
      missing.append(CSVSummary.Missing(column: column.name, count: count, marks: marks))
    }
    guard let first else { return (CSVRowChoice(count: rowCount), []) }
    guard options.dropsMissing else {
      let name = self.columns[first.column]
      let others = missing.reduce(0) { $0 + $1.count } - 1
      let mark = text(row: first.row, column: first.column)
      throw EngineError(
        "\(place(row: first.row, column: first.column)) is missing its value"
          + (others > 0 ? " (and \(others) other value\(others == 1 ? "" : "s"))" : "")
          + (mark.isEmpty ? "" : ": \(quoted(mark)) stands for none")
          + "; drop_missing=yes leaves such rows out, ignore=\(typed(name)) leaves the column out")
    }
    let kept = isKept.count { $0 }
    guard kept > 0 else {
      throw EngineError(
        "\(self.name): every row has a missing value; ignore the column they are in")
    }
    return (CSVRowChoice(isKept: isKept, count: kept), missing)
  }

  /// Rows × the columns' widths, row-major: numbers as they are, a category as 1 among 0s.
  func values(of columns: [CSVColumn], rows: CSVRowChoice) throws -> [Double] {
    let width = columns.reduce(0) { $0 + $1.width }
    guard width <= Self.maximumColumns else {
      throw EngineError(
        "\(name): \(width) features (text columns count one for each of their values) are more "
          + "than the \(Self.maximumColumns) that are read; ignore a column")
    }
    try DataFile.checkMemory(
      8 * width * rows.count, for: name, "\(rows.count) rows of \(width) features")
    // Where each column's numbers or its first category come in a row of the result.
    var numbers: [(source: Int, target: Int)] = []
    var categories: [(labels: [Int32], places: [Int], width: Int, target: Int)] = []
    var target = 0
    for column in columns {
      if column.content == .numbers {
        numbers.append((column.index, target))
      } else {
        categories.append((column.labels, column.categoryOfText, column.width, target))
      }
      target += column.width
    }
    var values = [Double](unfilled: width * rows.count)
    var out = 0
    for row in 0..<rowCount {
      try pollInterruption(at: row)
      guard rows.contains(row) else { continue }
      let start = row * self.columns.count
      for (source, target) in numbers { values[out + target] = cells[start + source] }
      for (labels, places, count, target) in categories {
        for k in 0..<count { values[out + target + k] = 0 }
        values[out + target + places[Int(labels[row])]] = 1
      }
      out += width
    }
    return values
  }
}
