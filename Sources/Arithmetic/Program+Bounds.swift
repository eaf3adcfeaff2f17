import CKernels

extension Program {
  /// The outputs at some variables, taken as exact, with bounds of their rounding errors.
  ///
  /// Source: Higham, Accuracy and Stability of Numerical Algorithms, section 3.3.
  public func bounded(at variables: [Double]) -> [Bounded] {
    let values = registers(at: variables)
    var errors = [Double](repeating: 0, count: values.count)
    let first = values.count - code.count
    for (i, instruction) in code.enumerated() {
      func operand(_ register: UInt16) -> Bounded {
        Bounded(values[Int(register)], error: errors[Int(register)])
      }
      errors[first + i] = instruction.error(
        of: values[first + i], operand(instruction.a), operand(instruction.b),
        operand(instruction.c))
    }
    return results.map { Bounded(values[Int($0)], error: errors[Int($0)]) }
  }

  /// The variables, the constants and what each instruction gives; NaN where it is not a number for
  /// each variable that is given.
  func registers(at variables: [Double]) -> [Double] {
    var registers = initialRegisters
    guard variables.count == variableCount else {
      return [Double](repeating: .nan, count: registers.count)
    }
    registers.replaceSubrange(..<variableCount, with: variables)
    registers.withUnsafeMutableBufferPointer { registers in
      if let registers = registers.baseAddress { execute(over: registers) }
    }
    return registers
  }
}

extension Program.Instruction {
  /// Half a unit in the last place, as a part of the number, and the least number there is: what one
  /// operation may add.
  private static func rounding(of value: Double) -> Double {
    value.magnitude * 0x1p-53 + .leastNonzeroMagnitude
  }

  /// How far the result may be off when the operands are.
  fileprivate func error(of value: Double, _ a: Bounded, _ b: Bounded, _ c: Bounded) -> Double {
    let own = Self.rounding(of: value)
    switch kind {
    case .add, .subtract: return a.error + b.error + own
    case .multiply: return Self.product(a, b) + own
    case .divide: return Self.quotient(value, a, b) + own
    case .negate: return a.error
    case .squareRoot:
      let least = max(a.value - a.error, 0).squareRoot()
      return (a.error == 0 ? 0 : min(a.error / (value + least), a.error.squareRoot())) + own
    case .addProduct, .subtractProduct, .productMinus:
      let product = a.value * b.value
      return Self.product(a, b) + Self.rounding(of: product) + c.error + own
    case .choose: return c.value != 0 ? a.error : b.error
    case .binary:
      return op == .power ? Self.power(value, a, b) + 2 * own : 0
    case .not: return 0
    case .unaryFunction: return Self.unary(function, value, a) + 4 * own
    case .binaryFunction:
      switch function {
      case .min, .max: return max(value == a.value ? a.error : 0, value == b.value ? b.error : 0)
      case .atan2:
        let square = a.value * a.value + b.value * b.value
        let moved = a.value.magnitude * b.error + b.value.magnitude * a.error
        return (moved == 0 ? 0 : moved / square) + 4 * own
      default: return Self.product(a, b) + own
      }
    }
  }

  private static func product(_ a: Bounded, _ b: Bounded) -> Double {
    (b.error == 0 ? 0 : a.value.magnitude * b.error)
      + (a.error == 0 ? 0 : b.value.magnitude * a.error) + a.error * b.error
  }

  private static func quotient(_ value: Double, _ a: Bounded, _ b: Bounded) -> Double {
    guard a.error > 0 || b.error > 0 else { return 0 }
    let least = b.value.magnitude - b.error
    guard least > 0 else { return .infinity }
    return (a.error + value.magnitude * b.error) / least
  }

  /// aᵇ: the larger of what the slope says and what the far end of a's range does.
  private static func power(_ value: Double, _ a: Bounded, _ b: Bounded) -> Double {
    var error = 0.0
    if a.error > 0 {
      let size = a.value.magnitude
      let far = b.value >= 0 ? size + a.error : size - a.error
      guard far > 0 else { return .infinity }
      let slope = size > 0 ? value.magnitude * b.value.magnitude * a.error / size : 0
      error = max(slope, Elementary.power(far, b.value) - value.magnitude)
    }
    if b.error > 0, a.value > 0 { error += value.magnitude * dk_log(a.value).magnitude * b.error }
    return error
  }

  /// A function of one number; a's error times a bound of the slope around it.
  private static func unary(_ function: Function, _ value: Double, _ a: Bounded) -> Double {
    let e = a.error
    guard e > 0 else { return 0 }
    let x = a.value
    /// What lies between here and a pole, a's error taken off.
    func over(_ distance: Double, _ factor: Double = 1) -> Double {
      distance > e ? factor * e / (distance - e) : .infinity
    }
    switch function {
    case .exp: return value * dk_expm1(e)
    case .expm1: return (value + 1) * dk_expm1(e)
    case .log: return over(x)
    case .log1p: return over(1 + x)
    case .log2: return over(x, 1.45)
    case .log10: return over(x, 0.44)
    case .sin: return min(dk_cos(x).magnitude + e, 1) * e
    case .cos: return min(dk_sin(x).magnitude + e, 1) * e
    case .tan: return (1 + value * value) * e
    case .asin, .acos:
      let rest = 1 - x * x - 2 * x.magnitude * e
      return rest > 0 ? e / rest.squareRoot() : (2 * e).squareRoot()
    case .atan: return e / (1 + x * x)
    case .sinh: return dk_cosh(x) * e + value.magnitude * e * e
    case .cosh: return dk_sinh(x).magnitude * e + value * e * e
    case .tanh:
      let slope = 1 / dk_cosh(min(x.magnitude, 400))
      return (slope * slope + e) * e
    case .sigmoid: return min(value * dk_sigmoid(-x) + e, 0.25) * e
    case .softplus: return min(dk_sigmoid(x) + e, 1) * e
    case .erf: return 1.13 * min(dk_exp(-x * x) + e, 1) * e
    case .relu: return x > -e ? e : 0
    case .sqrt: return min(e / (value + max(x - e, 0).squareRoot()), e.squareRoot())
    case .abs, .norm, .min, .max, .sum, .mean: return e
    case .sign, .floor, .ceil, .round, .argmax, .argmin, .size: return 0
    case .atan2, .dot, .choose: return .infinity
    }
  }
}
