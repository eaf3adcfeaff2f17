import CKernels
import LongWork

/// What happens to whole matrices between the products: biases, activations and their derivatives,
/// masks, sums; in parts between which ^C is heard.
enum Elementwise {
  typealias Numbers = UnsafeMutablePointer<Double>

  /// Numbers in a part.
  private static let part = 1 << 17

  /// Whether the work was given up, asked after so many numbers: of fewer than a part the rest takes
  /// less time than is noticed.
  static func isGivenUp(after count: Int) -> Bool { count > part && Interruption.hasGivenUp }

  /// Calls `body` with the rows of a matrix, rows × n, some at a time.
  static func forRows(_ rows: Int, of n: Int, _ body: (Range<Int>) -> Void) {
    Parts.forEach(of: 0..<rows, size: max(1, part / max(n, 1)), body)
  }

  /// Every row of c (rows × n) becomes its value.
  static func fillRows(_ rows: Int, _ n: Int, _ values: UnsafePointer<Double>, _ c: Numbers) {
    forRows(rows, of: n) {
      dk_fill_rows($0.count, n, values + $0.lowerBound, c + $0.lowerBound * n)
    }
  }

  /// The sum of each row of c (rows × n), added to `sums` or written there.
  static func sumRows(_ rows: Int, _ n: Int, _ c: Numbers, _ sums: Numbers, adding: Bool) {
    forRows(rows, of: n) {
      dk_sum_rows(
        $0.count, n, c + $0.lowerBound * n, sums + $0.lowerBound, adding ? 1 : 0)
    }
  }

  /// out = a ∘ b.
  static func multiply(_ count: Int, _ a: Numbers, _ b: Numbers, _ out: Numbers) {
    Parts.forEach(of: 0..<count, size: part) {
      dk_multiply($0.count, a + $0.lowerBound, b + $0.lowerBound, out + $0.lowerBound)
    }
  }

  /// a = a · factor.
  static func scale(_ count: Int, _ factor: Double, _ a: Numbers) {
    guard factor != 1 else { return }
    Parts.forEach(of: 0..<count, size: part) { dk_scale($0.count, factor, a + $0.lowerBound) }
  }

  static func copy(_ count: Int, _ from: Numbers, to: Numbers) {
    Parts.forEach(of: 0..<count, size: part) {
      (to + $0.lowerBound).update(from: from + $0.lowerBound, count: $0.count)
    }
  }

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
    forRows(units, of: pieces * n) {
      let start = $0.lowerBound * n
      dk_maxout($0.count, pieces, n, z + start * pieces, a + start, winners + start)
    }
  }

  /// δ of every piece: that of its unit where it won, else 0.
  static func maxoutDelta(
    units: Int, _ pieces: Int, examples n: Int, _ dh: Numbers, _ winners: Numbers, _ delta: Numbers
  ) {
    forRows(units, of: pieces * n) {
      let start = $0.lowerBound * n
      dk_maxout_delta($0.count, pieces, n, dh + start, winners + start, delta + start * pieces)
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
