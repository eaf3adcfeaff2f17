import Console

extension Document {
  /// The parameter that overrides the rule.
  package static let force = Verbs.Argument<Bool>(
    "force", default: false, "whether to overwrite any file")
}
