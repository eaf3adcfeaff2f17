import Lessons
import Markdown
import Pages
import Wording

/// A lesson as a page: prose, pictures, and questions with their answers, without any script.
public struct LessonPage: Sendable {
  private let lesson: Lesson
  private let tour: LessonTour
  /// The command that opens the lesson, and the file to give it.
  private let command: String
  private let file: String
  public var previous: (title: String, address: String)?
  public var next: (title: String, address: String)?

  /// - Parameters:
  ///   - tour: the lesson gone through with the numbers of the transcript.
  ///   - command: what a shell is given to take the lesson.
  ///   - file: the lesson's file beside the page.
  public init(_ lesson: Lesson, _ tour: LessonTour, command: String, file: String) {
    self.lesson = lesson
    self.tour = tour
    self.command = command
    self.file = file
  }

  static let generator = "descent lesson page"

  /// Whether a file is such a page.
  public static func isOwn(_ bytes: [UInt8]) -> Bool {
    Page.isPage(bytes, by: generator)
  }

  public var html: String {
    var prose = ProsePage()
    var facts: [String] = []
    if !lesson.slide.isEmpty { facts.append("Slide: \(escapedForMarkup(lesson.slide)).") }
    if !lesson.minutes.isEmpty {
      facts.append("About \(escapedForMarkup(lesson.minutes)) minutes.")
    }
    facts.append(
      "Take it with numbers of your own: <code>\(escapedForMarkup(command))</code>, with "
        + "<a href=\"\(escapedForMarkup(Self.address(file)))\">the lesson's file</a>.")
    var body = "<p class=\"faint\">\(facts.joined(separator: " "))</p>\n"
    var number = 0
    for (i, part) in tour.parts.enumerated() {
      switch part {
      case .prose(.heading(1, let inlines))
      where i == 0 && Self.plain(inlines) == lesson.title: break
      case .prose(let block): body += prose.html(of: block)
      case .outputs(let outputs): body += Self.html(of: outputs)
      case .question(let question):
        number += 1
        body += html(of: question, number: number, level: prose.level(for: 3))
      case .play(let block):
        body += "<section class=\"question\">\n" + prose.html(of: block.prose)
        if !block.model.isEmpty {
          body +=
            "<details>\n<summary>Show a model answer</summary>\n" + prose.html(of: block.model)
            + "</details>\n"
        }
        body += "</section>\n"
      }
    }
    var page = Page(title: lesson.title.isEmpty ? lesson.id : lesson.title, body: body)
    page.generator = Self.generator
    page.style = Self.style
    page.navigation = [("All lessons", "index.html")]
    if let previous { page.navigation.append(("Before: \(previous.title)", previous.address)) }
    if let next { page.navigation.append(("Next: \(next.title)", next.address)) }
    page.footer =
      "The numbers of this page are those of the transcript. Nothing that you type here leaves it."
    return page.text
  }

  /// Commands with what they printed.
  public static func html(of outputs: [LessonTour.Output]) -> String {
    outputs.map { Element.exchange($0.command, printed: $0.text, figures: $0.drawings) }.joined()
  }

  // MARK: Questions

  private func html(of question: LessonTour.Question, number: Int, level: Int) -> String {
    let id = "q\(number)"
    var text = "<section class=\"question\" id=\"\(id)\">\n"
    text += "<h\(level)>\(question.title) \(number)</h\(level)>\n"
    if !question.ask.isEmpty { text += "<p>\(ProsePage.html(ofLine: question.ask))</p>\n" }
    if !question.options.isEmpty {
      text += options(of: question, id)
    } else if let range = question.range {
      text += field(of: range, id)
    }
    for (i, hint) in question.hints.enumerated() {
      text += Element.details(
        question.hints.count > 1 ? "Hint \(i + 1)" : "Hint",
        "<p>\(ProsePage.html(ofLine: hint))</p>\n")
    }
    let isTask = question.options.isEmpty && question.range == nil && !question.outputs.isEmpty
    var answer = ""
    if !isTask { answer += "<p>\(ProsePage.html(ofLine: question.answer))</p>\n" }
    answer += Self.html(of: question.outputs)
    if let right = question.right { answer += "<p>\(ProsePage.html(ofLine: right))</p>\n" }
    text += Element.details(isTask ? "Show what does it" : "Show the answer", answer)
    return text + "</section>\n"
  }

  /// Options that say why they hold or do not once they are ticked, by style alone.
  private func options(of question: LessonTour.Question, _ id: String) -> String {
    let isOne =
      question.options.count(where: \.isRight) == 1 && question.block.kind.name != "several"
    let legend = isOne ? "Choose one" : "Choose all that hold"
    var text = "<fieldset>\n<legend>\(legend)</legend>\n"
    for (i, option) in question.options.enumerated() {
      let name = "\(id)-\(i + 1)"
      let verdict = option.isRight ? (isOne ? "Right." : "It holds.") : "No."
      text +=
        "<div class=\"option\"><input type=\"\(isOne ? "radio" : "checkbox")\" name=\"\(id)\" "
        + "id=\"\(name)\"> <label for=\"\(name)\">\(ProsePage.html(ofLine: option.text))</label>"
        + "<p class=\"feedback \(option.isRight ? "good" : "bad")\">\(verdict) "
        + "\(ProsePage.html(ofLine: option.feedback))</p></div>\n"
    }
    return text + "</fieldset>\n"
  }

  /// A field that the browser itself holds to the range.
  private func field(of range: ClosedRange<Double>, _ id: String) -> String {
    "<p class=\"field\"><label for=\"\(id)-n\">Your number</label> "
      + "<input type=\"number\" step=\"any\" required placeholder=\" \" id=\"\(id)-n\" "
      + "min=\"\(range.lowerBound)\" max=\"\(range.upperBound)\"> "
      + "<span class=\"feedback right good\">Right.</span>"
      + "<span class=\"feedback off bad\">Not yet.</span></p>\n"
  }

  private static let style = """
    .question { border: 1px solid var(--line); border-radius: .4rem; padding: .25rem 1rem .5rem;
      margin: 1.25rem 0; }
    fieldset { border: 0; padding: 0; margin: .5rem 0; }
    legend { color: var(--faint); font-size: .9rem; padding: 0; }
    .option { margin: .35rem 0; }
    .feedback { display: none; margin: .1rem 0 .25rem 1.6rem; }
    .option input:checked ~ .feedback { display: block; }
    .field .feedback { margin-left: .5rem; }
    .field input:valid ~ .right, .field input:invalid:not(:placeholder-shown) ~ .off
      { display: inline; }
    input[type=number] { font: inherit; width: 10rem; color: inherit; background: var(--ground);
      border: 1px solid var(--faint); border-radius: .25rem; padding: .15rem .4rem; }
    @media print { .field .feedback { display: none !important; }
      .field input { border-width: 0 0 1px; border-radius: 0; } }

    """

  private static func plain(_ inlines: [Inline]) -> String {
    inlines.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }

  /// A file's name as an address.
  static func address(_ name: String) -> String {
    name.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "-._~/".unicodeScalars.contains(scalar))
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Character(scalar)) : "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
  }
}
