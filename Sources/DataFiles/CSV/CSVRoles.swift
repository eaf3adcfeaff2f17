import Numerics
import Wording

/// What each column of a CSV file is for, by the options.
struct CSVRoles {
  /// How a column's fields are taken.
  enum Kind {
    case unused, number, text
  }

  private(set) var kinds: [Kind]
  /// The target columns asked for; nil for the last column.
  let targets: [Int]?
  /// The feature columns asked for; nil for all others.
  let features: [Int]?
  let ignored: [Int]
  /// Whether the user says that the first line names the columns.
  let takesNames: Bool

  /// - Parameter file: the file's name, for the errors.
  /// - Throws: `EngineError` for a name that no column has, or a column with two roles.
  init(_ names: [String], of file: String, _ options: CSVOptions) throws {
    func columns(_ texts: [String]) throws -> [Int] {
      try texts.flatMap { try Self.columns($0, among: names, of: file) }
    }
    ignored = try columns(options.ignored)
    let targets = try columns(options.targets)
    let features = try columns(options.features)
    takesNames = options.hasHeader == true
    self.targets = targets.isEmpty ? nil : targets
    self.features = features.isEmpty ? nil : features
    guard Set(targets).count == targets.count else {
      throw EngineError("the same column is named twice as a target")
    }
    if let both = targets.first(where: ignored.contains) {
      throw EngineError("column \(quoted(names[both])) is both the target and ignored")
    }
    kinds = names.map { _ in features.isEmpty ? .number : .unused }
    for column in features + targets { kinds[column] = .number }
    for column in try columns(options.categories) where kinds[column] == .number {
      kinds[column] = .text
    }
    for column in ignored { kinds[column] = .unused }
  }

  /// The columns that a text names: one, or several with commas between. A name may hold commas
  /// itself; of two readings the one with the longer name is taken.
  private static func columns(
    _ text: String, among names: [String], of file: String
  ) throws -> [Int] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let mostCommas = names.lazy.map { $0.count { $0 == "," } }.max() ?? 0
    var found: [Int] = []
    var i = 0
    while i < parts.count {
      let match = (i...min(i + mostCommas, parts.count - 1)).reversed().lazy.compactMap {
        last -> (Int, Int)? in
        let name = Self.trimmed(parts[i...last].joined(separator: ","))
        return names.firstIndex(of: name).map { ($0, last) }
      }.first
      if let (column, last) = match {
        found.append(column)
        i = last + 1
      } else if Self.trimmed(String(parts[i])).isEmpty {
        i += 1
      } else {
        throw unknownColumn(Self.trimmed(String(parts[i])), among: names, of: file)
      }
    }
    return found
  }

  private static func trimmed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func unknownColumn(
    _ name: String, among names: [String], of file: String
  ) -> EngineError {
    let near = Spelling.candidates(for: name, in: names)
    let shown = names.prefix(8).joined(separator: ", ")
    let hint =
      near.isEmpty
      ? "its columns are \(shown)\(names.count > 8 ? ", ..." : "")"
      : "did you mean \(quotedAlternatives(near))?"
    return EngineError("\(file) has no column \(quoted(name)); \(hint)")
  }
}
