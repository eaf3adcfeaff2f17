/// A loss over time, to be read at fractions of the time.
public struct Curve: Hashable, Sendable {
  /// In updates, rising.
  public private(set) var times: [Double] = []
  public private(set) var values: [Double] = []

  public init() {}

  init(_ points: [(time: Double, value: Double)]) {
    times = points.map(\.time)
    values = points.map(\.value)
  }

  var isEmpty: Bool { times.isEmpty }

  /// Where a moment lies between the first and the last, 0 to 1.
  func fraction(of time: Double) -> Double {
    guard let begin = times.first, let end = times.last, end > begin else { return 1 }
    return (time - begin) / (end - begin)
  }

  /// The curve at a fraction of the time, between two moments in a straight line.
  func value(at fraction: Double) -> Double {
    guard let begin = times.first, let end = times.last, let last = values.last else { return .nan }
    let time = begin + fraction * (end - begin)
    guard let after = times.firstIndex(where: { $0 >= time }) else { return last }
    guard after > 0, times[after] > times[after - 1] else { return values[after] }
    let share = (time - times[after - 1]) / (times[after] - times[after - 1])
    return values[after - 1] + share * (values[after] - values[after - 1])
  }

  /// The mean over the moments from one fraction of the time to another; the curve in their middle
  /// where there is no such moment.
  func mean(from low: Double, to high: Double = 1) -> Double {
    let part = zip(times, values).filter { (low...high).contains(fraction(of: $0.0)) }.map(\.1)
    guard !part.isEmpty else { return value(at: (low + high) / 2) }
    return part.reduce(0, +) / Double(part.count)
  }

  /// How much the second half jumps about: the standard deviation of independent errors about a smooth
  /// curve, from its second differences, which have six times their variance and of a smooth curve
  /// hardly any.
  var noise: Double {
    let half = Array(values[(values.count / 2)...])
    guard half.count >= 3 else { return 0 }
    let sum = (1..<(half.count - 1)).reduce(0.0) { sum, i in
      let bend = half[i - 1] - 2 * half[i] + half[i + 1]
      return sum + bend * bend
    }
    return (sum / (6 * Double(half.count - 2))).squareRoot()
  }
}
