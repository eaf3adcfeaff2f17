/// Why a run ended.
public enum StopReason: Sendable, Hashable {
  /// All updates asked for were made.
  case completed
  /// The user interrupted.
  case interrupted
  /// The condition came true.
  case condition
  /// A quantity is not finite: its name, and whether it is NaN.
  case nonFinite(quantity: String)
  /// Early stopping: the best value, when it was seen, and whether θ went back to it.
  case early(best: Double, bestT: Int, restored: Bool)
}
