/// A quantity as it is declared where it is worked out: its name, its shape and what it is. Help,
/// completion, inspection, explanations and messages read it there.
public struct QuantityDeclaration: Hashable, Sendable {
  /// What numbers it has.
  public enum Shape: Hashable, Sendable {
    case number
    /// One number for each parameter.
    case parameters
    /// One index for each example.
    case examples
    case twoByTwo
    /// Classes by classes.
    case confusion
    /// A layer's units by its inputs.
    case weights
    /// One number for each unit of a layer.
    case units
    /// A layer's units by the batch's examples.
    case pass
  }

  /// A part of the data that is set aside.
  public enum Part: String, Sendable {
    case validation, test
  }

  /// The kind of target that a measure is for.
  public enum Target: Sendable {
    case classes, numbers
  }

  /// The ASCII name that a user types.
  public let name: String
  public let shape: Shape
  /// What it is, whose it is where other rules have something else of that name.
  public private(set) var meaning: String
  /// What stands beside its formula.
  public private(set) var short: String?
  /// What a terminal shows, where that does not follow from the name.
  public let symbol: String?
  /// The part of the data that it is of; nil for the training set and what is of no data.
  public let part: Part?
  /// The targets that it is for, where it is not for all.
  public let target: Target?

  package init(
    _ name: String, _ shape: Shape, _ meaning: String, of part: Part? = nil,
    for target: Target? = nil, symbol: String? = nil, short: String? = nil
  ) {
    self.name = name
    self.shape = shape
    self.meaning = meaning
    self.short = short
    self.symbol = symbol
    self.part = part
    self.target = target
  }

  /// With what a quantity of the same name means elsewhere.
  package func meaning(also other: QuantityDeclaration) -> QuantityDeclaration {
    guard !meaning.contains(other.meaning) else { return self }
    var both = self
    both.meaning += "; " + other.meaning
    both.short = nil
    return both
  }

  /// The beginning of a gradient's name, before its range's: `grad_W1`.
  public static let gradientPrefix = "grad_"

  /// Its shape in words.
  public var shapeText: String {
    switch shape {
    case .number: "a number"
    case .parameters: "one number for each parameter"
    case .examples: "one index for each example"
    case .twoByTwo: "2 x 2"
    case .confusion: "classes × classes"
    case .weights: "units × inputs"
    case .units: "one number for each unit"
    case .pass: "units × examples"
    }
  }
}

extension String {
  /// What the name of a quantity's value before the update ends in.
  package static let beforeUpdateSuffix = "_prev"
  /// The name of a quantity's value before the update.
  var beforeUpdate: String { self + Self.beforeUpdateSuffix }
}
