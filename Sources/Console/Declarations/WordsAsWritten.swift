import Wording

/// Words as one writes them in a text where that can mean one thing only: a blank after the comma of
/// a list, a comma between settings, the unit after a count, an equals sign before an answer.
extension ArgumentReader {
  /// The statement with its words as the command takes them.
  func tidied(_ statement: Statement) -> Statement {
    // An expression that reaches to the end is taken as it is written.
    guard let verb = statement.tokens.first, !parameters.contains(where: { $0.form == .rest })
    else { return statement }
    let words = statement.tokens.dropFirst()
    let end = words.firstIndex { clause($0) != nil } ?? statement.tokens.count
    var tokens = withoutCommas(words[..<end])
    tokens = withoutEquals(tokens)
    tokens = withoutUnits(tokens)
    var tidied = statement
    tidied.tokens = [verb] + tokens + statement.tokens[end...]
    return tidied
  }

  // MARK: Commas

  private func withoutCommas(_ tokens: ArraySlice<Token>) -> [Token] {
    var result: [Token] = []
    for token in tokens {
      var token = token
      if token.isLoose, token.text.hasPrefix(","), let last = result.last, !last.isQuoted {
        // The comma belongs to the word before.
        if !last.text.hasSuffix(",") { result[result.count - 1].append(",") }
        token = token.withoutFirst
        if token.text.isEmpty { continue }
      }
      if let last = result.last, last.text.hasSuffix(","), !last.isQuoted {
        if continues(last, token) {
          result[result.count - 1].append(token.text)
          continue
        }
        result[result.count - 1].removeComma()
      }
      result.append(token)
    }
    if let last = result.last, last.text.hasSuffix(","), !last.isQuoted, last.text.count > 1 {
      result[result.count - 1].removeComma()
    }
    return result
  }

  /// Whether a word is the next element of the list that another one ends in a comma of.
  private func continues(_ list: Token, _ word: Token) -> Bool {
    guard word.isLoose else { return false }
    guard let key = list.key else { return isNumbers(list.text) && isNumbers(word.text) }
    switch parameter(called: key)?.kind {
    case .numbers, .word, .path: return true
    // A setting that is known only once the names are.
    case nil: return isNumbers(list.value) && isNumbers(word.text)
    default: return false
    }
  }

  /// Whether a text is a list of numbers, by the signs that they begin with.
  private func isNumbers(_ text: String) -> Bool {
    let parts = text.split(separator: ",")
    return !parts.isEmpty
      && parts.allSatisfy { part in
        guard let first = part.unicodeScalars.first else { return false }
        return ("0"..."9").contains(first) || ".+(".unicodeScalars.contains(first) || isDash(first)
          || ["pi", "π", "e"].contains(part)
      }
  }

  // MARK: Equals signs

  /// `theta[0] = 1` where a quantity and its value are asked for.
  private func withoutEquals(_ tokens: [Token]) -> [Token] {
    let places = parameters.filter { $0.form == .positional }
    guard places.count == 2, places[0].kind == .quantity, case .number = places[1].kind,
      let first = tokens.first, !first.isQuoted
    else { return tokens }
    var tokens = tokens
    if let key = first.key, parameter(called: key) == nil {
      var name = first
      (name.text, name.value, name.key) = (key, key, nil)
      tokens.replaceSubrange(0...0, with: first.value.isEmpty ? [name] : [name, first.valueAlone])
    } else if let equals = first.text.firstIndex(of: "="), first.key == nil {
      let value = first.text[first.text.index(after: equals)...]
      guard equals > first.text.startIndex, value.first != "=" else { return tokens }
      var (name, number) = (first, first)
      (name.text, name.value) = (String(first.text[..<equals]), String(first.text[..<equals]))
      (number.text, number.value) = (String(value), String(value))
      number.column += first.text.distance(from: first.text.startIndex, to: equals) + 1
      number.valueColumn = number.column
      tokens.replaceSubrange(0...0, with: value.isEmpty ? [name] : [name, number])
    }
    guard tokens.count > 1, tokens[1].isLoose, tokens[1].text.hasPrefix("="),
      !tokens[1].text.hasPrefix("==")
    else { return tokens }
    let rest = tokens[1].withoutFirst
    tokens.replaceSubrange(1...1, with: rest.text.isEmpty ? [] : [rest])
    return tokens
  }

  // MARK: Units

  /// `step 3 steps`: what a count is of, behind it.
  private func withoutUnits(_ tokens: [Token]) -> [Token] {
    guard let count = parameters.first(where: { $0.form == .positional }), count.name == "n",
      case .integer = count.kind,
      !parameters.contains(where: { $0.name != "n" && $0.form == .positional }),
      tokens.count > 1, tokens[0].isLoose, isNumbers(tokens[0].text), tokens[1].isLoose,
      Context.fieldWords.units.contains(tokens[1].text.lowercased())
    else { return tokens }
    var tokens = tokens
    tokens.remove(at: 1)
    return tokens
  }
}

extension Token {
  /// Whether it is a word by itself: in no quotes, no setting.
  fileprivate var isLoose: Bool { !isQuoted && key == nil }

  fileprivate var withoutFirst: Token {
    var token = self
    token.text.removeFirst()
    token.value = token.text
    token.offset += 1
    token.column += 1
    token.valueColumn = token.column
    return token
  }

  fileprivate mutating func append(_ more: String) {
    text += more
    value += more
  }

  fileprivate mutating func removeComma() {
    text.removeLast()
    value = String(value.dropLast())
  }
}
