import CKernels

/// How many threads large products and updates are shared among.
///
/// Results do not depend on it. What is too small for sharing to pay stays on one thread.
public enum Threads {
  /// The most that can be allowed.
  public static let limit = 16

  /// The threads allowed: at the start as many as there are processors, up to 4.
  public static var allowed: Int { Int(dk_threads()) }

  /// Allows that many, from 1 to `limit`; nil goes back to the start's.
  public static func allow(_ count: Int?) {
    dk_set_threads(Int32(max(0, min(count ?? 0, limit))))
  }
}
