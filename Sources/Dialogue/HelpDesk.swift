import LongWork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The worker's look, between two updates of a run, at what is asked meanwhile.
package final class HelpDesk<Request: Waiting> {
  private let inbox: Inbox<Request>
  private let interrupts: Interrupts
  private let worker = pthread_self()
  private var isAnswering = false

  /// Belongs to the thread that makes it: only that one answers.
  package init(_ inbox: Inbox<Request>, _ interrupts: Interrupts) {
    self.inbox = inbox
    self.interrupts = interrupts
  }

  /// Answers what waits, and tells whether the work is to stop.
  package func isInterrupted(answering answer: (Request) -> Void) -> Bool {
    if inbox.hasHelp, !isAnswering, pthread_equal(pthread_self(), worker) != 0 {
      isAnswering = true
      while let request = inbox.nextHelp() { Interruption.suspended { answer(request) } }
      isAnswering = false
    }
    return interrupts.isPending()
  }
}
