import Console

extension Verbs {
  /// The verbs of the program, in the order in which help lists them.
  fileprivate static let all = CommandTable([
    surface, data, network, optimizer, schedule, penalty, dropout, prune, batch, seed,
    convention, stop, define, status,
    step, back, run, goTo, continueRun, reset, undo, breakAt, watch, display,
    forward, backward, update,
    fork, branches, switchTo, diff,
    print, explain, trace, inspect, answer, hessian, gradcheck,
    gradients, units, masks, subnets, ensemble, maxout, diagnose,
    plot, race, sweep, animate, search, recipe, export, log, save, load, notebook,
    journal,
    lessons, lesson, next, again, page, hint, skip, play, done, model, progress,
    help, history, set, source, quit,
  ])
}

extension CommandTable {
  package static var standard: Console.CommandTable<Workspace> { Verbs.all }
}
