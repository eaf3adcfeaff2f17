import Engine
import Formula
import Numerics

/// The mean squared error of a fitted line over its slope and intercept: a surface made of data.
///
/// f(x, y) = mean over the examples of (x · uᵢ + y − vᵢ)², where x is the slope and y the intercept;
/// it is a quadratic whose coefficients are the data's moments. Raw data give a ravine that no single
/// rate suits, standardized data a bowl.
public struct LineFit: Sendable, Hashable {
  public let surface: Surface
  /// The least squares' slope and intercept, and the error there.
  public let minimum: CataloguedSurface.Point

  /// - Parameters:
  ///   - u: the feature; v: what is to be predicted; as many numbers each.
  ///   - standardize: whether both are brought to mean 0 and standard deviation 1 first.
  /// - Throws: `EngineError` where the data do not determine a line.
  public init(
    name: String, u: [Double], v: [Double], standardize: Bool, start: [Double]? = nil
  ) throws(EngineError) {
    guard u.count == v.count, u.count >= 2 else {
      throw EngineError("a line needs at least two examples, there are \(min(u.count, v.count))")
    }
    let u = standardize ? try Self.standardized(u) : u
    let v = standardize ? try Self.standardized(v) : v
    let n = Double(u.count)
    func mean(_ f: (Double, Double) -> Double) -> Double {
      zip(u, v).reduce(0) { $0 + f($1.0, $1.1) } / n
    }
    let (mu, mv) = (mean { a, _ in a }, mean { _, b in b })
    let (uu, uv, vv) = (mean { a, _ in a * a }, mean { a, b in a * b }, mean { _, b in b * b })
    let variance = uu - mu * mu
    guard variance > 0 else {
      throw EngineError("the feature has the same value everywhere; a line needs one that varies")
    }
    func term(_ factor: Double, _ expression: Expression) -> Expression {
      .binary(.multiply, .number(factor), expression)
    }
    let (x, y) = (Expression.variable("x"), Expression.variable("y"))
    let square = { (e: Expression) in Expression.binary(.power, e, .number(2)) }
    let terms = [
      term(uu, square(x)), term(2 * mu, .binary(.multiply, x, y)), square(y), term(-2 * uv, x),
      term(-2 * mv, y), .number(vv),
    ]
    let sum = terms.dropFirst().reduce(terms[0]) { .binary(.add, $0, $1) }
    surface = try Surface(name: name, formula: sum.simplified(), start: start ?? [0, 0])
    let slope = (uv - mu * mv) / variance
    let intercept = mv - slope * mu
    minimum = .init(x: slope, y: intercept, value: surface.value(slope, intercept))
  }

  private static func standardized(_ values: [Double]) throws(EngineError) -> [Double] {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    guard variance > 0 else {
      throw EngineError("a column with the same value everywhere cannot be standardized")
    }
    return values.map { ($0 - mean) / variance.squareRoot() }
  }
}
