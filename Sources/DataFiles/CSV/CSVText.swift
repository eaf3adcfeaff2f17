/// A CSV file's fields as texts, for tables that are no data: class lists, gradebooks.
///
/// Fields are found as in data, and each also keeps its own bytes, so that a table can be written as it
/// was read.
package struct CSVText: Sendable {
  package struct Field: Sendable {
    /// Without quotes, and without white space around it.
    package var text: String
    package var isQuoted: Bool
    /// As the file has it, from delimiter to delimiter.
    package var source: String
  }

  /// Why a text is no table: a sentence, and the line that it is about.
  package struct Failure: Error {
    package var line: Int
    package var message: String
  }

  /// What comes before the first record: a line `sep=;`, blank lines.
  package let lead: String
  /// What stands between the fields.
  package let delimiter: String
  /// Those with any text in them.
  package private(set) var records: [[Field]] = []

  /// - Throws: `Failure` for a quote out of place, and for a line above the columns' names.
  package init(_ text: String) throws(Failure) {
    let bytes = Array(text.utf8) + [UInt8(ascii: "\n")]
    let layout: CSVLayout
    do {
      // Names have blanks, and Blackboard's headers have bars.
      layout = try CSVLayout(
        bytes, name: "", options: CSVOptions(), among: [.tab, .semicolon, .comma],
        readsQuotesInside: true)
    } catch {
      throw Failure(
        line: 1,
        message: "the first line must name the columns, with commas, semicolons or tabs between")
    }
    let scanner = CSVScanner(
      bytes: bytes, delimiter: layout.delimiter, readsQuotesInside: true)
    lead = String(decoding: bytes[..<layout.start], as: UTF8.self)
    delimiter = String(UnicodeScalar(layout.delimiter.rawValue))
    var start = layout.start
    while start < bytes.count {
      let (fields, next): ([CSVField], Int)
      do { (fields, next) = try scanner.record(at: start) } catch {
        let (line, message) = error.sentence(scanner)
        throw Failure(line: line, message: message)
      }
      if fields.contains(where: { !$0.content.isEmpty }) {
        var from = start
        records.append(
          fields.map { field in
            defer { from = field.end + 1 }
            return Field(
              text: scanner.text(of: field), isQuoted: field.isQuoted,
              source: String(decoding: bytes[from..<field.end], as: UTF8.self))
          })
      }
      start = next
    }
  }
}
