import Arithmetic
import Formula
import Numerics

/// A 2-D error surface z = f(x, y), differentiated exactly.
public struct Surface: Objective, Hashable {
  /// What the prompt shows.
  public let name: String
  /// f, in the variables `x` and `y`.
  public let formula: Expression
  /// ∂f/∂x and ∂f/∂y.
  public let gradientFormulas: [Expression]
  /// ∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y².
  public let hessianFormulas: [Expression]
  /// θ^0.
  public let start: [Double]
  private let program: Program
  private let hessianProgram: Program
  /// f alone: a kink of a derivative is none of f.
  private let kinks: Program

  /// A surface from a formula.
  ///
  /// - Throws: `EngineError` where the formula has other variables than x and y or has no
  ///   derivative, with the reason.
  public init(name: String, formula: Expression, start: [Double]) throws(EngineError) {
    let extra = formula.variables.filter { $0 != "x" && $0 != "y" }
    guard extra.isEmpty else {
      let names = extra.map { "'\($0)'" }.joined(separator: ", ")
      throw EngineError("a surface is a formula in x and y; it has \(names)")
    }
    self.name = name
    self.formula = formula
    self.start = start
    do {
      let dx = try formula.derivative(withRespectTo: "x")
      let dy = try formula.derivative(withRespectTo: "y")
      let second = [
        try dx.derivative(withRespectTo: "x"), try dx.derivative(withRespectTo: "y"),
        try dy.derivative(withRespectTo: "y"),
      ]
      gradientFormulas = [dx, dy]
      hessianFormulas = second
      program = try Program(outputs: [formula, dx, dy], variables: ["x", "y"])
      kinks = try Program(outputs: [formula], variables: ["x", "y"])
      hessianProgram = try Program(outputs: second, variables: ["x", "y"])
    } catch {
      throw EngineError("\(error)")
    }
  }

  public static func == (a: Surface, b: Surface) -> Bool {
    a.name == b.name && a.formula == b.formula && a.start == b.start
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(formula)
    hasher.combine(start)
  }

  public var layout: ParameterLayout { Self.plane }
  private static let plane: ParameterLayout = {
    var layout = ParameterLayout()
    layout.append("x", shape: [])
    layout.append("y", shape: [])
    return layout
  }()

  public var exampleCount: Int { 0 }
  public var dropoutLayers: [DropoutLayer] { [] }
  public func initialParameters(seed: UInt32) -> [Double] { start }
  public func makeEvaluator() -> any Evaluator { SurfaceEvaluator(program) }

  /// f(x, y).
  public func value(_ x: Double, _ y: Double) -> Double { program.outputs(at: [x, y])[0] }
  /// ∇f(x, y); NaN where f is not defined, though a formula such as 1/x for log(x) has a value there.
  public func gradient(_ x: Double, _ y: Double) -> [Double] {
    let results = program.outputs(at: [x, y])
    return results[0].isNaN ? [.nan, .nan] : Array(results[1...])
  }
  /// ∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y² at (x, y); NaN where f is not defined.
  public func hessian(_ x: Double, _ y: Double) -> [Double] {
    value(x, y).isNaN ? [.nan, .nan, .nan] : hessianProgram.outputs(at: [x, y])
  }

  /// f, ∇f and the Hessian's entries with bounds of their rounding errors.
  package func boundedValue(_ x: Double, _ y: Double) -> Bounded { program.bounded(at: [x, y])[0] }
  package func boundedGradient(_ x: Double, _ y: Double) -> [Bounded] {
    let all = program.bounded(at: [x, y])
    return all[0].value.isNaN ? all[1...].map { _ in Bounded(.nan, error: .nan) } : Array(all[1...])
  }
  package func boundedHessian(_ x: Double, _ y: Double) -> [Bounded] {
    let all = hessianProgram.bounded(at: [x, y])
    return value(x, y).isNaN ? all.map { _ in Bounded(.nan, error: .nan) } : all
  }

  public func pieces(at theta: [Double]) -> Int? {
    kinks.hasKinks ? kinks.pieces(at: theta) : nil
  }
  public func lossRounding(at theta: [Double]) -> Double {
    boundedValue(theta[0], theta[1]).error
  }
  public func gradientBounds(at theta: [Double]) -> [Bounded]? {
    boundedGradient(theta[0], theta[1])
  }

  /// f on a grid, row by row from the lowest y to the highest: what a contour plot draws.
  public func sample(x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int)
    -> [[Double]]
  {
    let evaluator = SurfaceEvaluator(program)
    var point = [0.0, 0.0]
    return (0..<rows).map { row in
      point[1] =
        y.lowerBound + (y.upperBound - y.lowerBound) * Double(row) / Double(max(rows - 1, 1))
      return (0..<columns).map { column in
        point[0] =
          x.lowerBound
          + (x.upperBound - x.lowerBound) * Double(column) / Double(max(columns - 1, 1))
        return evaluator.loss(at: point)
      }
    }
  }
}

extension Objective {
  /// What is descended as a surface, where it is one.
  public var surface: Surface? { self as? Surface }
}
