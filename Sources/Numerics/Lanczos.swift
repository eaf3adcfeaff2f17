import CKernels
import LongWork

/// The ends of a symmetric operator's spectrum from products with vectors alone.
///
/// The basis is made orthogonal to all of itself at each step, twice, so that no eigenvalue comes as a
/// ghost of another. A step costs one product.
///
/// Source: Lanczos (1950); Paige (1972) for the errors.
package struct Lanczos {
  /// The largest eigenvalues, the largest first.
  package let largest: [Double]
  package let smallest: Double
  /// How far any of them may be off.
  package let bound: Double
  package let products: Int

  /// No more steps than these are made.
  package static let mostSteps = 400

  /// - Parameters:
  ///   - top: how many of the largest ones are wanted.
  ///   - n: the operator's size.
  ///   - tolerance: how far they may be off, beside the largest magnitude.
  ///   - wantsSmallest: whether the smallest has to be as good.
  ///   - progress: told how many products have been made.
  /// - Returns: nil where it was interrupted, or a product is not finite.
  package init?(
    top: Int, of n: Int, tolerance: Double = 1e-12, wantsSmallest: Bool = true,
    isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in },
    product: ([Double]) -> [Double]
  ) {
    guard n > 0 else { return nil }
    let limit = min(n, Self.mostSteps)
    var generator = MersenneTwister(seed: 0)
    var basis = Basis(length: n)
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
        next = w.mapInParts { $0 / beta }
      }
      matrix.beside.append(beta)
    }
  }

  /// A unit vector at random, at right angles to the basis.
  private static func direction(
    _ n: Int, beside basis: Basis, _ generator: inout MersenneTwister
  ) -> [Double]? {
    var vector = (0..<n).mapInParts { _ in generator.nextNormal() }
    clear(&vector, of: basis)
    let length = dot(vector, vector).squareRoot()
    return length > 0 ? vector.mapInParts { $0 / length } : nil
  }

  /// Takes the basis's share out of a vector.
  private static func clear(_ vector: inout [Double], of basis: Basis) {
    for _ in 0..<2 {
      for k in 0..<basis.count {
        if Interruption.givesUp() { return }
        let other = basis[k]
        dk_axpy(vector.count, -dk_dot(vector.count, other, vector), other, &vector)
      }
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { dk_dot(a.count, a, b) }
}

/// Vectors of one length side by side, so that they come and go in large pages of memory: hundreds of
/// separate ones take a tenth of a second to be given back.
private struct Basis {
  private let length: Int
  private var blocks: [ParameterVector] = []
  private(set) var count = 0

  private static let vectorsInBlock = 16

  init(length: Int) { self.length = length }

  /// The vector's numbers; valid as long as the basis is.
  subscript(k: Int) -> UnsafePointer<Double> {
    UnsafePointer(blocks[k / Self.vectorsInBlock].pointer + k % Self.vectorsInBlock * length)
  }

  mutating func append(_ vector: [Double]) {
    if count % Self.vectorsInBlock == 0 {
      blocks.append(ParameterVector(count: Self.vectorsInBlock.times(length)))
    }
    let place = blocks[count / Self.vectorsInBlock].pointer + count % Self.vectorsInBlock * length
    vector.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      Parts.forEach(of: 0..<length) { part in
        (place + part.lowerBound).update(from: base + part.lowerBound, count: part.count)
      }
    }
    count += 1
  }
}
