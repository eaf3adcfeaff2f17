import Console
import Lessons
import Markdown
import Wording

/// A lesson's page for the browser: its text in parts, which the page sets, never markup.
extension ActiveLesson {
  var page: JSON.Object {
    let sheet = run.sheet
    let place = run.position
    var object: JSON.Object = [
      "command": "@lesson", "title": .string(run.lesson.title), "label": .string(label),
      "slide": .string(run.lesson.slide), "question_number": .integer(place.question),
      "questions": .integer(place.count), "phase": .string(sheet.phase.rawValue),
      "asks_name": .boolean(namelessRequest != nil), "parts": .array(sheet.parts.map(JSON.init)),
      "said": .array(said.flatMap(JSON.parts)),
    ]
    if sheet.phase == .finished, let following = run.following {
      object["following"] = .string(following)
    }
    if sheet.phase == .asking || sheet.phase == .answered, let question = sheet.question {
      object["question"] = [
        "title": .string(question.title), "ask": .inlines(question.ask),
        "options": .array(question.options.map(JSON.inlines)),
        "several": .boolean(question.takesSeveral),
        "by_commands": .boolean(question.isDoneByCommands),
        "hints": .boolean(question.hasHints),
      ]
    }
    return object
  }
}

extension JSON {
  fileprivate init(_ part: LessonSheet.Part) {
    switch part {
    case .prose(let prose): self.init(prose)
    case .printed(let command, let output):
      self = [
        "kind": "printed", "command": .string(command),
        "text": .string(strippingEscapes(output)),
      ]
    }
  }

  fileprivate init(_ block: ProseBlock) {
    switch block {
    case .heading(let level, let text):
      self = ["kind": "heading", "level": .integer(level), "text": .inlines(text)]
    case .paragraph(let text): self = ["kind": "paragraph", "text": .inlines(text)]
    case .list(let start, _, let items):
      self = [
        "kind": "list", "start": start.map(JSON.integer) ?? .null,
        "items": .array(items.map { .array($0.map(JSON.init)) }),
      ]
    case .quote(let blocks): self = ["kind": "quote", "parts": .array(blocks.map(JSON.init))]
    case .code(let text): self = ["kind": "code", "text": .string(text)]
    case .table(let header, let rows, let isTrailing):
      self = [
        "kind": "table", "header": .array(header.map(JSON.inlines)),
        "rows": .array(rows.map { .array($0.map(JSON.inlines)) }),
        "trailing": .array(isTrailing.map(JSON.boolean)),
      ]
    case .rule: self = ["kind": "rule"]
    }
  }

  /// Text as strings, and what stands out in it as an object.
  fileprivate static func inlines(_ inlines: [Inline]) -> JSON {
    .array(
      inlines.map { inline in
        switch inline {
        case .text(let text): .string(text)
        case .code(let text): ["code": .string(text)]
        case .emphasis(let inner): ["emphasis": .inlines(inner)]
        case .strong(let inner): ["strong": .inlines(inner)]
        case .link(let inner, _): ["strong": .inlines(inner)]
        case .lineBreak: ["break": true]
        }
      })
  }

  /// What a lesson said, its lines put together again where only the window's width parted them.
  fileprivate static func parts(of shown: Shown) -> [JSON] {
    switch shown {
    case .output(let text):
      return [["kind": "printed", "text": .string(strippingEscapes(text))]]
    case .error(let message):
      return [["kind": "said", "spans": .array([.span(message, .bad)])]]
    case .lines(let lines):
      var paragraphs: [[StyledLine.Span]] = []
      for line in lines where !line.spans.isEmpty {
        if let joint = line.joint, let last = paragraphs.indices.last {
          // The indent under the first line's mark is the window's, too.
          let words = line.spans.drop { $0.text.allSatisfy { $0 == " " } }
          paragraphs[last] += [.init(joint, .plain)] + words
        } else {
          paragraphs.append(line.spans)
        }
      }
      return paragraphs.map { spans in
        ["kind": "said", "spans": .array(spans.map { .span($0.text, $0.style) })]
      }
    }
  }

  private static func span(_ text: String, _ style: TextStyle) -> JSON {
    ["text": .string(text), "style": .string("\(style)")]
  }
}
