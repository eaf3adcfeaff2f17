import Arithmetic
import Formula
import LongWork

/// An objective together with the scratch memory of one thread.
///
/// The code that has θ as an array asks through `loss(at:)` and `gradient(at:)`; the pointers are for what
/// trains, in memory of its own. A long pass can be given up (`Interruption`); what it returns then
/// means nothing.
public protocol Evaluator: AnyObject {
  /// The components of θ.
  var parameterCount: Int { get }
  /// The objective at θ: f on a surface; on a network the mean loss over the training set, without
  /// dropout and without penalty.
  func loss(at theta: UnsafePointer<Double>) -> Double
  /// `loss(at:)` and its gradient ∇L, a number for each parameter written to `gradient`.
  func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double
  /// The mean loss over a minibatch with its masks, and its gradient. A surface ignores the batch.
  func gradient(
    at theta: UnsafePointer<Double>, batch: Minibatch,
    into gradient: UnsafeMutablePointer<Double>
  ) -> Double
  /// A quantity that early stopping may watch (`loss`, `val_loss`, `val_accuracy`, ...) at θ; NaN where
  /// the objective has none of that name.
  func monitor(_ name: String, at theta: [Double]) -> Double
  /// The names `monitor` knows.
  var monitors: [String] { get }
  /// The objective as a program of two parameters, where it is one: then many updates are one loop.
  var plane: PlaneProgram? { get }
}

extension Evaluator {
  public func monitor(_ name: String, at theta: [Double]) -> Double {
    name == "loss" ? loss(at: theta) : .nan
  }
  public var monitors: [String] { ["loss"] }
  public var plane: PlaneProgram? { nil }

  // A surface ignores the batch.
  public func gradient(
    at theta: UnsafePointer<Double>, batch: Minibatch,
    into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    self.gradient(at: theta, into: gradient)
  }
}

// MARK: θ as an array

extension Evaluator {
  /// The objective at θ.
  ///
  /// - Precondition: θ has a number for each parameter, here and below.
  public func loss(at theta: [Double]) -> Double {
    withPointer(to: theta) { loss(at: $0) }
  }

  /// The objective at θ and its gradient; over a minibatch with its masks where one is given.
  public func gradient(
    at theta: [Double], batch: Minibatch? = nil
  ) -> (loss: Double, gradient: [Double]) {
    var values = [Double](inParts: parameterCount, repeating: 0)
    let loss = withPointer(to: theta) { at in
      values.withUnsafeMutableBufferPointer { values in
        guard let out = values.baseAddress else { return Double.nan }
        return batch.map { gradient(at: at, batch: $0, into: out) } ?? gradient(at: at, into: out)
      }
    }
    return (loss, values)
  }

  func withPointer<R>(to theta: [Double], _ body: (UnsafePointer<Double>) -> R) -> R {
    precondition(theta.count == parameterCount, "θ has \(parameterCount) components")
    return theta.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { preconditionFailure("an objective has parameters") }
      return body(base)
    }
  }
}
