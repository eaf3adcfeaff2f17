/// What the lines of a block are.
enum BlockBody: Sendable {
  /// `key: value`.
  case keys
  /// `key: value`, and choices `- [ ] ...`.
  case choices
  /// Commands, and `let:`.
  case commands
  /// Text, with a part of its own behind `model:`.
  case prose
  /// Lines as they are.
  case lines
}
