/// What a block must hold, and whether its texts can be read.
struct BlockRequirements {
  let block: Block

  var problems: [LessonProblem] { missing + block.kind.definition.problems(of: block) + unreadable }

  private var missing: [LessonProblem] {
    block.kind.definition.keys.compactMap { key in
      guard let need = key.need, block.texts[key.name] == nil, block.remarks[key.name] == nil else {
        return nil
      }
      return block.needs(key.name, need)
    }
  }

  /// Every expression must parse, and every pattern compile.
  private var unreadable: [LessonProblem] {
    let keys = block.kind.definition.keys + [.until]
    var expressions: [SourceText] = []
    var messages = block.choices.flatMap { [$0.text, $0.feedback].compactMap { $0 } }
    var patterns: [SourceText] = []
    for key in keys {
      let texts = block.all(key)
      let remarks = block.remarks[key.name] ?? []
      switch key.form {
      case .expression: expressions += texts
      case .message: messages += texts
      case .pattern: patterns += texts
      case .remark(let isPattern):
        messages += remarks.map(\.message)
        if isPattern {
          patterns += remarks.map(\.pattern)
        } else {
          expressions += remarks.map(\.pattern)
        }
      case .plain, .words, .binding: break
      }
    }
    return expressions.compactMap { source in
      Self.problem { () throws(LessonProblem) in
        _ = try LessonExpression(DrawReader.placeholder(for: source))
      }
    }
      + messages.compactMap { source in
        Self.problem { () throws(LessonProblem) in
          _ = try Message(DrawReader.placeholder(for: source))
        }
      }
      + patterns.compactMap { source in
        Self.problem { () throws(LessonProblem) in _ = try Pattern(source) }
      }
  }

  private static func problem(_ read: () throws(LessonProblem) -> Void) -> LessonProblem? {
    do { try read() } catch { return error }
    return nil
  }
}

extension Block {
  /// That a key is missing.
  func needs(_ key: String, _ what: String) -> LessonProblem {
    LessonProblem("a '\(kind.name)' block needs '\(key):', \(what)", at: place)
  }

  /// What is wrong where not exactly one choice is right.
  var problemsOfTicks: [LessonProblem] {
    let ticked = choices.count(where: \.isRight)
    guard ticked != 1 else { return [] }
    return [
      LessonProblem("exactly one choice is right, marked '- [x]'; here are \(ticked)", at: place)
    ]
  }
}
