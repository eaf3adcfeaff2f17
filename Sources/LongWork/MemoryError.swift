import CLongWork

/// Something was not begun, for it would need more memory than it may use.
public struct MemoryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Bytes that it needs, and bytes that there are.
  public var needed: Int
  public var machine: Int
  public var what: String
  public var less: String

  public var description: String {
    let size =
      needed == .max
      ? "more memory than can be counted" : "about \(MemoryBudget.describe(needed)) of memory"
    return "\(what) would take \(size), more than half of the \(MemoryBudget.describe(machine)) "
      + "that this process may use; \(less)"
  }
}
