/// A kind of block: a file of `Kinds`.
protocol BlockDefinition: Sendable {
  /// The word behind `descent`.
  static var name: String { get }
  static var role: BlockRole { get }
  static var body: BlockBody { get }
  /// What may follow the kind, as `key=value`.
  static var settings: [BlockSetting] { get }
  /// What may stand in the block, as `key: value`.
  static var keys: [BlockKey] { get }
  /// Whether an output block may follow.
  static var prints: Bool { get }
  /// What is wrong with a block besides missing keys and texts that cannot be read.
  static func problems(of block: Block) -> [LessonProblem]
  /// Minutes for thinking and typing.
  static func minutes(for block: Block) -> Double
}

extension BlockDefinition {
  static var body: BlockBody { .keys }
  static var settings: [BlockSetting] { [.id] }
  static var keys: [BlockKey] { [] }
  static var prints: Bool { false }
  static func problems(of block: Block) -> [LessonProblem] { [] }
  static func minutes(for block: Block) -> Double { 0 }
}
