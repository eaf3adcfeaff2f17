/// An objective together with the scratch memory of one thread.
///
/// A long pass can be given up (`Interruption`); what it returns then means nothing.
public protocol Evaluator: AnyObject {
  /// The objective at θ: f on a surface; on a network the mean loss over the training set, without
  /// dropout and without penalty.
  func loss(at theta: UnsafePointer<Double>) -> Double
  /// `loss(at:)` and its gradient ∇L, `layout.count` numbers written to `gradient`.
  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double
  /// A quantity that early stopping may watch (`loss`, `val_loss`, `val_accuracy`, ...) at θ; NaN where
  /// the objective has none of that name.
  func monitor(_ name: String, at theta: UnsafePointer<Double>) -> Double
  /// The names `monitor` knows.
  var monitors: [String] { get }
  /// The mean loss over a minibatch with its masks, and its gradient. A surface ignores the batch.
  func gradient(
    at theta: UnsafePointer<Double>, batch: Minibatch,
    into gradient: UnsafeMutablePointer<Double>
  ) -> Double
}

extension Evaluator {
  public func monitor(_ name: String, at theta: UnsafePointer<Double>) -> Double {
    name == "loss" ? loss(at: theta) : .nan
  }
  public var monitors: [String] { ["loss"] }
}
