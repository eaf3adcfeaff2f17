/// Commands that run and whose output is shown.
enum ShowBlock: BlockDefinition {
  static let name = "show"
  static let role = BlockRole.runs(isShown: true)
  static let body = BlockBody.commands
  static let keys = [BlockKey.bindings]
  static let prints = true

  static func minutes(for block: Block) -> Double { 0.2 }
}
