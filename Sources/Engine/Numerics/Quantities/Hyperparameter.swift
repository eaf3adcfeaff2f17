/// One hyperparameter of a rule: name, default and range, declared once for parsing, help,
/// completion and errors.
public struct Hyperparameter: Hashable, Sendable {
  /// The interval a value must lie in.
  public enum Range: Hashable, Sendable {
    /// x > 0
    case positive
    /// x ≥ 0
    case nonNegative
    /// 0 ≤ x < 1
    case fraction
    /// any finite number
    case any

    public func contains(_ x: Double) -> Bool {
      switch self {
      case .positive: x > 0 && x.isFinite
      case .nonNegative: x >= 0 && x.isFinite
      case .fraction: x >= 0 && x < 1
      case .any: x.isFinite
      }
    }
    /// As in "lr must be ...".
    public var sentence: String {
      switch self {
      case .positive: "a number greater than 0"
      case .nonNegative: "a number of at least 0"
      case .fraction: "at least 0 and less than 1"
      case .any: "a finite number"
      }
    }
  }

  /// Where it lies among its rule's settings, from 0; the learning rate lies apart.
  let position: Int
  /// The ASCII name a user types.
  public let name: String
  public let defaultValue: Double
  /// The default under `convention pytorch`, where it differs.
  public let pytorchDefault: Double?
  public let range: Range
  /// A few words for help.
  public let meaning: String
  /// What it is among all quantities, where the few words tell that of its rule alone.
  private let full: String?

  init(
    _ position: Int, _ name: String, _ defaultValue: Double, pytorch: Double? = nil, _ range: Range,
    _ meaning: String, inFull full: String? = nil
  ) {
    self.position = position
    self.name = name
    self.defaultValue = defaultValue
    self.pytorchDefault = pytorch
    self.range = range
    self.meaning = meaning
    self.full = full
  }

  /// It as a quantity, with what it is and whose it is where that matters.
  var quantity: QuantityDeclaration { QuantityDeclaration(name, .number, full ?? meaning) }

  public func defaultValue(in convention: Convention) -> Double {
    convention == .pytorch ? (pytorchDefault ?? defaultValue) : defaultValue
  }

  static func learningRate(_ value: Double) -> Hyperparameter {
    Hyperparameter(-1, "lr", value, .positive, "learning rate before any schedule")
  }

  /// ε, which keeps a denominator from being 0.
  static func epsilon(_ position: Int, _ value: Double, pytorch: Double? = nil) -> Hyperparameter {
    Hyperparameter(
      position, "eps", value, pytorch: pytorch, .nonNegative, "added to the denominator, ε",
      inFull: "added to a denominator so that it is not 0")
  }
}
