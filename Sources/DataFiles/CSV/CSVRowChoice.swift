/// The rows of a table that are used.
struct CSVRowChoice {
  /// nil for all of them.
  var isKept: [Bool]?
  var count: Int

  @inline(__always)
  func contains(_ row: Int) -> Bool { isKept?[row] ?? true }
}
