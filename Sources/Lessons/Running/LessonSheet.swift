import Markdown

/// A lesson's page in its parts, for what sets it itself.
public struct LessonSheet: Sendable {
  public enum Part: Sendable {
    case prose(ProseBlock)
    /// What a command of the lesson printed, ready for the terminal.
    case printed(command: String, output: String)
  }

  /// What is asked, with the numbers of the time when it was put.
  public struct Question: Sendable {
    /// As `Question 2 of 9`.
    public var title: String
    public var ask: [Inline]
    /// The options in the order that this student sees, numbered from 1.
    public var options: [[Inline]]
    /// Whether more than one option may be right.
    public var takesSeveral: Bool
    /// Whether commands are the answer.
    public var isDoneByCommands: Bool
    public var hasHints: Bool
  }

  public enum Phase: String, Sendable { case reading, asking, answered, playing, finished }

  public var phase: Phase
  public var parts: [Part]
  /// Nil on a page that is only read.
  public var question: Question?
}

extension LessonRun {
  /// The page as it stands.
  public var sheet: LessonSheet {
    let phase: LessonSheet.Phase =
      switch self.phase {
      case _ where interlude != nil: .playing
      case .reading: .reading
      case .asking: .asking
      case .answered: .answered
      case .playing: .playing
      case .finished: .finished
      }
    // A question that follows another one belongs to the same text.
    let last = min(stop, stops.count - 1)
    let own = last < 0 ? nil : stops[...last].lastIndex { $0.items.contains { $0.isOutput != nil } }
    var parts: [LessonSheet.Part] = []
    for item in own.map({ stops[$0].items }) ?? [] {
      switch item {
      case .prose(let prose, _): parts.append(.prose(prose))
      case .setup: break
      case .show(let block): parts += printedParts(of: block)
      }
    }
    if phase == .playing, let question {
      if question.kind.isQuestion == false {
        parts += question.prose.map(LessonSheet.Part.prose)
      }
      parts += printedParts(of: question)
    }
    return LessonSheet(phase: phase, parts: parts, question: put[stop])
  }

  private func printedParts(of block: Block) -> [LessonSheet.Part] {
    (printed[block.id] ?? []).map { .printed(command: $0.command, output: $0.output) }
  }

  /// A question as it is put now.
  func sheetQuestion(_ block: Block) -> LessonSheet.Question {
    func inlines(_ source: SourceText) -> [Inline] {
      MarkdownReader.inlines(of: base.text(of: source))
    }
    return LessonSheet.Question(
      title: heading(of: block), ask: block.ask.map(inlines) ?? [],
      options: order(of: block).places.map { inlines(block.choices[$0].text) },
      takesSeveral: block.kind.name == SeveralBlock.name, isDoneByCommands: isTask(block),
      hasHints: !block.hints.isEmpty)
  }
}
