/// The settings of an update rule: the learning rate, and what the rule's declaration names.
public struct Hyperparameters: Hashable, Sendable {
  /// The learning rate before any schedule, α₀.
  public var lr: Double
  /// All settings but the learning rate, in the order of their positions.
  public private(set) var others: [Named]

  public struct Named: Hashable, Sendable {
    public var name: String
    public var value: Double
  }

  /// Every setting of a rule with a value.
  init(_ declared: [Hyperparameter], value: (Hyperparameter) -> Double) {
    lr = declared.first { $0.name == "lr" }.map(value) ?? .nan
    others = declared.filter { $0.name != "lr" }.map { Named(name: $0.name, value: value($0)) }
  }

  /// The setting of that ASCII name; nil where there is none.
  public subscript(name: String) -> Double? {
    name == "lr" ? lr : others.first { $0.name == name }?.value
  }

  /// The value of a setting that the rule declares.
  subscript(setting: Hyperparameter) -> Double { others[setting.position].value }

  /// Every setting by its ASCII name.
  var named: [String: Double] {
    Dictionary(others.map { ($0.name, $0.value) } + [("lr", lr)]) { $1 }
  }
}

/// Which of two customs a formula follows where they differ.
public enum Convention: String, Sendable, CaseIterable {
  /// The slides' forms, the default.
  case lecture
  /// The forms of torch.optim, so that numbers agree with PyTorch to rounding.
  case pytorch
}

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

  /// What it is, whose it is where that matters.
  public var fullMeaning: String { full ?? meaning }

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
