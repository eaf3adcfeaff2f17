import CLineEditor

/// ^C while a command runs: counted, so that a command can stop where everything is whole.
///
/// A long computation polls `pending` once a step, which costs one relaxed load. At the prompt ^C is
/// a key and does not come here.
public enum Interrupt {
  /// Counts interrupts from now on, and gives a closed pipe its usual effect, a quiet end.
  public static func install() { dl_interrupts_install() }

  /// Interrupts, as ^C would; one that waits already is enough.
  public static func request() {
    if !pending { dl_interrupts_add() }
  }

  /// Whether an interrupt waits for an answer.
  public static var pending: Bool { dl_interrupts_pending() > 0 }

  /// Answers what waits; says whether there was anything.
  @discardableResult
  public static func take() -> Bool {
    defer { dl_interrupts_clear() }
    return pending
  }
}
