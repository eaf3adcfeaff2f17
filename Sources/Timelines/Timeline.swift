import Datasets
import Engine
import LongWork

/// A course of training that can be gone through in both directions, exactly.
///
/// The settings may change on the way, so a timeline is a chain of segments, each with its own
/// experiment. Going back keeps what was trained: going forward again repeats it, changes of
/// settings included, bit for bit; only a change of settings in the past cuts the rest off.
///
/// Memory is bounded: states are kept at a stride that doubles whenever there are more than
/// `mostKept(of:)`; any other update is reached from the one before it by replay.
public struct Timeline: Sendable {
  struct Segment: Sendable {
    /// Tells this segment's settings from those of every other timeline's segments.
    let token = SegmentToken()
    var experiment: Experiment
    /// What was forgotten at its beginning beyond what its settings say when they are set beside
    /// those before: another rule was taken and left again, and no update lay between.
    var forgotten: Setup.Forgotten = []
    /// In the order of t; the first is where the segment begins.
    var checkpoints: [TrainingState]
    /// The last update known to belong to the segment.
    var end: Int
    var start: Int { checkpoints[0].t }

    mutating func keepFirstAlone() {
      if checkpoints.count > 1 { checkpoints = [checkpoints[0]] }
    }
  }

  var segments: PieceList<Segment>
  /// The segment whose settings are in force: the last that begins at or before t.
  var index = 0
  /// θ and all else now.
  public internal(set) var state: TrainingState
  /// The last update, with its quantities; nil before the first.
  public internal(set) var record: StepRecord?
  /// The state and the settings before the last update, while they are at hand.
  var previous: (state: TrainingState, experiment: Experiment)?
  private var stride: Int
  /// The epochs that were looked at when they ended.
  public private(set) var epochs = EpochMarks()
  /// The metrics that were worked out after update t.
  private var looks: (t: Int, training: NetworkMetrics?, validation: NetworkMetrics?)?
  /// The batch losses of all updates up to `extent.upperBound`; empty on a surface.
  public private(set) var losses = LossHistory()
  let scratch = TrainerCache()

  public init(_ experiment: Experiment) {
    self.init(experiment, at: experiment.start())
  }

  public init(_ experiment: Experiment, at state: TrainingState) {
    segments = PieceList(
      Segment(experiment: experiment, checkpoints: [state], end: state.t))
    self.state = state
    stride = experiment.objective.exampleCount == 0 ? 64 : 16
  }

  /// The settings in force now.
  public var experiment: Experiment { segments[index].experiment }
  /// The settings that the last update followed, which may have changed since; before the first,
  /// those in force now.
  public var experimentOfLastUpdate: Experiment {
    segments[...index].last { $0.start < state.t }?.experiment ?? experiment
  }
  /// The updates at which settings changed.
  public var changes: [Int] { segments.dropFirst().map(\.start) }
  /// How often they changed.
  public var changeCount: Int { segments.count - 1 }
  /// The first and the last update that can be gone to without training further.
  public var extent: ClosedRange<Int> { segments[0].start...max(segments.last?.end ?? 0, state.t) }

  /// What is told of training on the way: where it is, and the last update's batch loss.
  public typealias Progress = (TrainingState, Double) -> Void

  /// Asks for a look at each epoch's end, and is told of it. The validation set is looked at each time,
  /// the training set as often as `Experiment.epochsBetweenTrainingLooks` allows.
  public typealias EpochEnd = (EpochMark) -> Void

  // MARK: Forward

  /// Makes up to `updates` updates.
  ///
  /// - Parameters:
  ///   - isInterrupted: asked at least every 20 ms or so; true stops after the current update.
  ///   - condition: asked after every update, with the record of it; true stops there.
  ///   - progress: told every few milliseconds where training is, with the loss that the last
  ///     update differentiated.
  ///   - epochEnd: told of the epochs that have ended, soon after; nil looks at none.
  /// - Returns: why it stopped.
  @discardableResult
  public mutating func advance(
    by updates: Int, isInterrupted: () -> Bool = { false },
    until condition: ((Timeline) -> Bool)? = nil,
    progress: Progress? = nil, epochEnd: EpochEnd? = nil
  ) -> StopReason {
    guard updates > 0 else { return .completed }
    let (target, overflow) = state.t.addingReportingOverflow(updates)
    let end = overflow ? Int.max : target
    var isFirst = true
    var pace = Pace()
    while state.t < end {
      enterNextSegmentIfDue()
      keepCheckpoint()
      let token = segments[index].token
      let trainer = scratch.take(for: segments[index].experiment, token: token)
      defer { scratch.give(trainer, token: token) }
      // Up to where a state is to be kept, settings change, or the end.
      let last = segments[index].checkpoints.last?.t ?? state.t
      var limit = end
      if state.t >= last { limit = min(limit, last + stride) }
      if index + 1 < segments.count { limit = min(limit, segments[index].end) }
      let stop: StopReason
      if let condition {
        stop = step(trainer, isFirst: isFirst, epochEnd)
        keepCheckpoint()
        if stop == .completed, condition(self) {
          enterNextSegmentIfDue()
          return .condition
        }
      } else if limit - state.t == 1 || end - state.t == 1 || trainer.hasLongUpdates {
        // Of a long update the record costs little, and making it again would cost an update.
        stop = step(trainer, isFirst: isFirst, epochEnd)
        keepCheckpoint()
      } else {
        // The last update is made on its own, so that its quantities are at hand.
        let most = min(limit - state.t, end - 1 - state.t, Trainer.mostLosses)
        record = nil
        stop = looking(with: trainer, epochEnd) { state, look in
          pace.next(most) {
            trainer.run(&state, updates: $0, isFirst: isFirst, atEpochEnd: look)
          }
        }
        segments[index].end = max(segments[index].end, state.t)
        keepCheckpoint()
      }
      isFirst = false
      if stop != .completed {
        recallRecord()
        enterNextSegmentIfDue()
        return stop
      }
      progress?(state, trainer.batchLoss)
      if state.t < end && isInterrupted() {
        // Making one more update tells its quantities sooner than making the last ones again.
        if record?.t != state.t {
          enterNextSegmentIfDue()
          let next = segments[index].token
          let last = next === token ? trainer : scratch.take(for: experiment, token: next)
          let stop = step(last, isFirst: false, epochEnd)
          keepCheckpoint()
          if stop != .completed {
            enterNextSegmentIfDue()
            return stop
          }
        }
        enterNextSegmentIfDue()
        return .interrupted
      }
    }
    enterNextSegmentIfDue()
    return .completed
  }

  /// The examples and masks that the next update will use, and where its gradient will be evaluated.
  public func nextDraw() -> (minibatch: Minibatch, point: [Double]) {
    withTrainer { $0.nextDraw(after: state) }
  }

  /// One update with its record; both stay what they are where none is made.
  private mutating func step(
    _ trainer: Trainer, isFirst: Bool, _ epochEnd: EpochEnd?
  ) -> StopReason {
    let before = (state, experiment)
    var made: StepRecord?
    let stop = looking(with: trainer, epochEnd) { state, look in
      let (record, stop) = trainer.attempt(&state, isFirst: isFirst, atEpochEnd: look)
      made = record
      return stop
    }
    if let made { (record, previous) = (made, before) }
    segments[index].end = max(segments[index].end, state.t)
    return stop
  }

  /// Makes updates with an eye on their losses and the ends of epochs.
  private mutating func looking(
    with trainer: Trainer, _ epochEnd: EpochEnd?,
    _ make: (inout TrainingState, ((TrainingState) -> Void)?) -> StopReason
  ) -> StopReason {
    var ended: [EpochMark] = []
    var look: ((TrainingState) -> Void)?
    if epochEnd != nil {
      let stride = trainer.experiment.epochsBetweenTrainingLooks
      look = { [epochs] state in
        ended.append(
          epochs[at: state.t]
            ?? trainer.mark(of: state, looksAtTraining: state.epoch.isMultiple(of: stride)))
      }
    }
    let stop = make(&state, look)
    // What is captured would be copied otherwise.
    look = nil
    losses.append(trainer.losses, upTo: state.t)
    for var mark in ended where mark.t <= state.t {
      if case .early(_, _, true) = stop, mark.t == state.t { mark.isRestored = true }
      epochs.insert(mark)
      epochEnd?(mark)
    }
    if case .early(_, _, true) = stop {
      looks = nil
    } else if ended.last?.t == state.t, trainer.hasLooked {
      looks = (state.t, trainer.trainingLook, trainer.validationLook)
    }
    return stop
  }

  /// At the end of a segment that has a successor, its settings take over.
  private mutating func enterNextSegmentIfDue() {
    while index + 1 < segments.count, state.t >= segments[index].end {
      index += 1
      state = segments[index].checkpoints[0]
    }
  }

  private mutating func keepCheckpoint() {
    guard let last = segments[index].checkpoints.last, state.t >= last.t + stride else { return }
    segments[index].checkpoints.append(state)
    guard keptCount > Self.mostKept(of: state.footprint) else { return }
    stride *= 2
    for k in segments.indices {
      // Every other one, counted from the segment's first, which stays.
      segments[k].checkpoints = segments[k].checkpoints.enumerated()
        .filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    }
  }

  /// Looks at both sets of a network as training stands now, and at the training set for the epoch that
  /// has just ended, as far as that is not known yet and ^C does not prevent it.
  ///
  /// Where early stopping went back to better parameters, the epoch's figures are of those before.
  public mutating func look() {
    guard let network = experiment.objective.network else { return }
    guard segments[index].start < state.t else { return lookAtEpochOfSettingsBefore() }
    func metrics(_ theta: [Double], _ dataset: Dataset?) -> NetworkMetrics? {
      guard let dataset else { return nil }
      return network.wholePass(over: dataset.count) {
        withTrainer { $0.metrics(at: theta) { _ in dataset } }
      } ?? nil
    }
    let known = metricsNow
    let training = known.training ?? metrics(state.theta, network.training)
    let validation = known.validation ?? metrics(state.theta, network.validation)
    var mark = epochEnded
    if let ended = mark, ended.training == nil, let record, record.t == state.t {
      let own = ended.isRestored ? metrics(record.theta, network.training) : training
      mark?.training = own.map { .init($0) }
    }
    guard !Interruption.hasGivenUp else { return }
    looks = (state.t, training, validation)
    if let mark { epochs.insert(mark) }
  }

  /// Looks at the training set for an epoch that ended where other settings take over: its figures are of
  /// the settings that it had.
  private mutating func lookAtEpochOfSettingsBefore() {
    guard index > 0, var mark = epochEnded, mark.training == nil,
      let network = segments[index - 1].experiment.objective.network
    else { return }
    var theta = state.theta
    if mark.isRestored {
      guard let record, record.t == state.t else { return }
      theta = record.theta
    }
    let found = network.wholePass(over: network.training.count) {
      network.metrics(at: theta, on: network.training)
    }
    guard let found else { return }
    mark.training = .init(found)
    epochs.insert(mark)
  }

  /// θ where the course begins.
  public var startTheta: [Double] { segments[0].checkpoints[0].theta }

  /// The metrics of the parameters and settings now, as far as a run has worked them out.
  public var metricsNow: (training: NetworkMetrics?, validation: NetworkMetrics?) {
    guard let looks, looks.t == state.t, segments[index].start < state.t else { return (nil, nil) }
    return (looks.training, looks.validation)
  }

  /// The epoch that has ended with the last update, where it was looked at.
  public var epochEnded: EpochMark? { epochs[at: state.t] }

  /// What is known of the parameters and the settings in force now, where an epoch has just ended.
  public var figuresNow: EpochMark? {
    guard segments[index].start < state.t, let mark = epochEnded, !mark.isRestored else {
      return nil
    }
    return mark
  }

  // MARK: To any moment

  /// Goes to the moment after update `t`, trained before or not; backwards by replay.
  ///
  /// Forward beyond what is known it trains, and may stop early for one of `StopReason`'s causes. A
  /// way back that is interrupted leaves everything where it was.
  /// - Precondition: `t` is at least `extent.lowerBound`.
  @discardableResult
  public mutating func go(
    to t: Int, isInterrupted: () -> Bool = { false }, progress: Progress? = nil,
    epochEnd: EpochEnd? = nil
  ) -> StopReason {
    if t == state.t { return .completed }
    if t < state.t {
      let here = self
      let start = max(t - 1, segments[0].start)
      guard rewind(to: start, isInterrupted: isInterrupted, progress: progress) else {
        self = here
        return .interrupted
      }
    }
    skipAhead(to: t - 1, isLooking: epochEnd != nil)
    if t == segments[0].start { record = nil }
    // Where something stopped the course at the time, it was gone on with, and so it is again.
    let known = min(t, extent.upperBound)
    while true {
      let before = state.t
      let reason = advance(
        by: t - state.t, isInterrupted: isInterrupted, progress: progress, epochEnd: epochEnd)
      if reason == .interrupted || state.t >= known || state.t == before { return reason }
    }
  }

  /// Sets the state to that after update `t`, without its record.
  ///
  /// - Returns: false where it was interrupted on the way; the state is then somewhere before.
  @discardableResult
  private mutating func rewind(
    to t: Int, isInterrupted: () -> Bool = { false }, progress: Progress? = nil
  ) -> Bool {
    (index, state) = lastKept(upTo: t)
    record = nil
    guard state.t < t else { return true }
    let segment = segments[index]
    return scratch.use(for: segment.experiment, token: segment.token) {
      $0.goOn(&state, to: t, isInterrupted: isInterrupted, progress: progress)
    }
  }

  /// Makes the last update's record again where it is not at hand, as after a run in bulk; the work
  /// can be given up, and then it is still not at hand.
  public mutating func recallRecord() {
    guard record?.t != state.t, state.t > segments[0].start else { return }
    var copy = self
    guard copy.rewind(to: state.t - 1, isInterrupted: Interruption.givesUp) else { return }
    let before = (copy.state, copy.experiment)
    let token = copy.segments[copy.index].token
    let (made, stop) = scratch.use(for: copy.experiment, token: token) {
      $0.attempt(&copy.state)
    }
    if stop != .interrupted, let made { (record, previous) = (made, before) }
  }

  private func withTrainer<R>(_ body: (Trainer) -> R) -> R {
    scratch.use(for: experiment, token: segments[index].token, body)
  }

  /// The state before the last update, which `explain` works from; nil before the first.
  public func stateBeforeLastUpdate() -> (TrainingState, Experiment)? {
    guard state.t > segments[0].start else { return nil }
    // A branch's settings may have changed since; the update's own are those of its segment.
    if let previous, previous.state.t == state.t - 1, record?.t == state.t { return previous }
    var copy = self
    copy.rewind(to: state.t - 1)
    return (copy.state, copy.experiment)
  }

  // MARK: Changes of settings

  /// New settings from here on: what was trained beyond this moment is cut off. Settings that are
  /// those in force change nothing.
  ///
  /// Settings that no update followed are dropped again; what they made the run forget stays so.
  public mutating func change(to experiment: Experiment) {
    let present = segments[index].experiment.setup
    guard experiment.setup != present else { return }
    var forgotten = experiment.setup.forgets(after: present)
    let adopted = experiment.adopting(state, forgetting: forgotten)
    segments.keepFirst(index + 1)
    segments[index].checkpoints.removeAll { $0.t > state.t }
    segments[index].end = state.t
    epochs.cut(after: state.t)
    losses.cut(after: state.t)
    if let looks, looks.t > state.t { self.looks = nil }
    state = adopted
    guard segments[index].start == state.t else {
      append(experiment)
      return
    }
    guard index > 0 else {
      segments = PieceList(
        Segment(experiment: experiment, checkpoints: [adopted], end: state.t))
      return
    }
    let before = segments[index - 1].experiment.setup
    forgotten.formUnion(segments[index].forgotten)
    forgotten.formUnion(present.forgets(after: before))
    forgotten.subtract(experiment.setup.forgets(after: before))
    // Where nothing is watched there is nothing to forget of it.
    if experiment.stopping == nil { forgotten.remove(.stopping) }
    segments.keepFirst(index)
    index -= 1
    if experiment.setup != before || !forgotten.isEmpty { append(experiment, forgotten) }
  }

  private mutating func append(_ experiment: Experiment, _ forgotten: Setup.Forgotten = []) {
    segments.append(
      Segment(
        experiment: experiment, forgotten: forgotten, checkpoints: [state], end: state.t))
    index += 1
  }

  /// Stands where another course stood, whose states are among the kept ones by now.
  mutating func takeUp(_ kept: TrainingState, _ losses: LossHistory, keptEvery other: Timeline) {
    (state, record, previous) = (kept, nil, nil)
    self.losses = losses
    stride = max(stride, other.stride)
  }

  // MARK: Looking back

  /// The records of the updates in `range`, made again; what is called for each may stop by
  /// returning false.
  public func replay(_ range: ClosedRange<Int>, _ body: (StepRecord, TrainingState) -> Bool) {
    var copy = self
    let first = max(range.lowerBound, segments[0].start + 1)
    let last = min(range.upperBound, extent.upperBound)
    guard first <= last else { return }
    copy.go(to: first)
    while true {
      guard let record = copy.record, body(record, copy.state), copy.state.t < last else { return }
      let before = copy.state.t
      copy.advance(by: 1)
      if copy.state.t == before { return }
    }
  }

  /// The gradient that the update before update `t` used; nil where there is none.
  package func gradient(before t: Int) -> [Double]? {
    guard t - 1 > extent.lowerBound else { return nil }
    var gradient: [Double]?
    replay((t - 1)...(t - 1)) { record, _ in
      gradient = record.g
      return false
    }
    return gradient
  }

  /// At most `limit` states from the start to now, evenly spread over what is kept: a path to draw.
  public func path(limit: Int) -> [TrainingState] {
    if state.t - segments[0].start <= limit {
      var states = [segments[0].checkpoints[0]]
      replay((segments[0].start + 1)...max(state.t, segments[0].start + 1)) { record, state in
        if record.t <= self.state.t { states.append(state) }
        return record.t < self.state.t
      }
      return states
    }
    var states = segments.flatMap(\.checkpoints).filter { $0.t <= state.t }
    while states.count > limit {
      states = states.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    }
    if states.last?.t != state.t { states.append(state) }
    return states
  }
}
