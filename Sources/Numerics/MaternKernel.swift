import CKernels

/// The Matérn kernel with ν = 5/2 and a length scale for each dimension:
///
///     k(a, b) = σ² (1 + √5 r + 5/3 r²) e^(−√5 r),   r² = Σ_j (a_j − b_j)² / ℓ_j²
///
/// Its functions are twice differentiable: smooth enough for gradients to help, rough enough for a
/// training's outcome. A choice among names has no distances: there a_j − b_j counts as 1 where the
/// two differ. (Rasmussen and Williams, Gaussian Processes for Machine Learning, 4.2.)
package struct MaternKernel: Sendable, Hashable {
  /// σ²
  package var variance: Double
  /// ℓ, a dimension each.
  package var lengthScales: [Double]
  /// Whether a dimension is a choice among names.
  package var isChoice: [Bool]

  package init(variance: Double, lengthScales: [Double], isChoice: [Bool]) {
    self.variance = variance
    self.lengthScales = lengthScales
    self.isChoice = isChoice
  }

  package var dimensions: Int { lengthScales.count }

  /// 1/ℓ², the weight of a squared difference.
  package var weights: [Double] { lengthScales.map { 1 / ($0 * $0) } }

  /// a_j − b_j, as the kernel sees it.
  package func difference(_ a: Double, _ b: Double, along dimension: Int) -> Double {
    isChoice[dimension] ? (a == b ? 0 : 1) : a - b
  }

  private static let root5 = 2.23606797749978969641

  /// The correlation k/σ² and its derivative by r², for many squared distances at once:
  ///
  ///     ρ = (1 + √5 r + 5/3 r²) e^(−√5 r),   dρ/d(r²) = −5/6 (1 + √5 r) e^(−√5 r)
  ///
  /// - Parameters:
  ///   - squares: r².
  ///   - correlations: becomes ρ; it must not be the same memory as the others.
  ///   - slopes: becomes dρ/d(r²) where it is given.
  package static func correlations(
    count: Int, squares: UnsafePointer<Double>, correlations: UnsafeMutablePointer<Double>,
    slopes: UnsafeMutablePointer<Double>? = nil
  ) {
    for i in 0..<count { correlations[i] = -(root5 * squares[i].squareRoot()) }
    if let slopes {
      slopes.update(from: correlations, count: count)
      dk_exp_all(count, correlations, correlations)
      for i in 0..<count {
        let (scaled, decay) = (-slopes[i], correlations[i])
        slopes[i] = -5.0 / 6.0 * (1 + scaled) * decay
        correlations[i] = (1 + scaled + 5.0 / 3.0 * squares[i]) * decay
      }
    } else {
      // A block of exponentials at a time, so that nothing is allocated.
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 256) { decays in
        guard let decay = decays.baseAddress else { return }
        for start in stride(from: 0, to: count, by: 256) {
          let block = min(256, count - start)
          dk_exp_all(block, correlations + start, decay)
          for i in 0..<block {
            let scaled = -correlations[start + i]
            correlations[start + i] =
              (1 + scaled + 5.0 / 3.0 * squares[start + i]) * decay[i]
          }
        }
      }
    }
  }
}
