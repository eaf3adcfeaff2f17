import Engine
import LongWork
import Numerics

/// The spectrum of the Hessian of a network's training loss, from exact products with vectors.
public struct NetworkCurvature: Sendable {
  /// The largest first: all of them where the network has no more than `mostComplete` parameters, else
  /// as many as were asked for.
  public let eigenvalues: [Double]
  public let smallest: Double
  /// Their sum.
  public let trace: Double
  /// The standard error of the trace where it is estimated; nil where it is exact.
  public let traceError: Double?
  /// Whether the eigenvalues are all.
  public let isComplete: Bool
  /// How far an eigenvalue may be off; 0 but for rounding where they are complete.
  public let bound: Double
  /// The products that it took.
  public let products: Int

  /// Up to so many parameters the whole spectrum is worked out.
  public static let mostComplete = 500
  /// Random vectors that a trace is estimated by.
  static let probes = 64
  /// Up to so many parameters times examples times parameters the trace is exact.
  private static let mostWork = 2_000_000_000

  /// κmax, which gradient descent's rate must stay below 2 over.
  public var sharpness: Double { eigenvalues.first ?? .nan }

  /// The largest stable rate of gradient descent on the quadratic that fits the loss here, 2/κmax; nil
  /// where nothing is curved upwards.
  public var stableRate: Double? {
    sharpness > 0 ? StableRates(sharpness: sharpness, lambda: 0).gd : nil
  }

  /// About the bytes that the spectrum of a network takes.
  public static func bytes(for network: Network) -> Int {
    let n = network.layout.count
    let vectors = n <= mostComplete ? 2 * n : Lanczos.mostSteps / 4
    return HessianProduct.bytes(for: network).plus((8 * vectors).times(n))
  }

  /// About the products that the spectrum of a network takes.
  public static func work(for network: Network) -> Double {
    let n = network.layout.count
    return n <= mostComplete || hasExactTrace(network) ? Double(n) : Double(probes + 60)
  }

  private static func hasExactTrace(_ network: Network) -> Bool {
    network.passLength(over: network.exampleCount).times(network.layout.count) <= mostWork
  }

  /// - Parameters:
  ///   - top: how many eigenvalues are wanted of a network of more parameters than `mostComplete`.
  ///   - progress: told how many products have been made.
  /// - Returns: nil where it was interrupted.
  /// - Throws: `EngineError` where the second derivatives are not finite.
  public init?(
    of network: Network, at theta: [Double], top: Int, isInterrupted: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws(EngineError) {
    let n = network.layout.count
    let hessian = HessianProduct(of: network, at: theta)
    func checkFinite(_ isFinite: Bool) throws(EngineError) {
      guard isFinite else { throw EngineError("the second derivatives are not finite here") }
    }
    isComplete = n <= Self.mostComplete
    if isComplete {
      var matrix = [Double](repeating: 0, count: n * n)
      for i in 0..<n {
        if isInterrupted() { return nil }
        progress(i)
        let row = hessian.times(.unit(i, of: n))
        if Interruption.hasGivenUp { return nil }
        try checkFinite(row.allSatisfy { $0.isFinite })
        matrix.replaceSubrange((i * n)..<((i + 1) * n), with: row)
      }
      trace = (0..<n).reduce(0) { $0 + matrix[$1 * n + $1] }
      // Both triangles are known: their mean is nearer to the truth.
      for i in 0..<n {
        for j in 0..<i { matrix[i * n + j] = (matrix[i * n + j] + matrix[j * n + i]) / 2 }
      }
      guard let tridiagonal = Tridiagonal(similarTo: matrix, count: n) else { return nil }
      eigenvalues = tridiagonal.eigenvalues.map(\.value)
      if Interruption.hasGivenUp { return nil }
      smallest = eigenvalues.last ?? .nan
      (bound, products, traceError) = (0, n, nil)
      return
    }
    try checkFinite(
      hessian.times(.unit(0, of: n)).inParts().allSatisfy { $0.isFinite }
        || Interruption.hasGivenUp)
    guard
      let ends = Lanczos(
        top: top, of: n, isInterrupted: isInterrupted, progress: progress, product: hessian.times)
    else {
      if isInterrupted() || Interruption.hasGivenUp { return nil }
      throw EngineError("the second derivatives are not finite here")
    }
    (eigenvalues, smallest, bound) = (ends.largest, ends.smallest, ends.bound)
    var sum = 0.0
    var squares = 0.0
    let isExact = Self.hasExactTrace(network)
    let count = isExact ? n : Self.probes
    var generator = MersenneTwister(seed: 1)
    for k in 0..<count {
      if isInterrupted() { return nil }
      progress(ends.products + k)
      let probe: [Double] =
        isExact
        ? .unit(k, of: n) : (0..<n).mapInParts { _ in generator.nextUniform() < 0.5 ? -1 : 1 }
      let product = hessian.times(probe)
      if Interruption.hasGivenUp { return nil }
      let share =
        isExact ? product[k] : zip(probe, product).inParts().reduce(0) { $0 + $1.0 * $1.1 }
      sum += share
      squares += share * share
    }
    products = ends.products + count
    let mean = sum / Double(count)
    trace = isExact ? sum : mean
    traceError =
      isExact
      ? nil
      : (max(squares / Double(count) - mean * mean, 0) / Double(count - 1)).squareRoot()
  }

  /// κmax alone.
  ///
  /// - Returns: nil where it was interrupted or is not finite.
  public static func sharpness(
    of network: Network, at theta: [Double], isInterrupted: () -> Bool = { false }
  ) -> Double? {
    Lanczos(
      top: 1, of: network.layout.count, tolerance: 1e-10, wantsSmallest: false,
      isInterrupted: isInterrupted, product: HessianProduct(of: network, at: theta).times
    )?.largest.first
  }
}

extension [Double] {
  /// The unit vector along axis `i` of `n`.
  fileprivate static func unit(_ i: Int, of n: Int) -> [Double] {
    var vector = [Double](inParts: n, repeating: 0)
    vector[i] = 1
    return vector
  }
}
