import Datasets

extension Dataset {
  /// Reads a CSV file; see `CSVReading`.
  public init(csv path: String, options: CSVOptions = CSVOptions()) throws {
    self = try CSVReading(csv: path, options: options).dataset
  }

  /// Reads CSV text; errors call it `name`, in place of a file's name.
  public init(csvText bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()) throws {
    self = try CSVReading(csvText: bytes, name: name, options: options).dataset
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
