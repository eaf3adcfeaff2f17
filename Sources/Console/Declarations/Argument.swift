/// A parameter with the type of its value, declared once: where `patience` is an `Argument<Int>`,
/// `arguments[patience]` is an `Int`.
///
/// Its range and its default are numbers of that type; what is read is in the range. Without a default
/// the value is nil where none is given.
package struct Argument<Context: CommandContext, Value: Sendable>: ParameterDeclaration, Sendable {
  package let parameter: Parameter<Context>
  fileprivate let read: @Sendable (Arguments) -> Value

  private init(
    _ name: String, _ form: Parameter<Context>.Form, _ kind: Parameter<Context>.Kind,
    required: Bool = false, default text: String? = nil, _ summary: String,
    _ read: @escaping @Sendable (Arguments) -> Value
  ) {
    parameter = Parameter(
      name, form, kind, required: required, default: text, summary)
    self.read = read
  }

  package var name: String { parameter.name }
}

extension Argument where Value == Int {
  package init(
    _ name: String, as form: Parameter<Context>.Form = .option, _ range: ClosedRange<Int>,
    default value: Int, _ summary: String
  ) {
    self.init(name, form, .integer(range), default: String(value), summary) {
      $0.integer(name) ?? value
    }
  }

  package init(
    required name: String, as form: Parameter<Context>.Form = .positional,
    _ range: ClosedRange<Int>, _ summary: String
  ) {
    self.init(name, form, .integer(range), required: true, summary) {
      $0.integer(name) ?? range.lowerBound
    }
  }
}

extension Argument where Value == Int? {
  package init(
    _ name: String, as form: Parameter<Context>.Form = .option, _ range: ClosedRange<Int>,
    _ summary: String
  ) {
    self.init(name, form, .integer(range), summary) { $0.integer(name) }
  }
}

extension Argument where Value == Double {
  package init(
    _ name: String, as form: Parameter<Context>.Form = .option, _ range: NumberRange,
    default value: Double, _ summary: String
  ) {
    self.init(name, form, .number(range), default: JSON.text(of: value), summary) {
      $0.number(name) ?? value
    }
  }
}

extension Argument where Value == Double? {
  package init(
    _ name: String, as form: Parameter<Context>.Form = .option, _ range: NumberRange,
    _ summary: String
  ) {
    self.init(name, form, .number(range), summary) { $0.number(name) }
  }
}

extension Argument where Value == Bool {
  package init(
    _ name: String, as form: Parameter<Context>.Form = .option, default value: Bool,
    _ summary: String
  ) {
    self.init(name, form, .truth, default: value ? "yes" : "no", summary) {
      $0.truth(name) ?? value
    }
  }
}

extension Argument where Value == String {
  /// A word that must be there.
  package init(
    required name: String, as form: Parameter<Context>.Form = .positional,
    _ kind: Parameter<Context>.Kind, _ summary: String
  ) {
    self.init(name, form, kind, required: true, summary) { $0.text(name) ?? "" }
  }
}

extension Argument where Value == String? {
  package init(
    _ name: String, as form: Parameter<Context>.Form = .option, _ kind: Parameter<Context>.Kind,
    _ summary: String
  ) {
    self.init(name, form, kind, summary) { $0.text(name) }
  }
}

extension Arguments {
  /// The value of a parameter: as given, or its default.
  package subscript<Context, Value>(_ argument: Argument<Context, Value>) -> Value {
    argument.read(self)
  }

  /// Whether the user gave the parameter a value.
  package func isGiven(_ declaration: some ParameterDeclaration) -> Bool {
    isGiven(declaration.parameter.name)
  }

  /// An error about one argument, at its place.
  package func error(
    _ message: String, about declaration: some ParameterDeclaration
  ) -> ShellError {
    error(message, about: declaration.parameter.name)
  }

  /// The column of the value in its line.
  package func column(_ declaration: some ParameterDeclaration) -> Int? {
    column(declaration.parameter.name)
  }
}
