import CKernels

/// How much a new observation is expected to lower the least value so far, when the function there is
/// normal about `mean` with `deviation`:
///
///     EI = σ h(z),   h(z) = φ(z) + z Φ(z),   z = (best − mean)/σ
///
/// Far from any hope EI underflows to 0, and its gradient with it; its logarithm does not, so that is
/// what the search climbs. (Jones, Schonlau and Welch 1998; Ament et al. 2023 on the logarithm.)
public enum ExpectedImprovement {
  public static func value(mean: Double, deviation: Double, best: Double) -> Double {
    dk_exp(logarithm(mean: mean, deviation: deviation, best: best))
  }

  /// log EI
  package static func logarithm(mean: Double, deviation: Double, best: Double) -> Double {
    let parts = Parts(z: (best - mean) / deviation)
    return parts.logScale + dk_log(parts.improvement) + dk_log(deviation)
  }

  /// The derivatives of log EI by mean and by deviation: −Φ/(σ h) and φ/(σ h).
  package static func slopes(mean: Double, deviation: Double, best: Double)
    -> (byMean: Double, byDeviation: Double)
  {
    let parts = Parts(z: (best - mean) / deviation)
    let scale = 1 / (deviation * parts.improvement)
    return (-parts.probability * scale, parts.density * scale)
  }

  /// φ, Φ and h at one z, all divided by the same scale, so that none underflows.
  private struct Parts {
    let logScale: Double
    let density: Double
    let probability: Double
    let improvement: Double

    init(z: Double) {
      let logDensity = -0.5 * z * z - 0.918938533204672741780
      guard z < 8 else {
        // 1 − Φ and φ are 0 beside z to rounding.
        logScale = 0
        density = dk_exp(logDensity)
        probability = 1
        improvement = z
        return
      }
      // The scale is φ itself.
      logScale = logDensity
      density = 1
      if z < -2.5 {
        // Mills' ratio, a continued fraction: Φ/φ = 1/(x + c), c = 1/(x + 2/(x + 3/(x + ...))), x = −z.
        // Then h/φ = 1 − x Φ/φ = c Φ/φ, without cancellation. 40 terms suffice from 2.5 on.
        let x = -z
        var c = 0.0
        for term in stride(from: 40.0, through: 1, by: -1) { c = term / (x + c) }
        probability = 1 / (x + c)
        improvement = c * probability
      } else {
        // Φ = ½ + φ (z + z³/3 + z⁵/15 + ...)
        var sum = z
        var term = z
        var odd = 3.0
        while term.magnitude > 1e-17 * sum.magnitude {
          term *= z * z / odd
          sum += term
          odd += 2
        }
        probability = 0.5 * dk_exp(-logDensity) + sum
        improvement = 1 + z * probability
      }
    }
  }
}
