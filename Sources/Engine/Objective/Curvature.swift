/// What the Hessian of a surface says about a point: eigenvalues, the kind of point, and which
/// learning rates are stable there.
public struct Curvature: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case minimum
    case maximum
    case saddle
    /// An eigenvalue is 0 to rounding: the second derivatives do not decide.
    case degenerate
    /// The gradient is not 0 here.
    case slope
  }

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

  /// λmax/λmin where both are positive.
  public var conditionNumber: Double? {
    eigenvalues[0] > 0 ? eigenvalues[1] / eigenvalues[0] : nil
  }
  /// The largest stable rate of gradient descent on the local quadratic, 2/λmax; nil where nothing
  /// is curved upwards.
  public var largestStableRate: Double? { eigenvalues[1] > 0 ? 2 / eigenvalues[1] : nil }
  /// The same for momentum: 2 (1 + λ)/λmax.
  public func largestStableRate(momentum lambda: Double) -> Double? {
    eigenvalues[1] > 0 ? 2 * (1 + lambda) / eigenvalues[1] : nil
  }
  /// The same for Nesterov's momentum: 2 (1 + λ)/((1 + 2λ) λmax).
  public func largestStableRate(nesterov lambda: Double) -> Double? {
    eigenvalues[1] > 0 ? 2 * (1 + lambda) / ((1 + 2 * lambda) * eigenvalues[1]) : nil
  }

  public init(of surface: Surface, at x: Double, _ y: Double) {
    let h = surface.hessian(x, y)
    let g = surface.gradient(x, y)
    let (a, b, d) = (h[0], h[1], h[2])
    hessian = h
    gradientNorm = (g[0] * g[0] + g[1] * g[1]).squareRoot()
    let middle = (a + d) / 2
    let radius = (((a - d) / 2) * ((a - d) / 2) + b * b).squareRoot()
    eigenvalues = [middle - radius, middle + radius]
    eigenvectors = Self.eigenvectors(a, b, d, radius: radius)
    let scale = max(eigenvalues[0].magnitude, eigenvalues[1].magnitude)
    let rounding = 1e-12 * scale
    let shape: Kind =
      if eigenvalues.contains(where: { !$0.isFinite || $0.magnitude <= rounding }) {
        .degenerate
      } else if eigenvalues[0] > 0 {
        .minimum
      } else if eigenvalues[1] < 0 {
        .maximum
      } else {
        .saddle
      }
    self.shape = shape
    kind = gradientNorm <= 1e-8 * max(1, scale) ? shape : .slope
  }

  private static func eigenvectors(_ a: Double, _ b: Double, _ d: Double, radius: Double)
    -> [[Double]]
  {
    if b == 0 { return a <= d ? [[1, 0], [0, 1]] : [[0, 1], [1, 0]] }
    // (A − μ I) v = 0 with μ the larger eigenvalue; of the two equations the better conditioned.
    let half = (a - d) / 2
    let v = half >= 0 ? [radius + half, b] : [b, radius - half]
    let length = (v[0] * v[0] + v[1] * v[1]).squareRoot()
    let large = [v[0] / length, v[1] / length]
    return [[-large[1], large[0]], large]
  }

  /// What the local quadratic says about a move: along each eigenvector, how far the point is from
  /// the quadratic's middle before it and after it.
  public struct Forecast: Sendable, Hashable {
    /// Per eigenvector: (distance after)/(distance before); below 0 the move crosses the middle,
    /// below −1 it lands farther away than it was. nil where the quadratic has no middle.
    public let ratios: [Double?]
    public var overshoots: Bool { ratios.contains { ($0 ?? 0) < 0 } }
    public var movesAway: Bool { ratios.contains { ($0 ?? 0) < -1 } }
  }

  /// - Parameters:
  ///   - gradient: at the point; delta: the move.
  public func forecast(gradient: [Double], delta: [Double]) -> Forecast {
    Forecast(
      ratios: zip(eigenvalues, eigenvectors).map { value, vector in
        let slope = gradient[0] * vector[0] + gradient[1] * vector[1]
        let move = delta[0] * vector[0] + delta[1] * vector[1]
        // The middle lies at −slope/value along the vector.
        guard value > 0, slope.magnitude > 1e-12 * value else { return nil }
        return 1 + move * value / slope
      })
  }
}
