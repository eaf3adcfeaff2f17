import Engine
import LongWork

/// The gradient compared with central differences, component by component.
public struct GradientCheck: Sendable, Hashable {
  /// Where a difference was taken.
  public enum Side: String, Sendable, Hashable {
    case both
    /// On the other side the objective is not defined.
    case above, below
  }

  public struct Row: Sendable, Hashable {
    /// The parameter's place in θ.
    public let index: Int
    public let analytic: Double
    public let numeric: Double
    /// |a − n| beside what the two are made of: their own size, the one-sided slopes whose mean a
    /// central difference is, 1e-8 of the largest component, and 1e7 times what rounding the loss
    /// can do to a difference. What is too small for a difference to tell is no error.
    public let relativeError: Double
    /// Why the row says nothing about the gradient; nil where it does.
    public let omission: Omission?
    public let side: Side
  }
  /// Why a difference says nothing.
  public enum Omission: String, Sendable, Hashable {
    /// A kink lies within the step: a unit of relu or another piece of maxout, `max`, `abs` or a root
    /// switches between the points differed from.
    case kink
    /// The loss's rounding is larger than what the slope changes in it.
    case rounding
    /// The gradient is no finite number here.
    case undefined
  }
  /// The rows checked, in the order of θ.
  public let rows: [Row]
  /// The largest relative error and where, away from kinks.
  public var worst: Row? {
    rows.filter { $0.omission == nil }.max { $0.relativeError < $1.relativeError }
  }
  /// How many rows say nothing for a reason.
  public func count(of omission: Omission) -> Int { rows.count { $0.omission == omission } }
  /// How many rows were differed to one side alone.
  public var oneSided: Int { rows.count { $0.side != .both && $0.omission == nil } }

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
    let (here, gradient) = evaluator.gradient(at: theta)
    let largest = gradient.inParts().reduce(0) { max($0, $1.isFinite ? $1.magnitude : 0) }
    let estimated = objective.lossRounding(at: theta)
    let rounding = estimated.isFinite ? max(estimated, here.ulp) : here.ulp
    // How far rounding may have taken each component of a surface's gradient.
    let bounds = objective.gradientBounds(at: theta)
    var point = theta.mapInParts { $0 }
    let checked = Array(stride(from: 0, to: theta.count, by: max(1, theta.count / max(limit, 1))))
    var rows: [Row] = []
    for i in checked {
      guard progress(rows.count, checked.count) else { return nil }
      func moved<R>(to value: Double, _ body: ([Double]) -> R) -> R {
        point[i] = value
        defer { point[i] = theta[i] }
        return body(point)
      }
      let quotient = DifferenceQuotient(
        at: theta[i], value: here, rounding: rounding,
        f: { x in moved(to: x) { evaluator.loss(at: $0) } },
        pieces: { x in moved(to: x) { objective.pieces(at: $0) } })
      guard !Interruption.hasGivenUp else { return nil }
      let (a, n) = (gradient[i], quotient.slope)
      let scale = max(a.magnitude, n.magnitude, quotient.scale, 1e-8 * largest)
      let error = a == n ? 0 : (a - n).magnitude / scale
      rows.append(
        Row(
          index: i, analytic: a, numeric: n, relativeError: error,
          omission: quotient.isSpoilt(error: error)
            ? .kink
            : !a.isFinite
              ? .undefined
              : bounds.map { !$0[i].mayBeZero && quotient.loses(a) } ?? false ? .rounding : nil,
          side: quotient.side))
    }
    self.rows = rows
  }
}

/// The slope of a function of one number by differences, with the step that serves it best.
///
/// The usual step is 1e-4 of the number's size. Where that leaves the function's domain, or where
/// the differences do not settle, smaller ones are tried, and the one with the least estimated error
/// is taken; the slope that it will be compared with plays no part in that.
private struct DifferenceQuotient {
  private(set) var slope = Double.nan
  private(set) var side = GradientCheck.Side.both
  /// What the slope's error is to be measured by.
  private(set) var scale = 0.0
  private var error = Double.infinity
  /// What rounding may do to the slope.
  private var noise = Double.infinity
  /// The one-sided slopes at the first step.
  private var terms = 0.0
  private var hasCorner = false
  /// The first step at which there was a difference.
  private var firstStep: Double

  private let x: Double
  private let value: Double
  private let rounding: Double
  private let f: (Double) -> Double
  private let pieces: (Double) -> Int?

  /// - Parameters:
  ///   - value: f(x); rounding: how far it may be off.
  ///   - pieces: which pieces f is on at a number; nil where it has no kinks.
  init(
    at x: Double, value: Double, rounding: Double, f: @escaping (Double) -> Double,
    pieces: @escaping (Double) -> Int?
  ) {
    (self.x, self.value, self.rounding) = (x, value, rounding)
    (self.f, self.pieces) = (f, pieces)
    let usual = 1e-4 * max(1, x.magnitude)
    firstStep = usual
    guard value.isFinite else { return }
    if attempt(central(usual), usual) { return }
    // At a kink a difference says nothing, unless the function has no corner there.
    if error.isFinite && meetsKink && (hasCorner || !sitsOnKink) { return }
    let smaller = Self.steps(below: usual, at: x)
    for h in smaller where attempt(central(h), h) { return }
    guard !error.isFinite else { return }
    for side in [GradientCheck.Side.above, .below] {
      for h in [usual] + smaller where attempt(oneSided(h, side), h, side) { return }
    }
  }

  /// Smaller and smaller steps, down to where x ± h is hardly another number; parts of x too, where x
  /// itself is small.
  private static func steps(below usual: Double, at x: Double) -> [Double] {
    var steps: [Double] = []
    var h = usual * 0.01
    while h > 1e-40 {
      steps.append(h)
      h *= 0.01
    }
    if x != 0 { steps += [1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8].map { $0 * x.magnitude } }
    return steps.filter { $0 < usual && $0 > x.ulp * 64 }.sorted(by: >)
  }

  /// Whether the number itself is where pieces meet.
  private var sitsOnKink: Bool {
    let aside = max(x.ulp * 64, firstStep * 1e-8)
    guard let middle = pieces(x) else { return false }
    return pieces(x - aside) != middle || pieces(x + aside) != middle
  }

  /// Whether a kink lies within the first step.
  var meetsKink: Bool {
    guard let middle = pieces(x) else { return false }
    return pieces(x - firstStep) != middle || pieces(x + firstStep) != middle
  }

  /// Whether a kink within the step is why the slopes differ, or why they agree: where the slopes
  /// of the two sides differ, their mean is no slope of any.
  func isSpoilt(error: Double) -> Bool {
    let isWrong = !(error <= (side == .both ? 1e-8 : 1e-6))
    return (isWrong || hasCorner) && meetsKink
  }

  /// Whether the loss's rounding hides a slope of this size, and hides how the loss is curved too.
  func loses(_ slope: Double) -> Bool { !(noise < max(slope.magnitude, terms)) }

  private struct Estimate {
    let slope: Double
    /// What cutting off the series may do, and what rounding may.
    let truncation: Double
    let noise: Double
    /// The differences it is made of.
    let terms: Double
    /// Whether the two sides' slopes stay apart as the step shrinks.
    var hasCorner = false
  }

  /// Takes an estimate where it is better than the last; true where a smaller step cannot better it.
  private mutating func attempt(
    _ found: Estimate, _ h: Double, _ side: GradientCheck.Side = .both
  ) -> Bool {
    guard found.slope.isFinite, found.truncation.isFinite else { return false }
    if !error.isFinite {
      firstStep = h
      terms = found.terms
      scale = max(found.terms, 1e7 * found.noise)
      hasCorner = found.hasCorner
    }
    if found.truncation + found.noise < error {
      error = found.truncation + found.noise
      noise = found.noise
      (slope, self.side) = (found.slope, side)
    }
    return error <= 1e-7 * max(slope.magnitude, scale) || found.truncation <= found.noise
  }

  private func floor(_ h: Double, _ values: Double...) -> Double {
    values.reduce(rounding) { max($0, $1.magnitude * 0x1p-53) } / h
  }

  /// Richardson's extrapolation of two central differences: error O(h⁴).
  private func central(_ h: Double) -> Estimate {
    func sides(_ h: Double) -> (above: Double, below: Double, width: Double) {
      let (up, down) = (x + h, x - h)
      return (f(up), f(down), up - down)
    }
    let (wide, narrow) = (sides(h), sides(h / 2))
    let coarse = (wide.above - wide.below) / wide.width
    let fine = (narrow.above - narrow.below) / narrow.width
    let best = (4 * fine - coarse) / 3
    let floor = self.floor(h, wide.above, wide.below)
    // At half the step the loss has changed clearly less, unless the step is too wide for it.
    func isFollowed(_ near: Double, _ far: Double) -> Bool {
      (near - value).magnitude <= 0.8 * (far - value).magnitude + 8 * floor * h
    }
    let isSmooth = isFollowed(narrow.above, wide.above) && isFollowed(narrow.below, wide.below)
    let terms = 2 * max((wide.above - value).magnitude, (wide.below - value).magnitude) / wide.width
    // Half the step leaves a quarter of what curvature does, and half of what a corner does.
    let bend = (wide.above - value) + (wide.below - value)
    let nearBend = (narrow.above - value) + (narrow.below - value)
    let hasCorner =
      bend.magnitude > 64 * floor * h && nearBend.magnitude > 0.4 * bend.magnitude
    return Estimate(
      slope: best, truncation: isSmooth ? (best - fine).magnitude : max(terms, best.magnitude),
      noise: 3 * floor, terms: terms, hasCorner: hasCorner)
  }

  /// Differences to one side whose limit is told from how they approach it (Aitken's Δ²): with the
  /// step, its root or any other power of it.
  private func oneSided(_ h: Double, _ side: GradientCheck.Side) -> Estimate {
    func quotient(_ h: Double) -> Double {
      let other = side == .above ? x + h : x - h
      return (f(other) - value) / (other - x)
    }
    func limit(_ a: Double, _ b: Double, _ c: Double) -> Double {
      let bend = (c - b) - (b - a)
      return bend == 0 ? c : c - (c - b) * (c - b) / bend
    }
    let q = [h, h / 2, h / 4, h / 8].map(quotient)
    let (coarse, fine) = (limit(q[0], q[1], q[2]), limit(q[1], q[2], q[3]))
    return Estimate(
      slope: fine, truncation: (fine - coarse).magnitude, noise: 100 * floor(h, value),
      terms: q[0].magnitude)
  }
}
