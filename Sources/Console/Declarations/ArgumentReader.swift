import Formula
import Wording

/// Reads a statement's words into a command's parameters. Every word must find its place.
package struct ArgumentReader<Context: CommandContext> {
  package let command: Command<Context>
  package var statement: Statement
  package let context: Context
  package var arguments: Arguments
  /// The declared parameters; once the names are read, with those that follow from them.
  package var parameters: [Parameter<Context>]

  package init(command: Command<Context>, statement: Statement, context: Context) {
    self.command = command
    self.statement = statement
    self.context = context
    arguments = Arguments(verb: command.name)
    parameters = command.parameters(after: [], in: context)
  }

  /// - Throws: `ShellError` for a word without a place, a value of the wrong kind or out of range,
  ///   a key given twice, or a required parameter that is missing.
  package static func read(
    _ statement: Statement, as command: Command<Context>, in context: Context
  ) throws(ShellError) -> Arguments {
    var reader = ArgumentReader(command: command, statement: statement, context: context)
    reader.statement = reader.tidied(statement)
    // Names first: which settings there are depends on them, and an unknown one is told before a
    // setting that it would have had.
    let words = try reader.words()
    reader.arguments.words = words
    reader.parameters = command.parameters(after: words, in: context)
    return try reader.read()
  }

  private mutating func read() throws(ShellError) -> Arguments {
    var tokens = Array(statement.tokens.dropFirst())
    var places = parameters.filter { $0.form != .option && $0.form != .clause }
    while let token = tokens.first {
      if let clause = clause(at: tokens) {
        try take(clause, textOf: &tokens, skippingFirst: true)
      } else if let key = token.key, let place = parameter(called: key), place.form != .option {
        // A positional parameter by its name.
        try refuseSecond(place, token)
        if place.isExpressionToTheEnd {
          tokens[0] = token.valueAlone
          try take(place, textOf: &tokens, skippingFirst: false)
        } else {
          try take(place, value(of: token))
          tokens.removeFirst()
        }
        places.removeAll { $0.name == place.name }
      } else if let key = token.key, !token.isQuoted, places.first?.form == .rest,
        parameter(called: key) != nil
      {
        // An option in the place of an expression that may be left out.
        try takeOption(key, token)
        tokens.removeFirst()
      } else if let place = places.first, place.form == .rest {
        places.removeFirst()
        try take(place, textOf: &tokens, skippingFirst: false)
      } else if let key = token.key {
        try takeOption(key, token)
        tokens.removeFirst()
      } else if let place = places.first {
        if let hint = settingHint(token, in: place) { throw hint }
        let name = nameOfTwoWords(tokens, in: place)
        var value = value(of: token)
        value.text = name ?? value.text
        try take(place, value)
        tokens.removeFirst(name == nil ? 1 : 2)
        if place.form == .positional { places.removeFirst() }
      } else {
        throw unexpected(token)
      }
    }
    try fillIn()
    return arguments
  }

  /// The clause that begins here: of several with one first word, that whose other words follow.
  private func clause(at tokens: [Token]) -> Parameter<Context>? {
    guard let token = tokens.first, let first = clause(token) else { return nil }
    let words = tokens.lazy.map { $0.isQuoted ? "" : $0.text.lowercased() }
    return parameters.first { $0.form == .clause && words.starts(with: $0.keywords) } ?? first
  }

  package func clause(_ token: Token) -> Parameter<Context>? {
    guard !token.isQuoted else { return nil }
    let word = token.text.lowercased()
    return parameters.first {
      $0.form == .clause && ($0.keywords.first == word || $0.aliases.contains(word))
    }
  }

  /// The parameter that a key means: an option by its name, any other by its own, and then in other
  /// capitals what the program has declared.
  package func parameter(called key: String) -> Parameter<Context>? {
    let name = asciiName(key)
    func isNamed(_ parameter: Parameter<Context>) -> Bool {
      parameter.isNamed(key) || parameter.isNamed(name)
    }
    if let option = parameters.first(where: { $0.form == .option && isNamed($0) }) { return option }
    if let place = parameters.first(where: isNamed) { return place }
    let declared = parameters.filter { !$0.isOwn }
    let match = Spelling.match(key, in: declared.flatMap { [$0.name] + $0.aliases })
    return match.flatMap { match in declared.first { $0.isNamed(match) } }
  }

  // MARK: Taking values

  /// The rest of the statement, up to a clause and without the options that end it.
  private mutating func take(
    _ parameter: Parameter<Context>, textOf tokens: inout [Token], skippingFirst: Bool
  ) throws(ShellError) {
    let keyword = tokens.first
    if skippingFirst { try skipKeywords(of: parameter, in: &tokens) }
    if arguments.isGiven(parameter) {
      throw ShellError("'\(parameter.name)' is given twice", column: keyword?.column)
    }
    if parameter.isWordsAlone {
      let value = Arguments.Value(
        reading: .text, text: "yes", column: keyword?.column ?? 1, isQuoted: false, isGiven: true)
      try take(parameter, value)
      return
    }
    guard let first = tokens.first else {
      throw ShellError(
        "'\(parameter.name)' needs \(parameter.kind.phrase) behind it", column: keyword?.column)
    }
    var end = tokens.dropFirst().firstIndex { self.clause($0) != nil } ?? tokens.count
    while end > 1, let key = tokens[end - 1].key, self.parameter(called: key)?.form == .option {
      end -= 1
    }
    let whole =
      end < tokens.count
      ? statement.text(from: first, upTo: tokens[end]) : statement.text(from: first)
    let isOneQuoted = end == 1 && first.isQuoted
    let value = Arguments.Value(
      reading: .text, text: isOneQuoted ? first.text : whole, column: first.column,
      isQuoted: isOneQuoted, isGiven: true)
    tokens.removeFirst(end)
    try take(parameter, value)
  }

  /// Skips the words that a clause begins with.
  private func skipKeywords(
    of parameter: Parameter<Context>, in tokens: inout [Token]
  ) throws(ShellError) {
    let first = tokens.removeFirst()
    for word in parameter.keywords.dropFirst() {
      guard let token = tokens.first, !token.isQuoted, token.text.lowercased() == word else {
        throw ShellError(
          "'\(first.text)' is followed by '\(word)': its form is '\(command.name) "
            + "\(parameter.name) \(parameter.kind.placeholder)'",
          column: tokens.first?.column ?? first.column)
      }
      tokens.removeFirst()
    }
  }

  private mutating func takeOption(_ key: String, _ token: Token) throws(ShellError) {
    guard let parameter = parameter(called: key) else { throw unknownSetting(key, token) }
    try refuseSecond(parameter, token)
    try take(parameter, value(of: token))
  }

  private func refuseSecond(_ parameter: Parameter<Context>, _ token: Token) throws(ShellError) {
    if arguments.isGiven(parameter) {
      throw ShellError("'\(parameter.name)' is given twice", column: token.column)
    }
  }

  package func value(of token: Token) -> Arguments.Value {
    Arguments.Value(
      reading: .text, text: token.key == nil ? token.text : token.value,
      column: token.key == nil ? token.column : token.valueColumn, isQuoted: token.isQuoted,
      isGiven: true)
  }

  private mutating func take(
    _ parameter: Parameter<Context>, _ value: Arguments.Value
  ) throws(ShellError) {
    var value = value
    if value.text.isEmpty {
      throw ShellError(
        "'\(parameter.name)' is empty; it takes \(parameter.kind.phrase)", column: value.column)
    }
    value.text = try spelling(
      of: value, for: parameter, isFirst: arguments.values[parameter.name] == nil)
    value.reading = try read(value, for: parameter)
    if let path = parameter.kind.path,
      !(parameter.suggestions?(context).contains(value.text) ?? false)
    {
      value.path = path
    }
    arguments.values[parameter.name, default: []].append(value)
    if !arguments.givenNames.contains(parameter.name) {
      arguments.givenNames.append(parameter.name)
    }
  }

  private mutating func fillIn() throws(ShellError) {
    for parameter in parameters where arguments.values[parameter.name] == nil {
      if parameter.isRequired {
        throw ShellError(
          "'\(command.name)' needs \(parameter.usage): \(parameter.summary); "
            + "its form is: \(form(with: parameter))")
      }
      guard let text = parameter.defaultText else { continue }
      var value = Arguments.Value(
        reading: .text, text: text, column: statement.column, isQuoted: false, isGiven: false)
      value.reading = try read(value, for: parameter)
      arguments.values[parameter.name] = [value]
    }
  }

  /// The command's form, for the words given where the parameter depends on them.
  private func form(with parameter: Parameter<Context>) -> String {
    guard !command.parameters.contains(where: { $0.name == parameter.name }) else {
      return command.usage
    }
    let words = statement.tokens.dropFirst().filter { $0.key == nil }.map(\.text)
    let own = command.parameters(after: words, in: context).dropFirst(command.parameters.count)
    return ([command.name] + words + own.map(\.usage)).joined(separator: " ")
  }

  // MARK: Reading one value

  package func read(
    _ value: Arguments.Value, for parameter: Parameter<Context>
  ) throws(ShellError) -> Arguments.Value.Reading {
    switch parameter.kind {
    case .integer(let range):
      let integer: Int?
      if let typed = Int(value.text) {
        integer = typed
      } else {
        integer = (try? context.number(value.text, column: value.column)).flatMap(
          Int.init(exactly:))
      }
      guard let integer, range.contains(integer) else { throw refusal(of: value, for: parameter) }
      return .integer(integer)
    case .number(let range):
      let number = try context.number(value.text, column: value.column)
      guard range.contains(number) else { throw refusal(of: value, for: parameter) }
      return .number(number)
    case .numbers(let count):
      guard !listParts(of: value.text).contains("") else {
        throw refusal(of: value, for: parameter)
      }
      let numbers = try context.numbers(value.text, column: value.column)
      guard count.contains(numbers.count), numbers.allSatisfy(\.isFinite) else {
        throw refusal(of: value, for: parameter)
      }
      return .numbers(numbers)
    case .truth:
      switch value.text.lowercased() {
      case "yes", "on", "true", "1": return .truth(true)
      case "no", "off", "false", "0": return .truth(false)
      default: throw refusal(of: value, for: parameter)
      }
    case .choice, .formula, .quantity, .path, .output, .word:
      return .text
    }
  }
}
