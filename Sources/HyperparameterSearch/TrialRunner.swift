import Dispatch
import LongWork
import Synchronization

/// Makes the trials of a study that are missing, on several threads.
///
/// Each trial is one thread's work, and nothing but its number and its point goes into it, so that
/// the results are the same whatever the number of threads. The caller's thread hands the work out,
/// takes the results and is told of them as they come.
public struct TrialRunner: Sendable {
  public let proposals: Proposals
  public let workers: Int
  /// The most threads.
  public static let mostWorkers = 256
  /// The trials that are wanted: of a study on several machines each makes its own.
  public let isWanted: @Sendable (Int) -> Bool

  /// One trial's work; nil where `isStopped` made it give up.
  public typealias Work =
    @Sendable (_ number: Int, _ point: [Double], _ isStopped: @escaping @Sendable () -> Bool) ->
    Trial?

  public init(
    _ proposals: Proposals, workers: Int,
    isWanted: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) {
    self.proposals = proposals
    self.workers = min(max(workers, 1), Self.mostWorkers)
    self.isWanted = isWanted
  }

  /// What the threads share.
  private final class Desk: Sendable {
    struct Job: Sendable {
      var number: Int
      var point: [Double]
    }
    struct State: Sendable {
      /// Waiting, the next one last.
      var jobs: [Job] = []
      var done: [Trial] = []
      var isClosed = false
    }

    let state = Mutex(State())
    let isStopped = Atomic(false)
    /// Counts jobs that wait, and after closing one for each worker.
    let offered = DispatchSemaphore(value: 0)
    /// Signalled when a trial is done.
    let returned = DispatchSemaphore(value: 0)

    /// Waits for a job; nil when there will be no more.
    func take() -> Job? {
      offered.wait()
      return state.withLock { $0.jobs.popLast() }
    }

    func close(workers: Int) {
      state.withLock { $0.jobs = [] }
      for _ in 0..<workers { offered.signal() }
    }
  }

  /// Makes the trials that `study` lacks and adds them to it.
  ///
  /// - Parameters:
  ///   - isInterrupted: asked often; true gives up the running trials and ends.
  ///   - record: told the trials that have come back, before they count; may throw to end the search.
  ///   - progress: told now and then how many have come back, and the study with them.
  /// - Returns: whether all wanted trials are there.
  public func run(
    _ study: inout Study, isInterrupted: () -> Bool, record: ([Trial]) throws -> Void,
    progress: (Study) -> Void, _ work: @escaping Work
  ) throws -> Bool {
    let desk = Desk()
    let group = DispatchGroup()
    let queue = DispatchQueue(label: "trials", attributes: .concurrent)
    for _ in 0..<workers {
      queue.async(group: group) {
        while let job = desk.take() {
          // Within an update, a pass or a network's first weights, the work asks on this thread.
          let isStopped: @Sendable () -> Bool = { desk.isStopped.load(ordering: .relaxed) }
          let interruption = Interruption(isStopped)
          let trial = interruption.whileInForce { work(job.number, job.point, isStopped) }
          if let trial, !interruption.gaveUp { desk.state.withLock { $0.done.append(trial) } }
          desk.returned.signal()
        }
      }
    }
    defer {
      desk.isStopped.store(true, ordering: .relaxed)
      desk.close(workers: workers)
      group.wait()
    }
    var known: [Int: Trial] = [:]
    var proposed: [Int: [Double]] = [:]
    for trial in study.trials { known[trial.number] = trial }
    var missing = (0..<proposals.count).filter { isWanted($0) && known[$0] == nil }[...]
    var underWay = 0
    while !missing.isEmpty || underWay > 0 {
      // More than are worked on, so that no worker waits for the next.
      while underWay < 8 * workers, let number = missing.first,
        let point = withoutActuallyEscaping(
          isInterrupted,
          do: { isInterrupted in
            // After many trials a proposal takes a while; one that is given up is none.
            Interruption(isInterrupted).whileInForce {
              proposals.point(number, after: known, proposed: &proposed)
            }
          })
      {
        missing.removeFirst()
        underWay += 1
        desk.state.withLock { $0.jobs.insert(.init(number: number, point: point), at: 0) }
        desk.offered.signal()
      }
      _ = desk.returned.wait(timeout: .now() + .milliseconds(20))
      let done = desk.state.withLock { state in
        defer { state.done = [] }
        return state.done
      }
      if !done.isEmpty {
        try record(done)
        for trial in done {
          known[trial.number] = trial
          study.add(trial)
        }
        underWay -= done.count
      }
      progress(study)
      if isInterrupted() { return missing.isEmpty && underWay == 0 }
    }
    return true
  }
}
