import CKernels

/// The loops between the matrix products: activations and their derivatives over whole matrices.
///
/// Pointers to `count` numbers; input and output may be the same.
enum Elementwise {
  typealias Numbers = UnsafeMutablePointer<Double>

  /// a = f(z) for the activations that work on each number by itself.
  static func apply(_ activation: Activation, _ count: Int, _ z: Numbers, _ a: Numbers) {
    switch activation {
    case .linear, .maxout, .softmax:
      a.update(from: z, count: count)
    case .relu:
      // NaN passes through: it must be seen.
      for i in 0..<count { a[i] = z[i] < 0 ? 0 : z[i] }
    case .leakyReLU(let slope):
      for i in 0..<count { a[i] = z[i] < 0 ? slope * z[i] : z[i] }
    case .elu(let alpha):
      for i in 0..<count { a[i] = z[i] < 0 ? alpha * dk_expm1(z[i]) : z[i] }
    case .sigmoid:
      for i in 0..<count { a[i] = sigmoid(z[i]) }
    case .tanh:
      for i in 0..<count { a[i] = dk_tanh(z[i]) }
    }
  }

  /// d = d ∘ f'(z), with a = f(z) at hand.
  static func multiplyByDerivative(
    _ activation: Activation, _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers
  ) {
    switch activation {
    case .linear, .maxout, .softmax: break
    case .relu:
      for i in 0..<count { d[i] = z[i] > 0 ? d[i] : 0 }
    case .leakyReLU(let slope):
      for i in 0..<count { d[i] = z[i] > 0 ? d[i] : slope * d[i] }
    case .elu(let alpha):
      for i in 0..<count { d[i] = z[i] < 0 ? d[i] * (a[i] + alpha) : d[i] }
    case .sigmoid:
      for i in 0..<count { d[i] *= a[i] * (1 - a[i]) }
    case .tanh:
      for i in 0..<count { d[i] *= 1 - a[i] * a[i] }
    }
  }

  /// The derivative f'(z) itself.
  static func derivative(_ activation: Activation, z: Double, a: Double) -> Double {
    switch activation {
    case .linear, .maxout, .softmax: 1
    case .relu: z > 0 ? 1 : 0
    case .leakyReLU(let slope): z > 0 ? 1 : slope
    case .elu(let alpha): z < 0 ? a + alpha : 1
    case .sigmoid: a * (1 - a)
    case .tanh: 1 - a * a
    }
  }

  /// 1 / (1 + e^(−z)) without overflow: e^z / (1 + e^z) where z is negative.
  static func sigmoid(_ z: Double) -> Double {
    let e = dk_exp(-abs(z))
    return (z < 0 ? e : 1) / (1 + e)
  }

  /// Each unit's largest piece, the first of equals; `winners` gets its number.
  ///
  /// z is (units · pieces) × examples, unit by unit; a and winners are units × examples.
  static func maxout(
    units: Int, pieces: Int, examples n: Int, _ z: Numbers, _ a: Numbers, _ winners: Numbers
  ) {
    for unit in 0..<units {
      let first = z + unit * pieces * n
      let best = a + unit * n
      let winner = winners + unit * n
      best.update(from: first, count: n)
      winner.update(repeating: 0, count: n)
      for piece in 1..<pieces {
        let other = first + piece * n
        let number = Double(piece)
        for j in 0..<n {
          // A NaN wins, and none replaces it: it must be seen.
          let wins = other[j] > best[j] || other[j].isNaN
          best[j] = wins ? other[j] : best[j]
          winner[j] = wins ? number : winner[j]
        }
      }
    }
  }

  /// δ of the pieces from the derivative by the unit's output: the winner gets it, the others 0.
  static func maxoutDelta(
    units: Int, pieces: Int, examples n: Int, _ d: Numbers, _ winners: Numbers, _ delta: Numbers
  ) {
    for unit in 0..<units {
      let incoming = d + unit * n
      let winner = winners + unit * n
      for piece in 0..<pieces {
        let out = delta + (unit * pieces + piece) * n
        let number = Double(piece)
        for j in 0..<n { out[j] = winner[j] == number ? incoming[j] : 0 }
      }
    }
  }

  /// Softmax down each column of z (units × examples): a, and log Σ e^z for each example.
  static func softmax(
    units: Int, examples n: Int, _ z: Numbers, _ a: Numbers, _ logSums: Numbers
  ) {
    // The largest of each column, kept in logSums for the time being.
    logSums.update(from: z, count: n)
    for unit in 1..<units {
      let row = z + unit * n
      for j in 0..<n { logSums[j] = row[j] > logSums[j] ? row[j] : logSums[j] }
    }
    for unit in 0..<units {
      let row = z + unit * n
      let out = a + unit * n
      for j in 0..<n { out[j] = row[j] - logSums[j] }
    }
    for i in 0..<(units * n) { a[i] = dk_exp(a[i]) }
    for j in 0..<n {
      var sum = 0.0
      for unit in 0..<units { sum += a[unit * n + j] }
      for unit in 0..<units { a[unit * n + j] /= sum }
      logSums[j] += dk_log(sum)
    }
  }

  /// a = z's mask entries: `scale` where the mask keeps and 0 where it drops.
  ///
  /// - Parameter stride: the whole batch's examples, of which these are `n` from `start` on; 0 for
  ///   one mask for the whole batch.
  static func expandMask(
    units: Int, examples n: Int, _ mask: UnsafePointer<UInt8>, from start: Int, stride: Int,
    scale: Double, into values: Numbers
  ) {
    for unit in 0..<units {
      let row = values + unit * n
      if stride == 0 {
        row.update(repeating: mask[unit] == 0 ? 0 : scale, count: n)
      } else {
        let entries = mask + unit * stride + start
        for j in 0..<n { row[j] = entries[j] == 0 ? 0 : scale }
      }
    }
  }
}
