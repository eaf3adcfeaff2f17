/// What an answer is worth.
enum Verdict: Hashable {
  /// `remark` is what the answer's tolerance hid.
  case right(remark: String?)
  /// `meeting` is the known mistake that it is, where it is one.
  case wrong(message: String, meeting: Mistake? = nil)
  /// No answer at all: how it should look.
  case unreadable(String)

  var isRight: Bool { if case .right = self { true } else { false } }
  /// Whether it is a mistake that the author has foreseen.
  var meetsRemark: Bool { if case .wrong(_, .remark?) = self { true } else { false } }
}

/// Compares answers with what a question expects, in the state that the lesson brought about.
struct Judge<Lab: Laboratory> {
  let block: Block
  /// The lesson's own state when the question was put.
  let base: Lab
}
