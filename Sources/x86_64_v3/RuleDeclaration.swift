/// What an instruction set's own copy of the rules needs of a declaration: how the rule is made.
///
/// The rules' files are Engine's, where a declaration keeps all that it is given.
public struct RuleDeclaration: Sendable {
  /// The update of all parameters, from pointers to a `BulkMemory` and to `StepScalars<Double>`.
  typealias Update = (_ memory: UnsafeRawPointer, _ scalars: UnsafeRawPointer) -> Bool

  /// The rule's update under its settings: the learning rate, then the others by their positions.
  let update: @Sendable (_ settings: UnsafePointer<Double>, Convention) -> Update

  init<Rule: UpdateRule>(
    name: StaticString, summary: StaticString, source: StaticString,
    hyperparameters: [Hyperparameter], slots: @autoclosure () -> [Slot] = [],
    setByFirst: @autoclosure () -> [Slot] = [],
    intermediates: @autoclosure () -> [Intermediate] = [],
    shared: @autoclosure () -> [SharedNumber] = [],
    misconceptions: @autoclosure () -> [Misconception],
    makeRule: @escaping @Sendable (Hyperparameters, Convention) -> Rule
  ) {
    update = { settings, convention in
      let rule = makeRule(
        Hyperparameters(hyperparameters) { settings[$0.position + 1] }, convention)
      return { memory, scalars in
        rule.apply(
          to: memory.load(as: BulkMemory.self), scalars.load(as: StepScalars<Double>.self))
      }
    }
  }
}
