import Arithmetic
import Formula

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
  /// The gradient at θ with bounds of its rounding errors; nil where they are not known.
  func gradientBounds(at theta: [Double]) -> [Bounded]?
}

extension Objective {
  public func passLength(over examples: Int) -> Int {
    let (product, overflow) = examples.multipliedReportingOverflow(by: layout.count)
    return overflow ? .max : product
  }
  public func pieces(at theta: [Double]) -> Int? { nil }
  public func gradientBounds(at theta: [Double]) -> [Bounded]? { nil }
  public func lossRounding(at theta: [Double]) -> Double {
    makeEvaluator().loss(at: theta).ulp
  }
}
