/// Commands that run silently.
enum SetupBlock: BlockDefinition {
  static let name = "setup"
  static let role = BlockRole.runs(isShown: false)
  static let body = BlockBody.commands
  static let keys = [BlockKey.bindings]
}
