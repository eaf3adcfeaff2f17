import LongWork

/// A symmetric tridiagonal matrix, whose eigenvalues come by implicit QL steps.
///
/// Source: Bowdler, Martin, Reinsch and Wilkinson, "The QR and QL algorithms for symmetric matrices"
/// (1968).
package struct Tridiagonal {
  var diagonal: [Double] = []
  /// The entry beside each diagonal one and the next; one less than those.
  var beside: [Double] = []

  var count: Int { diagonal.count }

  /// The eigenvalues with the last component of each one's unit eigenvector, the largest eigenvalue
  /// first; NaN where the matrix is not finite.
  package var eigenvalues: [(value: Double, last: Double)] {
    let n = count
    let unit = (diagonal + beside).reduce(0) { Swift.max($0, $1.magnitude) }
    guard n > 0, unit > 0 else { return diagonal.map { ($0, 1) } }
    guard unit.isFinite else { return diagonal.map { _ in (.nan, .nan) } }
    // As parts of the largest entry, so that no square is too large or too small.
    var d = diagonal.map { $0 / unit }
    var e = beside.map { $0 / unit } + [0]
    var z = [Double](repeating: 0, count: n)
    z[n - 1] = 1
    for l in 0..<n {
      for _ in 0..<90 {
        var m = l
        while m < n - 1, e[m].magnitude > 0x1p-53 * (d[m].magnitude + d[m + 1].magnitude) { m += 1 }
        if m == l || Interruption.hasGivenUp { break }
        Self.step(l, m, &d, &e, &z)
      }
    }
    return zip(d, z).map { ($0 * unit, $1) }.sorted { $0.0 > $1.0 }
  }

  /// One QL step on the block from row `l` to row `m`.
  private static func step(
    _ l: Int, _ m: Int, _ d: inout [Double], _ e: inout [Double], _ z: inout [Double]
  ) {
    func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    var g = (d[l + 1] - d[l]) / (2 * e[l])
    let r = length(g, 1)
    g = d[m] - d[l] + e[l] / (g + (g < 0 ? -r : r))
    var (s, c, p) = (1.0, 1.0, 0.0)
    for i in (l..<m).reversed() {
      let (f, b) = (s * e[i], c * e[i])
      let r = length(f, g)
      e[i + 1] = r
      guard r > 0 else {
        d[i + 1] -= p
        e[m] = 0
        return
      }
      (s, c) = (f / r, g / r)
      g = d[i + 1] - p
      let t = (d[i] - g) * s + 2 * c * b
      p = s * t
      d[i + 1] = g + p
      g = c * t - b
      (z[i + 1], z[i]) = (s * z[i] + c * z[i + 1], c * z[i] - s * z[i + 1])
    }
    d[l] -= p
    e[l] = g
    e[m] = 0
  }

  init() {}

  /// The tridiagonal matrix that has the eigenvalues of a symmetric one, by Householder's reflections.
  ///
  /// - Parameter matrix: row-major; only its lower triangle counts.
  /// - Returns: nil where the work is given up.
  package init?(similarTo matrix: [Double], count n: Int) {
    var a = matrix
    diagonal = [Double](repeating: 0, count: n)
    beside = [Double](repeating: 0, count: max(n - 1, 0))
    var p = [Double](repeating: 0, count: n)
    for i in stride(from: n - 1, through: 1, by: -1) {
      if Interruption.givesUp() { return nil }
      // Row i left of the diagonal becomes (0, ..., 0, −α).
      let row = i * n
      var squares = 0.0
      let largest = (0..<i).reduce(0) { max($0, a[row + $1].magnitude) }
      guard largest > 0 else { continue }
      for k in 0..<i {
        a[row + k] /= largest
        squares += a[row + k] * a[row + k]
      }
      let last = a[row + i - 1]
      let alpha = last < 0 ? -squares.squareRoot() : squares.squareRoot()
      beside[i - 1] = -alpha * largest
      let h = squares + last * alpha
      a[row + i - 1] = last + alpha
      guard h > 0 else { continue }
      // A ← A − u qᵀ − q uᵀ with p = A u / h, q = p − (uᵀp / 2h) u.
      var k = 0.0
      for r in 0..<i {
        var sum = 0.0
        for c in 0...r { sum += a[r * n + c] * a[row + c] }
        for c in (r + 1)..<max(i, r + 1) { sum += a[c * n + r] * a[row + c] }
        p[r] = sum / h
        k += p[r] * a[row + r]
      }
      k /= 2 * h
      for r in 0..<i { p[r] -= k * a[row + r] }
      for r in 0..<i {
        let (u, q) = (a[row + r], p[r])
        for c in 0...r { a[r * n + c] -= u * p[c] + q * a[row + c] }
      }
    }
    for i in 0..<n { diagonal[i] = a[i * n + i] }
  }
}
