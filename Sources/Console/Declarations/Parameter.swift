import Wording

/// One thing a command takes: its place on the line, its kind and range, its default.
package struct Parameter<Context: CommandContext>: Sendable {
  /// Where the parameter stands on the line.
  package enum Form: Hashable, Sendable {
    /// By its place among the words.
    case positional
    /// All words from its place on.
    case variadic
    /// The rest of the statement as written, so that an expression may hold blanks.
    case rest
    /// The rest of the statement behind a word of its own, as `until` in `run until loss < 1`, or
    /// behind two, as `to change` in `back to change g[0]`. One that is true or false is its words
    /// alone, as `back to break`.
    case clause
    /// `name=value`, anywhere behind the verb.
    case option
  }

  /// What a value may be.
  package enum Kind: Hashable, Sendable {
    case integer(ClosedRange<Int>)
    /// A number or an expression that gives one.
    case number(NumberRange)
    /// Numbers with commas between them, each a number or an expression.
    case numbers(count: ClosedRange<Int>)
    case formula
    /// A quantity by name, with or without indices: `m`, `m_hat[0]`.
    case quantity
    case choice([String])
    /// `yes` or `no`.
    case truth
    /// A file or folder that is read: looked for beside the file that names it, then in the working
    /// folder.
    case path
    /// A file or folder that is written.
    case output
    case word
  }

  package var name: String
  package var aliases: [String]
  package var form: Form
  package var kind: Kind
  package var isRequired: Bool
  /// What holds when it is not given, as one would type it; parsed like typed text.
  package var defaultText: String?
  package var summary: String
  /// The names that may stand here, taken in any capitals.
  package var names: Names<Context>?
  /// What could stand here now, besides what the kind itself offers.
  package var suggestions: (@Sendable (Context) -> [String])?
  /// Whether the parameter's own name is the user's, which keeps its capitals: a setting of a rule
  /// that they defined, a variable of their formula.
  package var isOwn = false

  package init(
    _ name: String, aliases: [String] = [], _ form: Form = .positional, _ kind: Kind,
    required: Bool = false, default defaultText: String? = nil, _ summary: String,
    names: Names<Context>? = nil, suggestions: (@Sendable (Context) -> [String])? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.form = form
    self.kind = kind
    self.isRequired = required
    self.defaultText = defaultText
    self.summary = summary
    self.names = names
    self.suggestions = suggestions
    if suggestions == nil, let names { self.suggestions = { names.all(in: $0) } }
  }

  /// How it appears in a usage line, brackets around what may be left out.
  package var usage: String {
    let bare =
      switch form {
      case .positional: literal ?? name
      case .variadic: name + "..."
      case .rest: name.uppercased()
      case .clause: isWordsAlone ? name : name + " " + kind.placeholder
      case .option: name + "=" + kind.placeholder
      }
    return isRequired ? bare : "[" + bare + "]"
  }

  /// The only word that may stand here.
  private var literal: String? {
    if case .choice(let choices) = kind, choices.count == 1 { choices.first } else { nil }
  }

  /// More updates than this are not worth typing, and sums of them stay numbers.
  package static var mostUpdates: Int { 1_000_000_000_000 }

  /// Whether its value is the rest of the statement as written.
  package var isExpressionToTheEnd: Bool { form == .rest || form == .clause }

  /// Whether it is a clause that takes no value.
  package var isWordsAlone: Bool { form == .clause && kind == .truth }

  /// The words that a clause begins with.
  package var keywords: [String] { name.split(separator: " ").map(String.init) }

  package func isNamed(_ key: String) -> Bool {
    name == key || aliases.contains(key)
  }
}

/// Parameters that come together, under a heading in the help.
package struct ParameterGroup<Context: CommandContext>: Sendable {
  /// What they are for: `a CSV file`.
  package var title: String
  package var parameters: [Parameter<Context>]

  package init(title: String, parameters: [any ParameterDeclaration<Context>]) {
    self.title = title
    self.parameters = parameters.map { $0.parameter }
  }
}

extension Parameter.Kind {
  /// `10^12`, as one may type it, where a row of zeros would have to be counted; other numbers in
  /// full.
  private static func inPowers(_ number: Int) -> String {
    let digits = "\(number)"
    let isPower =
      digits.count > 6 && digits.first == "1" && digits.dropFirst().allSatisfy { $0 == "0" }
    return isPower ? "10^\(digits.count - 1)" : digits
  }

  /// Stands for a value in a usage line.
  package var placeholder: String {
    switch self {
    case .integer: "N"
    case .number: "NUMBER"
    case .numbers(let count): count == 2...2 ? "X,Y" : "A,B,..."
    case .formula: "EXPR"
    case .quantity: "QUANTITY"
    case .choice(let choices): choices.count <= 4 ? choices.joined(separator: "|") : "NAME"
    case .truth: "yes|no"
    case .path, .output: "FILE"
    case .word: "NAME"
    }
  }

  /// The kind in words, with its range.
  package var phrase: String {
    switch self {
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number, \(range.lowerBound) or more"
        : "a whole number from \(range.lowerBound) to \(Self.inPowers(range.upperBound))"
    case .number(let range): range.phrase
    case .numbers(let count):
      count.lowerBound == count.upperBound
        ? "\(count.lowerBound) numbers with a comma between them" : "numbers with commas between"
    case .formula: "an expression"
    case .quantity: "a quantity"
    case .choice(let choices):
      alternatives(choices)
    case .truth: "yes or no"
    case .path, .output: "a file"
    case .word: "a name"
    }
  }
}

/// The numbers that a parameter admits.
package struct NumberRange: Hashable, Sendable {
  package var lower: Double?
  package var includesLower: Bool
  package var upper: Double?
  package var includesUpper: Bool

  package init(
    from lower: Double? = nil, _ includesLower: Bool = true, to upper: Double? = nil,
    _ includesUpper: Bool = true
  ) {
    self.lower = lower
    self.includesLower = includesLower
    self.upper = upper
    self.includesUpper = includesUpper
  }

  /// Any finite number.
  package static let any = NumberRange()
  /// Above 0.
  package static let positive = NumberRange(from: 0, false)
  /// 0 or more.
  package static let nonnegative = NumberRange(from: 0)
  /// From 0 to below 1.
  package static let fraction = NumberRange(from: 0, true, to: 1, false)

  package func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    if let lower, includesLower ? value < lower : value <= lower { return false }
    if let upper, includesUpper ? value > upper : value >= upper { return false }
    return true
  }

  /// The range in words: `a number above 0`, `a number from 0 to below 1`.
  package var phrase: String {
    func text(_ value: Double) -> String { JSON.text(of: value) }
    switch (lower, upper) {
    case (nil, nil): return "a finite number"
    case (let lower?, nil):
      return includesLower ? "a number of \(text(lower)) or more" : "a number above \(text(lower))"
    case (nil, let upper?):
      return includesUpper ? "a number of at most \(text(upper))" : "a number below \(text(upper))"
    case (let lower?, let upper?):
      return "a number from \(includesLower ? "" : "above ")\(text(lower)) to "
        + "\(includesUpper ? "" : "below ")\(text(upper))"
    }
  }
}
