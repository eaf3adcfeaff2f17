/// Formulas of numbers, compiled for a hot loop: straight code over registers, in which what
/// several outputs share is computed once.
///
/// The outputs' bits are those of `evaluate`: the same operations in the same order.
public struct Program: Sendable {
  /// One operation. Its result goes to the register after the previous instruction's.
  package struct Instruction: Sendable {
    package enum Kind: UInt8, Sendable {
      case add, subtract, multiply, divide, negate, squareRoot
      /// c + a·b, c - a·b, a·b - c, the product rounded as an operation of its own.
      case addProduct, subtractProduct, productMinus
      /// a where c is not 0, else b.
      case choose
      /// The rarer operators and the functions.
      case binary, not, unaryFunction, binaryFunction
    }

    var kind: Kind
    /// The function, or the operator, of the last kinds.
    var function: Function
    var op: BinaryOperator
    var a: UInt16
    var b: UInt16
    var c: UInt16

    package init(
      kind: Kind, function: Function, op: BinaryOperator, a: UInt16, b: UInt16, c: UInt16
    ) {
      (self.kind, self.function, self.op) = (kind, function, op)
      (self.a, self.b, self.c) = (a, b, c)
    }
  }

  /// The registers: the variables, then the constants, then one for each instruction.
  let code: [Instruction]
  let variableCount: Int
  let constants: [Double]
  let results: [UInt16]

  package init(
    code: [Instruction], variableCount: Int, constants: [Double], results: [UInt16]
  ) {
    self.code = code
    self.variableCount = variableCount
    self.constants = constants
    self.results = results
  }

  /// How many instructions one run takes.
  public var instructionCount: Int { code.count }

  private var registerCount: Int { variableCount + constants.count + code.count }

  /// The registers before the first run: room for the variables, the constants, room for the results.
  var initialRegisters: [Double] {
    let zeros = Array(repeating: 0.0, count: registerCount)
    return zeros.prefix(variableCount) + constants + zeros.prefix(code.count)
  }

  /// The outputs for variables in an array.
  ///
  /// - Precondition: there is a number for each variable.
  public func outputs(at variables: [Double]) -> [Double] {
    precondition(variables.count == variableCount, "a program has \(variableCount) variables")
    return [Double](unsafeUninitializedCapacity: results.count) { outputs, count in
      variables.withUnsafeBufferPointer { variables in
        guard let to = outputs.baseAddress else { return }
        run(variables.baseAddress ?? UnsafePointer(to), to)
        count = results.count
      }
    }
  }

  /// Reads the variables in their order, writes the outputs in theirs; working memory is on the stack (on
  /// the heap beyond about a hundred operations).
  public func run(
    _ variables: UnsafePointer<Double>, _ outputs: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: registerCount + 1) { registers in
      guard let registers = registers.baseAddress else { return }
      for i in 0..<variableCount { registers[i] = variables[i] }
      for i in constants.indices { registers[variableCount + i] = constants[i] }
      execute(over: registers)
      results.withUnsafeBufferPointer { results in
        for i in results.indices { outputs[i] = registers[Int(results[i])] }
      }
    }
  }

  /// Runs the program over registers in which variables and constants are in place.
  func execute(over registers: UnsafeMutablePointer<Double>) {
    code.withUnsafeBufferPointer {
      Self.execute($0, registers, results: registers + (variableCount + constants.count))
    }
  }

  /// Runs the instructions over registers in which variables and constants are in place.
  ///
  /// Every register number was checked when the program was compiled.
  @inline(__always)
  static func execute(
    _ code: UnsafeBufferPointer<Instruction>, _ registers: UnsafeMutablePointer<Double>,
    results: UnsafeMutablePointer<Double>
  ) {
    var result = results
    for instruction in code {
      let a = registers[Int(instruction.a)]
      let b = registers[Int(instruction.b)]
      switch instruction.kind {
      case .add: result.pointee = a + b
      case .subtract: result.pointee = a - b
      case .multiply: result.pointee = a * b
      case .divide: result.pointee = a / b
      case .negate: result.pointee = -a
      case .squareRoot: result.pointee = a.squareRoot()
      case .addProduct: result.pointee = registers[Int(instruction.c)] + a * b
      case .subtractProduct: result.pointee = registers[Int(instruction.c)] - a * b
      case .productMinus: result.pointee = a * b - registers[Int(instruction.c)]
      case .choose: result.pointee = registers[Int(instruction.c)] != 0 ? a : b
      case .binary: result.pointee = Elementary.apply(instruction.op, a, b)
      case .not: result.pointee = Elementary.apply(UnaryOperator.not, a)
      case .unaryFunction: result.pointee = Elementary.apply(instruction.function, a)
      case .binaryFunction: result.pointee = Elementary.apply(instruction.function, a, b)
      }
      result += 1
    }
  }
}
