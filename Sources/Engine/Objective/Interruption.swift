/// Lets a pass over many examples be given up half-way, so that ^C is heard within it.
///
/// Whoever runs a command sets `current` for its duration; evaluators made on that thread meanwhile
/// ask it between their chunks of examples. What comes of a pass that was given up means nothing:
/// `gaveUp` tells that there was one, and whoever set it must drop what was worked out.
///
/// It belongs to one thread; other threads' evaluators know nothing of it.
public final class Interruption: @unchecked Sendable {
  @TaskLocal public static var current: Interruption?

  private let isPending: () -> Bool
  /// Whether a pass was given up whose numbers nobody has dropped yet.
  public private(set) var gaveUp = false

  /// - Parameter isPending: whether the user wants the command to stop.
  public init(_ isPending: @escaping () -> Bool) { self.isPending = isPending }

  /// Asked in the midst of a pass: whether to give it up.
  func givesUp() -> Bool {
    if isPending() { gaveUp = true }
    return gaveUp
  }

  /// Says that nothing is left of what was given up.
  public func settle() { gaveUp = false }
}

extension Objective {
  /// Whether a pass over so many examples takes so long that ^C must be heard within it: from some
  /// 20 ms of one processor on.
  public func isLong(passOver examples: Int) -> Bool {
    examples.multipliedReportingOverflow(by: layout.count).partialValue >= 1 << 28
  }
}
