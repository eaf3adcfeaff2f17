import Conversion
import FieldMeanings
import LongWork
import Numerics
import Wording

/// One column of a CSV table, judged by its values: numbers, categories, or no feature.
struct CSVColumn {
  enum Content: Equatable {
    case numbers
    /// Categories by name, sorted.
    case categories([String])
    /// No feature, and why; nil for a column that is not there: without a name and a value.
    case leftOut(String?)
  }

  /// Whether the column's values are names or numbers.
  enum Reading {
    /// As most of its values are.
    case judged
    case numbers
    case names
  }

  /// A text of the column.
  struct Text {
    var text: String
    var firstRow: Int
    var meaning: FieldMeaning
    var count = 0
    /// Whether it stands for no value.
    var isMissing = false
  }

  let index: Int
  let name: String
  var content = Content.numbers
  /// The different texts, in the order of their first rows.
  private(set) var texts: [Text] = []
  /// Each row's place among the texts, −1 for a number; empty where all cells are numbers.
  private(set) var labels: [Int32] = []
  /// How many cells are numbers, and whether one of them is not a whole number.
  private(set) var numberCount = 0
  private(set) var hasFraction = false
  /// The numbers that stand for no value.
  private(set) var missingNumbers: [Double] = []
  /// What is worth a look.
  var remarks: [String] = []

  /// The most different texts that become one-hot columns or classes.
  static let maximumCategories = 100
  /// How many different texts are looked at closely.
  private static let maximumMeanings = 1000
  /// The most different texts that are told apart.
  private static let maximumTexts = 1 << 20

  /// - Throws: `EngineError`, by line and column, for values that are neither numbers nor names.
  init(
    _ table: CSVTable, _ index: Int, isTarget: Bool, as reading: Reading = .judged,
    _ options: CSVOptions
  ) throws {
    self.index = index
    name = table.columns[index]
    missingNumbers = options.missingTexts.compactMap {
      DecimalNumber.value(of: $0, comma: table.decimals.isComma)
    }
    let reading = table.roles.kinds[index] == .text ? .names : reading
    guard table.textCounts[index] > 0 || reading == .names else {
      numberCount = table.rowCount
      if !isTarget, index == 0, table.header.hasRowNames || table.numbersRows(index) {
        content = .leftOut("it numbers the rows")
      }
      return
    }
    try readTexts(of: table, withNumbers: reading == .names, options)
    try judge(table, isTarget: isTarget, as: reading)
    if numberCount > 0, case .categories = content {
      try readTexts(of: table, withNumbers: true, options)
    }
    for k in texts.indices { texts[k].isMissing = isMissing(texts[k].meaning) }
    guard case .categories = content else { return }
    remarks += texts.filter { $0.meaning == .missingAmongNumbers }.map {
      "\(quoted($0.text).dropFirst().dropLast()) is a category; missing=\(typed($0.text)) takes it as missing"
    }
  }

  private func isMissing(_ meaning: FieldMeaning) -> Bool {
    meaning == .missing || (meaning == .missingAmongNumbers && content == .numbers)
  }

  /// - Parameter withNumbers: whether numbers are told apart by their texts too.
  private mutating func readTexts(
    of table: CSVTable, withNumbers: Bool, _ options: CSVOptions
  ) throws {
    let missing = options.missingTexts
    let isComma = table.decimals.isComma
    var known: [String: Int32] = [:]
    (texts, labels, numberCount) = ([], [], 0)
    labels.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      try pollInterruption(at: row)
      let cell = table.cells[row * table.columns.count + index]
      if !cell.isNaN, !withNumbers {
        labels.append(-1)
        numberCount += 1
        if cell != cell.rounded() { hasFraction = true }
        continue
      }
      let text = cell.isNaN ? table.text(ofCell: cell) : table.text(row: row, column: index)
      let label = known[text] ?? Int32(texts.count)
      if label == texts.count {
        guard texts.count < Self.maximumTexts else {
          throw EngineError(
            "\(table.name): column \(quoted(name)) holds more than \(Self.maximumTexts) different "
              + "texts; ignore=\(typed(name)) leaves it out")
        }
        known[text] = label
        let meaning =
          texts.count < Self.maximumMeanings
          ? FieldMeaning(text, missing: missing, comma: isComma)
          : FieldMeaning(text, missing: missing)
        texts.append(Text(text: text, firstRow: row, meaning: meaning))
      }
      texts[Int(label)].count += 1
      labels.append(label)
    }
  }

  // MARK: Rows

  /// Whether a row has no value in this column.
  func isMissing(row: Int, in table: CSVTable) -> Bool {
    if !labels.isEmpty, labels[row] >= 0 { return texts[Int(labels[row])].isMissing }
    return !missingNumbers.isEmpty
      && missingNumbers.contains(table.cells[row * table.columns.count + index])
  }

  var isLeftOut: Bool {
    if case .leftOut = content { true } else { false }
  }

  /// Whether any row may have no value.
  var mayHaveMissing: Bool { !missingNumbers.isEmpty || texts.contains(where: \.isMissing) }

  /// The number of feature columns it makes.
  var width: Int {
    switch content {
    case .numbers: 1
    case .categories(let names): names.count
    case .leftOut: 0
    }
  }

  /// The feature names it makes: its own, or `origin=Japan` for each category.
  var names: [String] {
    switch content {
    case .numbers: [name]
    case .categories(let names): names.map { "\(name)=\($0)" }
    case .leftOut: []
    }
  }

  /// Each text's place among the categories, −1 for one that is none.
  var categoryOfText: [Int] {
    guard case .categories(let names) = content else { return [] }
    let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    return texts.map { places[$0.text] ?? -1 }
  }

  /// Takes the categories that the rows in use have, sorted.
  ///
  /// - Throws: `EngineError` for more than `maximumCategories`.
  mutating func findCategories(_ table: CSVTable, rows: CSVRowChoice, isTarget: Bool) throws {
    guard case .categories = content else { return }
    var isUsed = [Bool](repeating: false, count: texts.count)
    for row in 0..<table.rowCount {
      try pollInterruption(at: row)
      if rows.contains(row) { isUsed[Int(labels[row])] = true }
    }
    let names = texts.indices.filter { isUsed[$0] && !texts[$0].isMissing }.map { texts[$0].text }
    guard names.count <= Self.maximumCategories else {
      throw EngineError(
        "\(table.name): column \(quoted(name)) holds \(names.count) different texts, such as "
          + "\(quoted(names.first ?? "")); up to \(Self.maximumCategories) "
          + (isTarget
            ? "become classes, so choose another target"
            : "become one-hot columns; ignore=\(typed(name)) leaves it out"))
    }
    content = .categories(names.sorted())
  }
}

/// A name or a text as one types it in a command, or its beginning where it is long.
func typed(_ name: String) -> String {
  let isPlain = name.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || $0.properties.numericType != nil
      || "_-.?".unicodeScalars.contains($0)
  }
  let shown = quoted(name, limit: 60).dropFirst().dropLast()
  return isPlain && !name.isEmpty ? String(shown) : "\"\(shown.replacing("\"", with: "\\\""))\""
}

/// Gives up where the user has pressed ^C; looks only now and then.
@inline(__always)
func pollInterruption(at step: Int) throws {
  guard step & 0x3FFF == 0x3FFF else { return }
  try pollInterruption()
}

func pollInterruption() throws {
  if Interruption.givesUp() {
    throw EngineError("interrupted; nothing has changed")
  }
}
