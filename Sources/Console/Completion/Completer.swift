import Wording
import Disk

/// What Tab offers, from the declarations.
package struct Completer<Context: CommandContext> {
  private let context: Context

  package init(_ context: Context) { self.context = context }

  /// The candidates for the word that ends at `cursorUTF8`: verbs, keys, values, quantities, files.
  package func completions(line: String, cursorUTF8: Int) -> Completions {
    let bytes = Array(line.utf8.prefix(max(0, cursorUTF8)))
    let typed = String(decoding: bytes, as: UTF8.self)
    let cursor = typed.utf8.count
    let nothing = Completions(replacing: cursor..<cursor, candidates: [])
    let statements = LineSyntax.openStatements(of: typed)
    let endsStatement = typed.unicodeScalars.last { !$0.isBlank } == ";"
    let endsWord = typed.unicodeScalars.last?.isBlank ?? true
    guard let statement = statements.last, !endsStatement else {
      return Self.completions(of: "", upTo: cursor, among: verbs)
    }
    let word = endsWord && !isOpen(typed) ? nil : statement.tokens.last
    if statement.tokens.count == 1, word != nil {
      return Self.completions(of: word?.text ?? "", upTo: cursor, among: verbs)
    }
    guard let verb = statement.tokens.first,
      let command = try? context.table.command(for: verb.text)
    else { return nothing }
    var before = Array(statement.tokens.dropFirst())
    if word != nil { before.removeLast() }
    var found = completions(for: command, after: before, word: word, upTo: cursor)
    if found.quotes != nil { found.quotes = Self.quotes(of: word, in: bytes) }
    return found
  }

  /// The quotes of the word that a line ends with; nil where what is written is not what is meant.
  private static func quotes(of word: Token?, in line: [UInt8]) -> Completions.Quotes? {
    let typed = Array((word.map { $0.key == nil ? $0.text : $0.value } ?? "").utf8)
    guard line.suffix(typed.count).elementsEqual(typed) else { return nil }
    let start = line.count - typed.count
    let before = String(decoding: line[..<start], as: UTF8.self).unicodeScalars
    guard let mark = before.last, Quotes.opens(mark, after: nil) else {
      return .init(start: start, open: nil)
    }
    return .init(start: start, open: mark.isASCII ? String(mark) : "\"")
  }

  private var verbs: [Completions.Candidate] {
    context.table.commands.map { .init(text: $0.name, isComplete: true) }
  }

  /// Whether the text ends inside quotes or brackets, so that a trailing blank ends no word.
  private func isOpen(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var quote: ((Unicode.Scalar) -> Bool)?
    var depth = 0
    for (i, scalar) in scalars.enumerated() {
      if let closes = quote {
        if closes(scalar) { quote = nil }
      } else if Quotes.opens(scalar, after: i == 0 ? nil : scalars[i - 1]) {
        quote = Quotes.closer(of: scalar, in: scalars[(i + 1)...])
      } else if scalar == "(" || scalar == "[" {
        depth += 1
      } else if scalar == ")" || scalar == "]" {
        depth -= 1
      }
    }
    return quote != nil || depth > 0
  }

  private func completions(
    for command: Command<Context>, after before: [Token], word: Token?, upTo cursor: Int
  ) -> Completions {
    let words = ArgumentReader.wordsTyped(before, for: command, in: context)
    let parameters = command.parameters(after: words, in: context)
    let typed = word?.text ?? ""
    if let word, let key = word.key {
      guard
        let parameter = parameters.first(where: {
          $0.form == .option && ($0.isNamed(key) || $0.isNamed(asciiName(key)))
        })
      else { return Completions(replacing: cursor..<cursor, candidates: []) }
      return completions(of: word.value, upTo: cursor, for: parameter)
    }
    if let clause = parameters.first(where: { parameter in
      parameter.form == .clause && !parameter.isWordsAlone
        && before.contains { $0.text == parameter.keywords.last }
    }) {
      return completions(of: typed, upTo: cursor, for: clause)
    }
    var candidates: [Completions.Candidate] = []
    for parameter in parameters {
      if parameter.form == .clause {
        candidates.append(.init(text: parameter.name, isComplete: true))
      } else if parameter.form == .option, !before.contains(where: { $0.key == parameter.name }) {
        candidates.append(.init(text: parameter.name + "=", isComplete: false))
      }
    }
    let places = parameters.filter {
      $0.form == .positional || $0.form == .variadic || $0.form == .rest
    }
    let place = words.count < places.count ? places[words.count] : places.last
    guard let place, words.count < places.count || place.form != .positional else {
      return Self.completions(of: typed, upTo: cursor, among: candidates)
    }
    let values = completions(of: typed, upTo: cursor, for: place)
    if values.replacing.count != typed.utf8.count { return values }
    var all = Self.completions(of: typed, upTo: cursor, among: candidates)
    all.candidates = values.candidates + all.candidates
    all.quotes = values.quotes
    return all
  }

  /// The candidates for a value of one parameter.
  private func completions(
    of typed: String, upTo cursor: Int, for parameter: Parameter<Context>
  ) -> Completions {
    var names = parameter.suggestions?(context) ?? []
    switch parameter.kind {
    case .choice(let choices): names += choices
    case .truth: names += ["yes", "no"]
    case .path, .output:
      let named = Self.completions(
        of: typed, upTo: cursor, among: names.map { .init(text: $0, isComplete: true) })
      return named.candidates.isEmpty ? Self.files(of: typed, upTo: cursor) : named
    case .formula, .quantity, .number, .integer, .numbers:
      let isWithinExpression = parameter.kind != .quantity
      names += context.quantityNames
      if isWithinExpression {
        let word = typed.unicodeScalars.reversed().prefix {
          $0.properties.isAlphabetic
            || $0.properties.numericType != nil || $0 == "_"
        }
        var tail = String.UnicodeScalarView()
        tail.append(contentsOf: word.reversed())
        return Self.completions(
          of: String(tail), upTo: cursor, among: names.map { .init(text: $0, isComplete: false) })
      }
    case .word: break
    }
    return Self.completions(
      of: typed, upTo: cursor, among: names.map { .init(text: $0, isComplete: true) })
  }

  private static func files(of typed: String, upTo cursor: Int) -> Completions {
    let slash = typed.lastIndex(of: "/")
    let directory = slash.map { String(typed[...$0]) } ?? ""
    let name = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    if slash == nil, typed.hasPrefix("~"), let home = try? Path.expandingHome(typed),
      Path.exists(home)
    {
      return completions(
        of: typed, upTo: cursor, among: [.init(text: typed + "/", isComplete: false)])
    }
    let folder = (try? Path.expandingHome(directory)) ?? directory
    let entries = Disk.entries(of: folder.isEmpty ? "." : folder)
      .filter { name.hasPrefix(".") || !$0.hasPrefix(".") }
    var found = completions(
      of: name, upTo: cursor,
      among: entries.map { .init(text: $0, isComplete: !$0.hasSuffix("/")) })
    found.quotes = .init(start: cursor, open: nil)
    return found
  }

  private static func completions(
    of typed: String, upTo cursor: Int, among candidates: [Completions.Candidate]
  ) -> Completions {
    var seen: Set<String> = []
    let fitting = candidates.filter { $0.text.hasPrefix(typed) && seen.insert($0.text).inserted }
    return Completions(
      replacing: max(0, cursor - typed.utf8.count)..<cursor,
      candidates: fitting.sorted { $0.text < $1.text })
  }
}
