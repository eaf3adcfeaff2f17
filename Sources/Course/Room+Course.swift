import Session

extension Room {
  /// Lessons and notebooks.
  package static let course = Room(
    [
      Verbs.notebook, Verbs.lessons, Verbs.lesson, Verbs.next, Verbs.again, Verbs.page, Verbs.hint,
      Verbs.skip, Verbs.play, Verbs.done, Verbs.model, Verbs.progress,
    ], glossary: .lecture)
}
