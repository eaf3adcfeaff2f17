import Dispatch

/// Runs work that has no end on a thread of its own.
package func startThread(_ work: @escaping @Sendable () -> Void) {
  DispatchQueue(label: "descent conversation").async(execute: work)
}
