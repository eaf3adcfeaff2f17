/// One field of a record, by its place in the file.
struct CSVField {
  /// The bytes between the quotes, or without the blanks around them.
  var content: Range<Int>
  var isQuoted: Bool
  /// Where the delimiter or the line's end stands that closes it.
  var end: Int
}
