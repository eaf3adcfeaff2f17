/// What gradient descent descends: a surface, a network on its data, a slice of either.
///
/// An objective is a value without working memory; `makeEvaluator()` gives one thread its scratch
/// memory, sized once so that evaluating allocates nothing.
public protocol Objective: Sendable {
  /// The named ranges of θ.
  var layout: ParameterLayout { get }
  /// The training examples, 0 on a surface.
  var exampleCount: Int { get }
  /// The dropout layers in the order in which masks are drawn; empty without dropout.
  var dropoutLayers: [DropoutLayer] { get }
  /// θ^0 for a seed. A surface ignores the seed and gives its start.
  func initialParameters(seed: UInt32) -> [Double]
  func makeEvaluator() -> any Evaluator
  /// How much a pass over so many examples is: a parameter with an example counts one.
  func passLength(over examples: Int) -> Int
  /// A number that tells on which piece of each of its kinks (relu, maxout, `max`, `abs`, ...) the
  /// objective is at θ; nil where it has no kinks.
  func pieces(at theta: [Double]) -> Int?
  /// About how far rounding may take the loss at θ from its exact value.
  func lossRounding(at theta: [Double]) -> Double
}

extension Objective {
  public func passLength(over examples: Int) -> Int {
    let (product, overflow) = examples.multipliedReportingOverflow(by: layout.count)
    return overflow ? .max : product
  }
  public func pieces(at theta: [Double]) -> Int? { nil }
  public func lossRounding(at theta: [Double]) -> Double {
    let evaluator = makeEvaluator()
    return theta.withUnsafeBufferPointer { theta in
      theta.baseAddress.map { evaluator.loss(at: $0).ulp } ?? 0
    }
  }
}

/// One layer of units that dropout may drop.
public struct DropoutLayer: Hashable, Sendable {
  /// The quantity its mask is shown as: `mask1` for layer 1's units, `mask0` for the input.
  public var name: String
  public var units: Int
  /// The probability that a unit is kept.
  public var keep: Double
  /// Training multiplies by mask / keep (inverted) instead of mask (vanilla).
  public var isInverted: Bool
  /// One mask of `units` entries for the whole batch rather than one for each example.
  public var isPerBatch: Bool

  public init(name: String, units: Int, keep: Double, isInverted: Bool, isPerBatch: Bool) {
    self.name = name
    self.units = units
    self.keep = keep
    self.isInverted = isInverted
    self.isPerBatch = isPerBatch
  }

  /// How many columns this layer's mask has in a batch of `count` examples.
  public func columns(of count: Int) -> Int { isPerBatch ? 1 : count }

  /// Whether `unit` is kept for one example by this layer's mask in a batch of `count` examples.
  public func isKept(_ unit: Int, by mask: [UInt8], example: Int, count: Int) -> Bool {
    mask[unit * columns(of: count) + (isPerBatch ? 0 : example)] == 1
  }

  /// The entries for one example, unit by unit, of this layer's mask in a batch of `count` examples.
  public func entries(of mask: [UInt8], example: Int, count: Int) -> [UInt8] {
    (0..<units).map { isKept($0, by: mask, example: example, count: count) ? 1 : 0 }
  }
}

extension Array<DropoutLayer> {
  /// Where the dropout of a network's layer stands among its masks, 0 for the inputs'.
  func place(ofLayer number: Int) -> Int? { firstIndex { $0.name == "mask\(number)" } }

  /// The dropout of a network's layer, 0 for the inputs'; nil where it has none.
  public subscript(layer number: Int) -> DropoutLayer? {
    place(ofLayer: number).map { self[$0] }
  }
}

/// The examples and masks that one update uses.
public struct Minibatch: Hashable, Sendable {
  /// Indices into the training set; empty on a surface.
  public var indices: [Int] = []
  /// One array for each dropout layer: 1 keeps, 0 drops, units × examples row-major
  /// (`units` entries when the mask is per batch).
  public var masks: [[UInt8]] = []

  public init(indices: [Int] = [], masks: [[UInt8]] = []) {
    self.indices = indices
    self.masks = masks
  }
}

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
