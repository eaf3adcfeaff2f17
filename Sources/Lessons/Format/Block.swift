import Markdown

/// A fenced block marked `descent`.
///
/// What its keys hold is kept under their names, so that a kind can have keys of its own.
public struct Block: Hashable, Sendable {
  /// `WHAT -> what to say to it`: the pattern is an expression (number), a condition (do) or a regular
  /// expression (text).
  public struct Remark: Hashable, Sendable {
    public var pattern: SourceText
    public var message: SourceText
  }

  public struct Choice: Hashable, Sendable {
    public var text: SourceText
    public var isRight: Bool
    public var feedback: SourceText?
  }

  public struct Binding: Hashable, Sendable {
    public var name: String
    public var value: SourceText
  }

  public var kind: BlockKind
  /// Given or made from the block's place among the others.
  public var id: String
  public var place: Place
  /// The last line, that of the closing fence.
  public var endLine: Int
  public var bindings: [Binding] = []
  public var commands: [SourceText] = []
  public var choices: [Choice] = []
  /// What a `play` block says.
  public var prose: [ProseBlock] = []
  /// A model answer to what a `play` block asks, shown on request.
  public var model: [ProseBlock] = []
  /// The lines of an `output` block.
  public var output: [String] = []
  /// Tells whether the block is still what it was.
  public var digest: UInt64 = 0
  /// The values of keys and of settings that are texts, by name.
  var texts: [String: [SourceText]] = [:]
  /// The values of keys that are remarks, by name.
  var remarks: [String: [Remark]] = [:]
  /// Settings that are numbers, by name; 1 stands for yes, 0 for no.
  var numbers: [String: Double] = [:]

  /// Three correct significant digits, the last of them rounded.
  public static let threeDigits = 5e-3

  init(kind: BlockKind, id: String, place: Place, endLine: Int) {
    self.kind = kind
    self.id = id
    self.place = place
    self.endLine = endLine
  }

  subscript(key: BlockKey) -> SourceText? { texts[key.name]?.first }
  func all(_ key: BlockKey) -> [SourceText] { texts[key.name] ?? [] }

  // MARK: What several kinds have

  public var ask: SourceText? { self[.ask] }
  public var hints: [SourceText] { all(.hint) }
  public var right: SourceText? { self[.right] }
  public var expect: SourceText? { self[.expect] }
  /// The commands of a `do`, the words of a `text`.
  public var answers: [SourceText] { all(.answer) }
  public var wrongs: [Remark] { remarks[BlockKey.wrongNumber.name] ?? [] }
  /// The largest |answer − e| that passes is `absolute + relative · |e|`.
  public var relative: Double { numbers["rel"] ?? Self.threeDigits }
  public var absolute: Double { numbers["abs"] ?? 1e-9 }
  /// Whether the answer is a whole number.
  public var isWhole: Bool { numbers["whole"] == 1 }

  /// Goes through every text in which numbers may be drawn, in the order in which they are drawn.
  mutating func updateTexts(_ body: (inout SourceText, _ isExpression: Bool) -> Void) {
    for i in bindings.indices { body(&bindings[i].value, false) }
    for i in commands.indices { body(&commands[i], false) }
    let keys = kind.definition.keys + [.until]
    // Students hold numbers that were drawn in this order.
    let order = [
      "answer", "run", "check", "expect", "until", "ask", "right", "hint", "wrong", "open",
    ]
    for name in order {
      if let key = keys.first(where: { $0.name == name }) { updateTexts(of: key, body) }
    }
    for i in choices.indices {
      body(&choices[i].text, false)
      if var feedback = choices[i].feedback {
        body(&feedback, false)
        choices[i].feedback = feedback
      }
    }
    for key in keys where !order.contains(key.name) { updateTexts(of: key, body) }
  }

  private mutating func updateTexts(of key: BlockKey, _ body: (inout SourceText, Bool) -> Void) {
    switch key.form {
    case .pattern, .binding: break
    case .message, .plain, .words, .expression:
      for i in (texts[key.name] ?? []).indices {
        body(&texts[key.name, default: []][i], key.form == .expression)
      }
    case .remark(let isPattern):
      for i in (remarks[key.name] ?? []).indices {
        body(&remarks[key.name, default: []][i].pattern, !isPattern)
        body(&remarks[key.name, default: []][i].message, false)
      }
    }
  }
}
