/// What may follow a block's kind, as `key=value`.
struct BlockSetting: Sendable {
  let name: String
  /// Stores a value.
  ///
  /// - Returns: what the setting takes, where the value is nothing of the kind.
  let store: @Sendable (String, Place, inout Block) -> String?

  /// A number of 0 or more.
  static func number(_ name: String) -> BlockSetting {
    BlockSetting(name: name) { text, _, block in
      guard let number = LessonParser.number(text), number >= 0, number < 1e6 else {
        return "a number of 0 or more, not '\(text)'"
      }
      block.numbers[name] = number
      return nil
    }
  }

  /// `yes` or `no`, as 1 or 0.
  static func truth(_ name: String) -> BlockSetting {
    BlockSetting(name: name) { text, _, block in
      guard text == "yes" || text == "no" else { return "yes or no, not '\(text)'" }
      block.numbers[name] = text == "yes" ? 1 : 0
      return nil
    }
  }

  /// A text as it stands there.
  static func text(_ key: BlockKey) -> BlockSetting {
    BlockSetting(name: key.name) { text, place, block in
      block.texts[key.name] = [SourceText(text, at: place)]
      return nil
    }
  }

  /// The block's name.
  static let id = BlockSetting(name: "id") { text, _, block in
    let isPlain = text.unicodeScalars.allSatisfy { LessonParser.isNameScalar($0) || $0 == "-" }
    guard !text.isEmpty, isPlain, text.utf8.count <= 64 else {
      return "a short name of letters, digits and hyphens"
    }
    block.id = text
    return nil
  }
  /// How exact a number must be.
  static let exactness = [
    number("rel"), number("abs"), truth("whole"),
  ]
}
