import LongWork

/// L-BFGS inside a box: a quasi-Newton method that remembers its last few moves.
///
/// A coordinate that stands at a bound and is pushed outwards is left out of the move; the line search
/// halves along the projection until the value falls enough (Armijo). (Nocedal and Wright, Numerical
/// Optimization, 7.2 and 16.7.)
package struct BoundedMinimizer {
  let lower: [Double]
  let upper: [Double]
  /// How often the function may be asked.
  var evaluations = 50
  /// It stops where the projected gradient's largest component is below this.
  var tolerance = 1e-5
  /// It stops where a move lowers the value by less than this.
  package var leastGain = 1e-9
  /// The moves remembered.
  private let memory = 8

  /// The function's value at a point, with its gradient; nil where it has none.
  package typealias Function = ([Double]) -> (value: Double, gradient: [Double])?

  package struct Minimum: Equatable {
    package var point: [Double]
    package var value: Double
  }

  package init(lower: [Double], upper: [Double], evaluations: Int = 50) {
    self.lower = lower
    self.upper = upper
    self.evaluations = evaluations
  }

  /// The lowest point found from `start`, as far as it came where it was given up; nil where the
  /// function has no value there.
  package func minimize(from start: [Double], _ function: Function) -> Minimum? {
    var point = projected(start)
    guard var (value, gradient) = function(point) else { return nil }
    var asked = 1
    var moves: [(step: [Double], change: [Double])] = []
    while asked < evaluations, !isGivenUp {
      let free = point.indices.map { i in
        !(point[i] <= lower[i] && gradient[i] > 0 || point[i] >= upper[i] && gradient[i] < 0)
      }
      let slope = point.indices.map { free[$0] ? gradient[$0] : 0 }
      guard slope.contains(where: { $0.magnitude > tolerance }) else { break }
      var direction = descent(slope, free, moves)
      if dot(direction, slope) >= 0 {
        moves = []
        direction = slope.map { -$0 }
      }
      // The first move goes no farther than a tenth of the box.
      var length = 1.0
      if moves.isEmpty {
        let shares = direction.indices.map { direction[$0].magnitude / (upper[$0] - lower[$0]) }
        let reach = shares.max() ?? 1
        length = min(1, 0.1 / max(reach, 1e-300))
      }
      var next: (point: [Double], value: Double, gradient: [Double])?
      while asked < evaluations, !isGivenUp {
        let trial = projected(zip(point, direction).map { $0 + length * $1 })
        asked += 1
        let decrease = dot(slope, zip(trial, point).map { $0 - $1 })
        if let found = function(trial), found.value <= value + 1e-4 * decrease {
          next = (trial, found.value, found.gradient)
          break
        }
        length *= 0.4
        if length < 1e-10 { break }
      }
      guard let next else { break }
      let step = zip(next.point, point).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      if dot(step, change) > 1e-12 * dot(change, change) {
        moves.append((step, change))
        if moves.count > memory { moves.removeFirst() }
      }
      let gain = value - next.value
      (point, value, gradient) = next
      if gain < leastGain { break }
    }
    return Minimum(point: point, value: value)
  }

  private var isGivenUp: Bool { Interruption.givesUp() }

  private func projected(_ point: [Double]) -> [Double] {
    point.indices.map { min(max(point[$0], lower[$0]), upper[$0]) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  /// −H slope, H the inverse Hessian that the remembered moves imply: the two-loop recursion.
  private func descent(
    _ slope: [Double], _ free: [Bool], _ moves: [(step: [Double], change: [Double])]
  ) -> [Double] {
    var q = slope
    var shares: [Double] = []
    for (step, change) in moves.reversed() {
      let share = dot(step, q) / dot(step, change)
      shares.append(share)
      for i in q.indices { q[i] -= share * change[i] }
    }
    if let (step, change) = moves.last {
      let scale = dot(step, change) / dot(change, change)
      for i in q.indices { q[i] *= scale }
    }
    for ((step, change), share) in zip(moves, shares.reversed()) {
      let correction = share - dot(change, q) / dot(step, change)
      for i in q.indices { q[i] += correction * step[i] }
    }
    return q.indices.map { free[$0] ? -q[$0] : 0 }
  }
}
