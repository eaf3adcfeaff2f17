import LongWork

/// The gradient compared with central differences, component by component.
public struct GradientCheck: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    /// The parameter's place in θ.
    public let index: Int
    public let analytic: Double
    public let numeric: Double
    /// |a − n| / max(|a|, |n|, 1e-8 of the largest component, 1e7 times what rounding the loss can
    /// do to a difference): a component too small for a difference to tell is no error.
    public let relativeError: Double
    /// Whether the two points differed from lie on both sides of a kink: a unit of relu or another
    /// piece of maxout switched between them on some example. The difference then says nothing.
    public let crossesKink: Bool
  }
  /// The rows checked, in the order of θ.
  public let rows: [Row]
  /// The largest relative error and where, away from kinks.
  public var worst: Row? {
    rows.filter { !$0.crossesKink }.max { $0.relativeError < $1.relativeError }
  }
  /// How many rows a kink spoils.
  public var kinks: Int { rows.count(where: \.crossesKink) }

  /// Checks the gradient of `objective` at θ, over the whole training set and without dropout.
  ///
  /// - Parameters:
  ///   - limit: with more parameters than this, that many evenly spread ones are checked.
  ///   - progress: told how many components are checked and of how many; false gives up.
  /// - Returns: nil where `progress` gave up.
  public init?(
    of objective: any Objective, at theta: [Double], limit: Int = 2_000,
    progress: (_ done: Int, _ count: Int) -> Bool = { _, _ in true }
  ) {
    let evaluator = objective.makeEvaluator()
    var gradient = [Double](repeating: 0, count: theta.count)
    var point = theta
    func loss() -> Double {
      point.withUnsafeBufferPointer { $0.baseAddress.map { evaluator.loss(at: $0) } ?? .nan }
    }
    let here = point.withUnsafeBufferPointer { point in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let from = point.baseAddress, let to = gradient.baseAddress else { return 0.0 }
        return evaluator.gradient(at: from, into: to)
      }
    }
    let largest = gradient.reduce(0) { max($0, $1.magnitude) }
    // Richardson's extrapolation of two central differences: error O(h⁴).
    func difference(_ i: Int, _ h: Double) -> Double {
      point[i] = theta[i] + h
      let (above, up) = (loss(), point[i] - theta[i])
      point[i] = theta[i] - h
      let (below, down) = (loss(), theta[i] - point[i])
      point[i] = theta[i]
      return (above - below) / (up + down)
    }
    let network = objective as? Network
    func crossesKink(_ i: Int, _ h: Double) -> Bool {
      guard let network, network.hasKinks else { return false }
      func pieces(_ value: Double) -> Int {
        point[i] = value
        defer { point[i] = theta[i] }
        return network.linearPieces(at: point)
      }
      return pieces(theta[i] - h) != pieces(theta[i] + h)
    }
    let checked = Array(stride(from: 0, to: theta.count, by: max(1, theta.count / max(limit, 1))))
    var rows: [Row] = []
    for i in checked {
      guard progress(rows.count, checked.count) else { return nil }
      let h = 1e-4 * max(1, theta[i].magnitude)
      let numeric = (4 * difference(i, h / 2) - difference(i, h)) / 3
      let rounding = here.ulp / h
      let scale = max(
        gradient[i].magnitude, numeric.magnitude, 1e-8 * largest, 1e7 * rounding, 1e-300)
      let error = (gradient[i] - numeric).magnitude / scale
      guard !Interruption.hasGivenUp else { return nil }
      rows.append(
        Row(
          index: i, analytic: gradient[i], numeric: numeric, relativeError: error,
          crossesKink: error > 1e-8 && crossesKink(i, h)))
    }
    self.rows = rows
  }
}
