import Numerics

/// Points drawn uniformly from the unit cube: those of
/// `numpy.random.RandomState(seed).random_sample((trials, settings))`.
///
/// Source: slide "Hyperparameter optimization"; J. Bergstra and Y. Bengio, Random Search for
/// Hyper-Parameter Optimization, JMLR 13 (2012).
public struct RandomSearch: Hashable, Sendable {
  public let space: SearchSpace
  public let seed: UInt32

  public init(_ space: SearchSpace, seed: UInt32) {
    self.space = space
    self.seed = seed
  }

  /// The first `count` points; a longer search begins with the same ones.
  public func points(_ count: Int) -> [[Double]] {
    var generator = MersenneTwister(seed: seed)
    return (0..<count).map { _ in
      space.dimensions.map { $0.position(drawing: generator.nextUniform()) }
    }
  }
}
