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
  package var named: [String: Double] {
    Dictionary(others.map { ($0.name, $0.value) } + [("lr", lr)]) { $1 }
  }
}
