import Conversion
import Numerics
import Wording

/// Which decimal signs a table's numbers may have, and where each was met first.
///
/// Where a comma separates the fields, the decimal sign is a point. Elsewhere the first pass reads
/// both, and the table is refused if it holds both: one of them might separate thousands.
struct DecimalSigns {
  let readsPoint: Bool
  let readsComma: Bool
  /// The same outside quotes, where a comma may separate the fields.
  let readsBareComma: Bool
  private let delimiter: CSVDelimiter

  /// A number's place in the table.
  struct Place {
    var row: Int
    var column: Int
  }

  private var point: Place?
  private var comma: Place?
  /// A comma with three digits after it and up to three in front, as in 1,200.
  private var groupedComma: Place?

  var areBothRead: Bool { readsPoint && readsComma }

  /// Whether the numbers have decimal commas.
  var isComma: Bool { comma != nil || groupedComma != nil || !readsPoint }

  init(_ options: CSVOptions, delimiter: CSVDelimiter) {
    self.delimiter = delimiter
    readsPoint = options.decimal != "comma"
    readsComma = options.decimal.map { $0 == "comma" } ?? (delimiter != .comma)
    readsBareComma = readsComma && delimiter != .comma
  }

  /// Notes a number with a decimal sign that starts at `start`.
  mutating func note(
    _ number: DecimalNumber, from start: Int, in bytes: [UInt8], row: Int, column: Int
  ) {
    let place = Place(row: row, column: column)
    if number.sign == UInt8(ascii: ".") {
      if point == nil { point = place }
    } else if Self.isGrouped(bytes, start, number.end) {
      if groupedComma == nil { groupedComma = place }
    } else if comma == nil {
      comma = place
    }
  }

  private static func isGrouped(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
    let first = digit.contains(bytes[start]) ? start : start + 1
    return (5...7).contains(end - first) && bytes[first] != UInt8(ascii: "0")
      && bytes[end - 4] == UInt8(ascii: ",") && bytes[(end - 3)..<end].allSatisfy(digit.contains)
  }

  /// - Throws: `EngineError` where it is open what a sign means.
  func check(in table: CSVTable) throws {
    guard areBothRead, let found = comma ?? groupedComma else { return }
    func text(_ place: Place) -> String {
      quoted(table.text(row: place.row, column: place.column))
    }
    func start(_ place: Place) -> String {
      "\(table.place(row: place.row, column: place.column)): \(text(place))"
    }
    if let point {
      let other = comma == nil ? point : found
      let line = table.line(ofRow: other.row)
      let where_ = "\(text(other)) in line \(line)"
      throw EngineError(
        comma == nil
          ? "\(start(found)) has a comma for thousands or for decimals where \(where_) has a decimal "
            + "point; write it without the comma for thousands, and every decimal sign as a point"
          : "\(start(point)) has a point where \(where_) has a decimal comma; write it without the "
            + "point for thousands, and every decimal sign the same way")
    }
    if comma == nil, delimiter != .semicolon {
      throw EngineError(
        "\(start(found)) may have a decimal comma or a comma for thousands; decimal=comma reads the "
          + "first, and without the comma it is the second")
    }
  }
}
