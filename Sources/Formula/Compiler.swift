import Arithmetic

/// Lowers trees to a program, one register for each different operation.
struct Compiler {
  /// Where a value is, before the number of constants is known.
  private enum Place: Hashable {
    case variable(Int)
    case constant(Int)
    case result(Int)
  }

  private struct Operation: Hashable {
    var kind: Program.Instruction.Kind
    var function: Function = .sqrt
    var op: BinaryOperator = .add
    var operands: [Place]
  }

  typealias Handle = Int

  private let variables: [String: Int]
  private let variableCount: Int
  private var constants: [Double] = []
  private var constantNumbers: [UInt64: Int] = [:]
  private var operations: [Operation] = []
  private var operationNumbers: [Operation: Int] = [:]
  private var handles: [Place] = []

  private static let maximumRegisters = Int(UInt16.max)

  init(variables: [String]) {
    variableCount = variables.count
    self.variables = Dictionary(
      variables.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Lowers one output; the handle names its register to `program(results:)`.
  mutating func compile(_ expression: Expression) throws(EvaluationError) -> Handle {
    handles.append(try lower(expression))
    return handles.count - 1
  }

  func program(results: [Handle]) throws(EvaluationError) -> Program {
    guard variableCount + constants.count + operations.count <= Self.maximumRegisters else {
      throw .tooLarge
    }
    let joined = joinedProducts(results: results.map { handles[$0] })
    var registers: [Int] = []
    var next = variableCount + constants.count
    for isDropped in joined.isDropped {
      registers.append(next)
      if !isDropped { next += 1 }
    }
    func register(_ place: Place) -> UInt16 {
      switch place {
      case .variable(let i): UInt16(i)
      case .constant(let i): UInt16(variableCount + i)
      case .result(let i): UInt16(registers[i])
      }
    }
    let code = joined.operations.indices.filter { !joined.isDropped[$0] }.map { i in
      let operation = joined.operations[i]
      let places = operation.operands.map(register)
      return Program.Instruction(
        kind: operation.kind, function: operation.function, op: operation.op, a: places[0],
        b: places.count > 1 ? places[1] : 0, c: places.count > 2 ? places[2] : 0)
    }
    return Program(
      code: code, variableCount: variableCount, constants: constants,
      results: results.map { register(handles[$0]) })
  }

  /// Makes one instruction of a sum and a product that only this sum uses; the arithmetic stays.
  private func joinedProducts(
    results: [Place]
  ) -> (operations: [Operation], isDropped: [Bool]) {
    var uses = Array(repeating: 0, count: operations.count)
    for place in operations.flatMap(\.operands) + results {
      if case .result(let i) = place { uses[i] += 1 }
    }
    var joined = operations
    var isDropped = Array(repeating: false, count: operations.count)
    for (i, operation) in operations.enumerated()
    where operation.kind == .add || operation.kind == .subtract {
      // The last operand first: where both are products, c + a·b and c - a·b are the likelier.
      for side in [1, 0] {
        guard case .result(let product) = operation.operands[side], uses[product] == 1,
          operations[product].kind == .multiply
        else { continue }
        let kind: Program.Instruction.Kind =
          operation.kind == .add ? .addProduct : side == 1 ? .subtractProduct : .productMinus
        joined[i] = Operation(
          kind: kind, operands: operations[product].operands + [operation.operands[1 - side]])
        isDropped[product] = true
        break
      }
    }
    return (joined, isDropped)
  }

  // MARK: Lowering

  private mutating func constant(_ value: Double) -> Place {
    if let known = constantNumbers[value.bitPattern] { return .constant(known) }
    constantNumbers[value.bitPattern] = constants.count
    constants.append(value)
    return .constant(constants.count - 1)
  }

  private func value(_ place: Place) -> Double? {
    if case .constant(let i) = place { return constants[i] }
    return nil
  }

  private mutating func emit(_ operation: Operation) throws(EvaluationError) -> Place {
    var operation = operation
    if operation.kind == .add || operation.kind == .multiply {
      // a + b and b + a have the same bits.
      operation.operands.sort { Self.order($0) < Self.order($1) }
    }
    if let known = operationNumbers[operation] { return .result(known) }
    guard operations.count < Self.maximumRegisters else { throw .tooLarge }
    operationNumbers[operation] = operations.count
    operations.append(operation)
    return .result(operations.count - 1)
  }

  private static func order(_ place: Place) -> (Int, Int) {
    switch place {
    case .variable(let i): (0, i)
    case .constant(let i): (1, i)
    case .result(let i): (2, i)
    }
  }

  private mutating func lower(_ expression: Expression) throws(EvaluationError) -> Place {
    switch expression {
    case .number(let value):
      return constant(value)
    case .variable("pi"):
      return constant(.pi)
    case .variable, .index:
      if let label = expression.label {
        guard let i = variables[label] else { throw .unknownName(label) }
        return .variable(i)
      }
    case .unary(let op, let operand):
      let a = try lower(operand)
      if let x = value(a) { return constant(Elementary.apply(op, x)) }
      return try emit(Operation(kind: op == .negate ? .negate : .not, operands: [a]))
    case .binary(let op, let left, let right):
      return try lower(op, try lower(left), try lower(right))
    case .call(.choose, let arguments) where arguments.count == 3:
      return try lowerChoice(arguments)
    case .call(let function, let arguments):
      guard expression.writtenOut == nil else { break }
      return try lower(function, arguments)
    case .vector:
      break
    }
    guard let scalar = expression.writtenOut else {
      throw .notANumber(what: expression.typeset(.ascii), shape: [expression.children.count])
    }
    return try lower(scalar)
  }

  private mutating func lower(
    _ op: BinaryOperator, _ a: Place, _ b: Place
  ) throws(EvaluationError) -> Place {
    if let x = value(a), let y = value(b) { return constant(Elementary.apply(op, x, y)) }
    switch op {
    case .add: return try emit(Operation(kind: .add, operands: [a, b]))
    case .subtract: return try emit(Operation(kind: .subtract, operands: [a, b]))
    case .multiply: return try emit(Operation(kind: .multiply, operands: [a, b]))
    case .divide: return try emit(Operation(kind: .divide, operands: [a, b]))
    case .power:
      // The powers that `dk_pow` takes by one operation.
      switch value(b) {
      case 0: return constant(1)
      case 1: return a
      case 2: return try lower(.multiply, a, a)
      case -1: return try lower(.divide, constant(1), a)
      default: return try emit(Operation(kind: .binary, op: op, operands: [a, b]))
      }
    default: return try emit(Operation(kind: .binary, op: op, operands: [a, b]))
    }
  }

  private mutating func lowerChoice(_ arguments: [Expression]) throws(EvaluationError) -> Place {
    let condition = try lower(arguments[0])
    if let decision = value(condition) { return try lower(arguments[decision != 0 ? 1 : 2]) }
    let a = try lower(arguments[1])
    let b = try lower(arguments[2])
    return a == b ? a : try emit(Operation(kind: .choose, operands: [a, b, condition]))
  }

  private mutating func lower(
    _ function: Function, _ arguments: [Expression]
  ) throws(EvaluationError) -> Place {
    guard let first = arguments.first, function.arity.contains(arguments.count) else {
      throw .emptyVector(function: function.rawValue)
    }
    var result = try lower(first)
    if arguments.count == 1 {
      if let x = value(result) { return constant(Elementary.apply(function, x)) }
      switch function {
      case .sum, .mean, .min, .max: return result
      case .argmax, .argmin: return constant(0)
      case .size: return constant(1)
      case .sqrt: return try emit(Operation(kind: .squareRoot, operands: [result]))
      default:
        return try emit(
          Operation(
            kind: .unaryFunction, function: function == .norm ? .abs : function,
            operands: [result]))
      }
    }
    for argument in arguments.dropFirst() {
      let next = try lower(argument)
      if let x = value(result), let y = value(next) {
        result = constant(Elementary.apply(function, x, y))
      } else if function == .dot {
        result = try lower(.multiply, result, next)
      } else {
        result = try emit(
          Operation(kind: .binaryFunction, function: function, operands: [result, next]))
      }
    }
    return result
  }
}
