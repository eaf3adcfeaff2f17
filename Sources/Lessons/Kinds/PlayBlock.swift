/// Anything goes, on a copy.
enum PlayBlock: BlockDefinition {
  static let name = "play"
  static let role = BlockRole.waits
  static let body = BlockBody.prose
  static let settings = [BlockSetting.id, .text(.until), .truth("restore")]
  static let keys = [BlockKey("model", .plain)]

  static func minutes(for block: Block) -> Double { 0.5 }
}

extension Block {
  /// What the student may reach in play; nil where nothing is to be reached.
  public var until: SourceText? { self[.until] }
  /// Whether the lesson's own state comes back after play.
  public var restores: Bool { numbers["restore"] != 0 }
}
