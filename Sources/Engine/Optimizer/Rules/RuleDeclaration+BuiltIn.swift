extension RuleDeclaration {
  /// The rules that come with the program.
  public static let builtIn: [RuleDeclaration] = [
    GradientDescent.declaration,
    Momentum.declaration,
    Nesterov.declaration,
    Adagrad.declaration,
    RMSProp.declaration,
    Adam.declaration,
    Adam.decoupledDeclaration,
    NAdam.declaration,
    RAdam.declaration,
  ]
}
