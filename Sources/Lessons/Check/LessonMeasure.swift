import Markdown

/// How long a lesson is, and where its right options stand.
public struct LessonMeasure: Hashable, Sendable {
  /// Words of prose and questions; not of hints and remarks, which few students see.
  public private(set) var words = 0
  /// Blocks that a student meets.
  public private(set) var blocks = 0
  /// An estimate of the minutes that it takes.
  public private(set) var minutes = 0.0
  /// How often the right option stands in each of the author's places, by the number of options.
  public private(set) var places: [Int: [Int]] = [:]
  /// Questions with options, and how many of them have the right one as the longest.
  public private(set) var choices = 0
  public private(set) var longest = 0

  /// Reading a text with formulas and tables in it, in words a minute: with the times below it gives
  /// what students needed for lessons that were timed.
  static let pace = 125.0

  public init(of lesson: Lesson) {
    for part in lesson.parts {
      switch part {
      case .prose(let prose, _): words += Self.count(in: prose)
      case .block(let block): add(block)
      }
    }
    minutes += Double(words) / Self.pace
  }

  private mutating func add(_ block: Block) {
    switch block.kind.definition.role {
    case .waits, .runs(isShown: true): blocks += 1
    case .runs, .resumes, .compares, .claims: break
    }
    minutes += block.kind.definition.minutes(for: block)
    let texts = [block.ask, block.right].compactMap { $0 } + block.choices.map(\.text)
    words += texts.reduce(0) { $0 + Self.count(in: $1.text) }
    words += block.prose.reduce(0) { $0 + Self.count(in: $1) }
    guard let right = block.rightChoice, block.choices.count > 1,
      block.choices.count(where: \.isRight) == 1
    else { return }
    choices += 1
    places[block.choices.count, default: Array(repeating: 0, count: block.choices.count)][right] +=
      1
    let lengths = block.choices.map { $0.text.text.count }
    if lengths.allSatisfy({ $0 <= lengths[right] }),
      lengths.count(where: { $0 == lengths[right] }) == 1
    {
      longest += 1
    }
  }

  private static func count(in text: String) -> Int {
    text.split(whereSeparator: \.isWhitespace).count { $0.contains { $0.isLetter || $0.isNumber } }
  }

  private static func count(in prose: ProseBlock) -> Int {
    ProseLayout(width: 80).lines(of: [prose]).reduce(0) { $0 + count(in: $1.plain) }
  }

  /// `1450 words, 21 blocks, about 19 minutes`.
  public var text: String {
    "\(words) words, \(blocks) blocks, about \(Int(exactly: minutes.rounded()) ?? 0) minutes"
  }

  /// The sum over lessons.
  public static func + (a: LessonMeasure, b: LessonMeasure) -> LessonMeasure {
    var sum = a
    sum.words += b.words
    sum.blocks += b.blocks
    sum.minutes += b.minutes
    sum.choices += b.choices
    sum.longest += b.longest
    for (count, places) in b.places {
      let own = sum.places[count] ?? Array(repeating: 0, count: count)
      sum.places[count] = zip(own, places).map { $0 + $1 }
    }
    return sum
  }

  /// Where the right options stand, in sentences: `of 3 options the right one is the 1st 20 times,
  /// ...`.
  public var optionLines: [String] {
    guard choices > 0 else { return [] }
    let counts = places.keys.sorted().map { count in
      "of \(count) options the right one is at place "
        + (places[count] ?? []).enumerated().map { "\($0 + 1): \($1) times" }.joined(
          separator: ", ")
    }
    return counts + ["the right option is the longest in \(longest) of \(choices) questions"]
  }

  /// Whether no place gives the right option away: each within three standard deviations of chance.
  public var isEven: Bool {
    places.allSatisfy { count, places in
      let all = Double(places.reduce(0, +))
      let share = 1 / Double(count)
      let allowed = 3 * (all * share * (1 - share)).squareRoot()
      return places.allSatisfy { (Double($0) - all * share).magnitude <= allowed }
    }
  }
}
