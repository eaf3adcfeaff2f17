/// A place in a lesson file, counted from 1; columns count characters as a reader sees them.
public struct Place: Hashable, Sendable, Comparable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int = 1) {
    self.line = line
    self.column = column
  }

  public static func < (a: Place, b: Place) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// A piece of a lesson file with the place it stands at.
public struct SourceText: Hashable, Sendable {
  public var text: String
  public var place: Place

  public init(_ text: String, at place: Place) {
    self.text = text
    self.place = place
  }

  /// The same place with other text: what stands for a draw.
  func replaced(by text: String) -> SourceText { SourceText(text, at: place) }
}

/// What is wrong with a lesson file: one sentence that says what would be right.
public struct LessonProblem: Error, Hashable, Sendable {
  public var place: Place
  public var message: String

  public init(_ message: String, at place: Place) {
    self.place = place
    self.message = message
  }

  /// `FILE:LINE:COLUMN: message`.
  public func text(file: String) -> String {
    "\(file):\(place.line):\(place.column): \(message)"
  }
}

extension String {
  /// As much of it as a message quotes.
  var abridged: String { utf8.count > 160 ? prefix(120) + "..." : self }
}

extension StringProtocol {
  /// What a line of commands begins with; empty for a line without a word.
  var firstWord: String {
    split { $0.isWhitespace || $0 == ";" }.first.map { String($0) } ?? ""
  }
}
