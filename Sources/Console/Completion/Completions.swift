/// What Tab offers at a place in a line.
package struct Completions: Equatable, Sendable {
  package struct Candidate: Hashable, Sendable {
    /// What takes the place of the replaced text.
    package var text: String
    /// Whether the word is complete, so that a blank may follow.
    package var isComplete: Bool
  }

  /// The part of the line that a candidate replaces, in UTF-8 offsets.
  package var replacing: Range<Int>
  package var candidates: [Candidate]
  /// Where the candidates are paths: the quotes of the word that they are part of.
  package var quotes: Quotes?

  package struct Quotes: Hashable, Sendable {
    /// Where the word begins, behind its quote if it has one, in UTF-8.
    package var start: Int
    /// The quote that is open; nil where there is none yet.
    package var open: String?
  }

  package init(
    replacing: Range<Int>, candidates: [Candidate], quotes: Quotes? = nil
  ) {
    (self.replacing, self.candidates, self.quotes) = (replacing, candidates, quotes)
  }
}
