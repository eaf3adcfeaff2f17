/// An activation function: what a layer does to its pre-activations z (NOTATION: activations).
///
/// An activation of each number by itself is an `ElementwiseActivation`. Maxout and softmax join
/// several numbers; what they do stands where layers are worked out.
public protocol ActivationShape: Sendable {
  /// What a user types.
  static var name: String { get }
  /// Other names that a user may type.
  static var aliases: [String] { get }
  /// The number that may follow the name; nil where none may.
  static var setting: ActivationSetting? { get }
  /// The numbers that a unit can say; nil for all numbers.
  static func range(_ setting: Double) -> ClosedRange<Double>?
  /// Whether `he` is the default initializer: units that are (nearly) silent on one side, and maxout.
  static var isReLULike: Bool { get }
  /// Whether a unit may pass no gradient on any example, other than by its weights.
  static var canDie: Bool { get }
}

extension ActivationShape {
  public static var aliases: [String] { [] }
  public static var setting: ActivationSetting? { nil }
  public static func range(_ setting: Double) -> ClosedRange<Double>? { nil }
  public static var isReLULike: Bool { false }
  public static var canDie: Bool { true }
}
