import CKernels
import Numerics

/// A Gaussian process conditioned on observations.
///
/// With K the kernel's matrix over the observed points plus τ² on its diagonal, k the kernel between
/// a new point and them, and μ₀ the mean far from all of them:
///
///     mean = μ₀ + kᵀ α,   α = K⁻¹ (y − μ₀)
///     variance = σ² − kᵀ K⁻¹ k                 of the function itself, without the noise
///
/// (Rasmussen and Williams, 2.2.)
package struct GaussianProcess: Sendable {
  /// Everything that is learned.
  package struct Scales: Sendable, Hashable {
    package var kernel: MaternKernel
    /// τ²
    package var noise: Double
    /// μ₀
    package var mean: Double

    package init(kernel: MaternKernel, noise: Double, mean: Double) {
      self.kernel = kernel
      self.noise = noise
      self.mean = mean
    }
  }

  package let scales: Scales
  /// The observed points, a row for each dimension.
  private let columns: [[Double]]
  private let factor: CholeskyFactor
  /// α
  private let alpha: [Double]
  private let weights: [Double]

  var count: Int { alpha.count }
  private var kernel: MaternKernel { scales.kernel }

  /// - Parameters:
  ///   - points: each in the unit cube.
  ///   - values: one a point.
  /// - Returns: nil where the matrix is singular to rounding: points repeated without noise.
  package init?(_ scales: Scales, points: [[Double]], values: [Double]) {
    let likelihood = MarginalLikelihood(
      points: points, values: values, isChoice: scales.kernel.isChoice)
    guard let factor = likelihood.factor(scales) else { return nil }
    self.scales = scales
    self.factor = factor
    columns = (0..<scales.kernel.dimensions).map { j in points.map { $0[j] } }
    alpha = factor.solve(values.map { $0 - scales.mean })
    weights = scales.kernel.weights
  }

  /// The posterior at one point and its gradient there.
  package struct Prediction {
    package var mean: Double
    package var deviation: Double
    package var meanGradient: [Double]
    package var deviationGradient: [Double]
  }

  /// The least variance, as a share of σ²: below it rounding rules.
  static let leastVariance = 1e-14

  private func deviation(explained: Double) -> Double {
    (kernel.variance * max(1 - explained / kernel.variance, Self.leastVariance)).squareRoot()
  }

  /// The mean and the standard deviation of the function at many points.
  package func posterior(at points: [[Double]]) -> [(mean: Double, deviation: Double)] {
    let (n, m) = (count, points.count)
    guard n > 0, m > 0 else {
      return points.map { _ in (scales.mean, kernel.variance.squareRoot()) }
    }
    // k, a row for each observation and a column for each point.
    var squares = [Double](repeating: 0, count: n * m)
    for j in 0..<kernel.dimensions {
      let column = points.map { $0[j] }
      let weight = weights[j]
      squares.withUnsafeMutableBufferPointer { squares in
        column.withUnsafeBufferPointer { column in
          for i in 0..<n {
            let own = columns[j][i]
            let row = UnsafeMutableBufferPointer(rebasing: squares[(i * m)..<(i * m + m)])
            if kernel.isChoice[j] {
              for c in 0..<m where column[c] != own { row[c] += weight }
            } else {
              for c in 0..<m {
                let d = column[c] - own
                row[c] += weight * (d * d)
              }
            }
          }
        }
      }
    }
    var covariances = [Double](repeating: 0, count: n * m)
    MaternKernel.correlations(count: n * m, squares: squares, correlations: &covariances)
    dk_scale(n * m, kernel.variance, &covariances)
    var means = [Double](repeating: 0, count: m)
    dk_matmul_nn(1, m, n, alpha, covariances, &means, 0)
    // ‖L⁻¹ k‖² is kᵀ K⁻¹ k.
    dk_matmul_nn(n, m, n, factor.inverse, covariances, &squares, 0)
    dk_multiply(n * m, squares, squares, &covariances)
    var explained = [Double](repeating: 0, count: m)
    dk_sum_columns(n, m, covariances, &explained, 0)
    return (0..<m).map { (scales.mean + means[$0], deviation(explained: explained[$0])) }
  }

  /// The posterior at one point with its gradient, 0 along a choice:
  ///
  ///     ∇mean = Σ_i α_i ∇k_i,   ∇deviation = −Σ_i (K⁻¹ k)_i ∇k_i / deviation
  package func prediction(at point: [Double]) -> Prediction {
    let n = count
    let dimensions = kernel.dimensions
    var squares = [Double](repeating: 0, count: n)
    for j in 0..<dimensions {
      for i in 0..<n {
        let d = kernel.difference(point[j], columns[j][i], along: j)
        squares[i] += weights[j] * (d * d)
      }
    }
    var k = squares
    var slopes = squares
    MaternKernel.correlations(count: n, squares: squares, correlations: &k, slopes: &slopes)
    dk_scale(n, kernel.variance, &k)
    dk_scale(n, kernel.variance, &slopes)
    let white = factor.whiten(k)
    let solved = factor.unwhiten(white)
    let deviation = deviation(explained: dk_sum_squares(n, white))
    var result = Prediction(
      mean: scales.mean + dk_dot(n, alpha, k), deviation: deviation,
      meanGradient: [Double](repeating: 0, count: dimensions),
      deviationGradient: [Double](repeating: 0, count: dimensions))
    for j in 0..<dimensions where !kernel.isChoice[j] {
      // ∂k_i/∂x_j = σ² dρ/d(r²) · 2 (x_j − x_ij) / ℓ_j²
      let gradient = (0..<n).map { 2 * weights[j] * (point[j] - columns[j][$0]) * slopes[$0] }
      result.meanGradient[j] = dk_dot(n, alpha, gradient)
      result.deviationGradient[j] = -dk_dot(n, solved, gradient) / deviation
    }
    return result
  }
}
