/// The output that the block before it printed, for `descent check`.
enum OutputBlock: BlockDefinition {
  static let name = "output"
  static let role = BlockRole.compares
  static let body = BlockBody.lines
  static let settings: [BlockSetting] = []
}
