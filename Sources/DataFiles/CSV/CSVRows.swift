import Conversion
import LongWork
import Numerics
import Wording

extension CSVTable {
  /// How many bytes are read between two looks at ^C.
  private static let piece = 1 << 20

  /// Reads the records after the header into cells. Records without any text are no rows.
  mutating func readRows(progress: (Int) throws -> Void) throws {
    let bytes = scanner.bytes
    var i = header.firstRow
    var pause = i + Self.piece
    while i < bytes.count {
      if i >= pause {
        try progress(i)
        pause = i + Self.piece
      }
      do {
        i = try readRow(from: i, bytes)
      } catch let fault as CSVScanner.Fault {
        throw fault.dataError(scanner, name: name)
      }
    }
  }

  /// Makes room for another row, and for all that may follow by the size of those so far.
  ///
  /// - Throws: `EngineError` where that is more than a command may use.
  private mutating func makeRoom(upTo place: Int) throws {
    let filled = rowCount * columns.count
    guard filled + columns.count > cells.count else { return }
    let (rowSize, isUnknown) = (place / max(rowCount, 1), rowCount == 0)
    let rows = isUnknown ? 1 : scanner.bytes.count / max(rowSize, 1) * 21 / 20 + 1
    let count = max(rows * columns.count, cells.count + cells.count / 4, 1 << 12)
    try DataFile.checkMemory(16 * count, for: name, "\(rows) rows of \(columns.count) columns")
    var larger = [Double](unfilled: max(count, filled + columns.count))
    for part in stride(from: 0, to: filled, by: Parts.size).inParts(of: 1) {
      for k in part..<min(part + Parts.size, filled) { larger[k] = cells[k] }
    }
    cells = larger
  }

  /// Reads the record that starts at `start` and returns where the next one starts.
  private mutating func readRow(from start: Int, _ bytes: [UInt8]) throws -> Int {
    let width = columns.count
    let row = rowStarts.count
    try makeRoom(upTo: start)
    var column = 0
    var isEmpty = true
    var hasExtraText = false
    var i = scanner.firstField(start)
    while true {
      let end: Int
      if column < width, roles.kinds[column] == .number,
        let number = DecimalNumber(
          bytes, at: i, point: decimals.readsPoint, comma: decimals.readsBareComma),
        scanner.isEnd(bytes[number.end]), number.value.isFinite
      {
        take(number, from: i, row: row, column: column)
        isEmpty = false
        end = number.end
      } else {
        let field = try scanner.field(at: i)
        end = field.end
        if column < width {
          take(field, from: i, row: row, column: column)
          if !field.content.isEmpty { isEmpty = false }
        } else if !field.content.isEmpty {
          hasExtraText = true
          isEmpty = false
        }
      }
      column += 1
      i = end
      if scanner.isLineEnd(bytes[i]) { break }
      i = scanner.afterDelimiter(i)
      if scanner.delimiter == .blanks, scanner.isLineEnd(bytes[i]) { break }
      if column > Self.maximumColumns { throw raggedRow(from: start, fields: nil) }
    }
    if isEmpty {
      for k in 0..<min(column, width) where roles.kinds[k] != .unused { textCounts[k] -= 1 }
      return scanner.afterLineEnd(i)
    }
    if column < header.leastWidth || hasExtraText {
      throw raggedRow(from: start, fields: column)
    }
    while column < width {
      cells[row * width + column] = Self.cell(at: i)
      textCounts[column] += 1
      column += 1
    }
    rowStarts.append(start)
    return scanner.afterLineEnd(i)
  }

  @inline(__always)
  private mutating func take(_ number: DecimalNumber, from start: Int, row: Int, column: Int) {
    cells[row * columns.count + column] = number.value
    if number.isPadded { isPadded[column] = true }
    if number.sign != 0, decimals.areBothRead {
      decimals.note(number, from: start, in: scanner.bytes, row: row, column: column)
    }
  }

  /// Takes a field that is not plainly a number: in quotes, with blanks around it, empty, a text.
  private mutating func take(_ field: CSVField, from start: Int, row: Int, column: Int) {
    let cell = row * columns.count + column
    guard roles.kinds[column] != .unused else {
      cells[cell] = 0
      return
    }
    if roles.kinds[column] == .number,
      let number = scanner.number(
        in: field, point: decimals.readsPoint,
        comma: field.isQuoted ? decimals.readsComma : decimals.readsBareComma),
      number.value.isFinite
    {
      take(number, from: field.content.lowerBound, row: row, column: column)
    } else {
      cells[cell] = Self.cell(at: start)
      textCounts[column] += 1
    }
  }

  /// - Parameter fields: how many the row has; nil for more than are read.
  func raggedRow(from start: Int, fields: Int?) -> EngineError {
    let bytes = scanner.bytes
    let line = CSVScanner.line(of: start, in: bytes)
    let end = bytes[start...].firstIndex(where: scanner.isLineEnd) ?? bytes.count
    guard end - start <= Self.maximumLine else {
      return EngineError(
        "\(name):\(line): the line is longer than \(Self.maximumLine) bytes; "
          + "is this a CSV file with one example a line?")
    }
    let count =
      fields.map { "\($0) field\($0 == 1 ? "" : "s")" } ?? "more than \(Self.maximumColumns) fields"
    let first = CSVScanner.line(of: header.start ?? header.firstRow, in: bytes)
    let names =
      "\(first == 1 ? "the first line" : "line \(first)") "
      + (header.start == nil ? "has" : "names")
    let named = columns.count - (header.hasRowNames ? 1 : 0)
    return EngineError(
      "\(name):\(line): the row has \(count) where \(names) \(counted(named, "column"))"
        + raggedHint(fields ?? .max, named))
  }

  private func raggedHint(_ fields: Int, _ named: Int) -> String {
    switch scanner.delimiter {
    case .comma where fields > named:
      "; a field with a comma in it stands in quotes, and a file with decimal commas has "
        + "semicolons between its fields"
    case .blanks where fields > named: "; a field with a blank in it stands in quotes"
    default: fields < named ? "; a value that is missing leaves an empty field" : ""
    }
  }
}
