import Dispatch

/// Runs work that has no end on a thread of its own.
func startThread(_ work: @escaping @Sendable () -> Void) {
  DispatchQueue(label: "descent serve").async(execute: work)
}
