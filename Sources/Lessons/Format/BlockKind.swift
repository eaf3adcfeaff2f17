/// What a `descent` block does, and what may stand in it.
///
/// The parser, its messages, the runner, the checker and the instructor's guide read the definition. To
/// add a kind, write a file of `Kinds` and name it in `definitions`.
public struct BlockKind: Hashable, Sendable {
  let definition: any BlockDefinition.Type

  private static let definitions: [any BlockDefinition.Type] = [
    SetupBlock.self,
    ShowBlock.self,
    TaskBlock.self,
    NumberBlock.self,
    PredictionBlock.self,
    ChoiceBlock.self,
    SeveralBlock.self,
    WordBlock.self,
    PlayBlock.self,
    CheckpointBlock.self,
    OutputBlock.self,
    FiguresBlock.self,
  ]

  /// All kinds, in the order in which the guide names them.
  public static let all = definitions.map(BlockKind.init)
  /// What a block without a word is.
  static let standard = BlockKind(ShowBlock.self)

  init(_ definition: any BlockDefinition.Type) { self.definition = definition }

  /// The kind with a name; nil where there is none.
  public init?(named name: String) {
    guard let definition = Self.definitions.first(where: { $0.name == name }) else { return nil }
    self.definition = definition
  }

  /// The word behind `descent`.
  public var name: String { definition.name }

  /// Whether it holds what the block before it printed.
  public var isOutput: Bool { if case .compares = definition.role { true } else { false } }
  /// Whether it is for the checker alone, and stands outside the count of blocks.
  var isClaim: Bool { if case .claims = definition.role { true } else { false } }
  /// Whether its commands run for the reader to see.
  public var isShown: Bool {
    if case .runs(let isShown) = definition.role { isShown } else { false }
  }
  /// Whether an output block may follow.
  var prints: Bool { definition.prints }

  /// How it is asked and judged; nil for a block that asks nothing.
  var question: (any QuestionDefinition.Type)? { definition as? any QuestionDefinition.Type }
  /// Whether the student has to answer.
  public var isQuestion: Bool { question != nil }

  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
