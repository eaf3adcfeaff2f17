import CKernels
import LongWork
import Numerics

/// Data drawn from a seed, each set with one thing to show.
///
/// Every draw comes from `RandomState(seed)` in the order that the case's comment gives, so that a
/// few lines of NumPy make the same set. "Noise" is added last: one standard normal for each
/// feature (a classification set) or each target (a regression set), row by row, times `noise`.
public enum DataGenerator: String, Hashable, Sendable, CaseIterable {
  /// Example i at corner i mod 4 of the unit square, (0,0) (0,1) (1,0) (1,1); class 1 where the
  /// coordinates differ.
  case xor
  /// Two half circles, the first ⌊n/2⌋ examples on the upper, (cos t, sin t), the others on the
  /// lower, (1 − cos t, ½ − sin t), t evenly from 0 through π.
  case moons
  /// Class 0 on the unit circle, the first ⌊n/2⌋ examples, class 1 on one of half its radius, at
  /// even angles.
  case circles
  /// Example i normal around center i mod `classes`; the centers are drawn first, uniformly from
  /// [−5, 5]², row by row.
  case blobs
  /// Example i on arm i mod `classes`, step j = ⌊i / classes⌋: radius r = (j + 1) / steps, angle
  /// 2π (r + arm / classes).
  case spirals
  /// y = sin x, x drawn uniformly from [−π, π).
  case sine
  /// y = 1 + 2 x₁ − x₂ + ½ x₃ − ..., each weight −½ of the one before, x drawn uniformly from
  /// [−1, 1), row by row.
  case linear
  /// y = ⌊x⌋, x drawn uniformly from [0, `classes`): a staircase.
  case steps

  /// The name a user types.
  public var name: String { rawValue }

  /// What the set shows, in a few words.
  public var summary: String {
    switch self {
    case .xor: "two classes that no straight line separates"
    case .moons: "two interleaving half circles"
    case .circles: "a circle inside another"
    case .blobs: "round clusters, one a class"
    case .spirals: "intertwined arms, one a class"
    case .sine: "a smooth curve to fit"
    case .linear: "a plane to fit: nothing hidden is needed"
    case .steps: "a staircase, hard for smooth units"
    }
  }

  /// Numbers a generator takes; nil for its own default.
  public struct Options: Hashable, Sendable {
    /// The number of examples; default 200.
    public var count: Int?
    /// The noise's standard deviation; the default is `defaultNoise`.
    public var noise: Double?
    /// The classes of `blobs` (default 3) and `spirals` (2), the levels of `steps` (4).
    public var classes: Int?
    /// The features of `linear`; default 1.
    public var features: Int?
    public var seed: UInt32

    public init(
      count: Int? = nil, noise: Double? = nil, classes: Int? = nil, features: Int? = nil,
      seed: UInt32 = 0
    ) {
      self.count = count
      self.noise = noise
      self.classes = classes
      self.features = features
      self.seed = seed
    }
  }

  public var defaultNoise: Double {
    switch self {
    case .blobs: 1
    case .moons, .xor: 0.2
    case .circles, .sine, .linear, .steps: 0.1
    case .spirals: 0.02
    }
  }

  /// The default of `classes`, nil where the generator takes none.
  public var defaultClasses: Int? {
    switch self {
    case .blobs: 3
    case .spirals: 2
    case .steps: 4
    case .xor, .moons, .circles, .sine, .linear: nil
    }
  }
}

extension DataGenerator {
  /// Draws the set.
  ///
  /// - Throws: `EngineError` for a number out of range, or an option the generator does not take.
  public func dataset(_ options: Options = Options()) throws -> Dataset {
    let count = options.count ?? 200
    let noise = options.noise ?? defaultNoise
    let classes = options.classes ?? defaultClasses ?? 2
    let width = options.features ?? 1
    try check(options, count: count, noise: noise, classes: classes, width: width)
    var draw = MersenneTwister(seed: options.seed)
    switch self {
    case .sine:
      let x = uniform(count, from: -.pi, to: .pi, &draw)
      return try regression(x, x.mapInParts(dk_sin), noise, &draw)
    case .steps:
      let x = uniform(count, from: 0, to: Double(classes), &draw)
      return try regression(x, x.mapInParts { $0.rounded(.down) }, noise, &draw)
    case .linear:
      let x = uniform(count * width, from: -1, to: 1, &draw)
      let y = (0..<count).mapInParts(of: max(1, Parts.size / width)) { i in
        var weight = 2.0
        var sum = 1.0
        for j in 0..<width {
          sum += weight * x[i * width + j]
          weight *= -0.5
        }
        return sum
      }
      return try regression(x, y, noise, &draw)
    case .xor, .moons, .circles, .blobs, .spirals:
      let (points, labels) = plane(count, classes, &draw)
      let features = points.mapInParts { $0 + noise * draw.nextNormal() }
      let names = (0..<classes).map { "\($0)" }
      return try Dataset(
        name: name, task: classes == 2 ? .binary(names) : .classes(names),
        featureNames: ["x1", "x2"], targetNames: classes == 2 ? ["class"] : names,
        features: features,
        targets: classes == 2
          ? labels.mapInParts { Double($0) } : Dataset.oneHot(labels, classes: classes))
    }
  }

  private func check(
    _ options: Options, count: Int, noise: Double, classes: Int, width: Int
  ) throws {
    guard (4...1_000_000).contains(count) else {
      throw EngineError("n is the number of examples, 4 to 1000000, and \(count) is not")
    }
    guard noise >= 0, noise <= 1e6 else {
      throw EngineError("noise is a standard deviation, 0 or above, and \(noise) is not")
    }
    if options.classes != nil, defaultClasses == nil {
      throw EngineError("\(name) takes no classes; blobs, spirals and steps do")
    }
    guard (2...20).contains(classes) else {
      throw EngineError("classes is 2 to 20, and \(classes) is not")
    }
    if options.features != nil, self != .linear {
      throw EngineError("\(name) takes no features; linear does")
    }
    guard (1...1000).contains(width), width * count <= 1 << 27 else {
      throw EngineError("features is 1 to 1000, and \(width) for \(count) examples is not")
    }
  }

  private func uniform(
    _ count: Int, from low: Double, to high: Double, _ draw: inout MersenneTwister
  ) -> [Double] {
    (0..<count).mapInParts { _ in draw.nextUniform(from: low, to: high) }
  }

  private func regression(
    _ x: [Double], _ y: [Double], _ noise: Double, _ draw: inout MersenneTwister
  ) throws -> Dataset {
    let width = x.count / y.count
    return try Dataset(
      name: name, task: .regression,
      featureNames: width == 1 ? ["x"] : (1...width).map { "x\($0)" }, targetNames: ["y"],
      features: x, targets: y.mapInParts { $0 + noise * draw.nextNormal() })
  }

  /// The points of a classification set, without noise, and their classes.
  private func plane(
    _ count: Int, _ classes: Int, _ draw: inout MersenneTwister
  ) -> ([Double], [Int]) {
    var points: [Double] = []
    var labels: [Int] = []
    let half = count / 2
    let centers = self == .blobs ? uniform(2 * classes, from: -5, to: 5, &draw) : []
    for i in (0..<count).inParts(of: 1_024) {
      let isSecond = i >= half
      let position = isSecond ? i - half : i
      let size = isSecond ? count - half : half
      switch self {
      case .xor:
        points += [Double(i % 4 / 2), Double(i % 2)]
        labels.append((i % 4 / 2) ^ (i % 2))
      case .moons:
        let t = Double.pi * Double(position) / Double(max(size - 1, 1))
        let (c, s) = (dk_cos(t), dk_sin(t))
        points += isSecond ? [1 - c, 0.5 - s] : [c, s]
        labels.append(isSecond ? 1 : 0)
      case .circles:
        let t = 2 * Double.pi * Double(position) / Double(size)
        let radius = isSecond ? 0.5 : 1
        points += [radius * dk_cos(t), radius * dk_sin(t)]
        labels.append(isSecond ? 1 : 0)
      case .spirals:
        let arm = i % classes
        let steps = (count + classes - 1) / classes
        let r = Double(i / classes + 1) / Double(steps)
        let t = 2 * Double.pi * (r + Double(arm) / Double(classes))
        points += [r * dk_cos(t), r * dk_sin(t)]
        labels.append(arm)
      default:
        points += centers[(2 * (i % classes))...(2 * (i % classes) + 1)]
        labels.append(i % classes)
      }
    }
    return (points, labels)
  }
}
