extension Dataset {
  /// The names in a CSV file's first line, for a caller that wants a few columns of many.
  ///
  /// - Throws: `DataError` as `init(csv:options:)` does.
  public static func columnNames(csv path: String) throws -> [String] {
    try CSVTable(contentsOf: path).columns
  }

  /// One column's numbers by its name, whether it is a feature or a target; nil where there is none.
  public func column(named name: String) -> [Double]? {
    if let k = featureNames.firstIndex(of: name) {
      let values = featureValues
      return (0..<count).map { values[$0 * featureCount + k] }
    }
    guard let k = targetNames.firstIndex(of: name) else { return nil }
    return (0..<count).map { targets[$0 * targetCount + k] }
  }
}
