import CLongWork

/// How much memory may be used: half of the machine's, or of what its control group has.
///
/// A command whose need can be told in advance is refused where it is more. States that are kept only
/// to save time later are held to a part of it.
public struct MemoryBudget: Sendable, Equatable {
  /// Bytes that the machine has, as far as this process may come to use them.
  public let machine: Int

  public init(machine: Int) { self.machine = max(machine, 1) }

  /// That of this machine.
  public static let standard = MemoryBudget(machine: Int(clamping: lw_memory()))

  /// The one in force: that of this machine, unless a test sets another.
  @TaskLocal public static var current = standard

  /// That of a machine whose control groups are described under the folder `root`.
  public static func limited(to machine: Int, under root: String) -> MemoryBudget {
    MemoryBudget(machine: Int(clamping: lw_memory_limit(machine, root)))
  }

  /// Bytes that a command may need in all.
  public var allowed: Int { machine / 2 }

  /// Bytes of what is kept to save time: states between which training is repeated.
  public var kept: Int { min(max(allowed / 16, 16 << 20), 128 << 20) }

  /// Looks whether something may be begun that needs so much memory.
  ///
  /// - Parameters:
  ///   - what: what needs it, as the beginning of a sentence: `5000000 rows of 40 columns`.
  ///   - less: what would need less, as its end: `keep fewer rows or columns`.
  /// - Throws: `MemoryError` where it is more than is allowed.
  public func check(
    _ bytes: Int, for what: @autoclosure () -> String, less: @autoclosure () -> String
  ) throws(MemoryError) {
    guard bytes > allowed else { return }
    throw MemoryError(needed: bytes, machine: machine, what: what(), less: less())
  }

  /// `12.3 GB`, `640 MB`.
  public static func describe(_ bytes: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 1_000, unit < units.count - 1 { (value, unit) = (value / 1_000, unit + 1) }
    let digits = unit == 0 || value >= 99.95 ? 0 : 1
    let scale = digits == 0 ? 1.0 : 10.0
    let rounded = (value * scale).rounded() / scale
    let text = "\(rounded)"
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " " + units[unit]
  }
}

/// Sums and products of sizes that stay at the largest number where they would overflow.
extension Int {
  public func times(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }

  public func plus(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
