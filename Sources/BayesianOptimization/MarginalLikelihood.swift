import CKernels
import Numerics

/// How likely the observations are under a Gaussian process, as a function of its scales:
///
///     log p(y) = −½ (y − μ₀)ᵀ K⁻¹ (y − μ₀) − ½ log |K| − n/2 log 2π
///
/// and its gradient, ∂/∂s = ½ tr((α αᵀ − K⁻¹) ∂K/∂s), by log ℓ_j, log σ², log τ² and μ₀, in this
/// order. (Rasmussen and Williams, 5.4.1.)
package struct MarginalLikelihood: Sendable {
  private let values: [Double]
  private let isChoice: [Bool]
  /// The squared differences of each pair of observations, a row for each dimension. Pair (i, j) with
  /// j < i is number i (i − 1)/2 + j.
  private let squares: [[Double]]

  private var count: Int { values.count }
  private var pairs: Int { count * (count - 1) / 2 }
  var dimensions: Int { isChoice.count }

  package init(points: [[Double]], values: [Double], isChoice: [Bool]) {
    self.values = values
    self.isChoice = isChoice
    squares = isChoice.indices.map { dimension in
      var row: [Double] = []
      row.reserveCapacity(points.count * max(0, points.count - 1) / 2)
      for i in points.indices {
        for j in 0..<i {
          let (a, b) = (points[i][dimension], points[j][dimension])
          row.append(isChoice[dimension] ? (a == b ? 0 : 1) : (a - b) * (a - b))
        }
      }
      return row
    }
  }

  // MARK: Scales as a vector

  /// log ℓ_j, log σ², log τ², μ₀
  package static func vector(_ scales: GaussianProcess.Scales) -> [Double] {
    scales.kernel.lengthScales.map { dk_log($0) }
      + [dk_log(scales.kernel.variance), dk_log(scales.noise), scales.mean]
  }

  package func scales(_ vector: [Double]) -> GaussianProcess.Scales {
    GaussianProcess.Scales(
      kernel: MaternKernel(
        variance: dk_exp(vector[dimensions]),
        lengthScales: vector[..<dimensions].map { dk_exp($0) }, isChoice: isChoice),
      noise: dk_exp(vector[dimensions + 1]), mean: vector[dimensions + 2])
  }

  // MARK: The matrix

  /// Writes ρ of every pair, and dρ/d(r²) where it is asked for.
  private func correlations(
    _ kernel: MaternKernel, _ correlations: inout [Double], slopes: UnsafeMutablePointer<Double>?
  ) {
    var distances = [Double](repeating: 0, count: pairs)
    for (row, weight) in zip(squares, kernel.weights) { dk_axpy(pairs, weight, row, &distances) }
    MaternKernel.correlations(
      count: pairs, squares: distances, correlations: &correlations, slopes: slopes)
  }

  private func factor(_ scales: GaussianProcess.Scales, _ correlations: [Double])
    -> CholeskyFactor?
  {
    let n = count
    let variance = scales.kernel.variance
    return CholeskyFactor(count: n) { matrix in
      var pair = 0
      for i in 0..<n {
        for j in 0..<i {
          matrix[i * n + j] = variance * correlations[pair]
          pair += 1
        }
        matrix[i * n + i] = variance + scales.noise
      }
    }
  }

  func factor(_ scales: GaussianProcess.Scales) -> CholeskyFactor? {
    var correlations = [Double](repeating: 0, count: pairs)
    self.correlations(scales.kernel, &correlations, slopes: nil)
    return factor(scales, correlations)
  }

  // MARK: Value and gradient

  /// log p(y) and its gradient; nil where K is singular to rounding.
  package func evaluate(_ scales: GaussianProcess.Scales) -> (value: Double, gradient: [Double])? {
    let n = count
    var correlations = [Double](repeating: 0, count: pairs)
    var slopes = correlations
    self.correlations(scales.kernel, &correlations, slopes: &slopes)
    guard let factor = factor(scales, correlations) else { return nil }
    let residual = values.map { $0 - scales.mean }
    let alpha = factor.solve(residual)
    let fit = dk_dot(n, residual, alpha)
    let value =
      -0.5 * fit - 0.5 * factor.logDeterminant - 0.5 * Double(n) * 1.83787706640934548356

    // α αᵀ − K⁻¹ of each pair, and its trace.
    let inverse = factor.inverseMatrix()
    var sensitivities = [Double](repeating: 0, count: pairs)
    var pair = 0
    var trace = 0.0
    for i in 0..<n {
      for j in 0..<i {
        sensitivities[pair] = alpha[i] * alpha[j] - inverse[i * n + j]
        pair += 1
      }
      trace += alpha[i] * alpha[i] - inverse[i * n + i]
    }
    let variance = scales.kernel.variance
    // Each pair stands twice in the matrix, which cancels the ½.
    let signal = variance * dk_dot(pairs, sensitivities, correlations)
    dk_multiply(pairs, sensitivities, slopes, &sensitivities)
    var gradient = zip(squares, scales.kernel.weights).map { row, weight in
      // ∂(r²)/∂(log ℓ_j) = −2 (a_j − b_j)²/ℓ_j²
      -2 * weight * variance * dk_dot(pairs, sensitivities, row)
    }
    gradient.append(signal + 0.5 * variance * trace)
    gradient.append(0.5 * scales.noise * trace)
    gradient.append(dk_sum(n, alpha))
    return (value, gradient)
  }
}
