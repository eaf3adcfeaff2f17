/// The quotes that hold a formula or a path: those of a keyboard, and the curly ones that slides and
/// word processors make of them.
package enum Quotes {
  private static let double: Set<Unicode.Scalar> = ["\"", "“", "”", "„", "‟", "«", "»"]
  private static let single: Set<Unicode.Scalar> = ["'", "‘", "’", "‚", "‛", "‹", "›"]

  package static func isSingle(_ mark: Unicode.Scalar) -> Bool { single.contains(mark) }
  package static func isDouble(_ mark: Unicode.Scalar) -> Bool { double.contains(mark) }

  /// Whether a mark opens quotes, by what comes before it in the word: after a letter or a digit a
  /// single one is an apostrophe, as in O'Brien.
  package static func opens(_ mark: Unicode.Scalar, after before: Unicode.Scalar?) -> Bool {
    if double.contains(mark) { return true }
    let isWithinWord =
      before.map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
    return single.contains(mark) && !isWithinWord
  }

  /// What closes quotes: the same mark where it comes at all, or else any of its kind, since word
  /// processors change one of a pair and leave the other.
  package static func closer(
    of mark: Unicode.Scalar, in rest: ArraySlice<Unicode.Scalar>
  ) -> (Unicode.Scalar) -> Bool {
    let kind = isSingle(mark) ? single : double
    let isPaired = mark.isASCII && rest.contains(mark)
    return isPaired ? { $0 == mark } : { kind.contains($0) }
  }
}
