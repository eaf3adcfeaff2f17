import Markdown

/// What a question is worth, by how it went: `first=1 later=0.5 hint=0.1 skip=0`.
public struct PointScheme: Hashable, Sendable {
  /// For a question solved without a wrong answer.
  public var first = 1.0
  /// For one solved after a wrong answer.
  public var later = 1.0
  /// Taken off for each hint.
  public var hint = 0.0
  /// For one that was skipped.
  public var skip = 0.0

  /// A point for each question solved, however.
  public static let full = PointScheme()

  /// How a scheme is written, in words.
  public static let phrase =
    "'full', or some of first=1 later=0.5 hint=0.1 skip=0, each a number from 0 to 100"

  private init() {}

  private static let keys: [(name: String, path: WritableKeyPath<PointScheme, Double> & Sendable)] =
    [
      ("first", \.first), ("later", \.later), ("hint", \.hint), ("skip", \.skip),
    ]

  /// Reads a scheme. What it does not name is as in ``full``.
  ///
  /// - Returns: nil for a text that is none.
  public init?(_ text: String) {
    let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }
    guard !words.isEmpty else { return nil }
    if words.count == 1, words[0].lowercased() == "full" { return }
    var seen: Set<String> = []
    for word in words {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2,
        let key = Self.keys.first(where: { $0.name == parts[0].lowercased() }),
        seen.insert(key.name).inserted, let value = Double(parts[1]), (0...100).contains(value)
      else { return nil }
      self[keyPath: key.path] = value
    }
  }

  /// The points of a question, never below 0.
  public func points(for result: QuestionResult) -> Double {
    if result.isSkipped { return max(0, skip - hint * Double(result.hints)) }
    guard result.isSolved else { return 0 }
    return max(0, (result.wrongAnswers.isEmpty ? first : later) - hint * Double(result.hints))
  }

  /// The most that a question can bring.
  public var most: Double { max(first, later, skip) }

  /// A number of points as tables have it: whole, or with up to three decimals.
  public static func text(of points: Double) -> String {
    let rounded = (points * 1000).rounded() / 1000
    return Int(exactly: rounded).map(String.init) ?? String(rounded)
  }
}
