import Arithmetic
import Formula
import Markdown

/// A lesson gone through once, for a page or a table: what there is to read, what its commands print,
/// and each question with its answer, all with one student's numbers.
public struct LessonTour: Sendable {
  /// A command with what it printed and drew.
  public struct Output: Hashable, Sendable {
    public var command: String
    public var text: String
    /// What the caller's `drawings` gave after it.
    public var drawings: [String] = []

    public init(command: String, text: String, drawings: [String] = []) {
      self.command = command
      self.text = text
      self.drawings = drawings
    }
  }

  public struct Option: Hashable, Sendable {
    public var text: String
    public var isRight: Bool
    public var feedback: String
  }

  public struct Question: Hashable, Sendable {
    public var block: Block
    /// `Question`, `Task` and so on.
    public var title: String
    /// The question as Markdown, with its values.
    public var ask: String
    /// What the student is asked to type.
    public var invitation: String
    public var options: [Option] = []
    public var hints: [String] = []
    /// The answer for a person to read.
    public var answer: String
    /// The numbers that pass, where a number is asked for.
    public var range: ClosedRange<Double>?
    /// What the answer brings about.
    public var outputs: [Output] = []
    /// The worked line.
    public var right: String?
  }

  public enum Part: Hashable, Sendable {
    case prose(ProseBlock)
    case outputs([Output])
    case question(Question)
    /// Anything goes: what the block says, and its model answer.
    case play(Block)
  }

  public private(set) var parts: [Part] = []
  /// What is wrong with the lesson where it cannot be gone through.
  public private(set) var faults: [LessonProblem] = []

  public var questions: [Question] {
    parts.compactMap { if case .question(let question) = $0 { question } else { nil } }
  }

  /// - Parameters:
  ///   - lab: a fresh state.
  ///   - drawings: what was drawn since it was asked last.
  public init<Lab: Laboratory>(
    _ lesson: Lesson, student: Student, lab: Lab, drawings: @escaping () -> [String] = { [] }
  ) {
    let drawn = Drawn()
    var run = LessonRun(lesson, student: student, lab: lab)
    run.afterCommand = { block in drawn.byBlock[block, default: []].append(drawings()) }
    run.enter(0)
    while run.stops.indices.contains(run.stop) {
      run.waiting = []
      let stop = run.stops[run.stop]
      for item in stop.items {
        switch item {
        case .prose(let prose, _): parts.append(.prose(prose))
        case .setup: break
        case .show(let block): parts.append(.outputs(Self.outputs(of: block, run, drawn)))
        }
      }
      if let block = stop.question {
        if run.phase == .asking {
          var question = Self.question(block, in: run)
          run.skip { _ in }
          run.waiting = []
          question.outputs = Self.outputs(of: block, run, drawn)
          question.right = block.right.map { run.lab.text(of: $0) }
          parts.append(.question(question))
        } else {
          parts.append(.play(block))
          if !block.restores { run.base = run.lab }
        }
      }
      run.leaveStop()
      run.enter(run.stop + 1)
    }
    faults = run.faults
  }

  /// What was drawn, by block and command; told from within the run.
  private final class Drawn {
    var byBlock: [String: [[String]]] = [:]
  }

  private static func outputs<Lab: Laboratory>(
    of block: Block, _ run: LessonRun<Lab>, _ drawn: Drawn
  ) -> [Output] {
    (run.printed[block.id] ?? []).enumerated().map { i, printed in
      let drawings = drawn.byBlock[block.id] ?? []
      return Output(
        command: printed.command, text: printed.output,
        drawings: drawings.indices.contains(i) ? drawings[i] : [])
    }
  }

  private static func question<Lab: Laboratory>(
    _ block: Block, in run: LessonRun<Lab>
  ) -> Question {
    let judge = Judge(block: block, base: run.base)
    func text(_ source: SourceText) -> String { run.base.text(of: source) }
    let reference = block.kind.question.flatMap { try? $0.reference(of: judge) } ?? ""
    var question = Question(
      block: block, title: block.kind.question?.title ?? "Question",
      ask: block.ask.map(text) ?? "", invitation: block.kind.question?.invitation(to: block) ?? "",
      answer: reference)
    question.hints = block.hints.map(text)
    question.options = block.choices.map {
      Option(text: text($0.text), isRight: $0.isRight, feedback: $0.feedback.map(text) ?? "")
    }
    if !block.choices.isEmpty {
      question.answer = question.options.filter(\.isRight).map(\.text).joined(separator: "; ")
    } else if block.expect != nil, let expected = Double(reference) {
      question.answer = run.base.text(of: expected)
      let tolerance =
        block.isWhole
        ? 0
        : Double.tolerance(around: expected, relative: block.relative, absolute: block.absolute)
      question.range = (expected - tolerance)...(expected + tolerance)
    }
    return question
  }
}
