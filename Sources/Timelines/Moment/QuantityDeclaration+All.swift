import Engine
import Formula

extension QuantityDeclaration {
  /// The program's quantities: those of training and networks, then those of its rules. A user's own
  /// rule adds its own.
  public static let all: [QuantityDeclaration] =
    MomentQuantity.ofTraining.map(\.declaration) + ofSettings + ofRules
    + MomentQuantity.ofMoments.map(\.declaration)

  /// The rules' settings, those of each rule in its own order.
  private static let ofSettings: [QuantityDeclaration] = {
    var found: [QuantityDeclaration] = []
    for rule in RuleDeclaration.builtIn {
      var place = found.endIndex
      for setting in rule.settingQuantities.reversed() {
        if let known = found.firstIndex(where: { $0.name == setting.name }) {
          place = min(place, known)
        } else {
          found.insert(setting, at: place)
        }
      }
    }
    return found
  }()

  /// What the rules that come with the program declare. Where they have different things of one
  /// name, both are told.
  private static let ofRules: [QuantityDeclaration] = {
    var found: [QuantityDeclaration] = []
    for quantity in RuleDeclaration.builtIn.flatMap(\.declaredQuantities) {
      guard let known = found.firstIndex(where: { $0.name == quantity.name }) else {
        found.append(quantity)
        continue
      }
      found[known] = found[known].meaning(also: quantity)
    }
    return found
  }()

  /// The quantities that may be written in other capitals, as `Loss` and `Theta`. One letter is
  /// not enough: T, X and W1 are names of other things than t, x and w1.
  public static let spellings = all.map(\.name).filter { $0.count > 1 }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

  public static func named(_ name: String) -> QuantityDeclaration? { byName[name] }

  /// The lecture's symbol of a quantity, or the name itself where it has none.
  public static func symbol(of name: String) -> String {
    if let own = named(name)?.symbol { return own }
    if name.hasSuffix(String.beforeUpdateSuffix) {
      return symbol(of: String(name.dropLast(String.beforeUpdateSuffix.count))) + "ₜ₋₁"
    }
    return Notation.symbol(for: name)
  }
}
