import CKernels

/// A rule's update of all parameters, compiled for the machine's widest vectors; it has the bits of the
/// rule's own.
///
/// The modules x86_64_v3 and x86_64_v4 hold it: the files of `Optimizer/Rules` once more.
final class WideUpdate {
  private let rules: dk_rules
  private let rule: UnsafeMutableRawPointer

  /// Nil where the rule's own update is as wide, and for a user's rule.
  init?(_ optimizer: Optimizer) {
    guard let rules = Self.rules, optimizer.declaration.definition.isEmpty,
      let place = RuleDeclaration.builtIn.firstIndex(where: { $0.name == optimizer.name })
    else { return nil }
    let settings = [optimizer.settings.lr] + optimizer.settings.others.map(\.value)
    guard let rule = rules.make(place, settings, optimizer.convention == .pytorch ? 1 : 0) else {
      return nil
    }
    self.rules = rules
    self.rule = rule
  }

  deinit { rules.release(rule) }

  /// Makes an update.
  ///
  /// - Returns: whether θ is finite afterwards.
  func apply(to memory: BulkMemory, _ scalars: StepScalars<Double>) -> Bool {
    withUnsafePointer(to: memory) { memory in
      withUnsafePointer(to: scalars) { scalars in rules.update(rule, memory, scalars) != 0 }
    }
  }

  /// The rules for the level in force.
  private static var rules: dk_rules? {
    #if arch(x86_64)
      switch dk_level() {
      case 2: x86_64_v4_rules()
      case 1: x86_64_v3_rules()
      default: nil
      }
    #else
      nil
    #endif
  }
}
