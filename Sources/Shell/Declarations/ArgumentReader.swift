import Formula

/// Reads a statement's words into a command's parameters. Every word must find its place.
struct ArgumentReader {
  let command: Command
  let statement: Statement
  let workspace: Workspace
  private var arguments: Arguments
  private let parameters: [Parameter]

  init(command: Command, statement: Statement, workspace: Workspace) {
    self.command = command
    self.statement = statement
    self.workspace = workspace
    arguments = Arguments(verb: command.name)
    let words = statement.tokens.dropFirst().filter { $0.key == nil }.map(\.text)
    parameters = command.parameters(after: words, in: workspace)
  }

  /// - Throws: `ShellError` for a word without a place, a value of the wrong kind or out of range,
  ///   a key given twice, or a required parameter that is missing.
  static func read(
    _ statement: Statement, as command: Command, in workspace: Workspace
  ) throws(ShellError) -> Arguments {
    var reader = ArgumentReader(command: command, statement: statement, workspace: workspace)
    return try reader.read()
  }

  private mutating func read() throws(ShellError) -> Arguments {
    var tokens = Array(statement.tokens.dropFirst())
    var places = parameters.filter { $0.form != .option && $0.form != .clause }
    while let token = tokens.first {
      if let clause = clause(token) {
        try take(clause, textOf: &tokens, skippingFirst: true)
      } else if let key = token.key, !token.isQuoted, places.first?.form == .rest,
        option(key) != nil
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
        try take(place, value(of: token))
        tokens.removeFirst()
        if place.form == .positional { places.removeFirst() }
      } else {
        throw unexpected(token)
      }
    }
    try fillIn()
    return arguments
  }

  private func clause(_ token: Token) -> Parameter? {
    guard !token.isQuoted else { return nil }
    return parameters.first { $0.form == .clause && $0.isNamed(token.text.lowercased()) }
  }

  private func option(_ key: String) -> Parameter? {
    let name = asciiName(key)
    return parameters.first { $0.form == .option && ($0.isNamed(key) || $0.isNamed(name)) }
  }

  // MARK: Taking values

  /// The rest of the statement, up to a clause and without the options that end it.
  private mutating func take(
    _ parameter: Parameter, textOf tokens: inout [Token], skippingFirst: Bool
  ) throws(ShellError) {
    let keyword = tokens.first
    if skippingFirst { tokens.removeFirst() }
    if arguments.isGiven(parameter.name) {
      throw ShellError("'\(parameter.name)' is given twice", column: keyword?.column)
    }
    guard let first = tokens.first else {
      throw ShellError(
        "'\(parameter.name)' needs \(parameter.kind.phrase) behind it", column: keyword?.column)
    }
    var end = tokens.dropFirst().firstIndex { clause($0) != nil } ?? tokens.count
    while end > 1, let key = tokens[end - 1].key, option(key) != nil { end -= 1 }
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

  private mutating func takeOption(_ key: String, _ token: Token) throws(ShellError) {
    guard let parameter = option(key) else {
      let names = parameters.filter { $0.form == .option }.map(\.name)
      if names.isEmpty {
        throw ShellError(
          "'\(command.name)' takes no settings, so '\(shortened(token.text))' has no place; "
            + "its form is: \(command.usage)", column: token.column)
      }
      let near = nearest(to: asciiName(key), among: names)
      throw ShellError(
        "'\(command.name)' has no setting '\(shortened(key))'"
          + (near.isEmpty ? "; it knows \(alternatives(names))" : suggestion(near)),
        column: token.column)
    }
    if arguments.isGiven(parameter.name) {
      throw ShellError("'\(parameter.name)=' is given twice", column: token.column)
    }
    try take(parameter, value(of: token))
  }

  private func value(of token: Token) -> Arguments.Value {
    Arguments.Value(
      reading: .text, text: token.key == nil ? token.text : token.value,
      column: token.key == nil ? token.column : token.valueColumn, isQuoted: token.isQuoted,
      isGiven: true)
  }

  private mutating func take(
    _ parameter: Parameter, _ value: Arguments.Value
  ) throws(ShellError) {
    var value = value
    if value.text.isEmpty {
      throw ShellError(
        "'\(parameter.name)' is empty; it takes \(parameter.kind.phrase)", column: value.column)
    }
    value.reading = try read(value, for: parameter)
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
            + "its form is: \(command.usage)")
      }
      guard let text = parameter.defaultText else { continue }
      var value = Arguments.Value(
        reading: .text, text: text, column: statement.column, isQuoted: false, isGiven: false)
      value.reading = try read(value, for: parameter)
      arguments.values[parameter.name] = [value]
    }
  }

  // MARK: Reading one value

  private func read(
    _ value: Arguments.Value, for parameter: Parameter
  ) throws(ShellError) -> Arguments.Value.Reading {
    func refuse(_ hint: String = "") -> ShellError {
      let what =
        parameter.form == .positional
        ? "'\(command.name)' takes for \(parameter.name) " : "'\(parameter.name)' takes "
      return ShellError(
        "\(what)\(parameter.kind.phrase), not '\(shortened(value.text))'\(hint)",
        column: value.column)
    }
    switch parameter.kind {
    case .integer(let range):
      let number: Double
      do { number = try workspace.number(value.text, column: value.column) } catch {
        throw refuse()
      }
      guard let integer = Int(exactly: number), range.contains(integer) else { throw refuse() }
      return .integer(integer)
    case .number(let range):
      let number = try workspace.number(value.text, column: value.column)
      guard range.contains(number) else { throw refuse() }
      return .number(number)
    case .numbers(let count):
      guard !listParts(of: value.text).contains("") else { throw refuse() }
      let numbers = try workspace.numbers(value.text, column: value.column)
      guard count.contains(numbers.count), numbers.allSatisfy(\.isFinite) else { throw refuse() }
      return .numbers(numbers)
    case .choice(let choices):
      guard choices.contains(value.text) else {
        // A word that must be this one or nothing: the command's form says more than its kind.
        if choices.count == 1, parameter.form == .positional {
          throw misplaced(value.text, column: value.column)
        }
        throw refuse(suggestion(nearest(to: value.text, among: choices)))
      }
      return .text
    case .truth:
      switch value.text.lowercased() {
      case "yes", "on", "true", "1": return .truth(true)
      case "no", "off", "false", "0": return .truth(false)
      default: throw refuse()
      }
    case .formula, .quantity, .path, .word:
      return .text
    }
  }

  private func unexpected(_ token: Token) -> ShellError {
    let keywords = parameters.filter { $0.form == .clause }.map(\.name)
    let keys = parameters.filter { $0.form == .option }.map { $0.name + "=" }
    let near = nearest(to: token.text, among: keywords + keys)
    let text = shortened(token.text)
    let follower = statement.tokens.first { $0.column > token.column }
    if token.text.hasPrefix("=") || follower?.text.hasPrefix("=") ?? false {
      return ShellError("write key=value without blanks around '='", column: token.column)
    }
    guard near.isEmpty else {
      return ShellError(
        "'\(text)' has no place in '\(command.name)'" + suggestion(near), column: token.column)
    }
    return misplaced(token.text, column: token.column)
  }

  private func misplaced(_ text: String, column: Int) -> ShellError {
    ShellError(
      "'\(shortened(text))' has no place in '\(command.name)'; its form is: \(command.usage)",
      column: column)
  }
}
