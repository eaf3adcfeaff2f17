import CLongWork

/// Lets work be given up half-way, so that ^C is heard within it.
///
/// A session puts an interruption in force while a command runs; everything long on that thread asks
/// `Interruption.givesUp()` between pieces of work, and where the answer is yes it returns at once with
/// whatever it has. What comes of work that was given up means nothing: `gaveUp` tells that there was
/// some, and the code that put the interruption in force drops it.
///
/// It belongs to one thread. Threads that help with a loop of `CKernels` stop when the thread that they
/// help does; other threads need an interruption of their own.
public final class Interruption {
  /// Whether other threads may help with loops. Tests that count how often is asked forbid it: how
  /// much falls to others is a matter of luck.
  @TaskLocal public static var sharesLoops = true

  private let isPending: () -> Bool
  private let question: UnsafeMutablePointer<lw_question>

  /// - Parameter isPending: whether the user wants the work to stop.
  public init(_ isPending: @escaping () -> Bool) {
    self.isPending = isPending
    question = .allocate(capacity: 1)
    question.initialize(
      to: lw_question(
        is_pending: nil, context: nil, gave_up: 0, alone: Self.sharesLoops ? 0 : 1))
    // The context outlives the question: both are this object's.
    question.pointee.context = Unmanaged.passUnretained(self).toOpaque()
    question.pointee.is_pending = { context in
      guard let context else { return 0 }
      return Unmanaged<Interruption>.fromOpaque(context).takeUnretainedValue().isPending() ? 1 : 0
    }
  }

  deinit { question.deallocate() }

  /// Whether work was given up whose results have not been dropped yet.
  public var gaveUp: Bool { question.pointee.gave_up != 0 }

  /// Says that nothing is left of what was given up.
  public func settle() { question.pointee.gave_up = 0 }

  /// Performs some work with this interruption in force on this thread.
  public func whileInForce<R>(_ work: () throws -> R) rethrows -> R {
    let before = lw_set_current(question)
    defer { lw_set_current(before) }
    return try withExtendedLifetime(self) { try work() }
  }

  /// The one in force on this thread.
  public static var current: Interruption? {
    lw_current()?.pointee.context.map {
      Unmanaged<Interruption>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Whether the current work on this thread is to be given up; asked in its midst.
  public static func givesUp() -> Bool { lw_gives_up() != 0 }

  /// Whether some work on this thread was given up already; asks nothing.
  public static var hasGivenUp: Bool { lw_current()?.pointee.gave_up ?? 0 != 0 }

  /// Performs some short work that must come to its end, whatever is pressed.
  public static func suspended<R>(_ work: () throws -> R) rethrows -> R {
    let suspended = suspend()
    defer { resume(suspended) }
    return try work()
  }

  /// What is in force on this thread is no more, until `resume`; a pair of calls for where a closure
  /// would cost too much.
  public static func suspend() -> Suspended { Suspended(question: lw_set_current(nil)) }

  public static func resume(_ suspended: Suspended) { lw_set_current(suspended.question) }

  public struct Suspended {
    fileprivate let question: UnsafeMutablePointer<lw_question>?
  }
}
