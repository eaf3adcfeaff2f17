import CKernels

/// What is believed about a Gaussian process's scales before there are observations, in the unit cube
/// and with standardized values: independent normal distributions of log ℓ_j, log σ², log τ² and μ₀.
///
/// A few observations say little about many scales; the belief keeps them sensible until there are
/// enough. Length scales are believed to grow with the square root of the dimensions, as distances
/// do. The noise is believed small, with room for a training's own.
struct ScalePrior: Sendable {
  let means: [Double]
  let deviations: [Double]

  private static let logLengthScale = (mean: -0.9, deviation: 0.8)
  private static let logVariance = (mean: 0.0, deviation: 1.0)
  private static let logNoise = (mean: -13.0, deviation: 3.0)
  private static let mean = (mean: 0.0, deviation: 1.0)

  init(dimensions: Int) {
    let growth = 0.5 * dk_log(Double(max(1, dimensions)))
    let lengths = (Self.logLengthScale.mean + growth, Self.logLengthScale.deviation)
    let all =
      [(Double, Double)](repeating: lengths, count: dimensions)
      + [Self.logVariance, Self.logNoise, Self.mean]
    means = all.map(\.0)
    deviations = all.map(\.1)
  }

  /// −log p of a vector of scales, without its constant, and its gradient.
  func evaluate(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    let gradient = vector.indices.map { i in
      let z = (vector[i] - means[i]) / deviations[i]
      value += 0.5 * z * z
      return z / deviations[i]
    }
    return (value, gradient)
  }

  /// The scales most probable after the observations: the largest of likelihood times prior that
  /// L-BFGS finds from two starts, the prior's middle and half its length scales. nil where the
  /// likelihood has no value at either.
  func mostProbable(_ likelihood: MarginalLikelihood) -> GaussianProcess.Scales? {
    let dimensions = likelihood.dimensions
    let others = means.count - dimensions
    // A noise of 1.5e-8 keeps the matrix regular where points all but coincide.
    let minimizer = BoundedMinimizer(
      lower: [Double](repeating: -4.6, count: dimensions) + [-6, -18, -3],
      upper: [Double](repeating: 4.6, count: dimensions) + [6, 0, 3], evaluations: 40)
    var best: BoundedMinimizer.Minimum?
    for shortening in [0, 0.7] {
      let shift =
        [Double](repeating: shortening, count: dimensions) + [Double](repeating: 0, count: others)
      let found = minimizer.minimize(from: zip(means, shift).map(-)) { vector in
        guard let likely = likelihood.evaluate(likelihood.scales(vector)) else { return nil }
        let prior = evaluate(vector)
        return (prior.value - likely.value, zip(prior.gradient, likely.gradient).map(-))
      }
      if let found, found.value < best?.value ?? .infinity { best = found }
    }
    return best.map { likelihood.scales($0.point) }
  }
}
