/// The settings of an update rule. A rule reads those its declaration names.
public struct Hyperparameters: Hashable, Sendable {
  /// The learning rate before any schedule, α₀.
  public var lr = 0.01
  public var lambda = 0.0
  public var alpha = 0.0
  public var beta1 = 0.0
  public var beta2 = 0.0
  public var eps = 0.0
  public var decay = 0.0
  /// The settings of a user's own rule.
  public var own: [Named] = []

  public struct Named: Hashable, Sendable {
    public var name: String
    public var value: Double
  }

  public init() {}

  /// The setting of that ASCII name; nil where there is none. Setting an unknown name does nothing.
  public subscript(name: String) -> Double? {
    get {
      if let path = Self.paths[name] { return self[keyPath: path] }
      return own.first { $0.name == name }?.value
    }
    set {
      guard let newValue else { return }
      if let path = Self.paths[name] {
        self[keyPath: path] = newValue
      } else if let i = own.firstIndex(where: { $0.name == name }) {
        own[i].value = newValue
      }
    }
  }

  private static var paths: [String: WritableKeyPath<Hyperparameters, Double>] {
    [
      "lr": \.lr, "lambda": \.lambda, "alpha": \.alpha, "beta1": \.beta1, "beta2": \.beta2,
      "eps": \.eps, "decay": \.decay,
    ]
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

  /// The ASCII name a user types.
  public var name: String
  public var defaultValue: Double
  /// The default under `convention pytorch`, where it differs.
  public var pytorchDefault: Double?
  public var range: Range
  /// A few words for help.
  public var meaning: String

  public init(
    _ name: String, _ defaultValue: Double, pytorch: Double? = nil, _ range: Range,
    _ meaning: String
  ) {
    self.name = name
    self.defaultValue = defaultValue
    self.pytorchDefault = pytorch
    self.range = range
    self.meaning = meaning
  }

  public func defaultValue(in convention: Convention) -> Double {
    convention == .pytorch ? (pytorchDefault ?? defaultValue) : defaultValue
  }

  static func learningRate(_ value: Double) -> Hyperparameter {
    Hyperparameter("lr", value, .positive, "learning rate before any schedule")
  }
}
