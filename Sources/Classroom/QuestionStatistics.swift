import Lessons

/// How a question went with a class.
public struct QuestionStatistics: Sendable {
  /// Answers that met the same: a `wrong:` line, a misconception, an option, or nothing known.
  public struct Mistake: Sendable {
    /// The author's words for it.
    public var words: String
    public var isKnown: Bool
    public var count = 0
    public var students = 0
    /// What was typed, the commonest first.
    public var typed: [(text: String, count: Int)] = []
  }

  public let question: Block
  /// Students who came to it.
  public private(set) var students = 0
  public private(set) var solved = 0
  public private(set) var firstTries = 0
  public private(set) var hints = 0
  public private(set) var skips = 0
  /// Answers until it was solved, on average over those who solved it.
  public private(set) var tries: Double?
  /// Seconds, the median of those who say.
  public private(set) var seconds: Int?
  public private(set) var mistakes: [Mistake] = []
  /// `wrong:` lines that no student met.
  public private(set) var unmet: [String] = []
  /// Who left the lesson here, with their wrong answers to it.
  public private(set) var stuck: [(row: GradeReport.Row, misses: Int)] = []
  /// How well solving it at once goes with the rest of the lesson: the correlation of its first try
  /// with the share of the others'; nil where too few students or no difference tell.
  public private(set) var discrimination: Double?

  /// Fewer students say nothing about what goes together.
  static let fewest = 8

  init(_ question: Block, _ rows: [GradeReport.Row]) {
    self.question = question
    var attempts: [Int] = []
    var times: [Int] = []
    var counts: [String: Mistake] = [:]
    var typed: [String: [String: Int]] = [:]
    var met: Set<Int> = []
    var pairs: [(Double, Double)] = []
    for row in rows {
      if row.openQuestion == question.id {
        let misses = row.results.first { $0.id == question.id }?.wrongAnswers.count ?? 0
        stuck.append((row, misses))
      }
      guard let result = row.results.first(where: { $0.id == question.id }) else { continue }
      students += 1
      hints += result.hints
      skips += result.isSkipped ? 1 : 0
      if result.isSolved, !result.isSkipped {
        solved += 1
        attempts.append(result.wrongAnswers.count + 1)
      }
      firstTries += result.isFirstTry ? 1 : 0
      if let seconds = row.seconds[question.id] { times.append(seconds) }
      let others = row.results.filter { $0.id != question.id }
      if !others.isEmpty {
        let share = Double(others.count(where: \.isFirstTry)) / Double(others.count)
        pairs.append((result.isFirstTry ? 1 : 0, share))
      }
      var own: Set<String> = []
      for (i, answer) in result.wrongAnswers.enumerated() where !answer.isEmpty {
        let mistake = result.mistakes.indices.contains(i) ? result.mistakes[i] : nil
        if case .remark(let place) = mistake { met.insert(place) }
        let words = Self.words(for: mistake, in: question)
        counts[words ?? "", default: Mistake(words: words ?? "", isKnown: words != nil)].count += 1
        if own.insert(words ?? "").inserted { counts[words ?? ""]?.students += 1 }
        typed[words ?? "", default: [:]][Self.shown(answer, in: question), default: 0] += 1
      }
    }
    tries = Self.mean(attempts.map(Double.init))
    seconds = times.isEmpty ? nil : times.sorted()[times.count / 2]
    discrimination = pairs.count >= Self.fewest ? Self.correlation(pairs) : nil
    mistakes = counts.map { key, mistake in
      var mistake = mistake
      mistake.typed = (typed[key] ?? [:]).map { (text: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
      return mistake
    }.sorted { ($0.isKnown ? 0 : 1, $1.count, $0.words) < ($1.isKnown ? 0 : 1, $0.count, $1.words) }
    if students > 0 {
      unmet = question.wrongs.indices.filter { !met.contains($0) }
        .map { question.wrongs[$0].message.text }
    }
  }

  /// The author's words for what an answer met.
  private static func words(for mistake: Lessons.Mistake?, in question: Block) -> String? {
    switch mistake {
    case .remark(let place)?:
      question.wrongs.indices.contains(place) ? question.wrongs[place].message.text : nil
    case .misconception(let says)?: says
    case .option(let place)?:
      question.choices.indices.contains(place) ? question.choices[place].text.text : nil
    case nil: nil
    }
  }

  /// An answer as a person reads it: the words of an option, a number in a few digits.
  static func shown(_ answer: String, in question: Block) -> String {
    guard question.choices.isEmpty else {
      let options = answer.split(separator: ",").compactMap { word in
        Int(word).flatMap { number in question.choices.indices.first { $0 + 1 == number } }
          .map { question.choices[$0].text.text }
      }
      return options.isEmpty ? answer : options.joined(separator: "; ")
    }
    return answer
  }

  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Pearson's; nil where one of both does not differ.
  static func correlation(_ pairs: [(Double, Double)]) -> Double? {
    guard let x = mean(pairs.map(\.0)), let y = mean(pairs.map(\.1)) else { return nil }
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in pairs {
      xx += (a - x) * (a - x)
      yy += (b - y) * (b - y)
      xy += (a - x) * (b - y)
    }
    guard xx > 0, yy > 0 else { return nil }
    return xy / (xx * yy).squareRoot()
  }
}
