extension CommandTable {
  /// The verbs of the program, in the order in which help lists them.
  public static let standard = CommandTable([
    .surface, .optimizer, .schedule, .penalty, .seed, .convention, .stop, .define, .status,
    .step, .back, .run, .goTo, .continueRun, .reset, .undo, .breakAt, .watch, .display,
    .fork, .branches, .switchTo, .diff,
    .print, .explain, .trace, .inspect, .answer, .hessian, .gradcheck,
    .plot, .save, .load,
    .help, .history, .set, .source, .quit,
  ])
}
