import BayesianOptimization
import CKernels
import Numerics

/// A function on which searches are compared, in the unit cube; it is to be minimized.
public struct SearchTestFunction: Sendable {
  public let name: String
  public let dimensions: Int
  /// The least value that it takes.
  public let least: Double
  private let function: @Sendable ([Double]) -> Double

  public func callAsFunction(_ point: [Double]) -> Double { function(point) }

  public static let all = [branin, hartmann6, logGoldsteinPrice]

  /// Three equal minima in a curved valley, x from −5 to 10 and y from 0 to 15.
  public static let branin = SearchTestFunction(
    name: "branin", dimensions: 2, least: 0.39788735772973834
  ) { point in
    let (x, y) = (-5 + 15 * point[0], 15 * point[1])
    let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
    return bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * dk_cos(x) + 10
  }

  /// Four pits of different width and depth in six dimensions; the second deepest is wide.
  public static let hartmann6 = SearchTestFunction(
    name: "hartmann-6", dimensions: 6, least: -3.3223680114155148
  ) { point in
    let depths = [1, 1.2, 3, 3.2]
    let sharpness: [[Double]] = [
      [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8],
      [17, 8, 0.05, 10, 0.1, 14],
    ]
    let centers: [[Double]] = [
      [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
      [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
      [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
      [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ]
    var sum = 0.0
    for i in depths.indices {
      var distance = 0.0
      for j in 0..<6 {
        let difference = point[j] - centers[i][j]
        distance += sharpness[i][j] * (difference * difference)
      }
      sum -= depths[i] * dk_exp(-distance)
    }
    return sum
  }

  /// The logarithm of a polynomial that spans six powers of ten, x and y from −2 to 2; its least
  /// value is log 3.
  public static let logGoldsteinPrice = SearchTestFunction(
    name: "log-goldstein-price", dimensions: 2, least: 1.09861228866810969
  ) { point in
    let (x, y) = (-2 + 4 * point[0], -2 + 4 * point[1])
    let (sum, slant) = (x + y + 1, 2 * x - 3 * y)
    let quadratic = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y
    let skewed = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y
    return dk_log(1 + sum * sum * quadratic) + dk_log(30 + slant * slant * skewed)
  }

  /// A search's regret as it goes on: the least value seen so far above ``least``, after each of
  /// `evaluations`. Its first `starts` points are uniform, `RandomState(seed)`.
  public func regrets(seed: UInt32, starts: Int = 5, evaluations: Int) -> [Double] {
    let search = BayesianSearch(
      dimensions: [UnitDimension](repeating: .continuous, count: dimensions), seed: seed)
    var generator = MersenneTwister(seed: seed)
    var observed: [BayesianSearch.Observation] = []
    var regrets: [Double] = []
    while observed.count < evaluations {
      let point =
        observed.count < starts
        ? (0..<dimensions).map { _ in generator.nextUniform() }
        : search.suggest(count: 1, observed: observed).first ?? []
      let value = self(point)
      observed.append(BayesianSearch.Observation(point: point, value: value))
      regrets.append(min(value - least, regrets.last ?? .infinity))
    }
    return regrets
  }
}
