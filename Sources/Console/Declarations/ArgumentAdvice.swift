import Formula
import Wording

/// What is said to words that find no place.
extension ArgumentReader {
  /// `'dropout' takes for style vanilla, inverted or none, not 'x'`.
  package func refusal(of value: Arguments.Value, for parameter: Parameter<Context>) -> ShellError {
    let what =
      parameter.form == .positional
      ? "'\(command.name)' takes for \(parameter.name) " : "'\(parameter.name)' takes "
    var hint = ""
    if case .choice(let choices) = parameter.kind {
      if parameter.form == .positional, let advice = adviceOnNumber(value) { return advice }
      let isOff = ["off", "no", "false", "never", "without"].contains(value.text.lowercased())
      if isOff, choices.contains("none"), parameter.form == .positional {
        return ShellError(
          "'\(value.text)' has no place in '\(command.name)'; write '\(command.name) none'",
          column: value.column)
      }
      // A word that must be this one or nothing: the command's form says more than its kind.
      if choices.count == 1, parameter.form == .positional {
        return misplaced(value.text, column: value.column)
      }
      let meant = Context.fieldWords.name(for: value.text, among: parameter.name)
      hint = suggestion(meant.map { [$0] } ?? Spelling.candidates(for: value.text, in: choices))
    }
    if case .numbers = parameter.kind, value.text.hasSuffix(",") {
      hint = "; write the list without blanks, as 30,60"
    }
    return ShellError(
      "\(what)\(parameter.kind.phrase), not '\(shortened(value.text))'\(hint)",
      column: value.column)
  }

  /// A number where a name belongs: the setting that it is a value of.
  package func adviceOnNumber(_ value: Arguments.Value) -> ShellError? {
    guard (try? context.number(value.text, column: nil)) != nil else { return nil }
    return adviceOnValue(value)
  }

  /// A value that stands alone: the setting that it is a value of, by the verb's habit or by what the
  /// settings may be. Nil where none may be that.
  private func adviceOnValue(_ value: Arguments.Value) -> ShellError? {
    guard !value.isQuoted else { return nil }
    let text = shortened(value.text)
    var advice = suggestion(settings(for: value).map { "\($0.name)=\(text)" })
    // Settings that belong to a name that was typed say more than the verb's habit.
    if command.dependentParameters == nil || arguments.words.isEmpty || advice.isEmpty,
      (try? context.number(value.text, column: nil)) != nil,
      let known = Context.fieldWords.number(value.text, of: command.name)
    {
      advice = "; " + known
    }
    guard !advice.isEmpty else { return nil }
    return ShellError("'\(text)' has no place in '\(command.name)'" + advice, column: value.column)
  }

  /// The settings not given yet that a value may be of: numbers by their range, words that are one of
  /// a setting's names. Where a single number fits a setting of one number, lists are left out.
  private func settings(for value: Arguments.Value) -> [Parameter<Context>] {
    let isNumeric = listParts(of: value.text).allSatisfy {
      $0.first.map { "0123456789.+-".contains($0) } ?? false
    }
    let given = Set(
      statement.tokens.compactMap { $0.key.flatMap(parameter(called:))?.name })
    let fitting = parameters.filter { parameter in
      guard parameter.form == .option, !given.contains(parameter.name) else { return false }
      switch parameter.kind {
      case .integer, .number, .numbers:
        return isNumeric && (try? read(value, for: parameter)) != nil
      case .truth: return !isNumeric && (try? read(value, for: parameter)) != nil
      default:
        return !isNumeric && parameter.declaredName(for: value.text, in: context) != nil
      }
    }
    let single = fitting.filter { if case .numbers = $0.kind { false } else { true } }
    // Those of the name that was typed first.
    let always = Set(command.parameters.map(\.name))
    let found = single.isEmpty ? fitting : single
    return found.filter { !always.contains($0.name) } + found.filter { always.contains($0.name) }
  }

  /// The word of a setting where a value belongs: `patience 15` for `patience=15`. Nil where the
  /// word may stand in the place.
  package func settingHint(_ token: Token, in place: Parameter<Context>?) -> ShellError? {
    guard token.key == nil, !token.isQuoted else { return nil }
    if let place {
      guard place.declaredName(for: token.text, in: context) == nil else { return nil }
      // What may stand there may have a parameter's name: the branch of `diff main a`.
      if place.suggestions?(context).contains(token.text) ?? false { return nil }
      if place.kind == .quantity || (place.kind == .formula && place.form == .variadic),
        context.quantityNames.contains(asciiName(token.text))
      {
        return nil
      }
    }
    let follower = statement.tokens.first { $0.offset > token.offset }
    let word = token.text.prefix { $0 != ":" }
    let bare = String(word.drop { $0.unicodeScalars.allSatisfy(isDash) })
    let key = bare.split(separator: "=").first.map(String.init) ?? bare
    // A formula of one variable makes that a setting: `search random x x=linear(0,1)`.
    if let parameter = parameter(called: key), parameter.form != .clause,
      !(parameter.isOwn && place?.kind == .formula)
    {
      let name = parameter.name
      if follower?.text.hasPrefix("=") ?? false {
        return ShellError("write \(name)=value without blanks around '='", column: token.column)
      }
      var value = bare.split(separator: "=").dropFirst().first.map(String.init)
      if value == nil, word.count < token.text.count {
        value = String(token.text.dropFirst(word.count + 1))
      }
      if value == nil, let follower, follower.key == nil { value = follower.text }
      return ShellError(
        "'\(shortened(token.text))' is a setting of '\(command.name)'; "
          + (value.map { "did you mean \(name)=\(shortened($0))?" } ?? "write \(name)=..."),
        column: token.column)
    }
    let value = follower.flatMap { $0.key == nil ? $0.text : nil } ?? ""
    switch Context.fieldWords.setting(key, of: command.name, value: value) {
    case .sentence(let sentence):
      return ShellError(
        "'\(shortened(token.text))' has no place in '\(command.name)'; \(sentence)",
        column: token.column)
    case .key(let known) where parameters.contains { $0.isNamed(known) }:
      return ShellError(
        "'\(shortened(token.text))' is called '\(known)' here; "
          + (value.isEmpty ? "write \(known)=..." : "did you mean \(known)=\(shortened(value))?"),
        column: token.column)
    default: return nil
    }
  }

  /// A `key=value` whose key is none of the command's.
  package func unknownSetting(_ key: String, _ token: Token) -> ShellError {
    func refusal(_ text: String) -> ShellError { ShellError(text, column: token.column) }
    let names = parameters.filter { $0.form == .option }.map(\.name)
    // Whose settings these are: those of adam, not of every optimizer.
    let own = command.dependentParameters == nil ? nil : arguments.words.first
    let whose = [command.name, own].compactMap(\.self).map { shortened($0) }.joined(separator: " ")
    switch Context.fieldWords.setting(
      key, of: command.name, value: token.value,
      isKnown: { known in parameters.contains { $0.isNamed(known) } })
    {
    case .key(let known) where parameters.contains { $0.isNamed(known) }:
      let line = token.value.isEmpty ? known : "\(known)=\(shortened(token.value))"
      return refusal("'\(whose)' has no setting '\(shortened(key))'; did you mean '\(line)'?")
    case .sentence(let sentence):
      return refusal("'\(whose)' has no setting '\(shortened(key))'; \(sentence)")
    default: break
    }
    guard !names.isEmpty else {
      // `set digits=3`: the words stand side by side.
      let words = parameters.filter { $0.form == .positional }
      if words.count > 1, words[0].declaredName(for: key, in: context) != nil {
        return refusal(
          "'\(command.name)' takes words with blanks between them; did you mean "
            + "'\(command.name) \(shortened(key)) \(shortened(token.value))'?")
      }
      guard command.dependentParameters == nil else {
        return refusal(
          "'\(whose)' has no setting '\(shortened(key))'; its form is: \(command.usage)")
      }
      return refusal(
        "'\(command.name)' takes no settings, so '\(shortened(token.text))' has no place; "
          + "its form is: \(command.usage)")
    }
    let near = Spelling.candidates(for: asciiName(key), in: names)
    return refusal(
      "'\(whose)' has no setting '\(shortened(key))'"
        + (near.isEmpty ? "; it knows \(quotedAlternatives(names))" : suggestion(near)))
  }

  package func unexpected(_ token: Token) -> ShellError {
    if let hint = settingHint(token, in: nil) { return hint }
    let text = shortened(token.text)
    let follower = statement.tokens.first { $0.offset > token.offset }
    if token.text.hasPrefix("=") || follower?.text.hasPrefix("=") ?? false {
      return ShellError("write key=value without blanks around '='", column: token.column)
    }
    if let advice = adviceOnValue(value(of: token)) ?? pathInPieces(upTo: token) { return advice }
    let keywords = parameters.filter { $0.form == .clause }.map(\.name)
    let keys = parameters.filter { $0.form == .option }.map { $0.name + "=" }
    let near = Spelling.candidates(for: token.text, in: keywords + keys)
    guard near.isEmpty else {
      return ShellError(
        "'\(text)' has no place in '\(command.name)'" + suggestion(near), column: token.column)
    }
    return misplaced(token.text, column: token.column)
  }

  /// A path with blanks that is not in quotes: `save my file.descent`.
  private func pathInPieces(upTo token: Token) -> ShellError? {
    guard token.key == nil, !token.isQuoted,
      let place = parameters.last(where: { $0.form == .positional }), place.kind.path != nil,
      let first = arguments.values[place.name]?.first, first.isGiven, !first.isQuoted,
      first.path != nil
    else { return nil }
    let words = statement.tokens.drop { $0.column < first.column }.prefix { $0.key == nil }
    let path = words.map(\.text).joined(separator: " ")
    return ShellError(
      "a path with blanks stands in quotes: \(command.name) \"\(shortened(path))\"",
      column: first.column)
  }

  private func misplaced(_ text: String, column: Int) -> ShellError {
    ShellError(
      "'\(shortened(text))' has no place in '\(command.name)'; its form is: \(command.usage)",
      column: column)
  }
}
