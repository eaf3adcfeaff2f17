import Formula
import Wording

/// The names among a statement's words, in the spelling in which they are declared.
extension ArgumentReader {
  /// The words that decide which settings a command takes: its positional values in the order of
  /// their declaration, then every further word.
  ///
  /// - Throws: `ShellError` for a word that is none of the names of its place.
  package func words() throws(ShellError) -> [String] {
    var tokens = statement.tokens.dropFirst()
    // An expression reaches to the end of the statement.
    if let end = tokens.firstIndex(where: { token in
      if let key = token.key { return parameter(called: key)?.isExpressionToTheEnd ?? false }
      return clause(token) != nil
    }) {
      tokens = tokens[..<end]
    }
    var bare = Array(tokens.filter { $0.key == nil })
    var words: [String] = []
    for place in command.parameters where place.form == .positional || place.form == .variadic {
      if let token = tokens.first(where: { $0.key.flatMap(parameter(called:))?.name == place.name })
      {
        words.append(try spelling(of: value(of: token), for: place))
      } else if place.form == .variadic {
        var isFirst = true
        while let token = bare.first {
          if let hint = settingHint(token, in: place) { throw hint }
          words.append(try spelling(of: value(of: token), for: place, isFirst: isFirst))
          bare.removeFirst()
          isFirst = false
        }
      } else if let token = bare.first {
        if let hint = settingHint(token, in: place) { throw hint }
        if let name = nameOfTwoWords(bare, in: place) {
          words.append(name)
          bare.removeFirst(2)
        } else {
          words.append(try spelling(of: value(of: token), for: place))
          bare.removeFirst()
        }
      }
    }
    return words + bare.map(\.text)
  }

  /// The same where a word that is no name is let through: what is typed so far.
  package static func wordsTyped(
    _ tokens: [Token], for command: Command<Context>, in context: Context
  ) -> [String] {
    let places = command.parameters.filter { $0.form == .positional || $0.form == .variadic }
    return tokens.filter { $0.key == nil }.enumerated().map { i, token in
      guard let place = i < places.count ? places[i] : places.last else { return token.text }
      return place.declaredName(for: token.text, isQuoted: token.isQuoted, in: context)
        ?? token.text
    }
  }

  /// The value's text in the declared spelling where its parameter takes names.
  ///
  /// - Throws: `ShellError` for what is none of them.
  package func spelling(
    of value: Arguments.Value, for parameter: Parameter<Context>, isFirst: Bool = true
  ) throws(ShellError) -> String {
    if case .choice(let choices) = parameter.kind {
      guard let choice = Spelling.match(value.text, in: choices) else {
        throw refusal(of: value, for: parameter)
      }
      return choice
    }
    guard let names = parameter.names else { return value.text }
    do throws(ShellError) {
      return try names.name(
        for: value.text, isQuoted: value.isQuoted, isFirst: isFirst, column: value.column,
        in: context)
    } catch {
      if let advice = adviceOnNumber(value) { throw advice }
      throw error
    }
  }

  /// A name that slides write as two words: `Inverse sqrt`.
  package func nameOfTwoWords(_ tokens: [Token], in place: Parameter<Context>) -> String? {
    guard tokens.count > 1, tokens[1].key == nil, !tokens[0].isQuoted, !tokens[1].isQuoted,
      place.declaredName(for: tokens[0].text, in: context) == nil
    else { return nil }
    return place.declaredName(for: tokens[0].text + "_" + tokens[1].text, in: context)
  }
}

extension Parameter {
  /// The declared name that a text is here, in whatever capitals; nil where it is none.
  package func declaredName(
    for text: String, isQuoted: Bool = false, in context: Context
  ) -> String? {
    if case .choice(let choices) = kind { return Spelling.match(text, in: choices) }
    guard let names, !names.isOther(text, isQuoted, context) else { return nil }
    if names.own(context).contains(text) { return text }
    let declared = names.declared(context)
    return isQuoted ? declared.first { $0 == text } : Spelling.match(text, in: declared)
  }
}
