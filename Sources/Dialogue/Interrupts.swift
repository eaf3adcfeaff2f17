/// ^C as the process hears it.
package struct Interrupts: Sendable {
  /// Asks what is at work to stop.
  package var request: @Sendable () -> Void
  /// Forgets what was asked before.
  package var forget: @Sendable () -> Void
  package var isPending: @Sendable () -> Bool

  package init(
    request: @escaping @Sendable () -> Void, forget: @escaping @Sendable () -> Void,
    isPending: @escaping @Sendable () -> Bool
  ) {
    self.request = request
    self.forget = forget
    self.isPending = isPending
  }
}
