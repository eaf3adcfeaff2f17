import Numerics
import Wording

/// Where a CSV file's table starts and what separates its fields.
struct CSVLayout {
  /// Where the first record starts: the names, or the first row.
  var start: Int
  var delimiter: CSVDelimiter
  /// Whether each row has one field more than the first line has names: R's row names, to which it
  /// gives none.
  var hasRowNames = false

  /// Judges by the beginning of the file.
  ///
  /// The delimiter is the one that gives the first record and the others the same number of fields,
  /// more than one; of several such the one whose fields are all numbers, then the one with more
  /// columns, then the one with the larger share of numbers among the fields.
  /// Excel's first line `sep=;` names it, and is no record.
  ///
  /// - Parameters:
  ///   - bytes: the file, the last byte a newline.
  ///   - known: the delimiters that there may be.
  /// - Throws: `EngineError` where the file has a line above its names.
  init(
    _ bytes: [UInt8], name: String, options: CSVOptions,
    among known: [CSVDelimiter] = CSVDelimiter.allCases, readsQuotesInside: Bool = false
  ) throws {
    start = Self.firstRecord(of: bytes, afterLines: options.skippedLines)
    var named = options.delimiter.flatMap { CSVDelimiter(named: $0) }
    if let (mark, next) = Self.separatorLine(bytes, at: start) {
      guard let known = CSVDelimiter(rawValue: mark) else {
        throw EngineError(
          "\(name):\(CSVScanner.line(of: start, in: bytes)): the fields are separated by "
            + "\(quoted(String(UnicodeScalar(mark)))); comma, semicolon, tab and bar are read")
      }
      named = named ?? known
      start = Self.skipBlankLines(bytes, from: next)
    }
    start = Self.afterCommentSign(bytes, at: start)
    let first = start
    let candidates = (named.map { [$0] } ?? known).map {
      Sample(
        CSVScanner(bytes: bytes, delimiter: $0, readsQuotesInside: readsQuotesInside), from: first)
    }
    // Any text has blanks: only a table of even rows that no other delimiter makes has them between
    // its fields.
    let isTable = candidates.contains {
      $0.delimiter != .blanks && $0.width > 1 && $0.fit.agreement == 1
    }
    let likely = candidates.filter {
      $0.width > 1
        && ($0.delimiter != .blanks || named != nil || ($0.fit.agreement == 1 && !isTable))
    }.max { $0.fit < $1.fit }
    guard let best = likely ?? named.flatMap({ _ in candidates.first }) else {
      if let table = candidates.compactMap(\.tableBelow).min() {
        let line = CSVScanner.line(of: table, in: bytes)
        throw EngineError(
          "\(name):\(CSVScanner.line(of: start, in: bytes)): the line holds one field where line "
            + "\(line) holds more; the first line must name the columns, so delete the lines above "
            + "the names, or leave them out with skip=\(line - 1)")
      }
      delimiter = .comma
      return
    }
    delimiter = best.delimiter
    hasRowNames = best.isShifted && options.hasHeader != false
  }

  /// After a byte order mark, the lines to skip and blank lines.
  private static func firstRecord(of bytes: [UInt8], afterLines skipped: Int) -> Int {
    var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let scanner = CSVScanner(bytes: bytes, delimiter: .comma)
    for _ in 0..<skipped {
      while i < bytes.count, !scanner.isLineEnd(bytes[i]) { i += 1 }
      if i < bytes.count { i = scanner.afterLineEnd(i) }
    }
    return skipBlankLines(bytes, from: i)
  }

  /// Where the names start in a line that NumPy or MATLAB writes as a comment: `# a,b,y`, `% a b`.
  private static func afterCommentSign(_ bytes: [UInt8], at start: Int) -> Int {
    guard start + 2 < bytes.count, "#%".utf8.contains(bytes[start]),
      bytes[start + 1] == UInt8(ascii: " ")
    else { return start }
    let name = bytes[(start + 1)...].firstIndex { $0 != UInt8(ascii: " ") } ?? start
    return ",;|\t\n\r".utf8.contains(bytes[name]) ? start : name
  }

  /// The start of the first line with something other than blanks.
  private static func skipBlankLines(_ bytes: [UInt8], from start: Int) -> Int {
    var line = start
    for i in bytes[start...].indices {
      switch bytes[i] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): line = i + 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"): break
      default: return line
      }
    }
    return bytes.count
  }

  /// The mark of a line `sep=;`, and where the next line starts.
  private static func separatorLine(_ bytes: [UInt8], at start: Int) -> (mark: UInt8, next: Int)? {
    let scanner = CSVScanner(bytes: bytes, delimiter: .comma)
    guard let end = bytes[start...].prefix(9).firstIndex(where: scanner.isLineEnd) else {
      return nil
    }
    var line = bytes[start..<end]
    if line.count == 7, line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\"") {
      line = line.dropFirst().dropLast()
    }
    let word = String(decoding: line.prefix(4), as: UTF8.self)
    guard line.count == 5, word.lowercased() == "sep=", let mark = line.last else { return nil }
    return (mark, scanner.afterLineEnd(end))
  }
}

/// The first records of a file as one delimiter would have them.
private struct Sample {
  let delimiter: CSVDelimiter
  /// The fields of the first record.
  private(set) var width = 0
  /// The other records: where each starts and how many fields it has, 0 for one with a quote out of place.
  private var rows: [(start: Int, fields: Int)] = []
  private var agreeing = 0
  private var shifted = 0
  private var fields = 0
  private var numbers = 0
  /// The fields of the first record up to the last that is not empty.
  private var named = 0

  private static let records = 100

  init(_ scanner: CSVScanner, from start: Int) {
    delimiter = scanner.delimiter
    var i = start
    var isFirst = true
    while i < scanner.bytes.count, rows.count < Self.records {
      let here = i
      guard let (record, next) = try? scanner.record(at: i, limit: CSVTable.maximumColumns + 1)
      else {
        rows.append((here, 0))
        return
      }
      i = next
      let used = record.count - record.reversed().prefix { $0.content.isEmpty }.count
      if used == 0 { continue }
      if isFirst {
        width = record.count
        named = used
        isFirst = false
        continue
      }
      rows.append((here, record.count))
      let isRagged = record.count < width ? record.count < named : used > width
      if !isRagged {
        agreeing += 1
      } else if record.count == width + 1 {
        shifted += 1
      }
      fields += record.count
      numbers += record.count { scanner.number(in: $0, comma: delimiter != .comma) != nil }
    }
  }

  /// Whether all rows have one field more than the first.
  var isShifted: Bool { shifted > 0 && shifted == rows.count }

  /// The better, the larger; equal fits are told apart by how seldom the delimiter stands in texts.
  var fit: Fit {
    let count = Double(max(rows.count, 1))
    let agreement = rows.isEmpty ? 1 : Double(isShifted ? shifted : agreeing) / count
    return Fit(
      agreement: agreement, areAllNumbers: numbers == fields && fields > 0 ? 1 : 0,
      columns: width, numbers: Double(numbers) / Double(max(fields, 1)),
      rank: -(CSVDelimiter.allCases.firstIndex(of: delimiter) ?? 0))
  }

  /// Where a table starts below a first record of one field, if one does.
  var tableBelow: Int? {
    guard width == 1, let last = rows.last, last.fields > 1 else { return nil }
    let table = rows.reversed().prefix { $0.fields == last.fields }
    return table.count > 1 ? table.last?.start : nil
  }
}

private struct Fit: Comparable {
  var agreement: Double
  var areAllNumbers: Int
  var columns: Int
  var numbers: Double
  var rank: Int

  static func < (a: Fit, b: Fit) -> Bool {
    (a.agreement, a.areAllNumbers, a.columns, a.numbers, a.rank)
      < (b.agreement, b.areAllNumbers, b.columns, b.numbers, b.rank)
  }
}
