/// f(x, y) and its two derivatives in working memory of one thread's own; arguments and results go by
/// the processor's registers, so that a step on a surface waits for no memory.
public final class PlaneProgram {
  private let code: UnsafeMutableBufferPointer<Program.Instruction>
  /// The registers: x, y, the constants, then what each instruction gives.
  private let numbers: UnsafeMutablePointer<Double>
  private let results: UnsafeMutablePointer<Double>
  private let f: Int
  private let dx: Int
  private let dy: Int

  /// - Precondition: the program has two variables and three outputs.
  public init(_ program: Program) {
    precondition(program.variableCount == 2 && program.results.count == 3, "a plane's program")
    code = .allocate(capacity: program.code.count)
    _ = code.initialize(from: program.code)
    let initial = program.initialRegisters
    numbers = .allocate(capacity: initial.count)
    for (i, number) in initial.enumerated() { (numbers + i).initialize(to: number) }
    results = numbers + (program.variableCount + program.constants.count)
    f = Int(program.results[0])
    dx = Int(program.results[1])
    dy = Int(program.results[2])
  }

  deinit {
    code.deallocate()
    numbers.deallocate()
  }

  /// f, ∂f/∂x and ∂f/∂y at (x, y); the derivatives are NaN where f is not defined, though a formula such
  /// as 1/x for log(x) has a value there.
  public func callAsFunction(_ x: Double, _ y: Double) -> (f: Double, dx: Double, dy: Double) {
    numbers[0] = x
    numbers[1] = y
    Program.execute(UnsafeBufferPointer(code), numbers, results: results)
    let value = numbers[f]
    return value.isNaN ? (value, .nan, .nan) : (value, numbers[dx], numbers[dy])
  }
}
