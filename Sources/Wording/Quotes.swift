/// The quotes that hold a formula or a path: those of a keyboard, and the curly ones that slides and
/// word processors make of them.
package enum Quotes {
  private static let double: Set<Unicode.Scalar> = ["\"", "“", "”", "„", "‟", "«", "»"]
  private static let single: Set<Unicode.Scalar> = ["'", "‘", "’", "‚", "‛", "‹", "›"]

  package static func isSingle(_ mark: Unicode.Scalar) -> Bool { single.contains(mark) }

  /// Whether a mark opens quotes; the curly apostrophe only where a word or a value begins, since
  /// it stands within names too.
  package static func opens(_ mark: Unicode.Scalar, atWordStart: Bool) -> Bool {
    mark == "'" || double.contains(mark) || (atWordStart && single.contains(mark))
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
