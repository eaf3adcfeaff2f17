import Digests
import Formula

/// A digest of a part of a student's work by its letters and digits alone, which mail leaves as they
/// are: where a receipt's sum does not fit, it tells what was changed by hand.
///
/// It sees no sign and no point, and need not: what follows from them is found by doing everything
/// again.
struct Seal: Hashable {
  /// The question whose log it is over, or `Seal.rest`.
  var part: String
  var digest: UInt64

  /// What a receipt says besides the questions' logs.
  static let rest = "-"

  private init(_ part: String, _ texts: [String]) {
    self.part = part
    var digest = Digest()
    for text in texts { digest.add(Self.skeleton(of: text)) }
    self.digest = digest.value
  }

  /// One for the log of each question, in order, and one for all else.
  static func seals(of progress: Progress, time: String) -> [Seal] {
    var logs: [(question: String, texts: [String])] = []
    for entry in progress.log {
      let question = entry.question ?? rest
      var place = logs.firstIndex { $0.question == question }
      if place == nil {
        logs.append((question, []))
        place = logs.count - 1
      }
      if let place { logs[place].texts.append("\(entry.stop) \(words(of: entry.action))") }
    }
    var others = [
      time, progress.lesson, progress.title, progress.source, progress.student.id, progress.madeBy,
      "\(progress.answered) \(progress.questions) \(progress.stop) \(progress.isFinished)",
    ]
    others += ([progress.state].compactMap(\.self) + progress.inputs.sorted()).map(Digest.text(of:))
    others += progress.blocks.map { Digest.text(of: $0.digest) + $0.id }
    others += progress.results.map { result in
      "\(result.isSkipped) \(result.isSolved) \(result.wrongAnswers.count) \(result.hints) "
        + "\(result.kind.name) \(result.id)"
    }
    others += progress.seconds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return logs.filter { $0.question != rest }.map { Seal($0.question, $0.texts) }
      + [Seal(rest, others + (logs.first { $0.question == rest }?.texts ?? []))]
  }

  private static func words(of action: LogEntry.Action) -> String {
    switch action {
    case .command(let text, let isLasting): (isLasting ? "command " : "trial ") + text
    case .answer, .hint, .skip, .play: action.line
    }
  }

  /// The letters and digits of a text, in small letters.
  private static func skeleton(of text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars
    where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      kept.append(scalar)
    }
    return String(kept).lowercased()
  }

  // MARK: Text

  var line: String { "check \(Digest.text(of: digest)) \(part)" }

  /// - Returns: nil for what is no such line.
  init?(line: String) {
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count == 3, words[0] == "check", let digest = UInt64(words[1], radix: 16) else {
      return nil
    }
    (part, self.digest) = (words[2], digest)
  }
}
