import CKernels
import LongWork

/// The ends of a symmetric operator's spectrum from products with vectors alone.
///
/// The basis is made orthogonal to all of itself at each step, twice, so that no eigenvalue comes as a
/// ghost of another. A step costs one product.
///
/// Source: Lanczos (1950); Paige (1972) for the errors.
struct Lanczos {
  /// The largest eigenvalues, the largest first.
  let largest: [Double]
  let smallest: Double
  /// How far any of them may be off.
  let bound: Double
  let products: Int

  /// No more steps than these are made.
  static let mostSteps = 400

  /// - Parameters:
  ///   - top: how many of the largest ones are wanted.
  ///   - n: the operator's size.
  ///   - tolerance: how far they may be off, beside the largest magnitude.
  ///   - wantsSmallest: whether the smallest has to be as good.
  ///   - progress: told how many products have been made.
  /// - Returns: nil where it was interrupted, or a product is not finite.
  init?(
    top: Int, of n: Int, tolerance: Double = 1e-12, wantsSmallest: Bool = true,
    isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in },
    product: ([Double]) -> [Double]
  ) {
    guard n > 0 else { return nil }
    let limit = min(n, Self.mostSteps)
    var generator = MersenneTwister(seed: 0)
    var basis: [[Double]] = []
    var matrix = Tridiagonal()
    var next = Self.direction(n, beside: basis, &generator) ?? []
    var wasGood = false
    while true {
      if isInterrupted() { return nil }
      let v = next
      basis.append(v)
      var w = product(v)
      guard !Interruption.hasGivenUp else { return nil }
      matrix.diagonal.append(Self.dot(v, w))
      guard matrix.diagonal.last?.isFinite ?? false else { return nil }
      Self.clear(&w, of: basis)
      var beta = Self.dot(w, w).squareRoot()
      guard beta.isFinite, !Interruption.hasGivenUp else { return nil }
      let steps = basis.count
      progress(steps)
      let scale = matrix.diagonal.reduce(0) { max($0, $1.magnitude) }
      let isBroken = beta <= 0x1p-46 * max(scale, .leastNormalMagnitude)
      if isBroken { beta = 0 }
      let isDue = steps == limit || steps > 2 * top && steps % (steps < 40 ? 4 : 8) == 0
      if isDue || isBroken {
        let found = matrix.eigenvalues
        let size = found.reduce(0) { max($0, $1.value.magnitude) }
        let wanted = found.prefix(top) + (wantsSmallest ? found.suffix(1) : [])
        let error = steps == n ? 0 : wanted.reduce(0) { max($0, beta * $1.last.magnitude) }
        let isGood = error <= tolerance * size && steps >= min(n, 2 * top + 2) && !isBroken
        if steps == limit || isGood && wasGood {
          largest = found.prefix(top).map(\.value)
          smallest = found.last?.value ?? .nan
          bound = error
          products = steps
          return
        }
        wasGood = isGood
      }
      // Where the basis holds a whole invariant part, the rest is looked at apart.
      if isBroken {
        guard let other = Self.direction(n, beside: basis, &generator) else { return nil }
        next = other
      } else {
        next = w.map { $0 / beta }
      }
      matrix.beside.append(beta)
    }
  }

  /// A unit vector at random, at right angles to the basis.
  private static func direction(
    _ n: Int, beside basis: [[Double]], _ generator: inout MersenneTwister
  ) -> [Double]? {
    var vector = (0..<n).map { _ in generator.nextNormal() }
    clear(&vector, of: basis)
    let length = dot(vector, vector).squareRoot()
    return length > 0 ? vector.map { $0 / length } : nil
  }

  /// Takes the basis's share out of a vector.
  private static func clear(_ vector: inout [Double], of basis: [[Double]]) {
    for _ in 0..<2 {
      for other in basis {
        if Interruption.givesUp() { return }
        dk_axpy(vector.count, -dot(other, vector), other, &vector)
      }
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { dk_dot(a.count, a, b) }
}
