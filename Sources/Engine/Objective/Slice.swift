import LongWork

/// A plane through any objective's parameters, as a surface to look at and to descend:
/// f(x, y) = L(origin + x · first + y · second).
///
/// Its gradient is exact, the projection of ∇L on the two directions.
public struct Slice: Objective {
  public let base: any Objective
  /// θ at (0, 0).
  public let origin: [Double]
  /// The two directions, one number for each parameter.
  public let directions: [[Double]]
  /// Where (x, y) starts.
  public let start: [Double]

  /// - Precondition: origin and directions have a number for each parameter of `base`.
  public init(
    of base: any Objective, origin: [Double], first: [Double], second: [Double],
    start: [Double] = [0, 0]
  ) {
    let count = base.layout.count
    precondition(origin.count == count && first.count == count && second.count == count)
    self.base = base
    self.origin = origin
    directions = [first, second]
    self.start = start
  }

  /// The plane of two single parameters, x and y being their values; the others stay as in `theta`.
  public init(of base: any Objective, at theta: [Double], parameters i: Int, _ j: Int) {
    var origin = theta
    origin[i] = 0
    origin[j] = 0
    func unit(_ k: Int) -> [Double] { theta.indices.mapInParts { $0 == k ? 1 : 0 } }
    self.init(
      of: base, origin: origin, first: unit(i), second: unit(j), start: [theta[i], theta[j]])
  }

  public var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.append("x", shape: [])
    layout.append("y", shape: [])
    return layout
  }
  public var exampleCount: Int { 0 }
  public var dropoutLayers: [DropoutLayer] { [] }
  public func initialParameters(seed: UInt32) -> [Double] { start }
  public func makeEvaluator() -> any Evaluator { SliceEvaluator(self) }
  /// Every point of the plane is a pass of what it lies in.
  public func passLength(over examples: Int) -> Int { base.passLength(over: base.exampleCount) }

  public func pieces(at theta: [Double]) -> Int? { base.pieces(at: whole(theta)) }
  public func lossRounding(at theta: [Double]) -> Double { base.lossRounding(at: whole(theta)) }

  /// All of θ at a point of the plane.
  private func whole(_ point: [Double]) -> [Double] {
    origin.indices.map {
      origin[$0] + point[0] * directions[0][$0] + point[1] * directions[1][$0]
    }
  }

  /// Where θ lies in the plane's own coordinates: its projection, and how far off the plane it is.
  public func coordinates(of theta: [Double]) -> (x: Double, y: Double, distance: Double) {
    func dot(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).inParts().reduce(0) { $0 + $1.0 * $1.1 }
    }
    // A power of two of the size of θ, so that the squares of a run that diverged do not overflow.
    let size = zip(theta, origin).inParts().reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    let scale = size > 0x1p300 && size.isFinite ? size.binade : 1
    let offset = theta.indices.mapInParts { (theta[$0] - origin[$0]) / scale }
    let (u, v) = (directions[0], directions[1])
    let (uu, uv, vv) = (dot(u, u), dot(u, v), dot(v, v))
    let determinant = uu * vv - uv * uv
    guard determinant != 0 else { return (0, 0, scale * dot(offset, offset).squareRoot()) }
    let (ou, ov) = (dot(offset, u), dot(offset, v))
    let x = (ou * vv - ov * uv) / determinant
    let y = (ov * uu - ou * uv) / determinant
    let rest = offset.indices.inParts().reduce(0.0) {
      let left = offset[$1] - x * u[$1] - y * v[$1]
      return $0 + left * left
    }
    return (scale * x, scale * y, scale * rest.squareRoot())
  }
}
