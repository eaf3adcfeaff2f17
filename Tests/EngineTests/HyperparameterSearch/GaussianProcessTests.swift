import BayesianOptimization
import Engine
import Foundation
import HyperparameterSearch
import Numerics
import Testing

/// What `Tests/Scripts/search_references.py` wrote.
struct SearchReferences: Decodable, Sendable {
  /// Observations, scales, and what scikit-learn makes of them.
  struct Process: Decodable, Sendable, CustomTestStringConvertible {
    let points: [[Double]]
    let values: [Double]
    let isChoice: [Bool]
    let lengthScales: [Double]
    let variance: Double
    let noise: Double
    let mean: Double
    let likelihood: Double
    /// By log ℓ_j, log σ², log τ² and μ₀.
    let gradient: [Double]
    let at: [[Double]]
    let means: [Double]
    let deviations: [Double]

    var testDescription: String { "\(points.count) points, \(isChoice.count) dimensions" }

    var scales: GaussianProcess.Scales {
      GaussianProcess.Scales(
        kernel: MaternKernel(variance: variance, lengthScales: lengthScales, isChoice: isChoice),
        noise: noise, mean: mean)
    }
    var likelihoodFunction: MarginalLikelihood {
      MarginalLikelihood(points: points, values: values, isChoice: isChoice)
    }
  }
  let processes: [Process]
  /// mean, deviation, best, log EI, its derivative by mean, its derivative by deviation
  let improvements: [[Double]]

  static func read() throws -> SearchReferences {
    let file = URL(fileURLWithPath: reference("search/references.json"))
    return try JSONDecoder().decode(SearchReferences.self, from: Data(contentsOf: file))
  }
}

/// Whether two numbers agree to `relative` of the larger of 1 and the second.
private func agree(_ seen: Double, _ expected: Double, _ relative: Double) -> Bool {
  (seen - expected).magnitude <= relative * max(1, expected.magnitude)
}

/// Gaussian processes beside scikit-learn.
@Suite struct GaussianProcessTests {
  /// To 1e-9: both solve with matrices whose condition is below 1e5, so rounding leaves 11 digits.
  @Test(arguments: try SearchReferences.read().processes)
  func posteriorAgrees(_ reference: SearchReferences.Process) throws {
    let process = try #require(
      GaussianProcess(reference.scales, points: reference.points, values: reference.values))
    let seen = process.posterior(at: reference.at)
    #expect(seen.count == reference.at.count)
    for (index, point) in seen.enumerated() {
      #expect(agree(point.mean, reference.means[index], 1e-9))
      #expect(agree(point.deviation, reference.deviations[index], 1e-9))
      let alone = process.prediction(at: reference.at[index])
      #expect(agree(alone.mean, point.mean, 1e-11))
      #expect(agree(alone.deviation, point.deviation, 1e-11))
    }
  }

  @Test(arguments: try SearchReferences.read().processes)
  func marginalLikelihoodAgrees(_ reference: SearchReferences.Process) throws {
    let likelihood = reference.likelihoodFunction
    let seen = try #require(likelihood.evaluate(reference.scales))
    #expect(agree(seen.value, reference.likelihood, 1e-9))
    try #require(seen.gradient.count == reference.gradient.count)
    for (own, expected) in zip(seen.gradient, reference.gradient) {
      #expect(agree(own, expected, 1e-9), "\(own), not \(expected)")
    }
  }

  /// Central differences at h = 1e-5 leave an error of about h² of the third derivative.
  @Test(arguments: try SearchReferences.read().processes)
  func gradientIsThatOfTheValue(_ reference: SearchReferences.Process) throws {
    let likelihood = reference.likelihoodFunction
    let vector = MarginalLikelihood.vector(reference.scales)
    let gradient = try #require(likelihood.evaluate(reference.scales)).gradient
    for i in vector.indices {
      let values = try [1e-5, -1e-5].map { h in
        var moved = vector
        moved[i] += h
        return try #require(likelihood.evaluate(likelihood.scales(moved))).value
      }
      #expect(agree(gradient[i], (values[0] - values[1]) / 2e-5, 1e-6))
    }
  }

  @Test(arguments: try SearchReferences.read().processes)
  func predictionsGradientIsThatOfThePosterior(_ reference: SearchReferences.Process) throws {
    let process = try #require(
      GaussianProcess(reference.scales, points: reference.points, values: reference.values))
    for point in reference.at {
      let seen = process.prediction(at: point)
      for j in point.indices {
        if reference.isChoice[j] {
          #expect(seen.meanGradient[j] == 0 && seen.deviationGradient[j] == 0)
          continue
        }
        let moved = [1e-6, -1e-6].map { h in
          var other = point
          other[j] += h
          return process.prediction(at: other)
        }
        #expect(agree(seen.meanGradient[j], (moved[0].mean - moved[1].mean) / 2e-6, 1e-6))
        #expect(
          agree(seen.deviationGradient[j], (moved[0].deviation - moved[1].deviation) / 2e-6, 1e-6))
      }
    }
  }

  @Test func repeatedPointsWithoutNoiseAreNoProcess() {
    let scales = GaussianProcess.Scales(
      kernel: MaternKernel(variance: 1, lengthScales: [0.5], isChoice: [false]), noise: 0, mean: 0)
    #expect(GaussianProcess(scales, points: [[0.5], [0.5]], values: [1, 2]) == nil)
  }
}

/// Expected improvement.
@Suite struct ExpectedImprovementTests {
  /// Where EI is e⁻¹⁸⁰⁴ as well as where it is certain. h is a sum of terms of opposite sign just
  /// above z = −2.5, which costs it three digits.
  @Test func agreesWithMpmath() throws {
    let rows = try SearchReferences.read().improvements
    #expect(rows.count > 30)
    for row in rows {
      let (mean, deviation, best) = (row[0], row[1], row[2])
      let value = ExpectedImprovement.logarithm(mean: mean, deviation: deviation, best: best)
      let slopes = ExpectedImprovement.slopes(mean: mean, deviation: deviation, best: best)
      // z is a difference of two numbers about 0.25, over the deviation: it is known to this.
      let z = (best - mean) / deviation
      let doubt = 1e-12 + 1e-16 * max(1, z.magnitude) / deviation
      #expect(agree(value, row[3], doubt), "z = \(z): \(value), not \(row[3])")
      for (own, expected) in [(slopes.byMean, row[4]), (slopes.byDeviation, row[5])] {
        let error = (own - expected).magnitude
        #expect(error <= doubt * max(1, z * z) * expected.magnitude, "z = \(z): \(own)")
      }
      let expected = ExpectedImprovement.value(mean: mean, deviation: deviation, best: best)
      #expect(expected >= 0 && expected >= (best - mean) * (1 - 1e-12))
    }
  }
}

/// Minimizing in a box.
@Suite struct BoundedMinimizerTests {
  /// Rosenbrock's function, whose least point (1, 1) lies inside one box and outside the other.
  private func rosenbrock(_ point: [Double]) -> (value: Double, gradient: [Double])? {
    let (x, y) = (point[0], point[1])
    let rise = y - x * x
    return (
      (1 - x) * (1 - x) + 100 * rise * rise, [-2 * (1 - x) - 400 * x * rise, 200 * rise]
    )
  }

  @Test func findsTheLeastPointInside() throws {
    var minimizer = BoundedMinimizer(lower: [-2, -1], upper: [2, 3], evaluations: 200)
    minimizer.leastGain = 0
    let found = try #require(minimizer.minimize(from: [-1.2, 1], rosenbrock))
    #expect(agree(found.point[0], 1, 1e-5) && agree(found.point[1], 1, 1e-5))
  }

  /// With x at most 0.5 the least point is (0.5, 0.25).
  @Test func staysWithinItsBounds() throws {
    var minimizer = BoundedMinimizer(lower: [-2, -1], upper: [0.5, 3], evaluations: 200)
    minimizer.leastGain = 0
    let found = try #require(minimizer.minimize(from: [-1.2, 1], rosenbrock))
    #expect(found.point[0] == 0.5)
    #expect(agree(found.point[1], 0.25, 1e-6) && agree(found.value, 0.25, 1e-9))
  }

  @Test func aFunctionWithoutAValueHasNoMinimum() {
    let minimizer = BoundedMinimizer(lower: [0], upper: [1])
    #expect(minimizer.minimize(from: [0.5]) { _ in nil } == nil)
  }
}
