import Arithmetic
import Engine
import Formula

/// What the Hessian of a surface says about a point: eigenvalues, the kind of point, and which
/// learning rates are stable there.
///
/// Nothing here depends on the scale of f, x or y: what counts as 0 is decided by the rounding of
/// what was worked out, and by the Newton step beside the point's own coordinates.
public struct Curvature: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case minimum
    case maximum
    case saddle
    /// The Hessian's determinant is 0 to rounding: the second derivatives do not decide.
    case degenerate
    /// The gradient is not 0 here.
    case slope
  }

  public let point: [Double]
  /// ∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y².
  public let hessian: [Double]
  /// Ascending.
  public let eigenvalues: [Double]
  /// The unit eigenvectors, in the order of the eigenvalues.
  public let eigenvectors: [[Double]]
  public let gradientNorm: Double
  public let kind: Kind
  /// What the point would be if the gradient were 0 here: how the surface is curved.
  public let shape: Kind
  /// The way to the stationary point of the local quadratic, −H⁻¹ ∇f; nil where it has no single one.
  public let newtonStep: [Double]?

  /// How far rounding may take an eigenvalue.
  private let rounding: Double

  /// κmax/κmin, the condition number, where both are positive.
  public var conditionNumber: Double? {
    shape == .minimum ? eigenvalues[1] / eigenvalues[0] : nil
  }
  private var isCurvedUpwards: Bool { eigenvalues[1] > rounding }
  /// The largest stable rates on the local quadratic; nil where nothing is curved upwards.
  public func stableRates(lambda: Double) -> StableRates? {
    isCurvedUpwards ? StableRates(sharpness: eigenvalues[1], lambda: lambda) : nil
  }
  /// That of gradient descent, 2/κmax.
  public var largestStableRate: Double? { stableRates(lambda: 0)?.gd }

  /// The curvature of a surface at (x, y). A coordinate's own size is the larger of its distance
  /// from 0 and from the surface's start.
  public init(of surface: Surface, at x: Double, _ y: Double) {
    let point = [x, y]
    let gradient = surface.boundedGradient(x, y)
    let matrix = SymmetricMatrix(surface.boundedHessian(x, y))
    self.point = point
    hessian = matrix.entries.map(\.value)
    rounding = matrix.entries.reduce(0) { max($0, $1.error) }
    gradientNorm = Elementary.norm(gradient.map(\.value))
    (eigenvalues, eigenvectors) = matrix.eigensystem
    let shape = matrix.signature
    self.shape = shape
    let sizes = zip(point, surface.start).map { max($0.magnitude, ($0 - $1).magnitude) }
    let step = matrix.newtonStep(gradient)
    newtonStep = step?.map(\.value)
    kind = matrix.isStationary(gradient, step: step, sizes: sizes) ? shape : .slope
  }

  /// What the local quadratic says about a move: along each eigenvector, how far the point is from
  /// the quadratic's middle before it and after it.
  public struct Forecast: Sendable, Hashable {
    /// Per eigenvector: (distance after)/(distance before); below 0 the move crosses the middle,
    /// below −1 it lands farther away than it was. nil where the quadratic has no middle, or the
    /// point is there to rounding.
    public let ratios: [Double?]
    public var overshoots: Bool { ratios.contains { ($0 ?? 0) < 0 } }
    public var movesAway: Bool { ratios.contains { ($0 ?? 0) < -1 } }
  }

  /// - Parameters:
  ///   - gradient: at the point; delta: the move.
  public func forecast(gradient: [Double], delta: [Double]) -> Forecast {
    let rounding = 0x1p-50 * Elementary.norm(point)
    return Forecast(
      ratios: zip(eigenvalues, eigenvectors).map { value, vector in
        let slope = gradient[0] * vector[0] + gradient[1] * vector[1]
        let move = delta[0] * vector[0] + delta[1] * vector[1]
        // The middle lies at −slope/value along the vector.
        guard value > 0, (slope / value).magnitude > rounding else { return nil }
        return 1 + move * value / slope
      })
  }
}

/// A symmetric 2 × 2 matrix whose entries are known to rounding.
private struct SymmetricMatrix {
  /// The upper left, the outer and the lower right one.
  let entries: [Bounded]
  /// The power of two of the largest one; the numbers below are parts of it, so that their products
  /// are neither too large nor too small.
  private let unit: Double
  let a: Bounded
  let b: Bounded
  let d: Bounded
  let determinant: Bounded

  /// A point this near to a stationary one, beside its own size, is there: between the two the
  /// quadratic changes by far less than the rounding of its value at that size.
  static let nearness = 0x1p-32

  init(_ entries: [Bounded]) {
    self.entries = entries
    let largest = entries.reduce(0) { max($0, $1.value.magnitude) }
    let unit =
      largest > 0 && largest.isFinite
      ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
    self.unit = unit
    let parts = entries.map { $0.divided(by: unit) }
    (a, b, d) = (parts[0], parts[1], parts[2])
    // Kahan: the rounding of b² is taken off again, so that nothing is lost where a d is nearly b².
    let square = b.value * b.value
    let value =
      (-square).addingProduct(a.value, d.value) + square.addingProduct(-b.value, b.value)
    let fromEntries =
      a.value.magnitude * d.error + d.value.magnitude * a.error + a.error * d.error
      + 2 * b.value.magnitude * b.error + b.error * b.error
    determinant = Bounded(value, error: fromEntries + value.magnitude * 0x1p-51)
  }

  var signature: Curvature.Kind {
    guard determinant.value.isFinite, !determinant.mayBeZero else { return .degenerate }
    if determinant.value < 0 { return .saddle }
    return a.value > 0 ? .minimum : .maximum
  }

  /// Ascending eigenvalues, and unit vectors along them.
  var eigensystem: (values: [Double], vectors: [[Double]]) {
    let (a, b, d) = (a.value, b.value, d.value)
    if b == 0 {
      let (x, y) = (a * unit, d * unit)
      return a <= d ? ([x, y], [[1, 0], [0, 1]]) : ([y, x], [[0, 1], [1, 0]])
    }
    let half = (a - d) / 2
    let middle = a / 2 + d / 2
    let radius = Elementary.norm([half, b])
    // The one of larger size by a sum, the other by the determinant, so that neither loses digits.
    let large = middle >= 0 ? middle + radius : middle - radius
    let small = large == 0 ? 0 : determinant.value / large
    let values = determinant.value.isFinite ? [small, large] : [middle - radius, middle + radius]
    // (A − μ I) v = 0 with μ the upper eigenvalue; of the two equations the better conditioned.
    let v = half >= 0 ? [radius + half, b] : [b, radius - half]
    let length = Elementary.norm(v)
    let upper = v.map { $0 / length }
    return (values.map { $0 * unit }.sorted(), [[-upper[1], upper[0]], upper])
  }

  /// −H⁻¹ g by Cramer's rule; nil where the determinant may be 0.
  func newtonStep(_ gradient: [Bounded]) -> [Bounded]? {
    guard determinant.value.isFinite, !determinant.mayBeZero else { return nil }
    let g = gradient.map { $0.divided(by: unit) }
    func component(_ p: Bounded, _ gp: Bounded, _ q: Bounded, _ gq: Bounded) -> Bounded {
      let size = determinant.value.magnitude
      return Bounded(
        (p.value * gp.value - q.value * gq.value) / determinant.value,
        error: (p.value.magnitude * gp.error + q.value.magnitude * gq.error) / size)
    }
    return [component(b, g[1], d, g[0]), component(b, g[0], a, g[1])]
  }

  /// Whether g is 0 to its rounding, or the stationary point as near as two numbers of this size
  /// can be told apart by the quadratic's values.
  func isStationary(_ gradient: [Bounded], step: [Bounded]?, sizes: [Double]) -> Bool {
    if gradient.allSatisfy(\.mayBeZero) { return true }
    let g = gradient.map { $0.divided(by: unit) }
    func isNear(_ step: Bounded, _ size: Double) -> Bool {
      step.value.magnitude <= Self.nearness * size + 2 * step.error
    }
    if let step { return zip(step, sizes).allSatisfy(isNear) }
    // In one direction there is no curvature: the gradient must have no part along it.
    let isX = a.error * d.value.magnitude <= d.error * a.value.magnitude && !a.mayBeZero
    let (pivot, own, other) = isX ? (a, g[0], g[1]) : (d, g[1], g[0])
    guard !pivot.mayBeZero, pivot.value.isFinite else { return false }
    let size = pivot.value.magnitude
    let ratio = b.value / pivot.value
    let ratioError = (b.error + ratio.magnitude * pivot.error) / size
    let rest = other.value - ratio * own.value
    let restError =
      other.error + ratio.magnitude * own.error + ratioError * own.value.magnitude
      + 0x1p-51 * (other.value.magnitude + (ratio * own.value).magnitude)
    let move = Bounded(own.value / pivot.value, error: own.error / size)
    return rest.magnitude <= restError && isNear(move, isX ? sizes[0] : sizes[1])
  }
}

extension Bounded {
  /// By a power of two.
  fileprivate func divided(by unit: Double) -> Bounded {
    Bounded(value / unit, error: error / unit)
  }
}
