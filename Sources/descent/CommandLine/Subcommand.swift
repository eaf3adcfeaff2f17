import Disk
import Formula
import Wording

/// What can stand after the program's name, declared once: reading, help and errors follow.
struct Subcommand: Sendable {
  /// The word that calls it; empty for the program itself.
  var name: String
  /// One sentence.
  var summary: String
  /// What more there is to know.
  var discussion = ""
  /// The words that are no options.
  var operands: Operands?
  var options: [Option] = []
  /// The exit status for wrong use.
  var usageStatus = ExitCode.usage
  /// Carries it out.
  var run: @Sendable (Words) throws(UsageError) -> ExitCode

  /// Words without a key, as files.
  struct Operands: Sendable {
    /// What the usage line shows, as `FILE...`.
    var usage: String
    var help: String
    /// How many there may be.
    var count: ClosedRange<Int>

    static let many = 100_000
  }

  /// `--json`, `--seeds N`.
  struct Option: Sendable {
    /// All spellings with their dashes, the one to show first.
    var names: [String]
    /// What the value is called in help; nil for a flag.
    var value: String?
    /// Whether the option takes all words up to the next option.
    var takesMany = false
    var help: String

    var usage: String {
      let value = value.map { " <\($0)>" } ?? ""
      return (names.first ?? "") + value + (takesMany ? "..." : "")
    }
  }
}

extension Subcommand.Option {
  static let json = Self(
    names: ["--json"], help: "Print one JSON object a line instead of text.")
}

/// The words after a subcommand's name, sorted out.
struct Words {
  var operands: [String] = []
  /// The values of each option by its first name; a flag has none.
  fileprivate(set) var options: [String: [String]] = [:]

  func has(_ name: String) -> Bool { options[name] != nil }
  func value(of name: String) -> String? { options[name]?.last }
  func values(of name: String) -> [String] { options[name] ?? [] }

  /// The operands as files.
  ///
  /// - Throws: `UsageError` where a `~` leads nowhere.
  var files: [String] {
    get throws(UsageError) { try Self.files(operands) }
  }

  /// The values of an option as files.
  func files(of name: String) throws(UsageError) -> [String] { try Self.files(values(of: name)) }
  func file(of name: String) throws(UsageError) -> String? { try files(of: name).last }

  /// Paths with the home folder in the place of a `~`, which a shell leaves to the program in quotes
  /// and after `=`.
  private static func files(_ words: [String]) throws(UsageError) -> [String] {
    do throws(DiskError) {
      return try words.map { word throws(DiskError) in try Path.expandingHome(word) }
    } catch { throw UsageError(error.message) }
  }

  /// A whole number.
  ///
  /// - Throws: `UsageError` that names the range.
  func integer(_ name: String, in range: ClosedRange<Int>, default: Int) throws(UsageError) -> Int {
    guard let text = value(of: name) else { return `default` }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'"
      )
    }
    return number
  }
}

/// A command line that means nothing: one sentence.
struct UsageError: Error {
  var message: String

  init(_ message: String) { self.message = message }
}

extension Words {
  /// Reads words by a subcommand's declaration.
  ///
  /// - Throws: `UsageError` for an option that is not declared, a value that is missing or too
  ///   much, and operands that are too many or too few.
  init(_ words: some Sequence<String>, of subcommand: Subcommand) throws(UsageError) {
    var rest = Array(words)[...]
    var takesOptions = true
    while let word = rest.popFirst() {
      if takesOptions, word == "--" {
        takesOptions = false
      } else if takesOptions, word.hasPrefix("-"), word != "-" {
        try take(option: word, &rest, of: subcommand)
      } else {
        operands.append(word)
      }
    }
    let count = subcommand.operands?.count ?? 0...0
    if operands.count > count.upperBound {
      let word = operands[count.upperBound]
      throw UsageError(
        count.upperBound == 0
          ? "'\(word)' means nothing here" : "one word too many: '\(word)'")
    }
    if operands.count < count.lowerBound {
      throw UsageError("missing: \(subcommand.operands?.usage ?? "")")
    }
  }

  private mutating func take(
    option word: String, _ rest: inout ArraySlice<String>, of subcommand: Subcommand
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? word
    guard let option = subcommand.options.first(where: { $0.names.contains(name) }),
      let key = option.names.first
    else {
      let names = subcommand.options.flatMap(\.names) + ["--help", "--version"]
      throw UsageError("unknown option '\(name)'" + Spelling.suggestion(for: name, in: names))
    }
    var values = parts.dropFirst().map(String.init)
    if option.value == nil {
      guard values.isEmpty else { throw UsageError("\(name) takes no value") }
    } else {
      while values.isEmpty || (option.takesMany && parts.count == 1),
        let next = rest.first, !(next.hasPrefix("-") && next.count > 1)
      {
        values.append(next)
        rest.removeFirst()
      }
      guard !values.isEmpty else { throw UsageError("\(name) needs a value: \(option.usage)") }
    }
    options[key, default: []] += values
  }
}
