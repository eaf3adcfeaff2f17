import Engine
import Formula

/// A point at which a surface has a kink: on two sides of it the slope is another one.
///
/// The gradient there is a convention (0 for |x| at 0), and second derivatives are those of one side.
public struct Corner: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// f falls on no side that was tried.
    case minimum
    /// f rises on no side.
    case maximum
    /// f falls on some side and rises on another.
    case none
  }

  /// The direction across, of length 1, and the slopes along it before the point and after it.
  public let direction: [Double]
  public let before: Double
  public let after: Double
  public let kind: Kind
}

extension Surface {
  private static let directions: [[Double]] = {
    let half = (1.0 / 2).squareRoot()
    return [[1, 0], [0, 1], [half, half], [half, -half]]
  }()

  /// The kink at (x, y); nil where f is smooth there, to rounding.
  ///
  /// The two slopes along a line differ by f″ times the step where f is smooth, and by the same
  /// whatever the step where it has a corner.
  public func corner(at x: Double, _ y: Double) -> Corner? {
    let point = [x, y]
    guard let here = pieces(at: point) else { return nil }
    let size = zip(point, start).reduce(0) { max($0, $1.0.magnitude, ($1.0 - $1.1).magnitude) }
    let step = 0x1p-20 * (size > 0 && size.isFinite ? size : 1)
    let value = self.value(x, y)
    let rounding = 0x1p-46 * value.magnitude / step
    func place(_ direction: [Double], _ way: Double) -> [Double] {
      zip(point, direction).map { $0 + way * $1 }
    }
    /// The slope on the way to a place, away from the point.
    func slope(_ direction: [Double], _ way: Double) -> Double {
      let there = place(direction, way)
      return (self.value(there[0], there[1]) - value) / way.magnitude
    }
    var widest: (direction: [Double], before: Double, after: Double)?
    var values: [Double] = []
    for direction in Self.directions {
      let ways = [slope(direction, -step), slope(direction, step)]
      let near = [slope(direction, -step / 4), slope(direction, step / 4)]
      guard (ways + near).allSatisfy(\.isFinite) else { return nil }
      for way in [-step, step] {
        let there = place(direction, way)
        values.append(self.value(there[0], there[1]))
      }
      let isInPieces = [-step, step].contains { pieces(at: place(direction, $0)) != here }
      let (jump, nearJump) = (ways[0] + ways[1], near[0] + near[1])
      guard isInPieces, nearJump.magnitude > 0.6 * jump.magnitude,
        nearJump.magnitude > 8 * rounding
      else { continue }
      if nearJump.magnitude > (widest.map { ($0.after - $0.before).magnitude } ?? 0) * 1.001 {
        widest = (direction, -near[0], near[1])
      }
    }
    guard let widest else { return nil }
    let tie = 0x1p-50 * value.magnitude
    let kind: Corner.Kind =
      values.allSatisfy { $0 >= value - tie }
      ? .minimum : values.allSatisfy { $0 <= value + tie } ? .maximum : .none
    return Corner(
      direction: widest.direction, before: widest.before, after: widest.after, kind: kind)
  }
}
