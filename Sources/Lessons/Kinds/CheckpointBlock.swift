/// Where a lesson that has changed may be taken up again.
enum CheckpointBlock: BlockDefinition {
  static let name = "checkpoint"
  static let role = BlockRole.resumes
}
