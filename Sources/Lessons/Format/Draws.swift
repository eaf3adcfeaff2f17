import Digests
import Formula
import Markdown
import Wording

/// Whose numbers a lesson shows.
public struct Student: Hashable, Sendable {
  /// Empty: no student; the numbers are those of the transcript.
  public var id: String

  public init(_ id: String) { self.id = id }

  public static let transcript = Student("")
}

/// The generator behind `$pick` and `$uniform`: SplitMix64 (Steele, Lea and Flood 2014), begun at
/// the FNV-1a hash of course, student, lesson and block, so that a student's numbers are the same
/// on every machine and in every order of working.
struct DrawGenerator {
  private var state: UInt64

  init(course: String, student: Student, lesson: String, block: String) {
    var digest = Digest()
    for part in [course, student.id, lesson, block] { digest.add(part) }
    state = digest.value
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `count`, by the high half of a product (Lemire 2019).
  mutating func index(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }
}

/// Puts a student's numbers in the place of `$pick(a,b,...)`, `$uniform(a,b)` and `$NAME`, and one of
/// the variants of a question in the place of `$choose(a | b | ...)`.
///
/// All `$choose` of a block take the same place, so that a block is a bank of questions: each variant
/// has its own text, answer and remarks. The transcript has the first value. `$uniform` draws from 101 evenly spaced values, so that its
/// numbers are short enough to type.
struct DrawReader {
  private let student: Student
  private let lesson: Lesson
  private var bindings: [String: String] = [:]
  private var problems: [LessonProblem] = []
  /// The variant of the present block: which of how many; nil before it has any.
  private var variant: (index: Int, count: Int)?
  private var blockID = ""
  /// The bytes that values may still add: names that hold names could double without end.
  private var room = 4 << 20

  /// The lesson with the student's numbers in it.
  static func resolve(_ lesson: Lesson, for student: Student) -> Lesson {
    var reader = DrawReader(lesson, student)
    return reader.resolve()
  }

  static func problems(in lesson: Lesson) -> [LessonProblem] {
    var reader = DrawReader(lesson, .transcript)
    _ = reader.resolve()
    return reader.problems
  }

  /// An expression with 1 in the place of every draw, to see whether it parses.
  static func placeholder(for source: SourceText) -> SourceText {
    guard source.text.contains("$") else { return source }
    var text = ""
    var rest = Substring(source.text)
    while let (before, _, _, behind) = nextDraw(in: rest) {
      text += before + "1"
      rest = behind
    }
    return source.replaced(by: text + rest)
  }

  private init(_ lesson: Lesson, _ student: Student) {
    self.lesson = lesson
    self.student = student
  }

  private mutating func resolve() -> Lesson {
    var resolved = lesson
    for i in resolved.parts.indices {
      guard case .block(var block) = resolved.parts[i] else { continue }
      var generator = DrawGenerator(
        course: lesson.course, student: student, lesson: lesson.id, block: block.id)
      resolve(&block, &generator)
      resolved.parts[i] = .block(block)
    }
    return resolved
  }

  private mutating func resolve(_ block: inout Block, _ generator: inout DrawGenerator) {
    variant = nil
    blockID = block.id
    for i in block.bindings.indices {
      resolve(&block.bindings[i].value, &generator)
      bindings[block.bindings[i].name] = block.bindings[i].value.text
    }
    // The bindings hold no draw any more.
    block.updateTexts { resolve(&$0, &generator, isExpression: $1) }
  }

  private mutating func resolve(
    _ source: inout SourceText, _ generator: inout DrawGenerator, isExpression: Bool = false
  ) {
    guard source.text.contains("$") else { return }
    var text = ""
    var rest = Substring(source.text)
    while let (before, name, arguments, behind) = Self.nextDraw(in: rest) {
      text += before
      if name == "choose", let variants = arguments, !variants.contains("") {
        // What is chosen may hold draws itself.
        rest = Substring(fitting(choose(variants, at: source.place), at: source.place) + behind)
        continue
      }
      let isValue = isExpression || Self.isInsideBraces(text)
      let value = fitting(draw(name, arguments, &generator, at: source.place), at: source.place)
      text += isValue && value.hasPrefix("-") ? "(\(value))" : value
      rest = behind
    }
    source.text = text + rest
  }

  private mutating func fitting(_ value: String, at place: Place) -> String {
    guard room >= 0 else { return "" }
    room -= value.utf8.count
    if room < 0 {
      problems.append(LessonProblem("from here on the values put in grow too long", at: place))
    }
    return room < 0 ? "" : value
  }

  private static func isInsideBraces(_ text: String) -> Bool {
    let open = text.lastIndex(of: "{")
    let close = text.lastIndex(of: "}")
    return open.map { open in close.map { $0 < open } ?? true } ?? false
  }

  /// The next `$name` with its arguments, if it has any, and the text before and behind.
  private static func nextDraw(
    in text: Substring
  ) -> (before: Substring, name: Substring, arguments: [String]?, behind: Substring)? {
    var search = text
    while let dollar = search.firstIndex(of: "$") {
      let name = search[search.index(after: dollar)...].prefix { $0.isASCII && $0.isLetter }
      guard !name.isEmpty else {
        search = search[search.index(after: dollar)...]
        continue
      }
      let behind = text[name.endIndex...]
      guard ["pick", "uniform", "choose"].contains(name), behind.first == "(" else {
        return (text[..<dollar], name, nil, behind)
      }
      var depth = 0
      var arguments = [""]
      for i in behind.indices {
        let character = behind[i]
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        if depth == 0 {
          let parts = arguments.map { String($0.trimmed) }
          return (text[..<dollar], name, parts, behind[behind.index(after: i)...])
        }
        if character == (name == "choose" ? "|" : ","), depth == 1 {
          arguments.append("")
        } else if depth > 1 || character != "(" {
          arguments[arguments.count - 1].append(character)
        }
      }
      return (text[..<dollar], name, nil, behind)
    }
    return nil
  }

  /// The variant that is the student's, the same in all of a block.
  private mutating func choose(_ variants: [String], at place: Place) -> String {
    let count = variant?.count ?? variants.count
    guard count == variants.count else {
      problems.append(
        LessonProblem(
          "'$choose' has \(variants.count) variants here, and \(count) before in this block",
          at: place))
      return variants[0]
    }
    if variant == nil {
      var generator = DrawGenerator(
        course: lesson.course, student: student, lesson: lesson.id, block: blockID + "/variant")
      let index = generator.index(below: count)
      variant = (student.id.isEmpty ? 0 : index, count)
    }
    return variants[variant?.index ?? 0]
  }

  private mutating func draw(
    _ name: Substring, _ arguments: [String]?, _ generator: inout DrawGenerator, at place: Place
  ) -> String {
    let isTranscript = student.id.isEmpty
    switch (name, arguments) {
    case ("pick", let values?) where !values.contains(""):
      let index = generator.index(below: values.count)
      return isTranscript ? values[0] : values[index]
    case ("uniform", let bounds?):
      let numbers = bounds.compactMap { text -> Double? in
        guard let formula = try? Parser.parse(text, variables: []) else { return nil }
        return try? formula.evaluateScalar { _ in nil }
      }
      guard numbers.count == 2, bounds.count == 2, numbers.allSatisfy(\.isFinite) else { break }
      let step = generator.index(below: 101)
      let value = numbers[0] + (numbers[1] - numbers[0]) * Double(step) / 100
      return NumberStyle(digits: 6, unicode: false).format(isTranscript ? numbers[0] : value)
    default:
      if let value = bindings[String(name)] { return value }
    }
    problems.append(
      LessonProblem(
        "'$\(name)' is not known; there are $pick(a,b,...), $uniform(a,b), $choose(a | b | ...) and the names of 'let:'",
        at: place))
    return "1"
  }
}
