import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The requests that wait for their turn, from the thread that reads to the thread that works.
///
/// What an editor asks while it is typed in is answered between two updates of a run; all other
/// requests wait for the one that is at work. Memory is bounded: more than `most` requests, or more
/// than `mostBytes` of them, are refused.
package final class Inbox<Request: Waiting>: Sendable {
  package static var most: Int { 1_000 }
  package static var mostBytes: Int { 64 << 20 }
  /// What a refusal says of them.
  package static var fullness: String {
    "\(most) requests, or \(mostBytes >> 20) MB of them, wait already"
  }

  private struct State {
    var work: [Request] = []
    var help: [Request] = []
    var bytes = 0
    /// Whether a request is at work.
    var isBusy = false
  }

  private let state = Mutex(State())
  private let helpCount = Atomic(0)
  private let interrupts: Interrupts
  /// A pipe with a byte for each request: a signal ends the wait for one, as it would not end that
  /// for a lock.
  private let bell: (wait: Int32, ring: Int32)

  /// Nil where the system has no more pipes.
  package init?(_ interrupts: Interrupts) {
    self.interrupts = interrupts
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    bell = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A full pipe rings already.
    _ = fcntl(bell.ring, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(bell.wait)
    close(bell.ring)
  }

  // MARK: The reader's side

  /// - Returns: false where too many wait.
  package func add(_ request: Request) -> Bool {
    let isTaken = state.withLock { state in
      let count = state.work.count + state.help.count
      guard request.isLast || (count < Self.most && state.bytes + request.size <= Self.mostBytes)
      else { return false }
      state.bytes += request.size
      if request.isHelp {
        state.help.append(request)
        helpCount.store(state.help.count, ordering: .releasing)
      } else {
        // An interrupt that came while nothing was at work was for nothing.
        if !state.isBusy, state.work.isEmpty { interrupts.forget() }
        state.work.append(request)
      }
      return true
    }
    guard isTaken else { return false }
    var byte: UInt8 = 0
    while write(bell.ring, &byte, 1) < 0, errno == EINTR {}
    return true
  }

  /// Stops what is at work, or the request that is next; with neither it does nothing.
  package func interrupt() {
    state.withLock { state in
      if state.isBusy || !state.work.isEmpty { interrupts.request() }
    }
  }

  // MARK: The worker's side

  /// Whether an editor waits for an answer; costs one load.
  var hasHelp: Bool { helpCount.load(ordering: .acquiring) > 0 }

  /// The next thing that an editor asks; nil where there is none.
  func nextHelp() -> Request? {
    state.withLock { state in
      guard !state.help.isEmpty else { return nil }
      let request = state.help.removeFirst()
      state.bytes -= request.size
      helpCount.store(state.help.count, ordering: .releasing)
      return request
    }
  }

  /// The next request; waits for one.
  package func next() -> Request {
    while true {
      if let help = nextHelp() { return help }
      let request: Request? = state.withLock { state in
        guard !state.work.isEmpty else { return nil }
        let request = state.work.removeFirst()
        state.bytes -= request.size
        state.isBusy = true
        return request
      }
      if let request { return request }
      var byte: UInt8 = 0
      if read(bell.wait, &byte, 1) < 0, errno == EINTR {
        state.withLock { state in if state.work.isEmpty { interrupts.forget() } }
      }
    }
  }

  /// Takes up work that a request asks for which was answered already.
  package func begin() {
    state.withLock { state in
      interrupts.forget()
      state.isBusy = true
    }
  }

  /// Drops the first request that waits and fits; nil where there is none.
  package func remove(where fits: (Request) -> Bool) -> Request? {
    state.withLock { state in
      guard let place = state.help.firstIndex(where: fits) else { return nil }
      let request = state.help.remove(at: place)
      state.bytes -= request.size
      helpCount.store(state.help.count, ordering: .releasing)
      return request
    }
  }

  /// What was at work is over; an interrupt that comes now is not for it.
  ///
  /// - Returns: whether one had come.
  @discardableResult
  package func finish() -> Bool {
    state.withLock { state in
      defer { interrupts.forget() }
      state.isBusy = false
      return interrupts.isPending()
    }
  }
}
