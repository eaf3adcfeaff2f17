/// A key of a block, as `key: value` in its lines.
struct BlockKey: Hashable, Sendable {
  /// What the value is.
  enum Form: Hashable, Sendable {
    /// A text with values in braces.
    case message
    /// An expression over the state's quantities.
    case expression
    /// Commands, or an answer in words.
    case plain
    /// Words with `|` between them.
    case words
    /// A regular expression.
    case pattern
    /// `WHAT -> what to say to it`, where WHAT is an expression or a pattern.
    case remark(isPattern: Bool)
    /// `NAME = VALUE`.
    case binding
  }

  let name: String
  let form: Form
  let isRepeatable: Bool
  /// What it is for, where the block does not work without it.
  var need: String?

  init(_ name: String, _ form: Form, isRepeatable: Bool = false, need: String? = nil) {
    self.name = name
    self.form = form
    self.isRepeatable = isRepeatable
    self.need = need
  }

  /// The same key, where the block does not work without it.
  func needed(_ need: String) -> BlockKey {
    var key = self
    key.need = need
    return key
  }

  // MARK: Keys of several kinds

  static let ask = BlockKey("ask", .message)
  static let hint = BlockKey("hint", .message, isRepeatable: true)
  static let right = BlockKey("right", .message)
  static let bindings = BlockKey("let", .binding, isRepeatable: true)
  static let expect = BlockKey("expect", .expression)
  static let until = BlockKey("until", .expression)
  static let answer = BlockKey("answer", .plain, isRepeatable: true)
  static let wrongNumber = BlockKey("wrong", .remark(isPattern: false), isRepeatable: true)
  static let wrongWord = BlockKey("wrong", .remark(isPattern: true), isRepeatable: true)

  static let question = ask.needed("the question")
  static let help = hint.needed("what to say to a student who is stuck")
}
