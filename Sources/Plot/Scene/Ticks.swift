import Conversion
import PlotGeometry

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Where an axis is marked, and what is written there.
///
/// Linear ticks are whole multiples of 1, 2 or 5 times a power of ten (of 3 or 4 where those would
/// leave a single tick), written with the same number of decimals. Very large or small ones share a factor whose exponent is a multiple of 3
/// (engineering notation); ones that differ only in late digits are counted from an offset.
/// Log ticks are decades, or 1-2-5 within a decade or two.
package struct Ticks: Equatable {
  package struct Tick: Equatable {
    package var value: Double
    package var label: String
    /// The exponent where the label is a power of ten, for renderers that can raise digits.
    package var power: Int?
  }

  package var ticks: [Tick]
  /// Unlabelled ones between (log axes).
  package var minor: [Double] = []
  /// Labels are to be multiplied by 10 to this power.
  package var exponent = 0
  /// Labels are to be added to this.
  package var offset: String?

  /// What the axis's label must add, in words: `×10³`, `above 1000000`.
  package var suffix: String {
    let factor = exponent == 0 ? nil : "×10" + superscript(exponent)
    return [factor, offset.map { "above " + $0 }].compactMap { $0 }.joined(separator: ", ")
  }

  /// At most `count` ticks (at least two where the range has them) between `low` and `high`.
  package static func linear(from low: Double, to high: Double, count: Int) -> Ticks {
    guard low.isDrawable, high.isDrawable, high > low else { return Ticks(ticks: []) }
    let count = max(count, 2)
    let ideal = (high - low) / Double(count)
    var power = decade(ideal, .down)
    var factor = 1
    // The quotient forgives rounding at the ends: 0.3 / 0.1 is a little less than 3.
    func multiples(_ factor: Int, _ power: Int) -> (first: Double, last: Double) {
      let unit = Double(factor) * powerOfTen(power)
      let slack = 1e-9
      return ((low / unit - slack).rounded(.up), (high / unit + slack).rounded(.down))
    }
    while true {
      var (first, last) = multiples(factor, power)
      if last - first + 1 <= Double(count) {
        if last == first {
          for other in [4, 3] {
            let less = factor == 1 ? power - 1 : power
            let (from, to) = multiples(other, less)
            guard other < factor || less < power, to > from, to - from + 1 <= Double(count) else {
              continue
            }
            (first, last, factor, power) = (from, to, other, less)
            break
          }
        }
        guard last >= first, first.magnitude < 1e15, last.magnitude < 1e15 else { break }
        return labelled(Int(clamping: first)...Int(clamping: last), factor: factor, power: power)
      }
      (factor, power) = factor == 1 ? (2, power) : factor == 2 ? (5, power) : (1, power + 1)
    }
    return Ticks(ticks: [])
  }

  private static func labelled(_ indices: ClosedRange<Int>, factor: Int, power: Int) -> Ticks {
    let integers = indices.map { $0 * factor }
    let largest = max(integers.first?.magnitude ?? 0, integers.last?.magnitude ?? 0)
    func value(_ k: Int) -> Double {
      power >= 0 ? Double(k) * powerOfTen(power) : Double(k) / powerOfTen(-power)
    }
    // More than six digits to tell neighbours apart: count from the first tick instead.
    if largest > 999_999, let first = integers.first, integers.count > 1 {
      let relative = labelled(0...(integers.count - 1), factor: factor, power: power)
      let ticks = zip(integers, relative.ticks).map { k, tick in
        Tick(value: value(k), label: tick.label)
      }
      return Ticks(
        ticks: ticks, exponent: relative.exponent,
        offset: decimalOffset(first, power: power))
    }
    let top = Double(largest) * powerOfTen(power)
    let needsFactor = top >= 99_999.5 || (top > 0 && top < 0.0099)
    let exponent =
      needsFactor
      ? Int(clamping: (log10(top) / 3 + 1e-12).rounded(.down), from: -110, to: 110) * 3 : 0
    let decimals = max(0, exponent - power)
    let ticks = integers.map { k in
      Tick(
        value: value(k),
        label: decimalText(k, exponent: power - exponent, decimals: decimals))
    }
    return Ticks(ticks: ticks, exponent: exponent)
  }

  private static func decimalOffset(_ k: Int, power: Int) -> String {
    power > 12 || power < -18
      ? numberText(Double(k) * powerOfTen(power), digits: 15)
      : decimalText(k, exponent: power, decimals: max(0, -power))
  }

  /// Ticks on a log axis between two positive numbers.
  package static func logarithmic(from low: Double, to high: Double, count: Int) -> Ticks {
    guard low > 0, high.isDrawable, high > low else { return Ticks(ticks: []) }
    let count = max(count, 2)
    let first = Int(clamping: (log10(low) - 1e-9).rounded(.up), from: -330, to: 310)
    let last = Int(clamping: (log10(high) + 1e-9).rounded(.down), from: -330, to: 310)
    guard last > first else { return withinDecade(from: low, to: high, count: count) }
    let strides = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300]
    let stride =
      strides.first { last.floorQuotient($0) - (first - 1).floorQuotient($0) <= count } ?? 600
    let exponents = (first...last).filter { $0 - $0.floorQuotient(stride) * stride == 0 }
    let plain = exponents.allSatisfy { (-2...3).contains($0) }
    let ticks = exponents.map { exponent in
      Tick(
        value: powerOfTen(exponent),
        label: plain
          ? decimalText(1, exponent: exponent, decimals: max(0, -exponent))
          : "10" + superscript(exponent),
        power: plain ? nil : exponent)
    }
    var minor: [Double] = []
    if stride == 1 {
      for exponent in (first - 1)...last {
        let ninths = (2...9).map { Double($0) * powerOfTen(exponent) }
        minor += ninths.filter { $0 >= low && $0 <= high }
      }
    }
    return Ticks(ticks: ticks, minor: minor)
  }

  /// Less than two decades begin in the range: 1-2-5, or a linear axis's ticks.
  private static func withinDecade(from low: Double, to high: Double, count: Int) -> Ticks {
    let exponents = decade(low, .down)...decade(high, .up)
    for factors in [[1, 2, 5], [1, 3], [1]] {
      let pairs = exponents.flatMap { e in factors.map { (Double($0) * powerOfTen(e)) } }
      let inside = pairs.filter { $0 >= low * (1 - 1e-9) && $0 <= high * (1 + 1e-9) }
      if inside.count >= 2, inside.count <= count {
        return Ticks(ticks: inside.map { Tick(value: $0, label: numberText($0)) })
      }
    }
    return linear(from: low, to: high, count: count)
  }
}

extension Int {
  /// Division that rounds towards minus infinity.
  fileprivate func floorQuotient(_ divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}
