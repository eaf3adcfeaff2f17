import Arithmetic
import Console
import Engine
import Formula
import Timelines
import Wording

/// A formula with the text it was typed as.
package struct TypedFormula: Equatable {
  package var text: String
  package var expression: Expression

  package init(text: String, expression: Expression) {
    (self.text, self.expression) = (text, expression)
  }
}

/// How text that a user typed becomes expressions and numbers.
extension Workspace {
  /// A formula in the names given.
  ///
  /// - Throws: `ShellError` with the place in the line where the text does not parse.
  package func formula(
    _ text: String, column: Int?, variables: [String], spellings: [String] = [], as what: String
  ) throws(ShellError) -> TypedFormula {
    do {
      let expression = try Parser.parse(text, variables: variables, spellings: spellings)
      return TypedFormula(text: text, expression: expression)
    } catch {
      throw ShellError(
        "'\(shortened(text))' cannot be \(what): \(error.message)"
          + (text.count > 1 ? " (character \(error.column))" : ""),
        column: column.map { $0 + error.column - 1 })
    }
  }

  /// An expression over the quantities.
  package func expression(_ text: String, column: Int?) throws(ShellError) -> TypedFormula {
    // What was accepted in another place, or with another rule, is accepted again.
    if rebuilding != nil, let expression = try? Parser.parse(text) {
      return TypedFormula(text: text, expression: expression)
    }
    return try formula(
      text, column: column, variables: quantityNames, spellings: QuantityDeclaration.spellings,
      as: "computed")
  }

  /// The number that an argument stands for: `0.1`, `1/8`, `2*pi`, `eta/2`.
  package func number(_ text: String, column: Int?) throws(ShellError) -> Double {
    if rebuilding != nil, let number = Double(text), number.isFinite { return number }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) {
      throw ShellError(
        "'\(shortened(text))' is two numbers; a decimal point is written '.', as "
          + parts.joined(separator: "."), column: column)
    }
    let formula = try formula(
      text, column: column, variables: quantityNames, spellings: QuantityDeclaration.spellings,
      as: "read as a number")
    let value = try value(of: formula, column: column)
    guard let number = value.scalar else {
      throw ShellError("'\(shortened(text))' is not a single number", column: column)
    }
    return number
  }

  /// What a formula comes to now.
  package func value(of formula: TypedFormula, column: Int? = nil) throws(ShellError) -> Value {
    let moment = branch.map { Moment($0.timeline) }
    do {
      return try formula.expression.evaluate { name in
        guard let value = try moment?.value(of: name) else { throw missing(name) }
        return value
      }
    } catch let error as ShellError {
      throw error.at(column: column)
    } catch {
      throw ShellError("\(shortened(formula.text)): \(error)", column: column)
    }
  }

  /// Why a quantity that the program knows has no value now.
  package func missing(_ name: String) -> ShellError {
    guard let branch else {
      // The data alone have no quantities: x and y are those that a network trains on.
      return ShellError(
        data.map {
          "there is no '\(name)' yet: a network has it; '\($0.fittingNetwork)' fits the data"
        } ?? "there is no '\(name)' yet: 'surface' sets up something to descend")
    }
    let owners = quantities.otherOwners(of: name)
    if !owners.isEmpty {
      return ShellError(
        "\(setup.optimizer.name) has no '\(name)'; it belongs to \(listed(owners))")
    }
    let declared = QuantityDeclaration.named(name)
    let network = branch.timeline.experiment.objective.network
    if network == nil, declared?.part != nil || declared?.target != nil {
      return ShellError("'\(name)' is a quantity of networks")
    }
    if let part = declared?.part, let network {
      let isThere = (part == .test ? network.test : network.validation) != nil
      let split = part == .test ? "0.6,0.2,0.2" : "0.7,0.3"
      guard isThere else {
        return ShellError(
          "there is no \(part.rawValue) set: 'data NAME split=\(split)' sets one aside")
      }
    }
    if let target = declared?.target, let network {
      let isRegression = network.training.task == .regression
      if isRegression, target == .classes {
        return ShellError("'\(name)' is for classes; this is a regression, which has 'r2'")
      }
      if !isRegression, target == .numbers {
        return ShellError("'\(name)' is for a regression; classes have 'accuracy'")
      }
    }
    if branch.timeline.record == nil {
      return ShellError("there is no '\(name)' yet: it exists from the first update on; try 'step'")
    }
    return ShellError(
      "there is no '\(name)' on \(branch.place.name) at t \(branch.timeline.state.t); 'inspect' "
        + "lists what there is")
  }

  // MARK: Showing

  /// A number as the user wants numbers shown.
  package func number(_ value: Double) -> String {
    number(value, digits: traits.digits)
  }

  /// A number to so many digits, where more would only distract.
  package func number(_ value: Double, digits: Int) -> String {
    NumberStyle(digits: digits, unicode: traits.unicode).format(value)
  }

  /// A number with its sign, as a movement is shown.
  package func signed(_ value: Double) -> String {
    NumberStyle(digits: traits.digits, unicode: traits.unicode).format(value, signed: true)
  }

  /// `(1, 2)`.
  package func point(_ values: some Collection<Double>) -> String {
    "(" + values.map { number($0) }.joined(separator: ", ") + ")"
  }

  /// The lecture's symbol of a quantity, or its ASCII name where symbols cannot be shown.
  package func symbol(of name: String) -> String {
    traits.unicode ? QuantityDeclaration.symbol(of: name) : name
  }

  /// A formula in the lecture's symbols, numbers in the place of the names that have one.
  package func typeset(
    _ expression: Expression, substituting: (String) -> Double? = { _ in nil }
  ) -> String {
    let style = TypesetStyle(
      unicode: traits.unicode, digits: traits.digits, productSpace: " ")
    return rounded(expression, digits: traits.digits).typeset(
      style, substituting: substituting, symbol: symbol(of:))
  }

  /// The formula with numbers of many digits, which only data give, rounded for reading.
  package func rounded(_ expression: Expression, digits: Int) -> Expression {
    func rounded(_ expression: Expression) -> Expression {
      self.rounded(expression, digits: digits)
    }
    switch expression {
    case .number(let value):
      guard exact(value).count > 10 else { return expression }
      return .number(
        Double(NumberStyle(digits: digits, unicode: false).format(value)) ?? value)
    case .unary(let op, let operand): return .unary(op, rounded(operand))
    case .binary(let op, let a, let b): return .binary(op, rounded(a), rounded(b))
    case .call(let function, let arguments): return .call(function, arguments.map(rounded))
    case .variable, .index, .vector: return expression
    }
  }
}

extension Expression {
  /// Whether it is true or false rather than a number.
  package var isCondition: Bool {
    switch self {
    case .binary(let op, _, _):
      switch op {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: true
      default: false
      }
    case .unary(.not, _), .call(.choose, _): true
    default: false
    }
  }
}
