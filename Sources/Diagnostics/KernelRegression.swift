import CKernels
import Datasets
import Engine
import LongWork
import Numerics

/// A regression without a network, to see whether there is more to learn from the examples than a
/// network has learned.
///
/// Fitted on some hundred examples it has the freedom of a network with as many units, and it has no
/// rate, no initialization and no layers that could be to blame. Where it does no better on examples
/// that it has not seen than the network on those that it trained with, what is left may be noise.
/// (Kernel ridge regression: Rasmussen and Williams, Gaussian Processes for Machine Learning, 2.2.)
public struct KernelRegression: Hashable, Sendable {
  /// Accuracy or R² on examples that it was not fitted on.
  public let score: Double
  /// The network's on the same examples.
  public let networkScore: Double

  /// Examples that it is fitted on, and that it is judged by, at most.
  static let fitted = 300
  static let judged = 400
  /// Fewer say nothing.
  static let fewest = 20
  /// Length scales in units of a typical distance, and variances of the noise in those of the signal.
  private static let scales = [0.2, 0.6, 2]
  private static let noises = [0.01, 0.3]

  /// Fits some examples of a network's training set and judges both by others, the regression by the
  /// best of a few settings.
  ///
  /// - Returns: nil where there are too few examples.
  package init?(on network: Network, at theta: [Double]) {
    let dataset = network.training
    let count = min(Self.fitted, dataset.count * 2 / 3)
    let others = min(Self.judged, dataset.count - count)
    guard count >= Self.fewest, others >= Self.fewest else { return nil }
    var generator = MersenneTwister(seed: 0)
    let order = generator.permutation(dataset.count)
    let fit = dataset.selecting(order[0..<count])
    let judge = dataset.selecting(order[count..<(count + others)])
    guard let score = Self.score(fitting: fit, judgedBy: judge) else { return nil }
    self.score = score
    networkScore = network.metrics(at: theta, on: judge).score
  }

  private static func score(fitting fit: Dataset, judgedBy judge: Dataset) -> Double? {
    let scaling = Standardization(fitting: fit.featureValues, columns: fit.featureCount)
    let a = scaling.apply(to: fit.featureValues)
    let b = scaling.apply(to: judge.featureValues)
    let width = fit.featureCount
    guard let own = squaredDistances(a, a, width), let across = squaredDistances(b, a, width) else {
      return nil
    }
    let typical = max(own.reduce(0, +) / Double(own.count), .leastNormalMagnitude)
    var best: Double?
    for scale in scales {
      func correlations(_ squares: [Double]) -> [Double] {
        let scaled = squares.map { $0 / (typical * scale * scale) }
        var values = [Double](repeating: 0, count: squares.count)
        MaternKernel.correlations(count: squares.count, squares: scaled, correlations: &values)
        return values
      }
      let (kernel, cross) = (correlations(own), correlations(across))
      for noise in noises {
        guard let outputs = predictions(fit, kernel, cross, noise: noise) else { continue }
        let score = score(of: outputs, on: judge)
        best = max(best ?? score, score)
      }
    }
    return best
  }

  /// |a_i − b_j|², row-major; nil where the work is given up.
  private static func squaredDistances(_ a: [Double], _ b: [Double], _ width: Int) -> [Double]? {
    let (rows, columns) = (a.count / width, b.count / width)
    var squares = [Double](repeating: 0, count: rows * columns)
    for i in 0..<rows {
      if Interruption.givesUp() { return nil }
      for j in 0..<columns {
        var sum = 0.0
        for k in 0..<width {
          let difference = a[i * width + k] - b[j * width + k]
          sum += difference * difference
        }
        squares[i * columns + j] = sum
      }
    }
    return squares
  }

  /// ŷ = ȳ + K* (K + σ² I)⁻¹ (y − ȳ), examples × targets.
  private static func predictions(
    _ fit: Dataset, _ kernel: [Double], _ cross: [Double], noise: Double
  ) -> [Double]? {
    let (n, outputs) = (fit.count, fit.targetCount)
    let factor = CholeskyFactor(count: n) { lower in
      for i in 0..<n {
        for j in 0...i { lower[i * n + j] = kernel[i * n + j] }
        lower[i * n + i] += noise
      }
    }
    guard let factor else { return nil }
    let means = Standardization(fitting: fit.targets, columns: outputs).means
    let rows = cross.count / n
    var values = [Double](repeating: 0, count: rows * outputs)
    for k in 0..<outputs {
      let weights = factor.solve((0..<n).map { fit.targets[$0 * outputs + k] - means[k] })
      for i in 0..<rows {
        var sum = means[k]
        for j in 0..<n { sum += cross[i * n + j] * weights[j] }
        values[i * outputs + k] = sum
      }
    }
    return values
  }

  private static func score(of outputs: [Double], on judge: Dataset) -> Double {
    let width = judge.targetCount
    guard judge.task != .regression else {
      let residual = zip(outputs, judge.targets).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      let spread = judge.targetSpread
      return spread > 0 ? 1 - residual / spread : 0
    }
    let right = (0..<judge.count).count { i in
      guard width > 1 else { return (outputs[i] >= 0.5) == (judge.targets[i] >= 0.5) }
      let row = (0..<width).map { outputs[i * width + $0] }
      let most = row.indices.max { row[$0] < row[$1] } ?? 0
      return judge.targets[i * width + most] == 1
    }
    return Double(right) / Double(judge.count)
  }
}
