import CKernels

/// A rule with its settings, as Engine holds it.
private final class BulkRule {
  let update: RuleDeclaration.Update

  init(_ update: @escaping RuleDeclaration.Update) { self.update = update }
}

extension dk_rules {
  /// The rules as this module has compiled them.
  static var here: dk_rules {
    dk_rules(
      make: { rule, settings, followsPyTorch in
        guard let settings else { return nil }
        let update = RuleDeclaration.builtIn[rule].update(
          settings, followsPyTorch == 0 ? .lecture : .pytorch)
        return Unmanaged.passRetained(BulkRule(update)).toOpaque()
      },
      update: { rule, memory, scalars in
        guard let rule, let memory, let scalars else { return 0 }
        return Unmanaged<BulkRule>.fromOpaque(rule)._withUnsafeGuaranteedRef {
          $0.update(memory, scalars) ? 1 : 0
        }
      },
      release: { rule in
        if let rule { Unmanaged<BulkRule>.fromOpaque(rule).release() }
      })
  }
}
