import Arithmetic

/// Many updates of two parameters in one loop that a rule runs by itself: what training on a surface
/// is.
public struct PlaneRun {
  let plane: PlaneProgram
  let memory: BulkMemory
  let slotCount: Int
  /// Updates to make, at most.
  let updates: Int
  /// The number of the first one, counted from 1 since the rule started.
  let first: Int
  /// Each update's scalars begin as these do.
  let settings: StepScalars<Double>
  /// The numbers of all parameters that the rule remembers.
  let remembered: [SharedNumber]
  /// η of an update by its number from 0; nil where it is always that of `scalars`.
  let rate: ((Int) -> Double)?
  /// Whether the first update is made whatever the loss is.
  let isFirst: Bool

  /// The last update's numbers that all parameters share, and the update that they are of.
  var scalars: StepScalars<Double>
  var scalarsT: Int
  /// The loss that the last update differentiated, or the one that it stopped before.
  var loss = Double.nan
  /// Updates made.
  var made = 0
  var end = End.made

  enum End {
    /// All updates were made.
    case made
    /// The loss before an update was not finite, and the update was not made.
    case before
    /// After an update θ, or the loss before it, was not finite.
    case after
  }
}

extension UpdateRule {
  public func descend(_ run: inout PlaneRun) {
    let plane = run.plane
    let horizon = horizon
    let remembers = !run.remembered.isEmpty
    var ledger = PairLedger(run.memory, slots: run.slotCount)
    var wide = run.scalars.broadcast(to: PairLedger.Q.self)
    var (scalarsT, scalarsEta) = (run.scalarsT, run.scalarsT == 0 ? .nan : run.scalars.eta)
    var before = run.scalars
    var loss = run.loss
    var made = 0
    while made < run.updates {
      let eta = run.rate.map { $0(made) } ?? run.settings.eta
      let t = min(run.first + made, horizon)
      if t != scalarsT || eta != scalarsEta || remembers {
        if remembers { before = run.scalars }
        run.scalars = run.settings.begun(eta: eta, t: t)
        for number in run.remembered { run.scalars.set(number, before[number]) }
        prepareNumbers(&run.scalars)
        wide = run.scalars.broadcast(to: PairLedger.Q.self)
        (scalarsT, scalarsEta) = (t, eta)
      }
      let point = looksAhead ? evaluationPoint(ledger, wide).v : ledger.parameter.v
      let (value, dx, dy) = plane(point[0], point[1])
      loss = value
      if !value.isFinite && !(made == 0 && run.isFirst) {
        // The update that is not made changes nothing that is remembered.
        if remembers { run.scalars = before }
        run.end = .before
        break
      }
      ledger.gradient = PairLedger.Q(SIMD2(dx, dy))
      step(&ledger, wide)
      made += 1
      let theta = ledger.parameter.v
      if !(value.isFinite && theta[0].isFinite && theta[1].isFinite) {
        run.end = .after
        break
      }
    }
    ledger.save(to: run.memory, slots: run.slotCount)
    (run.made, run.loss, run.scalarsT) = (made, loss, scalarsT)
  }
}
