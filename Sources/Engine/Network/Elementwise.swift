import CKernels
import LongWork

/// Activations and their derivatives over whole matrices, between the matrix products; in parts
/// between which ^C is heard.
enum Elementwise {
  typealias Numbers = UnsafeMutablePointer<Double>

  /// Numbers in a part.
  private static let part = 1 << 17

  /// a = f(z) for the activations that work on each number by itself; a and z are apart.
  static func apply(_ activation: Activation, _ count: Int, _ z: Numbers, _ a: Numbers) {
    let (function, setting) = (activation.elementwise ?? Linear.self, activation.setting)
    Parts.forEach(of: 0..<count, size: part) {
      function.apply($0.count, z + $0.lowerBound, a + $0.lowerBound, setting)
    }
  }

  /// d = d ∘ f'(z), with a = f(z) at hand.
  static func multiplyByDerivative(
    _ activation: Activation, _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers
  ) {
    let (function, setting) = (activation.elementwise ?? Linear.self, activation.setting)
    Parts.forEach(of: 0..<count, size: part) {
      let start = $0.lowerBound
      function.multiplyBySlope($0.count, z + start, a + start, d + start, setting)
    }
  }

  /// out = f''(z) zRate, with a = f(z) and its rate at hand.
  static func slopeRates(
    _ activation: Activation, _ count: Int, _ z: Numbers, _ a: Numbers, _ zRate: Numbers,
    _ aRate: Numbers, _ out: Numbers
  ) {
    let (function, setting) = (activation.elementwise ?? Linear.self, activation.setting)
    Parts.forEach(of: 0..<count, size: part) {
      let start = $0.lowerBound
      function.slopeRates(
        $0.count, z + start, a + start, zRate + start, aRate + start, out + start, setting)
    }
  }

  /// Each unit's largest piece and its number, units × examples.
  static func maxout(
    units: Int, _ pieces: Int, examples n: Int, _ z: Numbers, _ a: Numbers, _ winners: Numbers
  ) {
    Parts.forEach(of: 0..<units, size: max(1, part / (pieces * n))) {
      let start = $0.lowerBound * n
      dk_maxout($0.count, pieces, n, z + start * pieces, a + start, winners + start)
    }
  }

  /// Softmax down each column of z (units × examples): a, and log Σ e^z for each example.
  static func softmax(
    units: Int, examples n: Int, _ z: Numbers, _ a: Numbers, _ logSums: Numbers
  ) {
    // The largest of each column, kept in logSums for the time being.
    logSums.update(from: z, count: n)
    let rows = max(1, part / n)
    for unit in (1..<units).inParts(of: rows) {
      let row = z + unit * n
      for j in 0..<n { logSums[j] = row[j] > logSums[j] ? row[j] : logSums[j] }
    }
    for unit in (0..<units).inParts(of: rows) {
      let row = z + unit * n
      let out = a + unit * n
      for j in 0..<n { out[j] = row[j] - logSums[j] }
    }
    Parts.forEach(of: 0..<(units * n), size: part) {
      dk_exp_all($0.count, a + $0.lowerBound, a + $0.lowerBound)
    }
    for j in (0..<n).inParts(of: max(1, part / units)) {
      var sum = 0.0
      for unit in 0..<units { sum += a[unit * n + j] }
      for unit in 0..<units { a[unit * n + j] /= sum }
      logSums[j] += dk_log(sum)
    }
  }

  /// Σ log(1 + e^(−|z|)), the part of the logistic loss that has no straight line.
  ///
  /// log(1 + a) + log(1 + b) = log(1 + (a + b + a b)): nothing cancels, and one logarithm serves
  /// many terms, each at most 1, so that the product of 512 of them is far from overflow.
  static func logisticTail(_ count: Int, _ z: Numbers, scratch: Numbers) -> Double {
    for i in 0..<count { scratch[i] = -abs(z[i]) }
    dk_exp_all(count, scratch, scratch)
    var sum = 0.0
    for start in stride(from: 0, to: count, by: 512) {
      var product = 0.0
      for i in start..<min(start + 512, count) {
        product = product + scratch[i] + product * scratch[i]
      }
      sum += dk_log1p(product)
    }
    return sum
  }
}
