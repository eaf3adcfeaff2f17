/// A parameter with the type of its value, declared once: where `patience` is an `Argument<Int>`,
/// `arguments[patience]` is an `Int`.
///
/// Its range and its default are values of that type; what is read is in the range. Without a default
/// the value is nil where none is given. Verbs that share a key may read it by each other's declaration:
/// the name alone says which value is meant.
package struct Argument<Context: CommandContext, Value: Sendable>: ParameterDeclaration {
  package typealias Form = Parameter<Context>.Form
  package typealias Kind = Parameter<Context>.Kind
  /// What could be typed now.
  package typealias Suggestions = @Sendable (Context) -> [String]

  package let parameter: Parameter<Context>
  fileprivate let read: @Sendable ([Arguments.Value]) -> Value

  private init(
    _ name: String, aliases: [String] = [], _ form: Form, _ kind: Kind, required: Bool = false,
    default text: String? = nil, _ summary: String, names: Names<Context>? = nil,
    suggestions: Suggestions? = nil, _ read: @escaping @Sendable ([Arguments.Value]) -> Value
  ) {
    parameter = Parameter(
      name, aliases: aliases, form, kind, required: required, default: text, summary, names: names,
      suggestions: suggestions)
    self.read = read
  }
}

extension Argument where Value == Int {
  package init(
    _ name: String, as form: Form = .option, _ range: ClosedRange<Int>, default value: Int,
    _ summary: String
  ) {
    self.init(name, form, .integer(range), default: String(value), summary) {
      $0.first?.integer ?? value
    }
  }

  package init(
    required name: String, as form: Form = .positional, _ range: ClosedRange<Int>, _ summary: String
  ) {
    self.init(name, form, .integer(range), required: true, summary) {
      $0.first?.integer ?? range.lowerBound
    }
  }
}

extension Argument where Value == Int? {
  package init(
    _ name: String, as form: Form = .option, _ range: ClosedRange<Int>, _ summary: String
  ) {
    self.init(name, form, .integer(range), summary) { $0.first?.integer }
  }
}

extension Argument where Value == Double {
  /// - Parameter text: the default as help writes it, where that is not its shortest form.
  package init(
    _ name: String, as form: Form = .option, _ range: NumberRange, default value: Double,
    written text: String? = nil, _ summary: String
  ) {
    self.init(name, form, .number(range), default: text ?? JSON.text(of: value), summary) {
      $0.first?.number ?? value
    }
  }

  package init(
    required name: String, as form: Form = .positional, _ range: NumberRange, _ summary: String
  ) {
    self.init(name, form, .number(range), required: true, summary) { $0.first?.number ?? .nan }
  }
}

extension Argument where Value == Double? {
  package init(
    _ name: String, as form: Form = .option, _ range: NumberRange, _ summary: String
  ) {
    self.init(name, form, .number(range), summary) { $0.first?.number }
  }
}

extension Argument where Value == [Double] {
  package init(
    required name: String, as form: Form = .option, count: ClosedRange<Int>, _ summary: String
  ) {
    self.init(name, form, .numbers(count: count), required: true, summary) {
      $0.first?.numbers ?? []
    }
  }
}

extension Argument where Value == [Double]? {
  package init(
    _ name: String, aliases: [String] = [], as form: Form = .option, count: ClosedRange<Int>,
    _ summary: String
  ) {
    self.init(name, aliases: aliases, form, .numbers(count: count), summary) { $0.first?.numbers }
  }
}

extension Argument where Value == Bool {
  package init(
    _ name: String, as form: Form = .option, default value: Bool, _ summary: String
  ) {
    self.init(name, form, .truth, default: value ? "yes" : "no", summary) {
      $0.first?.truth ?? value
    }
  }
}

extension Argument where Value == Bool? {
  package init(_ name: String, as form: Form = .option, _ summary: String) {
    self.init(name, form, .truth, summary) { $0.first?.truth }
  }
}

extension Argument where Value == String {
  /// A word that must be there.
  package init(
    required name: String, aliases: [String] = [], as form: Form = .positional, _ kind: Kind,
    _ summary: String, names: Names<Context>? = nil, suggestions: Suggestions? = nil
  ) {
    self.init(
      name, aliases: aliases, form, kind, required: true, summary, names: names,
      suggestions: suggestions
    ) { $0.first?.text ?? "" }
  }
}

extension Argument where Value == String? {
  package init(
    _ name: String, aliases: [String] = [], as form: Form = .option, _ kind: Kind,
    _ summary: String, names: Names<Context>? = nil, suggestions: Suggestions? = nil
  ) {
    self.init(
      name, aliases: aliases, form, kind, summary, names: names, suggestions: suggestions
    ) { $0.first?.text }
  }
}

extension Argument where Value == [String] {
  /// All words from its place on.
  package init(
    _ name: String, _ kind: Kind, required: Bool = false, _ summary: String,
    names: Names<Context>? = nil, suggestions: Suggestions? = nil
  ) {
    self.init(
      name, .variadic, kind, required: required, summary, names: names, suggestions: suggestions
    ) { $0.map(\.text) }
  }
}

/// One of a few words, each of which stands for a case.
extension Argument {
  package init<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, as form: Form = .option, _ summary: String
  ) where Value == Choice? {
    self.init(name, form, .choice(Choice.allCases.map(\.rawValue)), summary) {
      $0.first.flatMap { Choice(rawValue: $0.text) }
    }
  }

  package init(
    _ name: String, as form: Form = .option, default value: Value, _ summary: String
  ) where Value: RawRepresentable<String> & CaseIterable {
    self.init(
      name, form, .choice(Value.allCases.map(\.rawValue)), default: value.rawValue, summary
    ) { $0.first.flatMap { Value(rawValue: $0.text) } ?? value }
  }
}

extension Arguments {
  /// The value of a parameter: as given, or its default.
  package subscript<Context, Value>(_ argument: Argument<Context, Value>) -> Value {
    argument.read(values[argument.name] ?? [])
  }

  /// The ends that `x=LOW,HIGH` gives; nil where they are left open.
  ///
  /// - Throws: `ShellError` where the lower one is not first.
  package func ends<Context>(
    _ argument: Argument<Context, [Double]?>
  ) throws(ShellError) -> (low: Double, high: Double)? {
    guard let numbers = self[argument], numbers.count == 2 else { return nil }
    guard numbers[0] < numbers[1] else {
      throw error("\(argument.name)=LOW,HIGH needs the lower end first", about: argument)
    }
    return (numbers[0], numbers[1])
  }
}
