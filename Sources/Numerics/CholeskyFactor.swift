import CKernels

/// K = L Lᵀ of a symmetric positive definite matrix, with L⁻¹ beside it.
///
/// L⁻¹ is kept because everything that a Gaussian process asks for is a product with it. Sums have a
/// fixed order, so the bits are the same on every machine.
package struct CholeskyFactor: Sendable {
  let count: Int
  /// L⁻¹, row-major and lower triangular; zeros above the diagonal.
  package private(set) var inverse: [Double]
  /// log |K| = 2 Σ log L_ii
  package let logDeterminant: Double

  /// Factors the matrix whose lower triangle `fill` writes, given the row-major memory.
  ///
  /// - Returns: nil where the matrix is not positive definite to rounding.
  package init?(count n: Int, fill: (UnsafeMutablePointer<Double>) -> Void) {
    count = n
    var inverse = [Double](repeating: 0, count: n * n)
    var logDeterminant = 0.0
    let isFactored = withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, n * n)) {
      lower -> Bool in
      guard let l = lower.baseAddress else { return false }
      fill(l)
      guard Self.factor(n, l) else { return false }
      for i in 0..<n { logDeterminant += 2 * dk_log(l[i * n + i]) }
      inverse.withUnsafeMutableBufferPointer { inverse in
        guard let x = inverse.baseAddress else { return }
        Self.invert(n, l, into: x)
      }
      return true
    }
    guard isFactored else { return nil }
    self.inverse = inverse
    self.logDeterminant = logDeterminant
  }

  /// L in place of the lower triangle; false where a pivot is not above 0.
  private static func factor(_ n: Int, _ l: UnsafeMutablePointer<Double>) -> Bool {
    for i in 0..<n {
      let row = l + i * n
      for j in 0..<i {
        row[j] = (row[j] - dk_dot(j, row, l + j * n)) / l[j * n + j]
      }
      let pivot = row[i] - dk_sum_squares(i, row)
      guard pivot > 0, pivot.isFinite else { return false }
      row[i] = pivot.squareRoot()
    }
    return true
  }

  /// Row i of L⁻¹ is (e_i − Σ_{k<i} L_ik · row k) / L_ii.
  private static func invert(
    _ n: Int, _ l: UnsafePointer<Double>, into x: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<n {
      let row = x + i * n
      for k in 0..<i { dk_axpy(k + 1, -l[i * n + k], x + k * n, row) }
      let scale = 1 / l[i * n + i]
      dk_scale(i, scale, row)
      row[i] = scale
    }
  }

  /// L⁻¹ v
  package func whiten(_ v: [Double]) -> [Double] {
    inverse.withUnsafeBufferPointer { x in
      v.withUnsafeBufferPointer { v in
        guard let x = x.baseAddress, let v = v.baseAddress else { return [] }
        return (0..<count).map { dk_dot($0 + 1, x + $0 * count, v) }
      }
    }
  }

  /// L⁻ᵀ v
  package func unwhiten(_ v: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    inverse.withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { result in
        guard let x = x.baseAddress, let result = result.baseAddress else { return }
        for i in 0..<count { dk_axpy(i + 1, v[i], x + i * count, result) }
      }
    }
    return result
  }

  /// K⁻¹ v
  package func solve(_ v: [Double]) -> [Double] { unwhiten(whiten(v)) }

  /// K⁻¹, row-major.
  package func inverseMatrix() -> [Double] {
    var result = [Double](repeating: 0, count: count * count)
    dk_matmul_tn(count, count, count, inverse, inverse, &result, 0)
    return result
  }
}
