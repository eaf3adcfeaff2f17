/// Where the numbers in the lesson's text come from. Students do not see it; the checker does.
enum FiguresBlock: BlockDefinition {
  static let name = "figures"
  static let role = BlockRole.claims
  static let keys = [
    BlockKey("figure", .plain, isRepeatable: true), BlockKey("given", .plain, isRepeatable: true),
  ]

  static func problems(of block: Block) -> [LessonProblem] {
    block.figures.compactMap(problem)
  }

  private static func problem(with source: SourceText) -> LessonProblem? {
    do { _ = try Figure(DrawReader.placeholder(for: source)) } catch { return error }
    return nil
  }
}

extension Block {
  /// `41 = EXPRESSION`, each to be worked out where the block stands.
  var figures: [SourceText] { texts["figure"] ?? [] }
  /// Numbers that the lesson states as facts: sizes of data, the story's, the slides'.
  var givenNumbers: [String] {
    (texts["given"] ?? []).flatMap { Numeral.all(in: $0.text).map(\.text) }
  }
}
