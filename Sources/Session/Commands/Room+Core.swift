extension Room {
  /// What every other room builds on: setting up, moving through time, looking, keeping.
  package static let core = Room([
    Verbs.surface, Verbs.data, Verbs.network, Verbs.optimizer, Verbs.schedule, Verbs.penalty,
    Verbs.dropout, Verbs.prune, Verbs.batch, Verbs.seed, Verbs.convention, Verbs.stop, Verbs.define,
    Verbs.status,
    Verbs.step, Verbs.back, Verbs.run, Verbs.goTo, Verbs.continueRun, Verbs.reset, Verbs.undo,
    Verbs.breakAt, Verbs.watch, Verbs.display, Verbs.forward, Verbs.backward, Verbs.update,
    Verbs.fork, Verbs.branches, Verbs.switchTo, Verbs.diff,
    Verbs.print, Verbs.explain, Verbs.why, Verbs.trace, Verbs.inspect, Verbs.answer, Verbs.compare,
    Verbs.assert,
    Verbs.hessian,
    Verbs.gradcheck, Verbs.gradients, Verbs.units, Verbs.predict, Verbs.masks, Verbs.subnets,
    Verbs.ensemble,
    Verbs.maxout,
    Verbs.save, Verbs.load,
    Verbs.help, Verbs.history, Verbs.set, Verbs.source, Verbs.quit,
  ])

  /// What a crash leaves.
  package static let journal = Room([Verbs.journal])
}
